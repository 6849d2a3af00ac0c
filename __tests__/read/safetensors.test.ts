import { safetensorsReader } from '../../src/read/safetensors.js';
import type { Document } from '../../src/read/document.js';
import { ascii, joined, outcome, safetensorsBytes } from './build-binary.js';

const FOUR = new Uint8Array(Float32Array.of(1, 2, 3, 4).buffer);
const q = Object.freeze({ dtype: 'F32', shape: [2, 2], data_offsets: [0, 16] });

const read = (header: string | object, data: Uint8Array = FOUR, length?: bigint): Promise<Document | string> =>
  outcome(safetensorsReader, safetensorsBytes(header, data, length));

const numbers = (document: Document | string): Record<string, number[]> => {
  if (typeof document === 'string') throw new Error(document);
  return Object.fromEntries([...document.tensors].map(([name, { data }]) => [name, [...data]]));
};

it('safetensors reads a file built by hand', async () => {
  expect(numbers(await read({ q }))).toEqual({ q: [1, 2, 3, 4] });
});

it('safetensors reads blanks after the header, a scalar, an empty tensor, and tensors listed in any order', async () => {
  const header = `${JSON.stringify({
    b: { dtype: 'F32', shape: [], data_offsets: [12, 16] },
    a: { dtype: 'F32', shape: [3], data_offsets: [0, 12] },
    none: { dtype: 'F32', shape: [0, 5], data_offsets: [12, 12] },
  })}     `;
  const document = await read(header);
  expect(numbers(document)).toEqual({ a: [1, 2, 3], none: [], b: [4] });
});

it('safetensors reads a header of no tensors', async () => {
  expect(numbers(await read({}, new Uint8Array()))).toEqual({});
});

it('safetensors gives __metadata__ as a setting', async () => {
  const document = await read({ __metadata__: { format: 'pt', by: 'me' }, q });
  expect(typeof document === 'string' ? document : document.settings.get('__metadata__')).toEqual({
    value: { format: 'pt', by: 'me' },
    where: 'file',
  });
});

it('safetensors keeps names as names: __proto__ and numbers are keys like any other', async () => {
  const header =
    '{"__proto__":{"dtype":"F32","shape":[2],"data_offsets":[0,8]},"7":{"dtype":"F32","shape":[2],"data_offsets":[8,16]}}';
  const document = await read(header);
  expect(typeof document === 'string' ? document : [...document.tensors.keys()]).toEqual(['__proto__', '7']);
});

it('safetensors with `only` reads that tensor, though another has a type that is not read', async () => {
  const bytes = safetensorsBytes(
    {
      q: { dtype: 'F32', shape: [2], data_offsets: [0, 8] },
      e: { dtype: 'F8_E4M3', shape: [8], data_offsets: [8, 16] },
    },
    FOUR,
  );
  expect(numbers(await outcome(safetensorsReader, bytes, { only: 'q' }))).toEqual({ q: [1, 2] });
  expect(await outcome(safetensorsReader, bytes)).toBe('file#e  has the type F8_E4M3, which is not read');
});

