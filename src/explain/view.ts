import type { Tensor } from '../core/tensor.js';
import type { StageName, Trace } from '../core/trace.js';

/** One head of one batch item of a trace: what a single speaker can look at. All indices from 0. */
export interface View {
  readonly trace: Trace;
  readonly batch: number;
  readonly head: number;
}

/** The row of a stage in this head: of the key head that serves it where there are fewer, of the only one where heads are joined. */
export function row({ trace, batch, head }: View, name: StageName, index: number): readonly number[] | undefined {
  const stage = trace.stages.get(name);
  if (!stage) return undefined;
  return rowOf(stage.tensor, batch, headServing(stage.tensor.shape[1]!, head, trace.sizes.heads), index);
}

/** All rows of a stage in this head. */
export function rows(view: View, name: StageName): readonly (readonly number[])[] | undefined {
  const stage = view.trace.stages.get(name);
  return stage && Array.from({ length: stage.tensor.shape[2]! }, (_, i) => row(view, name, i)!);
}

/** The first of these stages that the trace has, with its rows; none of them is a bug. */
export function firstRows(view: View, ...names: readonly StageName[]): readonly (readonly number[])[] {
  for (const name of names) {
    const found = rows(view, name);
    if (found) return found;
  }
  throw new TypeError(`the trace has none of ${names.join(', ')}`);
}

/** What the queries compare themselves with, cached keys in front: (n_k, d_k). */
export const keysOf = (view: View): readonly (readonly number[])[] => firstRows(view, 'present_key', 'k_rotated', 'k');

/** What the keys tell, cached ones in front: (n_k, d_v). */
export const valuesOf = (view: View): readonly (readonly number[])[] => firstRows(view, 'present_value', 'v');

/** May query i hear key j? */
export function mayHear({ trace, batch, head }: View, i: number, j: number): boolean {
  const { mask, sizes } = trace;
  return mask === undefined || mask.data[((batch * sizes.heads + head) * sizes.nQ + i) * sizes.nK + j] === 1;
}

/** For each key: may query i hear it? */
export function heardBy(view: View, i: number): boolean[] {
  return Array.from({ length: view.trace.sizes.nK }, (_, j) => mayHear(view, i, j));
}

/** Query heads share key heads in order: 8 over 2 is 0 0 0 0 1 1 1 1. */
export function headServing(keyHeads: number, head: number, heads: number): number {
  return Math.floor((head * keyHeads) / heads);
}

function rowOf(from: Tensor, batch: number, head: number, index: number): number[] {
  const [, heads, length, size] = from.shape as [number, number, number, number];
  const start = ((batch * heads + head) * length + index) * size;
  return Array.from(from.data.subarray(start, start + size));
}
