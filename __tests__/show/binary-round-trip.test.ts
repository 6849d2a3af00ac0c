import fc from 'fast-check';
import { AttnError } from '../../src/core/error.js';
import { roundTo } from '../../src/core/round.js';
import { STORAGE } from '../../src/files/storage.js';
import { sizeOf, tensor, type DType, type Tensor } from '../../src/core/tensor.js';
import { npyReader } from '../../src/read/npy.js';
import { npzReader } from '../../src/read/npz.js';
import { safetensorsReader } from '../../src/read/safetensors.js';
import { encodeNpy } from '../../src/files/npy/write.js';
import { encodeNpz } from '../../src/files/npz/write.js';
import { encodeSafetensors } from '../../src/files/safetensors/write.js';
import { said, saidText } from '../said.js';

const dtypes = Object.keys(STORAGE) as DType[];
const inNumpy = dtypes.filter((dtype) => STORAGE[dtype].numpy !== undefined);

/** Any number that the type has. */
function cell(dtype: DType): fc.Arbitrary<number> {
  const whole = (low: bigint, high: bigint): fc.Arbitrary<number> =>
    fc
      .bigInt(low, high)
      .map(Number)
      .filter((x) => BigInt(x) >= low && BigInt(x) <= high);
  switch (dtype) {
    case 'float64':
    case 'float32':
    case 'float16':
    case 'bfloat16':
      return fc.double().map(roundTo(dtype));
    case 'bool':
      return fc.constantFrom(0, 1);
    default: {
      const bits = BigInt(8 * STORAGE[dtype].width);
      return dtype.startsWith('u') ? whole(0n, 2n ** bits - 1n) : whole(-(2n ** (bits - 1n)), 2n ** (bits - 1n) - 1n);
    }
  }
}

const shape = fc.array(fc.nat(4), { maxLength: 4 });
const anyTensor = (from: readonly DType[]): fc.Arbitrary<Tensor> =>
  fc
    .constantFrom(...from)
    .chain((dtype) =>
      shape.chain((axes) =>
        fc
          .array(cell(dtype), { minLength: sizeOf(axes), maxLength: sizeOf(axes) })
          .map((data) => Object.freeze(tensor(axes, data, { dtype }))),
      ),
    );

const plain = (map: ReadonlyMap<string, Tensor>): object =>
  Object.fromEntries(
    [...map].map(([name, { shape: axes, data, dtype }]) => [`name ${name}`, { axes, dtype, data: [...data] }]),
  );

describe.each(dtypes)('%s', (dtype) => {
  it('comes back to the bit from every format that has it', async () => {
    await fc.assert(
      fc.asyncProperty(anyTensor([dtype]), async (array) => {
        const one = new Map([['', array]]);
        const source = (bytes: Uint8Array): { name: string; bytes: Uint8Array } => ({ name: 'file', bytes });
        expect(plain((await safetensorsReader.read(source(encodeSafetensors(one)), {})).tensors)).toEqual(plain(one));
        if (!inNumpy.includes(dtype)) return;
        expect(plain((await npyReader.read(source(encodeNpy(array)), {})).tensors)).toEqual(plain(one));
        expect(plain((await npzReader.read(source(encodeNpz(one)), {})).tensors)).toEqual(plain(one));
      }),
      { numRuns: 100 },
    );
  });
});

const name = fc.string({ unit: 'grapheme', maxLength: 8 });
const named = (from: readonly DType[]): fc.Arbitrary<Map<string, Tensor>> =>
  fc
    .uniqueArray(fc.tuple(name, anyTensor(from)), { selector: ([key]) => key, maxLength: 6 })
    .map((items) => new Map(items));

it('npz: any names and arrays come back in their order', async () => {
  await fc.assert(
    fc.asyncProperty(named(inNumpy), async (arrays) => {
      const { tensors } = await npzReader.read({ name: 'file', bytes: encodeNpz(arrays) }, {});
      expect([...tensors.keys()]).toEqual([...arrays.keys()]);
      expect(plain(tensors)).toEqual(plain(arrays));
    }),
  );
});