describe('safetensors refuses a file that', () => {
  it('has fewer than 8 bytes', async () => {
    for (let length = 0; length < 8; length++) {
      expect(await outcome(safetensorsReader, new Uint8Array(length))).toContain(`has ${length} bytes`);
    }
  });

  it.each([10_000_001n, 100_000_001n, 2n ** 53n + 1n, 2n ** 64n - 1n])(
    'claims a header of %d bytes',
    async (length) => {
      expect(await read({ q }, FOUR, length)).toMatch(
        /says its header is [\d,]+ bytes long; at most 10,000,000 are read/,
      );
    },
  );

  it('has a header longer than itself', async () => {
    expect(await read({ q }, FOUR, 1000n)).toContain('is cut off: its header is 1000 bytes long');
  });

  it('has a header of no bytes', async () => {
    expect(await read('', FOUR)).toContain('its header does not begin with "{"');
  });

  it.each([' {}', '[]', '\ufeff{}', '"q"'])('has a header that does not begin with {: %j', async (header) => {
    expect(await read(header)).toContain('its header does not begin with "{"');
  });

  it('has a header that is not UTF-8', async () => {
    const header = joined(ascii('{"'), Uint8Array.of(0xff, 0xfe), ascii('":1}'));
    const bytes = joined(new Uint8Array(BigUint64Array.of(BigInt(header.length)).buffer), header);
    expect(await outcome(safetensorsReader, bytes)).toBe('file  its header is not UTF-8');
  });

  it('has a header filled up with zero bytes', async () => {
    expect(await read(`${JSON.stringify({ q })}\0\0`)).toContain('its header is filled up with zero bytes');
  });

  it.each(['{', '{"q"}', '{"q":{}', '{}}', '{"q":{"dtype":"F32"}}]', '{"a":01}', '{"\\q":{}}'])(
    'has a header that is not JSON: %s',
    async (header) => {
      expect(await read(header)).toContain('its header is not JSON');
    },
  );

  it.each([
    ['"shape":[-1]', '-'],
    ['"shape":[1.0]', '.'],
    ['"shape":[1e3]', 'e'],
    ['"shape":null', 'n'],
    ['"shape":[true]', 't'],
  ])('has a header with %s', async (part, character) => {
    const header = `{"é":{"dtype":"F32",${part},"data_offsets":[0,16]}}`;
    const byte = 8 + Buffer.byteLength(header.slice(0, header.indexOf(character, header.indexOf(part) + 8))) + 1;
    expect(await read(header)).toContain(`"${character}" at byte ${byte} of the header`);
  });

  it('has a header that nests too deep', async () => {
    expect(await read(`{"q":${'['.repeat(1_000_000)}`)).toContain('its header nests too deep');
  });

  it('has one name twice, also when it is written otherwise', async () => {
    const header = `{"q":${JSON.stringify(q)},"\\u0071":${JSON.stringify(q)}}`;
    expect(await read(header)).toBe('file  its header has the key "q" twice');
    const inner = '{"q":{"dtype":"F32","dtype":"F64","shape":[2],"data_offsets":[0,16]}}';
    expect(await read(inner)).toBe('file  its header has the key "dtype" twice');
    expect(await read('{"__metadata__":{"a":"1","a":"2"}}', new Uint8Array())).toContain('the key "a" twice');
  });

  it.each([
    ['a list', []],
    ['a number', 1],
    ['a number inside', { a: 1 }],
    ['a text', 'x'],
    ['an object inside', { a: {} }],
  ])('has __metadata__ that is %s', async (_, metadata) => {
    expect(await read({ __metadata__: metadata, q })).toBe('file  its __metadata__ is not text for each name');
  });

  it.each([
    [[1], 'is described by [1]'],
    ['F32', 'is described by "F32"'],
    [{ shape: [2, 2], data_offsets: [0, 16] }, 'has no "dtype"'],
    [{ ...q, strides: [1, 2] }, 'has the unknown key "strides"'],
    [{ ...q, dtype: 7 }, 'its "dtype" is no text'],
    [{ ...q, shape: 4 }, 'its "shape" is no list of whole numbers'],
    [{ ...q, shape: ['2', '2'] }, 'its "shape" is no list of whole numbers'],
    [{ ...q, data_offsets: [0] }, 'its "data_offsets" are not two whole numbers'],
    [{ ...q, data_offsets: [0, 16, 16] }, 'its "data_offsets" are not two whole numbers'],
    [{ ...q, data_offsets: ['0', '16'] }, 'its "data_offsets" are not two whole numbers'],
    [{ ...q, data_offsets: [16, 0] }, 'ends at byte 0, before it begins (16)'],
    [{ ...q, shape: [2, 3] }, 'F32 of shape [2, 3] needs 24 bytes, its offsets [0, 16] hold 16'],
    [{ ...q, shape: [2] }, 'F32 of shape [2] needs 8 bytes, its offsets [0, 16] hold 16'],
  ])('describes a tensor by %j', async (entry, said) => {
    expect(await read({ q: entry })).toContain(`file#q  ${said}`);
  });

  it.each([
    ['18446744073709551614', 'axis 1 of the shape is 18446744073709552000'],
    ['4294967296,4294967296', 'the shape 4294967296×4294967296 is too large to be real'],
    ['4294967296,4294967296,0', 'too large to be real'],
    ['9007199254740991', 'F32 of shape [9007199254740991] is too large to be real'],
  ])('has the shape [%s]', async (shape, said) => {
    expect(await read(`{"q":{"dtype":"F32","shape":[${shape}],"data_offsets":[0,16]}}`)).toContain(said);
  });

  it('has an offset that is no safe integer', async () => {
    expect(await read('{"q":{"dtype":"F32","shape":[4],"data_offsets":[0,18446744073709551615]}}')).toContain(
      'are not two whole numbers',
    );
  });

  it('describes a tensor by nothing: all that is missing is told, and no more', async () => {
    expect(await read({ q: {} })).toBe('file#q  has no "dtype"\nfile#q  has no "shape"\nfile#q  has no "data_offsets"');
  });

  it('holds more numbers than are read at once, 8 bytes each in memory', async () => {
    const count = 2 ** 28 + 1;
    const header = safetensorsBytes({ a: { dtype: 'U8', shape: [count], data_offsets: [0, count] } });
    const bytes = new Uint8Array(header.length + count); // zeros that are never touched take no memory
    bytes.set(header);
    expect(await outcome(safetensorsReader, bytes)).toBe(
      'file  holds 268,435,457 numbers: at most 268,435,456 are read from one input',
    );
  });

  it('has a hole before its first tensor, or between two', async () => {
    expect(await read({ q: { dtype: 'F32', shape: [3], data_offsets: [4, 16] } })).toBe(
      'file#q  begins at byte 4, the header ends at 0: a hole of 4 bytes',
    );
    expect(
      await read({
        a: { dtype: 'F32', shape: [1], data_offsets: [0, 4] },
        b: { dtype: 'F32', shape: [2], data_offsets: [8, 16] },
      }),
    ).toBe('file#b  begins at byte 8, "a" ends at 4: a hole of 4 bytes');
  });

  it('has ten tensors on one range', async () => {
    const text = await read(Object.fromEntries(Array.from({ length: 10 }, (_, n) => [`t${n}`, q])));
    expect(String(text).split('\n')).toHaveLength(9);
    expect(text).toContain('file#t1  begins at byte 0, inside of "t0", which ends at 16');
  });

  it('has bytes after its last tensor: it could be a second kind of file too', async () => {
    expect(await read({ q }, joined(FOUR, ascii('extra_bogus_data_for_polyglot_file')))).toBe(
      'file  34 bytes follow its last tensor and belong to none',
    );
  });

  it('lacks two bytes', async () => {
    expect(await read({ q }, FOUR.subarray(0, 14))).toBe('file  is cut off: its tensors need 16 bytes, 14 are there');
  });

  it('does not hold the tensor asked for, and names those it holds', async () => {
    await expect(
      safetensorsReader.read({ name: 'file', bytes: safetensorsBytes({ q }, FOUR) }, { only: 'k' }),
    ).rejects.toMatchObject({
      faults: [{ code: 'no-such-tensor', name: 'k', names: ['q'] }],
    });
  });

  it('has a 64-bit integer that float64 cannot hold', async () => {
    const bytes = new Uint8Array(BigInt64Array.of(1n, 2n ** 53n + 1n).buffer);
    expect(await read({ q: { dtype: 'I64', shape: [2], data_offsets: [0, 16] } }, bytes)).toContain(
      'number 2 is 9007199254740993: float64 cannot hold it',
    );
  });
});

it('safetensors knows its files by a short length and an open brace', () => {
  expect(safetensorsReader.sniff(safetensorsBytes({ q }))).toBe(true);
  expect(safetensorsReader.sniff(ascii('abcdefgh{'))).toBe(false);
  expect(safetensorsReader.sniff(new Uint8Array(4))).toBe(false);
});
