import { FLOAT64, KEYS, ROWS } from '../layout';
import { adjust } from './adjust';
import { Workspace, rowAt } from './workspace';
import { bounds } from './bounds';
import { theJob } from './job';
import { placeKeys } from './place';
import { scores } from './scores';
import { restore } from './slopes';
import { weightOf } from './softmax';
import { groupAt, interleave } from './transpose';

/** The rows of weights of the workspace's queries, in float64: scores, softmax with the known largest score and sum. */
export function weightsOfQueries(workspace: Workspace): void {
  if (placeKeys(workspace) == FLOAT64) unit<f64>(workspace);
  else unit<f32>(workspace);
}

function unit<S>(workspace: Workspace): void {
  const job = theJob();
  const first = <usize>(workspace.b * job.heads + workspace.h) * job.nQ + workspace.i;
  for (let r = 0; r < workspace.count; r += ROWS) {
    const count = min(workspace.count - r, ROWS);
    restore(workspace, r, count);
    const to = job.weights + (first + r) * job.nK * 8;
    memory.fill(to, 0, <usize>(count * job.nK) * 8);
    const queries = groupAt(workspace.queries, r, job.dK);
    interleave<S, f64>(job.q + (first + r) * job.dK * sizeof<S>(), queries, job.dK, count);
    for (let tile = 0; tile < job.nK; tile += KEYS) {
      if (!bounds<S>(workspace, r, count, tile)) continue;
      scores<S, f64>(queries, workspace.k, job.dK, workspace.begin, workspace.end, workspace.tile);
      for (let n = 0; n < count; n++) row<S>(workspace, r + n, workspace.tile + <usize>(n * KEYS) * 8, to + <usize>(n * job.nK) * 8);
    }
  }
}

/** One query and one tile. */
function row<S>(workspace: Workspace, r: i32, at: usize, to: usize): void {
  const job = theJob();
  const row = rowAt(workspace, r);
  if (!workspace.plain) adjust<S, f64>(row, at, workspace.begin, workspace.end, workspace.b, workspace.h, workspace.i + r);
  const factor = f64x2.splat(workspace.plain ? job.scale : 1);
  const shift = f64x2.splat(-row.max);
  const inverse = f64x2.splat(row.sum);
  const end = min(workspace.end, job.nK);
  for (let j = workspace.begin; j < end; j += 2, at += 16) {
    const weight = f64x2.mul(weightOf<f64>(v128.load(at), factor, shift), inverse);
    if (j + 2 <= end) v128.store(to + (<usize>j << 3), weight);
    else store<f64>(to + (<usize>j << 3), f64x2.extract_lane(weight, 0));
  }
}
