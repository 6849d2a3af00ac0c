import * as files from 'node:fs/promises';
import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { attend } from '../../src/core/attend.js';
import { tensor } from '../../src/core/tensor.js';
import { multiplyAddLimit } from '../../src/kernel/measure.js';
import { textOf } from '../../src/read/text/decode.js';
import { encodeSafetensors } from '../../src/files/safetensors/write.js';
import { FORMATS } from '../../src/show/formats.js';
import { stdinOf } from '../../src/commands/stdin.js';
import type { Io } from '../../src/commands/io.js';
import { encodeModel } from '../../src/learn/file.js';
import { trained } from '../learn/trained.js';
import { attn, typed } from './fake-io.js';

// What the system does is played here: a test that runs as root may read everything, and nobody has 2 GiB to spare.
jest.mock('node:fs/promises', () => ({ __esModule: true, ...jest.requireActual<typeof files>('node:fs/promises') }));
jest.mock('../../src/core/attend', () => {
  const actual = jest.requireActual<{ attend: typeof attend }>('../../src/core/attend');
  return { ...actual, attend: jest.fn(actual.attend) };
});
jest.mock('../../src/kernel/measure', () => {
  const actual = jest.requireActual<{ multiplyAddLimit: typeof multiplyAddLimit }>('../../src/kernel/measure');
  return { ...actual, multiplyAddLimit: jest.fn(actual.multiplyAddLimit) };
});

const Q = `--q '[1 0; 0 1]'`;
const folder = mkdtempSync(join(tmpdir(), 'attn-messages-'));
afterAll(() => rmSync(folder, { recursive: true }));
afterEach(() => jest.restoreAllMocks());

const denied = (code: string): NodeJS.ErrnoException =>
  Object.assign(new Error(`${code}: not today, open`), { code, syscall: 'open' });

describe('a file that the system does not give', () => {
  it.each([
    ['EACCES', 'may not be read: permission denied\n  try: change its permissions, or copy it\n'],
    ['EIO', 'cannot be read: EIO: not today\n'],
  ])('%s', async (code, said) => {
    jest.spyOn(files, 'open').mockRejectedValueOnce(denied(code));
    expect(await typed('compute --q fixtures/q.json')).toMatchObject({
      code: 1,
      out: '',
      err: `attn: fixtures/q.json  ${said}`,
    });
  });

  it('ELOOP', async () => {
    const path = join(folder, 'loop.json');
    symlinkSync(path, path);
    expect((await attn(['compute', '--q', path])).err).toBe(
      `attn: ${path}  cannot be read: ELOOP: too many symbolic links encountered\n`,
    );
  });

  it('a name too long for any', async () => {
    const name = 'q'.repeat(300);
    expect((await attn(['compute', '--q', name])).err).toBe(
      `attn: ${name.slice(0, 40)}…  no file can have so long a name\n  try: a literal begins with [\n`,
    );
  });

  it('more text than can be read', () => {
    const bytes = { length: 2 ** 30 } as Uint8Array;
    expect(() => textOf({ name: 'q.csv', bytes })).toThrow(
      expect.objectContaining({
        faults: [{ code: 'source-text-too-long', where: 'q.csv', bytes: 2 ** 30, most: 2 ** 29 - 24 }],
      }),
    );
  });

  it.each([
    [
      'JSON that is no object',
      'value.json',
      '3',
      '--config',
      'expected an object with a sentence and its settings',
      '{"sentence": "…", "dim": 8, "seed": 42}',
    ],
    [
      'bytes of no format',
      'q.bin',
      '\0\u0001zz',
      '--q',
      'these bytes are in no format that is known here',
      'name it with --in-format: json, tsv, npy, pt, npz, safetensors, html, literal, csv',
    ],
  ])('%s', async (_, name, text, flag, what, fix) => {
    const path = join(folder, name);
    writeFileSync(path, text);
    const { code, err } = await attn(['compute', flag, path]);
    expect([code, err]).toEqual([1, `attn: ${path}  ${what}\n  try: ${fix}\n`]);
  });

  it('stdin that does not end', async () => {
    const endless = (async function* () {
      for (;;) yield Buffer.alloc(2 ** 16, '1 ');
    })();
    const io = { stdin: Object.assign(endless, { isTTY: false }) } as unknown as Io;
    await expect(stdinOf(io, () => undefined, 2 ** 20)('--q', 'Q')).rejects.toMatchObject({
      faults: [
        {
          code: 'stdin-too-long',
          where: { source: '<stdin>' },
          most: 2 ** 20,
        },
      ],
    });
  });
});

