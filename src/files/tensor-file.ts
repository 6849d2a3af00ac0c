import type { DType, Tensor } from '../core/index.js';

/** One tensor of a file as its header describes it: nothing of its numbers is read yet. */
export interface TensorEntry {
  readonly name: string;
  /** Absent for a type that is not read (complex numbers, 8-bit floats): such a tensor may lie beside the one wanted. */
  readonly dtype?: DType;
  /** As the file calls it. */
  readonly type: string;
  readonly shape: readonly number[];
  /** How many numbers the shape stands for. */
  readonly count: number;
}

/** A file of named tensors that was opened: its entries are known, its numbers are read when they are asked for. */
export interface TensorFile {
  readonly entries: readonly TensorEntry[];
  /** @throws AttnError when there is no such tensor, its type is not read, or its bytes are damaged */
  readonly read: (name: string) => Tensor;
}
