import { Writable } from 'node:stream';
import type { Io } from '../../src/commands/io.js';
import { run } from '../../src/commands/run.js';
import { attn, typed } from './fake-io.js';

const Q = `--q '[1 0; 0 1]'`;

describe('a wrong call exits with 2, says why on stderr, and leaves stdout empty', () => {
  it.each([
    ['compue', 'unknown command "compue"', 'did you mean compute?'],
    ['help glosary', 'unknown command "glosary"', 'did you mean glossary?'],
    ['compute --precison 3', 'unknown option --precison', 'did you mean --precision?'],
    ['compute --precision=two', '--precision  expected a whole number from 0 to 20, found "two"', ''],
    ['compute --format jsn', '--format  expected table, json,', 'did you mean json?'],
    [`compute ${Q} --only weight`, '--only  expected x, x_kv, q, k', 'did you mean weights?'],
    [`compute ${Q} --show scores,otput`, '--show  expected x, x_kv, q, k', 'did you mean output?'],
    [
      `compute ${Q} --causal topleft`,
      '--causal  expected top-left, bottom-right, offset, found "topleft"',
      'did you mean top-left?',
    ],
    [`compute ${Q} --color sometimes`, '--color  expected auto, always, never', ''],
    [`compute ${Q} --lang xx`, '--lang  expected en, vi', ''],
    [`compute --sentence 'the cat sat down' --hide czt`, `no token 'czt' in "the cat sat down"`, `did you mean 'cat'?`],
    [
      `compute --sentence 'the cat sat down' --explain --token czt`,
      `no token 'czt' in "the cat sat down"`,
      `did you mean 'cat'?`,
    ],
    [
      'compute --q - --k -',
      'stdin can be read only once (--q and --k both say -)',
      'put all into one bundle: attn compute --input -',
    ],
    ['compute --q - --mask - --v -', 'stdin can be read only once (--q, --v and --mask all say -)', ''],
    ['compute --input - --config -', '--input and --config are given together', ''],
    [`compute ${Q} --json --format csv`, '--format csv and --json ask for different formats', 'give one of them'],
    [`compute ${Q} --json --plain`, '--json and --plain ask for different formats', ''],
    [`compute ${Q} -o x.csv --json`, '--json and -o x.csv ask for different formats', ''],
    [`compute ${Q} --only weights --show all`, '--only and --show are given together', ''],
    [`compute ${Q} ${Q}`, '--q  is given twice', ''],
    ['compute --q', '--q  expected a value: --q <SRC>', 'attn help compute'],
    [
      'compute the cat',
      'unexpected argument "the"',
      'did you mean --q q.json, or --sentence "…"? Put text with spaces in quotes',
    ],
    ['compute', 'nothing to compute', '--sentence'],
    ['compute --heads 2', 'nothing to compute', '--sentence'],
    ['compute --k fixtures/k.json --v fixtures/v.csv', 'K, V without Q', '--q q.json'],
    ['compute --wq fixtures/wq.csv', 'W_Q without X', ''],
    [`compute ${Q} --in-format jsn`, '--in-format  expected json, csv,', 'did you mean json?'],
    [`compute ${Q} --decimal dot`, '--decimal  expected point, comma, found "dot"', ''],
    ['--sentence "the cat"', '--sentence needs a command in front', 'attn compute --sentence'],
    ['completion', 'missing argument: shell', ''],
    [`compute ${Q} -o ''`, '--output  expected the name of a file, found nothing', ''],
    [`compute --sentence a ${Q}`, 'are given together', ''],
    [`compute ${Q} --dim 8`, '--dim without a sentence', ''],
  ])('attn %s', async (line, what, fix) => {
    const { code, out, err } = await typed(line);
    expect([code, out]).toEqual([2, '']);
    expect(err).toContain(`attn: ${what.startsWith('are ') ? '' : what}`);
    expect(err).toContain(what);
    expect(err).toContain(fix);
    expect(err.trimEnd().split('\n').length).toBeLessThanOrEqual(3);
  });

  it('all wrong flags are told at once', async () => {
    const { err } = await typed(`compute --sentence 'a b' --dim x --seed y --embedding none --heads 0`);
    expect(err.match(/^attn: --\w+/gm)).toEqual(['attn: --heads', 'attn: --dim', 'attn: --seed', 'attn: --embedding']);
  });
});

