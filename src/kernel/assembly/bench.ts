import { ROW_BYTES } from '../layout';
import { Row } from './job';

/** Where one thread keeps what it is working on, and what that is. Those up to `sumV` are set by ../plan.ts. */
@unmanaged
export class Bench {
  /** (groups, d_k, 4) of T, every group with room for float64 */
  queries: usize;
  /** (unit's rows, padded d_v), float64; on the way back padded d_k */
  output: usize;
  /** (unit's rows) of Row */
  rows: usize;
  /** (4, KEYS) scores of T, then weights */
  tile: usize;
  /** The way back: dO as `queries`; (4, KEYS) of T: ∂L/∂weights, then ∂L/∂scores; the raw scores. */
  gradients: usize;
  slopes: usize;
  raw: usize;
  /** Weights and ∂L/∂scores of 64 queries, turned: (KEYS keys, KEYS queries). Sums of ∂L/∂K, ∂L/∂V: (KEYS, padded d), float64. */
  turnedWeights: usize;
  turnedSlopes: usize;
  sumK: usize;
  sumV: usize;
  /** d_v, and d_k, up to whole panels. */
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
  wild: usize;
  norm: f64;
  /** The way back: V as the scores take it, K as the output takes it. */
  vAsKeys: usize;
  kAsValues: usize;
  /** Four queries and a tile: the keys that they may see, and whether nothing has to be done to their scores but scaling. */
  begin: i32;
  end: i32;
  plain: bool;
}

// @ts-ignore: decorator
@inline
export function rowAt(bench: Bench, r: i32): Row {
  return changetype<Row>(bench.rows + <usize>r * ROW_BYTES);
}
