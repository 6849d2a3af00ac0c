import { FLOAT32, FLOAT64, ROWS, UNIT_ROWS } from '../layout';
import { Bench, rowAt } from './bench';
import { exp, tanh } from './exp';
import { theJob } from './job';
import { gradientOfKeys } from './gradient-keys';
import { gradientOfQueries } from './gradient-queries';
import { madd } from './lanes';
import { placeKeys } from './place';
import { attend } from './unit';
import { weightsOfQueries } from './weights';

// Addresses of the job's counters.
const NEXT: usize = 0;
const READY: usize = 4;
const DONE: usize = 8;

/** a·b + c of the engine's own multiply-add: early engines took the operands in another order. */
export function probe(a: f64, b: f64, c: f64): f64 {
  return f64x2.extract_lane(madd<f64>(f64x2.splat(a), f64x2.splat(b), f64x2.splat(c)), 0);
}

/** Takes the next unit that is laid out and computes it. @returns 0 when there is none */
export function step(bench: Bench): i32 {
  const job = theJob();
  let unit = atomic.load<u32>(NEXT);
  for (;;) {
    if (unit >= atomic.load<u32>(READY)) return 0;
    const found = atomic.cmpxchg<u32>(NEXT, unit, unit + 1);
    if (found == unit) break;
    unit = found;
  }
  if (unit < job.forwardUnits) {
    placeQueries(bench, unit);
    compute(bench);
    atomic.add<u32>(job.finished + (<usize>(<i32>unit / job.headUnits) << 2), 1);
  } else if (unit < 2 * job.forwardUnits) {
    placeQueries(bench, unit - job.forwardUnits);
    if (job.weights) weightsOfQueries(bench);
    else gradientOfQueries(bench);
  } else {
    gradientOfKeys(bench, <i32>(unit - 2 * job.forwardUnits));
  }
  atomic.add<u32>(DONE, 1);
  atomic.notify(DONE, 1);
  return 1;
}

/** Takes units until none is left; waits where the next is not laid out yet. */
export function work(bench: Bench): void {
  const job = theJob();
  for (;;) {
    while (step(bench)) {}
    const ready = atomic.load<u32>(READY);
    const next = atomic.load<u32>(NEXT);
    if (next >= job.units) return;
    if (next >= ready) atomic.wait<i32>(READY, <i32>ready, -1);
  }
}

function compute(bench: Bench): void {
  const arithmetic = placeKeys(bench);
  if (arithmetic == FLOAT64) {
    attend<f64, f64>(bench, 0, bench.count);
    return;
  }
  // Four queries tell how it will go with the others. Nothing else decides: the result is the same for any number of threads.
  const few = min(ROWS, bench.count);
  if (arithmetic == FLOAT32) attend<f32, f32>(bench, 0, few);
  if (arithmetic != FLOAT32 || roughRows(bench, few) == few) {
    attend<f32, f64>(bench, 0, bench.count);
  } else {
    if (few < bench.count) attend<f32, f32>(bench, few, bench.count);
    refine(bench);
  }
}

/** The queries of a unit: batch item, head, first query, how many. */
function placeQueries(bench: Bench, unit: u32): void {
  const job = theJob();
  const head = <i32>unit / job.headUnits;
  bench.b = head / job.heads;
  bench.h = head % job.heads;
  // The last queries first: under a causal mask they see the most, and no thread should begin a long unit at the end.
  bench.i = (job.headUnits - 1 - <i32>unit % job.headUnits) * UNIT_ROWS;
  bench.count = min(UNIT_ROWS, job.nQ - bench.i);
}

function roughRows(bench: Bench, count: i32): i32 {
  let rows = 0;
  for (let r = 0; r < count; r++) rows += rowAt(bench, r).rough;
  return rows;
}

/** Queries for which float32 was too coarse, once more in float64: four by four, as they are computed. */
function refine(bench: Bench): void {
  for (let r = 0; r < bench.count; r += ROWS) {
    const end = min(r + ROWS, bench.count);
    let rough = 0;
    for (let n = r; n < end; n++) rough |= rowAt(bench, n).rough;
    if (rough) attend<f32, f64>(bench, r, end);
  }
}

export { peak } from './peak';

/** The exponential and the hyperbolic tangent of the inner loops, for the tests of their error. */
export function exp32(x: f32): f32 {
  return f32x4.extract_lane(exp<f32>(f32x4.splat(x)), 0);
}

export function exp64(x: f64): f64 {
  return f64x2.extract_lane(exp<f64>(f64x2.splat(x)), 0);
}

export function tanh32(x: f32): f32 {
  return f32x4.extract_lane(tanh<f32>(f32x4.splat(x)), 0);
}

export function tanh64(x: f64): f64 {
  return f64x2.extract_lane(tanh<f64>(f64x2.splat(x)), 0);
}
