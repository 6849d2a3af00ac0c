import { crc32 } from 'node:zlib';
import { AttnError } from '../../src/core/error.js';
import { sayFault, type SaidFault } from '../../src/words/index.js';
import { tooMany } from '../../src/files/extent.js';
import type { Reader, ReadOptions } from '../../src/read/document.js';
import { npyReader } from '../../src/read/npy.js';
import { npzReader } from '../../src/read/npz.js';
import { safetensorsReader } from '../../src/read/safetensors.js';
import { ascii, joined, npyBytes, safetensorsBytes, zipBytes, type ZipPart } from './build-binary.js';
import { said } from '../said.js';

const NUMBERS = new Uint8Array(Float64Array.of(1, 2).buffer);
const ARRAY = npyBytes("{'descr': '<f8', 'fortran_order': False, 'shape': (2,), }\n", NUMBERS);
const withDescr = (descr: string, data: Uint8Array = NUMBERS): Uint8Array =>
  npyBytes(`{'descr': ${descr}, 'fortran_order': False, 'shape': (2,)}`, data);
const withShape = (shape: string): Uint8Array =>
  npyBytes(`{'descr': '<f8', 'fortran_order': False, 'shape': ${shape}}`, NUMBERS);
const q: ZipPart = { name: 'q.npy', data: ARRAY };
const tensors = (entry: unknown): Uint8Array => safetensorsBytes({ q: entry }, NUMBERS);
const ENTRY = { dtype: 'F64', shape: [2], data_offsets: [0, 16] };
/** The end record of a zip with one field set. */
const withEnd = (at: number, value: number): Uint8Array => {
  const bytes = zipBytes([q]);
  new DataView(bytes.buffer, bytes.byteOffset).setUint16(bytes.length - 22 + at, value, true);
  return bytes;
};

type Case = readonly [why: string, bytes: Uint8Array, what: string, fix?: string, options?: ReadOptions];

/** What a reader says first against the bytes of `file`. */
async function refusal(reader: Reader, bytes: Uint8Array, options: ReadOptions = {}): Promise<SaidFault> {
  const error: unknown = await Promise.resolve(reader.read({ name: 'file', bytes }, options)).then(
    () => undefined,
    (refused: unknown) => refused,
  );
  if (error instanceof AttnError) return said(error)[0]!;
  throw error;
}

function itRefuses(reader: Reader, cases: readonly Case[]): void {
  it.each(cases.map(([why, ...rest]) => ({ why, rest })))('$why', async ({ rest: [bytes, what, fix, options] }) => {
    const { what: told, fix: advice } = await refusal(reader, bytes, options);
    expect([told, advice]).toEqual([what, fix]);
  });
}

