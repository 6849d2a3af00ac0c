import { FLOAT64, KEYS, ROWS } from '../layout';
import { adjust } from './adjust';
import { Bench, rowAt } from './bench';
import { bounds } from './bounds';
import { theJob } from './job';
import { placeKeys } from './place';
import { scores } from './scores';
import { recall } from './slopes';
import { weightOf } from './softmax';
import { groupAt, interleave } from './turn';

/** The rows of weights of the bench's queries, in float64: scores, softmax with the largest score and the sum that are known. */
export function weightsOfQueries(bench: Bench): void {
  if (placeKeys(bench) == FLOAT64) unit<f64>(bench);
  else unit<f32>(bench);
}

function unit<S>(bench: Bench): void {
  const job = theJob();
  const first = <usize>(bench.b * job.heads + bench.h) * job.nQ + bench.i;
  for (let r = 0; r < bench.count; r += ROWS) {
    const count = min(bench.count - r, ROWS);
    recall(bench, r, count);
    const to = job.weights + (first + r) * job.nK * 8;
    memory.fill(to, 0, <usize>(count * job.nK) * 8);
    const queries = groupAt(bench.queries, r, job.dK);
    interleave<S, f64>(job.q + (first + r) * job.dK * sizeof<S>(), queries, job.dK, count);
    for (let tile = 0; tile < job.nK; tile += KEYS) {
      if (!bounds<S>(bench, r, count, tile)) continue;
      scores<S, f64>(queries, bench.k, job.dK, bench.begin, bench.end, bench.tile);
      for (let n = 0; n < count; n++) row<S>(bench, r + n, bench.tile + <usize>(n * KEYS) * 8, to + <usize>(n * job.nK) * 8);
    }
  }
}

/** One query and one tile. */
function row<S>(bench: Bench, r: i32, at: usize, to: usize): void {
  const job = theJob();
  const row = rowAt(bench, r);
  if (!bench.plain) adjust<S, f64>(row, at, bench.begin, bench.end, bench.b, bench.h, bench.i + r);
  const factor = f64x2.splat(bench.plain ? job.scale : 1);
  const shift = f64x2.splat(-row.max);
  const inverse = f64x2.splat(row.sum);
  const end = min(bench.end, job.nK);
  for (let j = bench.begin; j < end; j += 2, at += 16) {
    const weight = f64x2.mul(weightOf<f64>(v128.load(at), factor, shift), inverse);
    if (j + 2 <= end) v128.store(to + (<usize>j << 3), weight);
    else store<f64>(to + (<usize>j << 3), f64x2.extract_lane(weight, 0));
  }
}