describe('wrong data exit with 1', () => {
  it.each([
    ['compute --q nowhere.json', 'nowhere.json  no such file'],
    ['compute --q fixtures/q.jsn', 'did you mean fixtures/q.json?'],
    [`compute ${Q} --k '[1 0 0; 0 1 0]'`, 'd_k'],
    [`compute ${Q} -o no/such/folder/x.json`, 'there is no folder no/such/folder'],
    [`compute ${Q} --head 2`, '--head  there is no head 2'],
    [`compute ${Q} --batch 3`, '--batch  there is no batch item 3'],
  ])('attn %s', async (line, what) => {
    const { code, out, err } = await typed(line);
    expect(out).toBe('');
    expect(code).toBe(1);
    expect(err).toContain(what);
  });

  it('a bundle in which nothing attends is wrong data, not a wrong call', async () => {
    expect(await typed('compute --input -', { stdin: '{"heads": 2}' })).toMatchObject({
      code: 1,
      err: expect.stringContaining('nothing to compute'),
    });
  });

  it('empty stdin is named', async () => {
    expect(await typed('compute --input -')).toEqual({
      code: 1,
      out: '',
      bytes: expect.anything(),
      err: 'attn: stdin was empty (0 bytes); expected a JSON or CSV matrix\n',
    });
  });

  it('human words stay on stderr with --json too', async () => {
    const { out, err } = await typed('compute --input - --json', { stdin: '{"q": [[1, "x"]], "hedas": 2}' });
    expect(out).toBe('');
    expect(err).toMatch(/^attn: <stdin>:1:\d+ {2}/);
  });

  it('unknown keys of a bundle are all told, each with its place and the key that was meant', async () => {
    const { code, err } = await typed('compute --input -', { stdin: '{"q": [[1, 0]],\n "hedas": 2,\n "sclae": 1}' });
    expect(code).toBe(1);
    expect(err).toContain('<stdin>:2:');
    expect(err).toContain('unknown key "hedas"');
    expect(err).toContain('did you mean heads?');
    expect(err).toContain('<stdin>:3:');
    expect(err).toContain('did you mean scale?');
  });

  it('--strict refuses a result that is not finite, and without it a warning says so', async () => {
    const nan = `compute --q '[1 0; 0 nan]' --v '[1 2; 3 4]' --json`;
    const lenient = await typed(nan);
    expect(lenient.code).toBe(0);
    expect(JSON.parse(lenient.out).warnings).not.toEqual([]);
    expect(lenient.err).toContain('warning:');
    const strict = await typed(`${nan} --strict`);
    expect([strict.code, strict.out]).toEqual([1, '']);
    expect(strict.err).toContain('--strict  the output holds NaN (row 1, column 1)');
  });
});

describe('what comes from outside is shown harmless', () => {
  const EVIL = 'a\u001b[2J\u001b]0;x\u0007\u009b31m\u202eb\u2066\nc\r\u0000\u2028';
  const driving = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u2028-\u202e\u2066-\u2069]/;

  it.each(['table', 'json', 'jsonl', 'csv', 'tsv', 'plain', 'md', 'latex', 'svg'])('in %s', async (format) => {
    const { code, out, err } = await attn(['compute', '--input', '-', '--format', format], {
      stdin: JSON.stringify({
        q: [
          [1, 0],
          [0, 1],
        ],
        tokens: [EVIL, 'b'],
      }),
    });
    expect([code, driving.exec(out), driving.exec(err)]).toEqual([0, null, null]);
  });

  it.each([
    ['--token', ['--explain', '--token', EVIL]],
    ['--hide', ['--hide', EVIL]],
    ['--only', ['--only', EVIL]],
    ['--format', ['--format', EVIL]],
    ['an unknown flag', [`--${EVIL}`]],
    ['a word', [EVIL]],
    ['a file', ['--k', `${EVIL.replaceAll('\u0000', '')}.json`]],
    ['--mask', ['--mask', `j < ${EVIL}`]],
    ['-o', ['-o', `no/${EVIL.replaceAll('\u0000', '')}`]],
  ])('in an error about %s', async (_, words) => {
    const { code, out, err } = await attn(['compute', '--q', '[1 0; 0 1]', '--tokens', '["x","y"]', ...words]);
    expect(code).toBeGreaterThan(0);
    expect(out).toBe('');
    expect(driving.exec(err)).toBeNull();
  });

  it('in an unknown command, and a key of a config', async () => {
    expect(driving.exec((await attn([EVIL])).err)).toBeNull();
    expect(
      driving.exec((await attn(['compute', '--config', '-'], { stdin: JSON.stringify({ [EVIL]: 1 }) })).err),
    ).toBeNull();
  });
});

describe('a bug of ours', () => {
  it('exits with 70, without a stack unless ATTN_DEBUG=1 asks for it', async () => {
    const told: string[] = [];
    const stderr = new Writable({
      write: (piece, _, done) => {
        told.push(String(piece));
        done();
      },
    });
    const stdout = {
      write: () => {
        throw new TypeError('oops');
      },
    } as unknown as Io['stdout'];
    const io: Io = { stdin: process.stdin, stdout, stderr, env: {} };
    expect(await run(['--version'], io)).toBe(70);
    expect(told.join('')).toContain('internal error: oops');
    expect(told.join('')).not.toContain('    at ');
    await run(['--version'], { ...io, env: { ATTN_DEBUG: '1' } });
    expect(told.join('')).toContain('    at ');
  });
});
