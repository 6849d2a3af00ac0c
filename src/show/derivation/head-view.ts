import type { Tensor } from '../../core/tensor.js';
import type { StageName, Trace } from '../../core/trace.js';

/** One head of one batch item: rows of its stages by number. */
export interface HeadView {
  readonly trace: Trace;
  readonly batch: number;
  readonly head: number;
  /** A row of the first of these stages that the trace has. */
  readonly row: (index: number, ...names: readonly StageName[]) => Float64Array | undefined;
  readonly masked: (i: number, j: number) => boolean;
  /** Another head of the same batch item. */
  readonly other: (head: number) => HeadView;
}

/** Fewer key heads serve their query heads in order; a joined stage has one. */
export function headView(trace: Trace, batch: number, head: number): HeadView {
  const { heads } = trace.sizes;
  return {
    trace,
    batch,
    head,
    row: (index, ...names) => {
      const stage = names.map((name) => trace.stages.get(name)).find((found) => found !== undefined);
      return stage && rowOf(stage.tensor, batch, Math.floor((head * stage.tensor.shape[1]!) / heads), index);
    },
    masked: (i, j) => trace.mask !== undefined && rowOf(trace.mask, batch, head, i)[j] === 0,
    other: (another) => headView(trace, batch, another),
  };
}

function rowOf({ shape, data }: Tensor, batch: number, head: number, index: number): Float64Array {
  const [, heads, length, size] = shape as [number, number, number, number];
  const start = ((batch * heads + head) * length + index) * size;
  return data.subarray(start, start + size);
}

/** Stages that hold what the queries, the keys (cached ones in front) and their values really are. */
export const QUERIES: readonly StageName[] = ['q_rotated', 'q'];
export const KEYS: readonly StageName[] = ['present_key', 'k_rotated', 'k'];
export const VALUES: readonly StageName[] = ['present_value', 'v'];
export const LOGITS: readonly StageName[] = ['masked', 'softcapped', 'scaled'];
