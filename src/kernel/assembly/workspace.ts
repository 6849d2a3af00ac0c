import { ROW_BYTES } from '../layout';
import { Row } from './job';

/** One thread's buffers, and the unit that it is working on. The fields up to `sumV` are set by ../plan.ts. */
@unmanaged
export class Workspace {
  /** (groups, d_k, 4) of T, every group with room for float64 */
  queries: usize;
  /** (unit's rows, padded d_v), float64; in the backward pass padded d_k */
  output: usize;
  /** (unit's rows) of Row */
  rows: usize;
  /** (4, KEYS) scores of T, then weights */
  tile: usize;
  /** Backward pass: dO as `queries`; (4, KEYS) of T: ∂L/∂weights, then ∂L/∂scores; the raw scores. */
  gradients: usize;
  slopes: usize;
  raw: usize;
  /** Weights and ∂L/∂scores of 64 queries, transposed: (KEYS keys, KEYS queries). Sums of ∂L/∂K, ∂L/∂V: (KEYS, padded d), float64. */
  weightsByKey: usize;
  slopesByKey: usize;
  sumK: usize;
  sumV: usize;
  /** d_v and d_k padded to whole panels. */
  columns: i32;
  columnsK: i32;
  /** The unit: batch item, head, first query, queries. */
  b: i32;
  h: i32;
  i: i32;
  count: i32;
  /** The panels of the head's keys and values, its length of the longest key, and its tiles with NaN or ∞. */
  k: usize;
  v: usize;
  nonFinite: usize;
  norm: f64;
  /** Backward pass: V in the layout of K, K in the layout of V. */
  vAsKeys: usize;
  kAsValues: usize;
  /** Four queries and a tile: the visible keys, and whether their scores need only scaling. */
  begin: i32;
  end: i32;
  plain: bool;
}

// @ts-ignore: decorator
@inline
export function rowAt(workspace: Workspace, r: i32): Row {
  return changetype<Row>(workspace.rows + <usize>r * ROW_BYTES);
}
