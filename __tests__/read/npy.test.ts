import { npyArray } from '../../src/files/npy/read.js';
import { npyReader } from '../../src/read/npy.js';
import type { Document } from '../../src/read/document.js';
import { ascii, joined, npyBytes, outcome } from './build-binary.js';
import { refusalOf } from '../said.js';

const HEADER = "{'descr': '<f8', 'fortran_order': False, 'shape': (2,), }\n";
const TWO = new Uint8Array(Float64Array.of(1, 2).buffer);

const numbersOf = async (bytes: Uint8Array): Promise<number[]> => [
  ...((await npyReader.read({ name: 'file', bytes }, {})).tensors.get('')?.data ?? []),
];

/** A one-axis file with this dictionary. */
const withHeader = (header: string): Promise<Document | string> => outcome(npyReader, npyBytes(header, TWO));
const withDescr = (descr: string): Promise<Document | string> =>
  withHeader(`{'descr': ${descr}, 'fortran_order': False, 'shape': (2,)}`);
const withShape = (shape: string): Promise<Document | string> =>
  withHeader(`{'descr': '<f8', 'fortran_order': False, 'shape': ${shape}}`);

it('npy reads a file built by hand', async () => {
  expect(await numbersOf(npyBytes(HEADER, TWO))).toEqual([1, 2]);
});

it('npy takes the keys in any order, either quote, and no comma at the end', async () => {
  expect(await numbersOf(npyBytes('{"shape": (2,), "fortran_order": False, "descr": "<f8"}', TWO))).toEqual([1, 2]);
});

it('npy reads the shape (2L,) that Python 2 wrote', async () => {
  expect(await numbersOf(npyBytes(HEADER.replace('(2,)', '(2L,)'), TWO))).toEqual([1, 2]);
});

it('npy reads numbers that lie on an odd byte', async () => {
  const file = npyBytes(`${HEADER} `, TWO);
  const shifted = joined(Uint8Array.of(0), file).subarray(1);
  expect(await numbersOf(file)).toEqual([1, 2]);
  expect(await numbersOf(shifted)).toEqual([1, 2]);
});

it('npy does not copy little-endian float64 that lies on a multiple of 8', async () => {
  const header = `${HEADER.trimEnd().padEnd(117)}\n`;
  const bytes = npyBytes(header, TWO);
  const { tensors } = await npyReader.read({ name: 'file', bytes }, {});
  expect(tensors.get('')?.data.buffer).toBe(bytes.buffer);
});

