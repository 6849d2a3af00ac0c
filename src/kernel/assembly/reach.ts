import { ROWS } from '../layout';
import { Row, theJob } from './job';

/** The first and the last key that length, causality, window, chunk and document allow query i. */
export function reach(row: Row, b: i32, i: i32): void {
  const job = theJob();
  const at = <usize>b << 2;
  const here = i + load<i32>(job.position + at);
  row.first = max(0, here - job.before);
  row.last = min(min(load<i32>(job.lengths + at) - 1, i + load<i32>(job.causal + at)), here + job.after);
  if (job.spans) {
    const span = job.spans + (<usize>(b * job.nQ + i) << 3);
    row.first = max(row.first, load<i32>(span));
    row.last = min(row.last, load<i32>(span, 4));
  }
}

/** Whether the mask lets the queries from `i` see none (0), some (1) or all (2) of the keys from `j` up to `end`. */
export function seen(b: i32, h: i32, i: i32, count: i32, j: i32, end: i32): i32 {
  const job = theJob();
  let mask = job.mask + <usize>b * job.maskB + <usize>h * job.maskH + <usize>i * job.maskI + <usize>j;
  let any: u64 = 0;
  let all: u64 = ~0;
  for (let row = 0; row < min(count, ROWS); row++, mask += job.maskI) {
    for (let byte = 0; byte < end - j; byte += 8) { // rows are read 8 bytes at a time; the padding after the last key is 0
      const eight = load<u64>(mask + <usize>byte);
      any |= eight;
      all &= eight;
    }
  }
  return any == 0 ? 0 : all == ~0 ? 2 : 1;
}