describe('a target that the system does not take', () => {
  const out = join(folder, 'out.json');

  it('read-only', async () => {
    writeFileSync(out, '');
    jest.spyOn(files, 'access').mockRejectedValueOnce(denied('EACCES'));
    expect((await typed(`compute ${Q} -o ${out}`)).err).toContain(
      `attn: ${out}  is read-only\n  try: chmod u+w ${out}, or choose another name\n`,
    );
    rmSync(out);
  });

  it('in a folder that takes no files', async () => {
    jest.spyOn(files, 'access').mockRejectedValueOnce(denied('EACCES'));
    expect((await typed(`compute ${Q} -o ${out}`)).err).toContain(
      `attn: ${out}  cannot be written: permission denied in the folder ${folder}\n  try: choose another folder\n`,
    );
  });

  it('on a disk that fails', async () => {
    jest.spyOn(files, 'stat').mockRejectedValueOnce(denied('EIO'));
    expect((await typed(`compute ${Q} -o ${out}`)).err).toContain(
      `attn: ${out}  cannot be written: input/output error\n  try: check the folder, the rights and the space left\n`,
    );
  });

  it('bytes on a terminal', async () => {
    expect(await typed(`compute ${Q} --format npz`, { columns: 80 })).toMatchObject({
      code: 2,
      out: '',
      err: 'attn: npz is not for a terminal\n  try: write it to a file: -o result.npz\n',
    });
  });
});

describe('what does not fit', () => {
  it.each([
    [['rnn', '--sentence', 'a '.repeat(201)], 2, '--sentence  has 201 words\n  try: give at most 200\n'],
    [
      ['compute', '--sentence', 'a'.repeat(1_000_001)],
      1,
      'the sentence has 1000001 characters; at most 1000000 are read\n  try: give one sentence, not a book\n',
    ],
  ])('a sentence into its command', async (words, code, said) => {
    expect(await attn(words)).toMatchObject({ code, out: '', err: `attn: ${said}` });
  });

  it('into memory', async () => {
    jest.mocked(attend).mockImplementationOnce(() => {
      throw new RangeError('Array buffer allocation failed');
    });
    expect((await typed(`compute ${Q}`)).err).toContain(
      'attn: the stages of this problem do not fit into memory\n  try: ask for less: --only output\n',
    );
  });

  it('into one text', async () => {
    jest.spyOn(FORMATS.get('csv')!, 'load').mockResolvedValueOnce(() => {
      throw new RangeError('Invalid string length');
    });
    expect((await typed(`compute ${Q} --format csv`)).err).toContain(
      'attn: the result is too large for one text of csv\n  try: write .npz or .safetensors, or --only one stage\n',
    );
  });

  it('an engine without SIMD', async () => {
    jest.mocked(multiplyAddLimit).mockResolvedValueOnce(undefined);
    expect((await typed('bench')).err).toBe(
      'attn: this engine has no SIMD in WebAssembly: there is no kernel to measure\n  try: run it on Node 20 or later\n',
    );
  });
});

describe('weights that do not go with the call', () => {
  const weights = join(folder, 'w.safetensors');
  const other = join(folder, 'other.safetensors');
  beforeAll(() => {
    writeFileSync(weights, encodeModel(trained({ epochs: 1 }).model, '1'));
    writeFileSync(other, encodeSafetensors(new Map([['embedding', tensor([1, 2], [1, 2])]])));
  });

  it.each([
    [
      `${weights} --sentence a --dim 4 --seed 3`,
      2,
      '--dim, --seed with --weights\n  try: the trained weights say it\n',
    ],
    [weights, 2, '--weights without a sentence\n  try: attn compute --weights weights.safetensors --sentence "…"\n'],
    [
      `${other} --sentence a`,
      1,
      `${other}  holds no trained model: its metadata say schema "", expected "attn-weights/1"\n  try: make the file with: attn train -o weights.safetensors\n`,
    ],
  ])('%s', async (more, code, said) => {
    const { err, ...ran } = await typed(`compute --weights ${more}`);
    expect([ran.code, ran.out, err.replace(/^attn: layer 2 of 2.*\n/, '')]).toEqual([code, '', `attn: ${said}`]);
  });
});
