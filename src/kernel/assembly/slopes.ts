import { KEYS, IMPRECISE } from '../layout';
import { adjust } from './adjust';
import { Workspace, rowAt } from './workspace';
import { tanh } from './exp';
import { theJob } from './job';
import { reach } from './reach';
import { scores } from './scores';
import { weightOf } from './softmax';
import { groupAt, interleave } from './transpose';

/** Restores the softmax of four queries that the forward pass stored. @returns whether float32 was not precise enough for one */
export function restore(workspace: Workspace, r: i32, count: i32): bool {
  const job = theJob();
  const first = <usize>(workspace.b * job.heads + workspace.h) * job.nQ + workspace.i + r;
  let imprecise = 0;
  for (let n = 0; n < count; n++) {
    const at = first + n;
    const row = rowAt(workspace, r + n);
    const mark = load<u8>(job.marks + at);
    imprecise |= mark & IMPRECISE;
    row.max = load<f64>(job.totals + at * 16);
    row.sum = 1 / load<f64>(job.totals + at * 16, 8);
    if (row.max == -Infinity) { // no visible key
      row.max = 0;
      row.sum = 0;
    }
    row.delta = job.deltas ? load<f64>(job.deltas + at * 8) : 0;
    reach(row, workspace.b, workspace.i + r + n);
  }
  return imprecise != 0;
}

/** Interleaves the same four queries and their dO. */
export function layRows<S, T>(workspace: Workspace, r: i32, count: i32): void {
  const job = theJob();
  const first = <usize>(workspace.b * job.heads + workspace.h) * job.nQ + workspace.i + r;
  interleave<S, T>(job.q + first * job.dK * sizeof<S>(), groupAt(workspace.queries, r, job.dK), job.dK, count);
  interleave<S, T>(job.gradOut + first * job.dV * sizeof<S>(), groupAt(workspace.gradients, r, job.dV), job.dV, count);
}

/**
 * Four queries and the keys from workspace.begin to workspace.end, once more: their weights, and how the loss changes with their scores,
 * dS = W ∘ (dO·Vᵀ − dO·output), times the slope of the softcap.
 */
export function slopes<S, T>(workspace: Workspace, r: i32, count: i32): void {
  const job = theJob();
  const begin = workspace.begin;
  const end = workspace.end;
  scores<S, T>(groupAt(workspace.queries, r, job.dK), workspace.k, job.dK, begin, end, workspace.tile);
  scores<S, T>(groupAt(workspace.gradients, r, job.dV), workspace.vAsKeys, job.dV, begin, end, workspace.slopes);
  if (job.cap != 0) memory.copy(workspace.raw, workspace.tile, 4 * KEYS * sizeof<T>());
  const factor = v128.splat<T>(workspace.plain ? <T>job.scale : <T>1);
  for (let n = 0; n < count; n++) {
    const row = rowAt(workspace, r + n);
    const offset = <usize>n * KEYS * sizeof<T>();
    const size = <usize>(end - begin) * sizeof<T>();
    if (!workspace.plain) adjust<S, T>(row, workspace.tile + offset, begin, end, workspace.b, workspace.h, workspace.i + r + n);
    const shift = v128.splat<T>(<T>-row.max);
    const inverse = v128.splat<T>(<T>row.sum);
    const delta = v128.splat<T>(<T>row.delta);
    for (let at = offset; at < offset + size; at += 16) {
      const weight = v128.mul<T>(weightOf<T>(v128.load(workspace.tile + at), factor, shift), inverse);
      v128.store(workspace.tile + at, weight);
      v128.store(workspace.slopes + at, v128.mul<T>(weight, v128.sub<T>(v128.load(workspace.slopes + at), delta)));
    }
    if (job.cap != 0) soften<T>(workspace, offset, offset + size);
  }
  for (let n = count; n < 4; n++) {
    memory.fill(workspace.tile + <usize>n * KEYS * sizeof<T>(), 0, KEYS * sizeof<T>());
    memory.fill(workspace.slopes + <usize>n * KEYS * sizeof<T>(), 0, KEYS * sizeof<T>());
  }
}

/** d/ds C·tanh(s/C) = 1 − tanh²(s/C) */
function soften<T>(workspace: Workspace, from: usize, to: usize): void {
  const job = theJob();
  const factor = v128.splat<T>(<T>(job.scale / job.cap));
  const one = v128.splat<T>(<T>1);
  for (let at = from; at < to; at += 16) {
    const t = tanh<T>(v128.mul<T>(v128.load(workspace.raw + at), factor));
    v128.store(workspace.slopes + at, v128.mul<T>(v128.load(workspace.slopes + at), v128.sub<T>(one, v128.mul<T>(t, t))));
  }
}