describe('npy', () => {
  itRefuses(npyReader, [
    [
      'a name for its only array',
      ARRAY,
      'a .npy file holds one array, and it has no name "q"',
      'leave out #q',
      { only: 'q' },
    ],
    [
      'other magic bytes',
      ascii('PK\x03\x04..'),
      'begins with the bytes 50 4b 03 04 2e 2e; a .npy file begins with 93 4e 55 4d 50 59 (\\x93NUMPY)',
      'np.save("q.npy", array) writes one; --in-format names another format',
    ],
    ['a file cut in its first bytes', ARRAY.subarray(0, 8), 'is cut off: 8 bytes, the header alone begins at 10'],
    ['an empty file', new Uint8Array(), 'the file is empty', 'np.save("q.npy", array) writes a .npy file'],
    [
      'a header that is no dictionary',
      npyBytes('[1]', NUMBERS),
      'the header is not a plain dictionary: [1]',
      "expected {'descr': '<f8', 'fortran_order': False, 'shape': (3, 4)}",
    ],
    [
      'a structured array',
      withDescr("[('a', '<f8')]"),
      '"descr" is a list: a structured array has several types',
      'save one field: np.save("q.npy", array["field"])',
    ],
    ['a type without quotes', withDescr('8'), '"descr" is 8: expected a type in quotes', "write '<f8'"],
    [
      'bytes without a meaning',
      withDescr("'<V2'"),
      '"descr" is "<V2": bytes without a meaning (NumPy stores bfloat16 so)',
      'keep bfloat16 in .safetensors, or save array.astype("float32")',
    ],
    [
      'Python objects',
      withDescr("'|O'"),
      '"descr" is "|O": Python objects, stored as a pickle, and a pickle can run any code',
      'save numbers: np.save("q.npy", array.astype("float64"))',
    ],
    [
      'text',
      withDescr("'<U3'"),
      '"descr" is "<U3": text; expected f2, f4, f8, i1…i8, u1…u8 or b1',
      'save array.astype("float64")',
    ],
    [
      'a type without a byte order',
      withDescr("'f8'"),
      '"descr" is "f8": it does not say which byte comes first',
      'write "<f8" (lowest first) or ">f8"',
    ],
    [
      'a shape that is no tuple',
      withShape('(2)'),
      '"shape" is (2): expected whole numbers in parentheses',
      'write (3, 4), or (3,) for one axis',
    ],
    [
      'a shape of seventy axes',
      withShape(`(${'1, '.repeat(70)})`),
      'the shape has 70 axes',
      'use at most 64; attention has 2 to 4',
    ],
    [
      'a boolean that is none',
      withDescr("'|b1'", Uint8Array.of(0, 7)),
      'number 2 is the byte 7: a boolean is 0 or 1',
      'store other numbers as uint8',
    ],
    [
      'an integer beyond float64',
      withDescr("'<i8'", new Uint8Array(BigInt64Array.of(1n, 9007199254740993n).buffer)),
      'number 2 is 9007199254740993: float64 cannot hold it, the nearest it has is 9007199254740992',
      'keep integers within ±2^53 (9007199254740992)',
    ],
    [
      'data cut off',
      withDescr("'<f8'", NUMBERS.subarray(0, 9)),
      'is cut off: float64 of shape (2) needs 16 bytes, found 9',
      'copy or download the file again',
    ],
    [
      'data that goes on',
      withDescr("'<f8'", joined(NUMBERS, ascii('xx'))),
      'goes on after the array: float64 of shape (2) needs 16 bytes, found 18',
      'put each array into a file of its own, or all into .npz',
    ],
  ]);

  it('too many numbers', () => {
    expect(sayFault(tooMany(1e9, 'file')!)).toEqual({
      where: 'file',
      what: 'holds 1,000,000,000 numbers: at most 268,435,456 are read from one input',
      fix: 'read one array alone (file#name), or a part of it',
    });
  });
});

