import { FLOAT32, FLOAT64, ROWS, UNIT_ROWS } from '../layout';
import { Workspace, rowAt } from './workspace';
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

/** Computes the next unit whose data is laid out. @returns 0 when there is none */
export function step(workspace: Workspace): i32 {
  const job = theJob();
  let unit = atomic.load<u32>(NEXT);
  for (;;) {
    if (unit >= atomic.load<u32>(READY)) return 0;
    const found = atomic.cmpxchg<u32>(NEXT, unit, unit + 1);
    if (found == unit) break;
    unit = found;
  }
  if (unit < job.forwardUnits) {
    placeQueries(workspace, unit);
    compute(workspace);
    atomic.add<u32>(job.finished + (<usize>(<i32>unit / job.headUnits) << 2), 1);
  } else if (unit < 2 * job.forwardUnits) {
    placeQueries(workspace, unit - job.forwardUnits);
    if (job.weights) weightsOfQueries(workspace);
    else gradientOfQueries(workspace);
  } else {
    gradientOfKeys(workspace, <i32>(unit - 2 * job.forwardUnits));
  }
  atomic.add<u32>(DONE, 1);
  atomic.notify(DONE, 1);
  return 1;
}

/** Computes units until none is left; waits when the next is not laid out yet. */
export function work(workspace: Workspace): void {
  const job = theJob();
  for (;;) {
    while (step(workspace)) {}
    const ready = atomic.load<u32>(READY);
    const next = atomic.load<u32>(NEXT);
    if (next >= job.units) return;
    if (next >= ready) atomic.wait<i32>(READY, <i32>ready, -1);
  }
}

function compute(workspace: Workspace): void {
  const arithmetic = placeKeys(workspace);
  if (arithmetic == FLOAT64) {
    attend<f64, f64>(workspace, 0, workspace.count);
    return;
  }
  // The first four queries decide the arithmetic of the others, so the result is the same for any number of threads.
  const few = min(ROWS, workspace.count);
  if (arithmetic == FLOAT32) attend<f32, f32>(workspace, 0, few);
  if (arithmetic != FLOAT32 || impreciseRows(workspace, few) == few) {
    attend<f32, f64>(workspace, 0, workspace.count);
  } else {
    if (few < workspace.count) attend<f32, f32>(workspace, few, workspace.count);
    refine(workspace);
  }
}

/** The queries of a unit: batch item, head, first query, how many. */
function placeQueries(workspace: Workspace, unit: u32): void {
  const job = theJob();
  const head = <i32>unit / job.headUnits;
  workspace.b = head / job.heads;
  workspace.h = head % job.heads;
  // The last queries first: under a causal mask they have the most keys, and no thread should begin a long unit at the end.
  workspace.i = (job.headUnits - 1 - <i32>unit % job.headUnits) * UNIT_ROWS;
  workspace.count = min(UNIT_ROWS, job.nQ - workspace.i);
}

function impreciseRows(workspace: Workspace, count: i32): i32 {
  let rows = 0;
  for (let r = 0; r < count; r++) rows += rowAt(workspace, r).imprecise;
  return rows;
}

/** Recomputes queries for which float32 was not precise enough in float64, in the same groups of four. */
function refine(workspace: Workspace): void {
  for (let r = 0; r < workspace.count; r += ROWS) {
    const end = min(r + ROWS, workspace.count);
    let imprecise = 0;
    for (let n = r; n < end; n++) imprecise |= rowAt(workspace, n).imprecise;
    if (imprecise) attend<f32, f64>(workspace, r, end);
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
