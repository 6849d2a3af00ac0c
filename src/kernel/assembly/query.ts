import { EMPTY, ODD, ROUGH, ROWS, VAST } from '../layout';
import { Bench, rowAt } from './bench';
import { isRough } from './error';
import { theJob } from './job';
import { reach } from './reach';
import { groupAt, interleave } from './turn';

/** No score is larger than |q|·|k|; below this, none is infinite. */
const SAFE: f64 = 1e150;

/** Lays four queries side by side, (d_k, 4), and begins their softmax. Missing ones repeat the last. */
export function start<S, T>(bench: Bench, r: i32, count: i32): void {
  const job = theJob();
  const to = groupAt(bench.queries, r, job.dK);
  const head = <usize>(bench.b * job.heads + bench.h) * job.nQ;
  const first = job.q + (head + bench.i + r) * job.dK * sizeof<S>();
  interleave<S, T>(first, to, job.dK, count);
  const sink = job.sinks ? load<f64>(job.sinks + (<usize>bench.h << 3)) : -Infinity;
  for (let n = 0; n < count; n++) {
    const i = bench.i + r + n;
    let squares: f64 = 0;
    for (let m = 0; m < job.dK; m++) {
      const x = <f64>load<T>(to + <usize>(m * ROWS + n) * sizeof<T>());
      squares += x * x;
    }
    const row = rowAt(bench, r + n);
    row.max = sink;
    row.sum = job.sinks ? 1 : 0;
    row.squares = 0;
    row.tiles = 0;
    row.seen = 0;
    row.norm = Math.sqrt(squares) * bench.norm;
    reach(row, bench.b, i);
  }
  memory.fill(bench.output + <usize>(r * bench.columns) * 8, 0, <usize>(ROWS * bench.columns) * 8);
}

/** Divides by the sum of the weights and writes the query's results. */
export function finish(bench: Bench, r: i32): void {
  const job = theJob();
  const row = rowAt(bench, r);
  const at = <usize>(bench.b * job.heads + bench.h) * job.nQ + bench.i + r;
  const none = !row.seen && row.sum == row.sum; // all scores NaN: something was seen
  store<f64>(job.totals + at * 16, row.max);
  store<f64>(job.totals + at * 16, row.sum, 8);
  row.rough = isRough(row);
  const fill: f64 = job.emptyNaN && !job.sinks ? NaN : 0;
  const from = bench.output + <usize>(r * bench.columns) * 8;
  const to = job.output + at * job.dV * 8;
  let odd: f64 = 0;
  for (let c: usize = 0; c < <usize>job.dV; c++) {
    const x = none ? fill : load<f64>(from + (c << 3)) / row.sum;
    odd += x * 0; // NaN as soon as one is no finite number
    store<f64>(to + (c << 3), x);
  }
  const vast = !(row.norm < SAFE);
  store<u8>(job.marks + at, (none ? EMPTY : 0) | (odd == 0 ? 0 : ODD) | (row.rough ? ROUGH : 0) | (vast ? VAST : 0));
}