describe('npz', () => {
  itRefuses(npzReader, [
    [
      'a PyTorch checkpoint',
      zipBytes([{ name: 'model/data.pkl', data: ascii('x') }]),
      'is a PyTorch checkpoint: its data.pkl is a pickle, and a pickle can run any code',
      'in Python: safetensors.torch.save_file(tensors, "file.safetensors")',
    ],
    [
      'another file in it',
      zipBytes([q, { name: 'readme.txt', data: ascii('x') }]),
      'its member "readme.txt" is no .npy file; an .npz holds nothing else',
      'write it with np.savez',
    ],
    [
      'zip64',
      withEnd(10, 0xffff),
      'the end records of the zip64 archive do not agree',
      'copy or download the file again',
    ],
    [
      'one part of several',
      withEnd(4, 1),
      'is one part of an archive split over several files',
      'join the parts first',
    ],
    [
      'a name that is no UTF-8',
      zipBytes([{ ...q, claim: { nameBytes: Uint8Array.of(0xff, 0x2e) } }]),
      'the name in entry 1 of the directory is not UTF-8',
      'name arrays in ASCII or UTF-8',
    ],
    ['entries that nobody counts', withEnd2(), '51 bytes after the 1 entries of the directory belong to none'],
    ['a member that is not there', zipBytes([{ ...q, claim: { offset: 3 } }]), '3 bytes before it belong to no member'],
    [
      'another packing in its own header',
      zipBytes([{ ...q, local: { method: 8 } }]),
      'its own header names another packing than the directory',
    ],
    [
      'another sum in its own header',
      zipBytes([{ ...q, local: { crc: 1 } }]),
      'its own header has another CRC-32 than the directory',
    ],
    [
      'sizes behind the data that differ',
      zipBytes([{ ...q, claim: { flags: 8, packedSize: ARRAY.length }, hidden: new Uint8Array(12) }]),
      'the sizes behind its data are missing, or differ from the directory',
    ],
    ['the same name twice', zipBytes([q, q]), 'appears twice in the archive', 'give each array its own name'],
    ['a password', zipBytes([{ ...q, claim: { flags: 1 } }]), 'is encrypted', 'write the archive without a password'],
    [
      'a packing that is not read',
      zipBytes([{ ...q, claim: { method: 12 } }]),
      'is packed by method 12: only 0 (stored) and 8 (deflate) are read',
      'write it with np.savez or np.savez_compressed',
    ],
    [
      'a wrong sum',
      zipBytes([{ ...q, claim: { crc: 7 } }]),
      `is damaged: its CRC-32 is ${hex(crc32(ARRAY))}, the archive says 00000007`,
      'copy or download the file again',
    ],
    [
      'a comment',
      zipBytes([q], { tail: ascii('hello') }),
      '5 bytes follow the end of the archive (a comment, or something hidden)',
      'write it again with np.savez',
    ],
    [
      'no directory',
      ARRAY,
      'is no zip archive, or is cut off: the directory at its end is missing',
      'copy or download the file again',
    ],
    [
      'a member too large',
      zipBytes([{ ...q, claim: { size: 2 ** 31 + 1 } }]),
      'unpacks to 2147483649 bytes: only 2147483648 more are read',
      'read one array alone (file.npz#name)',
    ],
  ]);

  it('a member that begins elsewhere', async () => {
    const bytes = zipBytes([q]);
    bytes[0] = 0;
    expect((await refusal(npzReader, bytes)).what).toBe('no member begins at byte 0, where the directory says');
  });
});

describe('safetensors', () => {
  itRefuses(safetensorsReader, [
    ['an entry that is none', tensors(7), 'is described by 7: expected {"dtype", "shape", "data_offsets"}'],
    [
      'offsets that are none',
      tensors({ ...ENTRY, data_offsets: [0] }),
      'its "data_offsets" are not two whole numbers [begin, end]',
    ],
    [
      'a sign of JSON that has no place',
      safetensorsBytes('{"q": {"dtype": true}}'),
      '"t" at byte 25 of the header: only names and whole numbers stand there',
    ],
    [
      'lists in lists',
      safetensorsBytes('{"q": {"shape": [[[1]]]}}'),
      'its header nests too deep: expected {name: {"shape": [ ]}}',
    ],
    [
      'zero bytes',
      safetensorsBytes('{}\0\0'),
      'its header is filled up with zero bytes',
      'the format wants blanks (0x20) there: mend the program that wrote it',
    ],
    [
      'one name twice',
      safetensorsBytes('{"q": {}, "q": {}}'),
      'its header has the key "q" twice',
      'give each tensor its own name',
    ],
    [
      'a header cut off',
      safetensorsBytes('{}', new Uint8Array(), 99n),
      'is cut off: its header is 99 bytes long, 2 are there',
      'copy or download the file again',
    ],
    [
      'a type that is not read',
      safetensorsBytes({ q: { ...ENTRY, dtype: 'F8_E4M3' } }, NUMBERS),
      'has the type F8_E4M3, which is not read',
      'store it as one of F64, F32, F16, BF16, I8, U8, I16, U16, I32, U32, I64, U64, BOOL',
    ],
    [
      'tensors cut off',
      safetensorsBytes({ q: ENTRY }, NUMBERS.subarray(0, 9)),
      'is cut off: its tensors need 16 bytes, 9 are there',
      'copy or download the file again',
    ],
  ]);
});

function hex(sum: number): string {
  return sum.toString(16).padStart(8, '0');
}

/** A directory of two entries of which one is counted. */
function withEnd2(): Uint8Array {
  return zipBytes([q, { ...q, name: 'k.npy' }], { count: 1 });
}
