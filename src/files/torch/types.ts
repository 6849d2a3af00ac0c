import type { DType } from '../../core/index.js';

/** A type of numbers, as PyTorch names it; without `dtype` it is known and not read. */
export interface TorchType {
  readonly type: string;
  readonly dtype?: DType;
  /** Bytes a number. */
  readonly width: number;
}

/** https://pytorch.org/docs/stable/tensors.html, and the classes of torch/storage.py. */
const TYPES: readonly (TorchType & { readonly storage?: string })[] = [
  { type: 'float64', dtype: 'float64', width: 8, storage: 'DoubleStorage' },
  { type: 'float32', dtype: 'float32', width: 4, storage: 'FloatStorage' },
  { type: 'float16', dtype: 'float16', width: 2, storage: 'HalfStorage' },
  { type: 'bfloat16', dtype: 'bfloat16', width: 2, storage: 'BFloat16Storage' },
  { type: 'int64', dtype: 'int64', width: 8, storage: 'LongStorage' },
  { type: 'int32', dtype: 'int32', width: 4, storage: 'IntStorage' },
  { type: 'int16', dtype: 'int16', width: 2, storage: 'ShortStorage' },
  { type: 'int8', dtype: 'int8', width: 1, storage: 'CharStorage' },
  { type: 'uint8', dtype: 'uint8', width: 1, storage: 'ByteStorage' },
  { type: 'bool', dtype: 'bool', width: 1, storage: 'BoolStorage' },
  { type: 'uint16', dtype: 'uint16', width: 2 },
  { type: 'uint32', dtype: 'uint32', width: 4 },
  { type: 'uint64', dtype: 'uint64', width: 8 },
  { type: 'complex64', width: 8, storage: 'ComplexFloatStorage' },
  { type: 'complex128', width: 16, storage: 'ComplexDoubleStorage' },
  { type: 'float8_e4m3fn', width: 1 },
  { type: 'float8_e5m2', width: 1 },
];

/** Bytes whose type only the tensor says. */
export const UNTYPED: TorchType = { type: 'uint8', dtype: 'uint8', width: 1 };

/** By the names that a pickle has for types: `torch.float32`. */
export const TYPE_NAMES: ReadonlyMap<string, TorchType> = new Map(TYPES.map((type) => [`torch.${type.type}`, type]));

/** By the classes of storages: `torch.FloatStorage`. */
export const STORAGE_NAMES: ReadonlyMap<string, TorchType> = new Map([
  ...TYPES.flatMap((type) => (type.storage === undefined ? [] : [[`torch.${type.storage}`, type] as const])),
  ['torch.storage.UntypedStorage', UNTYPED] as const,
  ['torch.UntypedStorage', UNTYPED] as const,
]);

/** The types that are read, for messages. */
export const READ_TYPES: readonly string[] = TYPES.filter(({ dtype }) => dtype).map(({ type }) => type);
