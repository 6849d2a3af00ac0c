import { KEYS, ROUGH } from '../layout';
import { adjust } from './adjust';
import { Bench, rowAt } from './bench';
import { tanh } from './exp';
import { theJob } from './job';
import { reach } from './reach';
import { scores } from './scores';
import { weightOf } from './softmax';
import { groupAt, interleave } from './turn';

/** What the way forward has left of four queries: their softmax and dO. @returns whether float32 was too coarse for one */
export function recall(bench: Bench, r: i32, count: i32): bool {
  const job = theJob();
  const first = <usize>(bench.b * job.heads + bench.h) * job.nQ + bench.i + r;
  let rough = 0;
  for (let n = 0; n < count; n++) {
    const at = first + n;
    const row = rowAt(bench, r + n);
    const mark = load<u8>(job.marks + at);
    rough |= mark & ROUGH;
    row.max = load<f64>(job.totals + at * 16);
    row.sum = 1 / load<f64>(job.totals + at * 16, 8);
    if (row.max == -Infinity) { // sees nobody
      row.max = 0;
      row.sum = 0;
    }
    row.delta = job.deltas ? load<f64>(job.deltas + at * 8) : 0;
    reach(row, bench.b, bench.i + r + n);
  }
  return rough != 0;
}

/** The same four queries and their dO, as the products take them. */
export function layRows<S, T>(bench: Bench, r: i32, count: i32): void {
  const job = theJob();
  const first = <usize>(bench.b * job.heads + bench.h) * job.nQ + bench.i + r;
  interleave<S, T>(job.q + first * job.dK * sizeof<S>(), groupAt(bench.queries, r, job.dK), job.dK, count);
  interleave<S, T>(job.gradOut + first * job.dV * sizeof<S>(), groupAt(bench.gradients, r, job.dV), job.dV, count);
}

/**
 * Four queries and the keys from bench.begin to bench.end, once more: their weights, and how the loss changes with their scores,
 * dS = W ∘ (dO·Vᵀ − dO·output), times the slope of the softcap.
 */
export function slopes<S, T>(bench: Bench, r: i32, count: i32): void {
  const job = theJob();
  const begin = bench.begin;
  const end = bench.end;
  scores<S, T>(groupAt(bench.queries, r, job.dK), bench.k, job.dK, begin, end, bench.tile);
  scores<S, T>(groupAt(bench.gradients, r, job.dV), bench.vAsKeys, job.dV, begin, end, bench.slopes);
  if (job.cap != 0) memory.copy(bench.raw, bench.tile, 4 * KEYS * sizeof<T>());
  const factor = v128.splat<T>(bench.plain ? <T>job.scale : <T>1);
  for (let n = 0; n < count; n++) {
    const row = rowAt(bench, r + n);
    const offset = <usize>n * KEYS * sizeof<T>();
    const size = <usize>(end - begin) * sizeof<T>();
    if (!bench.plain) adjust<S, T>(row, bench.tile + offset, begin, end, bench.b, bench.h, bench.i + r + n);
    const shift = v128.splat<T>(<T>-row.max);
    const inverse = v128.splat<T>(<T>row.sum);
    const delta = v128.splat<T>(<T>row.delta);
    for (let at = offset; at < offset + size; at += 16) {
      const weight = v128.mul<T>(weightOf<T>(v128.load(bench.tile + at), factor, shift), inverse);
      v128.store(bench.tile + at, weight);
      v128.store(bench.slopes + at, v128.mul<T>(weight, v128.sub<T>(v128.load(bench.slopes + at), delta)));
    }
    if (job.cap != 0) soften<T>(bench, offset, offset + size);
  }
  for (let n = count; n < 4; n++) {
    memory.fill(bench.tile + <usize>n * KEYS * sizeof<T>(), 0, KEYS * sizeof<T>());
    memory.fill(bench.slopes + <usize>n * KEYS * sizeof<T>(), 0, KEYS * sizeof<T>());
  }
}

/** d/ds C·tanh(s/C) = 1 − tanh²(s/C) */
function soften<T>(bench: Bench, from: usize, to: usize): void {
  const job = theJob();
  const factor = v128.splat<T>(<T>(job.scale / job.cap));
  const one = v128.splat<T>(<T>1);
  for (let at = from; at < to; at += 16) {
    const t = tanh<T>(v128.mul<T>(v128.load(bench.raw + at), factor));
    v128.store(bench.slopes + at, v128.mul<T>(v128.load(bench.slopes + at), v128.sub<T>(one, v128.mul<T>(t, t))));
  }
}
