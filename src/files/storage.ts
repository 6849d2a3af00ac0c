import type { DType } from '../core/index.js';

/** How the files name a type, and how wide one number of it is. */
export interface Storage {
  /** Bytes a number. */
  readonly width: 1 | 2 | 4 | 8;
  /** Kind and width as in a .npy header, without the byte order; NumPy has no bfloat16. */
  readonly numpy?: string;
  readonly safetensors: string;
}

/**
 * Every type a tensor file may hold.
 * https://numpy.org/doc/stable/reference/arrays.interface.html and
 * https://github.com/huggingface/safetensors/blob/main/safetensors/src/tensor.rs
 */
export const STORAGE: Readonly<Record<DType, Storage>> = {
  float64: { width: 8, numpy: 'f8', safetensors: 'F64' },
  float32: { width: 4, numpy: 'f4', safetensors: 'F32' },
  float16: { width: 2, numpy: 'f2', safetensors: 'F16' },
  bfloat16: { width: 2, safetensors: 'BF16' },
  int8: { width: 1, numpy: 'i1', safetensors: 'I8' },
  uint8: { width: 1, numpy: 'u1', safetensors: 'U8' },
  int16: { width: 2, numpy: 'i2', safetensors: 'I16' },
  uint16: { width: 2, numpy: 'u2', safetensors: 'U16' },
  int32: { width: 4, numpy: 'i4', safetensors: 'I32' },
  uint32: { width: 4, numpy: 'u4', safetensors: 'U32' },
  int64: { width: 8, numpy: 'i8', safetensors: 'I64' },
  uint64: { width: 8, numpy: 'u8', safetensors: 'U64' },
  bool: { width: 1, numpy: 'b1', safetensors: 'BOOL' },
};
