import { EMPTY, NON_FINITE, IMPRECISE, ROWS, MAY_OVERFLOW } from '../layout';
import { Workspace, rowAt } from './workspace';
import { isImprecise } from './error';
import { theJob } from './job';
import { reach } from './reach';
import { groupAt, interleave } from './transpose';

/** No score is larger than |q|·|k|; below this, none is infinite. */
const SAFE: f64 = 1e150;

/** Interleaves four queries, (d_k, 4), and initializes their softmax. Missing ones repeat the last. */
export function start<S, T>(workspace: Workspace, r: i32, count: i32): void {
  const job = theJob();
  const to = groupAt(workspace.queries, r, job.dK);
  const head = <usize>(workspace.b * job.heads + workspace.h) * job.nQ;
  const first = job.q + (head + workspace.i + r) * job.dK * sizeof<S>();
  interleave<S, T>(first, to, job.dK, count);
  const sink = job.sinks ? load<f64>(job.sinks + (<usize>workspace.h << 3)) : -Infinity;
  for (let n = 0; n < count; n++) {
    const i = workspace.i + r + n;
    let squares: f64 = 0;
    for (let m = 0; m < job.dK; m++) {
      const x = <f64>load<T>(to + <usize>(m * ROWS + n) * sizeof<T>());
      squares += x * x;
    }
    const row = rowAt(workspace, r + n);
    row.max = sink;
    row.sum = job.sinks ? 1 : 0;
    row.squares = 0;
    row.tiles = 0;
    row.seen = 0;
    row.norm = Math.sqrt(squares) * workspace.norm;
    reach(row, workspace.b, i);
  }
  memory.fill(workspace.output + <usize>(r * workspace.columns) * 8, 0, <usize>(ROWS * workspace.columns) * 8);
}

/** Divides by the sum of the weights and writes the query's results. */
export function finish(workspace: Workspace, r: i32): void {
  const job = theJob();
  const row = rowAt(workspace, r);
  const at = <usize>(workspace.b * job.heads + workspace.h) * job.nQ + workspace.i + r;
  const none = !row.seen && row.sum == row.sum; // if all scores are NaN, some key was visible
  store<f64>(job.totals + at * 16, row.max);
  store<f64>(job.totals + at * 16, row.sum, 8);
  row.imprecise = isImprecise(row);
  const fill: f64 = job.emptyNaN && !job.sinks ? NaN : 0;
  const from = workspace.output + <usize>(r * workspace.columns) * 8;
  const to = job.output + at * job.dV * 8;
  let nonFinite: f64 = 0;
  for (let c: usize = 0; c < <usize>job.dV; c++) {
    const x = none ? fill : load<f64>(from + (c << 3)) / row.sum;
    nonFinite += x * 0; // NaN as soon as one is not finite
    store<f64>(to + (c << 3), x);
  }
  const mayOverflow = !(row.norm < SAFE);
  store<u8>(job.marks + at, (none ? EMPTY : 0) | (nonFinite == 0 ? 0 : NON_FINITE) | (row.imprecise ? IMPRECISE : 0) | (mayOverflow ? MAY_OVERFLOW : 0));
}