describe('npy refuses a file that', () => {
  it('is empty', async () => {
    expect(await outcome(npyReader, new Uint8Array())).toMatch(/file {2}the file is empty/);
  });

  it.each([
    ['a wrong first byte', joined(Uint8Array.of(0x92), npyBytes(HEADER, TWO).subarray(1))],
    ['a wrong letter', joined(Uint8Array.of(0x93), ascii('NUMPX'), npyBytes(HEADER, TWO).subarray(6))],
    ['text', ascii('1,2\n3,4\n')],
    ['a pickle', Uint8Array.of(0x80, 0x04, 0x95)],
  ])('begins with %s', async (_, bytes) => {
    expect(await outcome(npyReader, bytes)).toMatch(
      /begins with the bytes [0-9a-f ]+; a \.npy file begins with 93 4e 55 4d 50 59/,
    );
  });

  it.each([
    [0, 0],
    [1, 1],
    [4, 0],
    [255, 0],
  ])('has the unknown version %d.%d', async (major, minor) => {
    expect(await outcome(npyReader, npyBytes(HEADER, TWO, { version: [major, minor] }))).toContain(
      `is .npy version ${major}.${minor}`,
    );
  });

  it('is cut off after any number of bytes', async () => {
    const file = npyBytes(HEADER, TWO);
    for (let length = 1; length < file.length; length++) {
      expect(await outcome(npyReader, file.subarray(0, length))).toContain('is cut off');
    }
  });

  it('has a header longer than 10,000 bytes', async () => {
    const long = HEADER.padEnd(20_000);
    expect(await outcome(npyReader, npyBytes(long, TWO))).toContain(
      'its header says it is 20,000 bytes long; at most 10,000',
    );
    const nested = '('.repeat(5000).padEnd(10_001, ')');
    expect(await withHeader(nested)).toContain('10,001 bytes long');
  });

  it('has a header longer than itself', async () => {
    expect(await outcome(npyReader, npyBytes(HEADER, TWO, { version: [2, 0], length: 4000 }))).toContain(
      'the header is 4000 bytes long',
    );
  });

  it.each([
    ["{'descr': __import__('os').getcwd(), 'fortran_order': False, 'shape': (2,)}", "'descr': __import__('os')"],
    ["{'descr': '<f8', 'fortran_order': False, 'shape': (2,)", "{'descr': '<f8'"],
    ["{'descr': '<f8' 'fortran_order': False, 'shape': (2,)}", "'descr': '<f8' 'fortran_order'"],
    ["{'descr': '<f8', 'fortran_order': False, 'shape': (2,),, }", ','],
    ["{'descr': '<f8', 'fortran_order': not True, 'shape': (2,)}", 'not True'],
    ["['<f8', False, (2,)]", "['<f8'"],
    ['', 'dictionary'],
  ])('has a header that is no plain dictionary: %s', async (header, shown) => {
    const text = await withHeader(header);
    expect(text).toContain('the header is not a plain dictionary');
    expect(text).toContain(shown);
  });

  it('has a key twice, where NumPy takes the last one in silence', async () => {
    expect(await withHeader("{'descr': '<f4', 'descr': '<f8', 'fortran_order': False, 'shape': (2,)}")).toContain(
      'the key "descr" 2 times',
    );
  });

  it('has a key too many', async () => {
    expect(await withHeader("{'descr': '<f8', 'fortran_order': False, 'shape': (2,), 'x': 1}")).toContain(
      'unknown key "x"',
    );
  });

  it.each(['descr', 'fortran_order', 'shape'])('has no key %s', async (key) => {
    const header = "{'descr': '<f8', 'fortran_order': False, 'shape': (2,)}".replace(
      new RegExp(`'${key}': ('[^']*'|\\(2,\\)|False),? ?`),
      '',
    );
    expect(await withHeader(header)).toBe(`file  the header has no key "${key}"`);
  });

  it('has several faults, all of them told at once', async () => {
    expect(await withHeader("{'descr': '|O', 'fortran_order': 1, 'shape': (-1,), 'x': 1}")).toBe(
      [
        'file  the header has the unknown key "x"',
        'file  "descr" is "|O": Python objects, stored as a pickle, and a pickle can run any code',
        'file  "fortran_order" is 1: expected True or False',
        'file  axis 1 of the shape is -1: a length is a whole number from 0 to 2^53 − 1',
      ].join('\n'),
    );
  });

  it.each([
    ["'|O'", 'a pickle can run any code'],
    ["'|O8'", 'a pickle can run any code'],
    ["[('a', '<f4'), ('b', '<i4')]", 'a structured array has several types'],
    ["'<c16'", 'complex numbers'],
    ["'<U5'", 'text'],
    ["'|S5'", 'text'],
    ["'<M8'", 'dates'],
    ["'|V2'", 'NumPy stores bfloat16 so'],
    ["'<f16'", 'a type that is not read'],
    ["'<b2'", 'a type that is not read'],
    ["''", 'a type that is not read'],
    ["'float64'", 'a type that is not read'],
    ["'f8'", 'does not say which byte comes first'],
    ["'|f8'", 'does not say which byte comes first'],
    ["'=f8'", 'does not say which byte comes first'],
    ['True', 'expected a type in quotes'],
  ])('has the type %s', async (descr, said) => {
    expect(await withDescr(descr)).toContain(said);
  });

  it.each(['(-1,)', '(-2, -1)', '(+2, -1)'])('has a shape with a sign: %s', async (shape) => {
    expect(await withShape(shape)).toMatch(/axis \d of the shape is -/);
  });

  it.each(['2', '(2)', '(2,,)', '(2.0,)', '(2e0,)', '(,)', "('2',)", '[2]', '(0x2,)', 'None', '(2 3)'])(
    'has a shape that is no tuple of whole numbers: %s',
    async (shape) => {
      expect(await withShape(shape)).toMatch(
        /"shape" is .*: expected whole numbers in parentheses|not a plain dictionary/,
      );
    },
  );

  it.each([
    ['(4294967296, 4294967296)', 'the shape 4294967296×4294967296 is too large to be real'],
    ['(4294967296, 4294967296, 0)', 'too large to be real'],
    ['(18446744073709551614,)', 'axis 1 of the shape is 18446744073709552000'],
    ['(9007199254740992,)', 'axis 1 of the shape is 9007199254740992'],
  ])('has a shape whose product overflows: %s', async (shape, said) => {
    expect(await withShape(shape)).toContain(said);
  });

  it('has more than 64 axes', async () => {
    expect(await withShape(`(${'1, '.repeat(65)})`)).toContain('the shape has 65 axes');
  });

  it('claims 728 TiB: it is compared with the file before anything is allocated', async () => {
    expect(await withShape('(99999999999999,)')).toContain('needs 799999999999992 bytes, found 16');
  });

  it('has fewer bytes than its shape needs', async () => {
    expect(await withShape('(3,)')).toBe('file  is cut off: float64 of shape (3) needs 24 bytes, found 16');
  });

  it('has bytes after its array, which NumPy loads in silence', async () => {
    expect(await withShape('(1,)')).toBe('file  goes on after the array: float64 of shape (1) needs 8 bytes, found 16');
  });

  it('has a 64-bit integer that float64 cannot hold, naming it', async () => {
    const header = HEADER.replace('<f8', '<i8');
    const bytes = new Uint8Array(BigInt64Array.of(2n ** 53n, -(2n ** 53n) - 1n).buffer);
    expect(await outcome(npyReader, npyBytes(header, bytes))).toBe(
      'file  number 2 is -9007199254740993: float64 cannot hold it, the nearest it has is -9007199254740992',
    );
    const large = new Uint8Array(BigUint64Array.of(2n ** 63n, 2n ** 64n - 1n).buffer);
    expect(await outcome(npyReader, npyBytes(HEADER.replace('<f8', '<u8'), large))).toContain(
      'number 2 is 18446744073709551615',
    );
  });

  it('has a boolean that is neither 0 nor 1', async () => {
    expect(await outcome(npyReader, npyBytes(HEADER.replace('<f8', '|b1'), Uint8Array.of(1, 2)))).toBe(
      'file  number 2 is the byte 2: a boolean is 0 or 1',
    );
  });

  it('holds more numbers than there is room for', () => {
    expect(refusalOf(() => npyArray(npyBytes(HEADER, TWO), 'file', 1))).toBe(
      'file  holds 2 numbers: at most 268,435,456 are read from one input',
    );
  });

  it('is asked for a name', async () => {
    expect(await outcome(npyReader, npyBytes(HEADER, TWO), { only: 'q' })).toContain('it has no name "q"');
  });
});

it('npy reads 2^60 and 2^63 from 64-bit integers: float64 holds them exactly', async () => {
  const bytes = new Uint8Array(BigUint64Array.of(2n ** 60n, 2n ** 63n).buffer);
  expect(await numbersOf(npyBytes(HEADER.replace('<f8', '<u8'), bytes))).toEqual([2 ** 60, 2 ** 63]);
});

it('npy knows its files by their first six bytes', () => {
  expect(npyReader.sniff(npyBytes(HEADER))).toBe(true);
  expect(npyReader.sniff(ascii('NUMPY'))).toBe(false);
  expect(npyReader.sniff(Uint8Array.of(0x93))).toBe(false);
});
