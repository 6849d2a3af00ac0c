import { Readable, Writable } from 'node:stream';
import type { Io } from '../../src/commands/io.js';
import { run } from '../../src/commands/run.js';
import { typed, type Given } from './fake-io.js';

const Q = `--q '[1 0; 0 1]'`;

type OneError = Readonly<Record<string, unknown>>;

async function failed(line: string, given?: Given): Promise<{ code: number; errors: readonly OneError[] }> {
  const { code, out, err } = await typed(`${line} --error-format json`, given);
  expect(out).toBe('');
  const { schema, errors } = JSON.parse(err) as { schema: string; errors: OneError[] };
  expect(schema).toBe('attn-error/1');
  return { code, errors };
}

describe('--error-format json: stderr is one JSON object', () => {
  it.each<[line: string, code: number, first: OneError]>([
    ['compue', 2, { code: 'unknown-command', found: 'compue', fix: 'did you mean compute?' }],
    ['compute --precison 3', 2, { code: 'unknown-option', found: '--precison', fix: 'did you mean --precision?' }],
    ['compute the cat', 2, { code: 'unexpected-argument', found: 'the' }],
    [`compute ${Q} ${Q}`, 2, { code: 'given-twice', flag: '--q', message: 'is given twice' }],
    ['completion', 2, { code: 'argument-missing', expected: 'shell' }],
    [
      `compute ${Q} --precision two`,
      2,
      { code: 'whole-number-out-of-range', flag: '--precision', found: 'two', expected: { least: 0, most: 20 } },
    ],
    [
      `compute ${Q} --decimal dot`,
      2,
      { code: 'unknown-choice', flag: '--decimal', found: 'dot', expected: ['point', 'comma'] },
    ],
    [`compute ${Q} --json --plain`, 2, { code: 'formats-differ', fix: 'give one of them' }],
    [`compute ${Q} --head 2`, 1, { code: 'no-such-head', flag: '--head', found: 2 }],
    [`compute ${Q} -o fixtures`, 1, { code: 'output-is-folder', file: 'fixtures' }],
    [`compute ${Q} -o /dev/full`, 1, { code: 'cannot-write-file', file: '/dev/full', found: 'ENOSPC' }],
    ['compute --q nowhere.json', 1, { file: 'nowhere.json' }],
    [`compute --q '[1 0; 0 nan]' --strict`, 1, { code: 'output-not-finite', flag: '--strict', found: 'NaN' }],
    [`check ${Q}`, 2, { code: 'nothing-to-check' }],
    ['', 2, { code: 'no-command' }],
  ])('attn %s', async (line, code, first) => {
    const { code: exit, errors } = await failed(line);
    expect([exit, errors[0]]).toEqual([code, expect.objectContaining({ ...first, message: expect.any(String) })]);
  });

  it('a value in a file comes with its line and column', async () => {
    const { code, errors } = await failed('compute --input -', { stdin: '{"q": [[1, "x"]],\n "hedas": 2}' });
    expect(code).toBe(1);
    expect(errors[0]).toMatchObject({ file: '<stdin>', line: 1, column: 12 });
  });

  it('holds all faults of a call, and each only the fields that apply', async () => {
    const { errors } = await failed(`compute --sentence 'a b' --dim x --seed y --heads 0`);
    expect(errors.map(({ flag }) => flag)).toEqual(['--heads', '--dim', '--seed']);
    expect(errors.every((one) => !('file' in one) && !('line' in one))).toBe(true);
  });

  it('stays English in every language, and no note stands in front of it', async () => {
    const { errors } = await failed(`compute ${Q} --verbose --head 2 --lang vi`, { env: { LANG: 'vi_VN.UTF-8' } });
    expect(errors[0]).toMatchObject({ message: 'there is no head 2: there is 1' });
  });

  it('says nothing on stderr when nothing fails', async () => {
    expect((await typed(`compute --sentence 'a b' --error-format json`)).err).toBe('');
  });

  it('a bug of ours has the code internal, and exit code 70', async () => {
    let err = '';
    const stderr = new Writable({ write: (piece, _, done) => ((err += String(piece)), done()) });
    const stdout = {
      write: () => {
        throw new TypeError('oops');
      },
    } as unknown as Io['stdout'];
    const io: Io = { stdin: Readable.from([]) as unknown as Io['stdin'], stdout, stderr, env: {} };
    expect(await run(['compute', '--q', '[1]', '--error-format=json'], io)).toBe(70);
    expect(JSON.parse(err)).toEqual({
      schema: 'attn-error/1',
      errors: [expect.objectContaining({ code: 'internal', message: 'internal error: oops' })],
    });
  });

  it('a system error that no file was named for has its own code', async () => {
    let err = '';
    const stderr = new Writable({ write: (piece, _, done) => ((err += String(piece)), done()) });
    const full = Object.assign(new Error('ENOSPC: no space'), { code: 'ENOSPC', syscall: 'write' });
    const stdout = { write: (_: unknown, done: (error: Error) => void) => done(full) } as unknown as Io['stdout'];
    const io: Io = { stdin: Readable.from([]) as unknown as Io['stdin'], stdout, stderr, env: {} };
    expect(await run(['compute', '--q', '[1]', '--error-format', 'json'], io)).toBe(1);
    expect(JSON.parse(err).errors).toEqual([
      { code: 'cannot-write-stdout', message: 'cannot write to stdout: no space left on device', found: 'ENOSPC' },
    ]);
  });
});

it('--error-format says text or json, else it is a wrong call, in text', async () => {
  expect(await typed(`compute ${Q} --error-format xml`)).toMatchObject({
    code: 2,
    out: '',
    err: 'attn: --error-format  expected text, json, found "xml"\n',
  });
});

describe('errors and notes speak the language of the call', () => {
  it('under --lang vi', async () => {
    expect(await typed(`compute ${Q} --head 2 --lang vi`)).toMatchObject({
      code: 1,
      err: 'attn: --head  không có đầu chú ý số 2: chỉ có 1\n  thử: bỏ tùy chọn này\n',
    });
  });

  it('but English in ASCII, which has no other letters', async () => {
    expect((await typed('compue --lang vi --ascii')).err).toContain('unknown command "compue"');
  });

  it('by the locale, where --lang says nothing', async () => {
    const env = { LANG: 'vi_VN.UTF-8' };
    expect((await typed('compue', { env })).err).toBe(
      'attn: không có lệnh "compue"\n  thử: có phải bạn muốn gõ compute?\n',
    );
    expect((await typed('compue --lang en', { env })).err).toContain('unknown command');
    expect((await typed(`compute --sentence 'a b' --json`, { env })).err).toContain(
      'các vector là ngẫu nhiên (seed 42',
    );
  });
});