it('safetensors: any names, arrays and metadata come back', async () => {
  const metadata = fc.dictionary(name, name);
  await fc.assert(
    fc.asyncProperty(named(dtypes), metadata, async (arrays, texts) => {
      const { tensors, settings } = await safetensorsReader.read(
        { name: 'file', bytes: encodeSafetensors(arrays, texts) },
        {},
      );
      expect(plain(tensors)).toEqual(plain(arrays));
      expect(settings.get('__metadata__')?.value ?? {}).toEqual({ ...texts });
    }),
  );
});

it.each([
  ['encodeNpy', (array: Tensor) => encodeNpy(array)],
  ['encodeNpz', (array: Tensor) => encodeNpz(new Map([['q', array]]))],
  ['encodeSafetensors', (array: Tensor) => encodeSafetensors(new Map([['q', array]]))],
] as const)('%s gives the same bytes for the same numbers, and leaves these as they were', (_, encode) => {
  fc.assert(
    fc.property(anyTensor(inNumpy), (array) => {
      const before = [...array.data];
      expect(Buffer.from(encode(array)).equals(encode(array))).toBe(true);
      expect([...array.data]).toEqual(before);
    }),
    { numRuns: 50 },
  );
});

it('encodeSafetensors lays every tensor on a multiple of its width, widest first', async () => {
  await fc.assert(
    fc.asyncProperty(named(dtypes), async (arrays) => {
      const bytes = encodeSafetensors(arrays);
      const length = Number(new DataView(bytes.buffer).getBigUint64(0, true));
      expect(length % 8).toBe(0);
      const header = JSON.parse(new TextDecoder().decode(bytes.subarray(8, 8 + length))) as Record<
        string,
        { data_offsets: [number, number] }
      >;
      for (const [key, { dtype }] of arrays) {
        const entry = Object.entries(header).find(([other]) => other === key)?.[1];
        expect((entry?.data_offsets[0] ?? NaN) % STORAGE[dtype].width).toBe(0);
      }
    }),
    { numRuns: 50 },
  );
});

it('encodeNpy rounds once: a float16 middle that float32 would move goes the right way', () => {
  const array = tensor([1], [1 + 2 ** -11 + 2 ** -40], { dtype: 'float16' });
  expect([...encodeNpy(array).subarray(-2)]).toEqual([0x01, 0x3c]);
});

const refusal = (run: () => unknown): AttnError => {
  try {
    run();
  } catch (error) {
    if (error instanceof AttnError) return error;
    throw error;
  }
  throw new Error('not refused');
};

it.each([
  ['int8', 128],
  ['int8', -129],
  ['uint8', -1],
  ['uint8', 0.5],
  ['int16', 40000],
  ['uint32', 2 ** 32],
  ['int64', 2 ** 63],
  ['uint64', 2 ** 64],
  ['int32', NaN],
  ['int64', Infinity],
  ['bool', 2],
  ['bool', 0.5],
] as const)('encodeNpy refuses to store as %s the number %d', (dtype, x) => {
  const error = refusal(() => encodeNpy(tensor([2], [1, x], { dtype }), 'mask'));
  expect(saidText(error)).toBe(`mask  number 2 is ${x}: ${dtype} cannot hold it`);
});

it.each([
  ['encodeNpy', (array: Tensor) => encodeNpy(array, 'q')],
  ['encodeNpz', (array: Tensor) => encodeNpz(new Map([['q', array]]))],
] as const)('%s refuses bfloat16 and points to .safetensors', (_, encode) => {
  const error = refusal(() => encode(tensor([1], [1], { dtype: 'bfloat16' })));
  expect(error.kind).toBe('usage');
  expect(saidText(error)).toBe('q is bfloat16, which .npy and .npz cannot hold');
  expect(said(error)[0]?.fix).toContain('.safetensors');
});

it('encodeSafetensors refuses the name __metadata__', () => {
  expect(saidText(refusal(() => encodeSafetensors(new Map([['__metadata__', tensor([0], [])]]))))).toContain(
    'cannot be named __metadata__',
  );
});
