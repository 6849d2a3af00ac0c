import { ROW_BYTES } from '../layout';
import { Row } from './job';

/** Where one thread keeps what it is working on, and what that is. The first four are set by ../plan.ts. */
@unmanaged
export class Bench {
  /** (groups, d_k, 4) of T */
  queries: usize;
  /** (unit's rows, padded d_v), float64 */
  output: usize;
  /** (unit's rows) of Row */
  rows: usize;
  /** (4, KEYS) scores of T */
  tile: usize;
  /** d_v, up to whole panels. */
  columns: i32;
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
}

// @ts-ignore: decorator
@inline
export function rowAt(bench: Bench, r: i32): Row {
  return changetype<Row>(bench.rows + <usize>r * ROW_BYTES);
}
