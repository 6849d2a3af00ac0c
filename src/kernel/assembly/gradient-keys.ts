import { FLOAT32, FLOAT64, KEYS, PANEL, ROWS } from '../layout';
import { Bench, rowAt } from './bench';
import { bounds } from './bounds';
import { theJob } from './job';
import { panelWidth } from './lanes';
import { mix } from './mix';
import { placeKeys } from './place';
import { layRows, recall, slopes } from './slopes';
import { turn } from './turn';

/**
 * ∂L/∂K = scale·dSᵀ·Q and ∂L/∂V = Wᵀ·dO of one tile of keys, over all queries of all heads that share them. Nobody else
 * writes to them, so the sums are the same in every run.
 *
 * @param unit (batch item, key head, tile)
 */
export function gradientOfKeys(bench: Bench, unit: i32): void {
  const job = theJob();
  const tiles = (job.nK + KEYS - 1) / KEYS;
  const tile = unit % tiles * KEYS;
  const keyHead = unit / tiles % job.keyHeads;
  const group = job.heads / job.keyHeads;
  bench.b = unit / tiles / job.keyHeads;
  bench.h = keyHead * group;
  placeKeys(bench);
  let arithmetic = FLOAT32;
  for (let h = bench.h; h < bench.h + group; h++) {
    const own = load<i32>(job.backArithmetic + (<usize>(bench.b * job.heads + h) << 2));
    if (own != FLOAT32) arithmetic = own;
  }
  memory.fill(bench.sumK, 0, <usize>(KEYS * bench.columnsK) * 8);
  memory.fill(bench.sumV, 0, <usize>(KEYS * bench.columns) * 8);
  const from = bench.h;
  for (let h = from; h < from + group; h++) {
    bench.h = h;
    for (let i = 0; i < job.nQ; i += KEYS) {
      bench.i = i;
      bench.count = min(KEYS, job.nQ - i);
      if (arithmetic == FLOAT64) block<f64, f64>(bench, tile);
      else if (arithmetic == FLOAT32) block<f32, f32>(bench, tile);
      else block<f32, f64>(bench, tile);
    }
  }
  const at = <usize>(bench.b * job.keyHeads + keyHead) * job.nK + tile;
  const keys = min(KEYS, job.nK - tile);
  write(bench.sumK, bench.columnsK, job.gradK + at * job.dK * 8, job.dK, keys, job.scale / job.temperature);
  write(bench.sumV, bench.columns, job.gradV + at * job.dV * 8, job.dV, keys, 1);
}

/** 64 queries and one tile: weights and slopes in fours of queries, turned, then mixed in fours of keys. In T, or float64 where that is too coarse. */
function block<S, T>(bench: Bench, tile: i32): void {
  const job = theJob();
  // Later queries never see less far: the first and the last of them bound the block.
  recall(bench, 0, 1);
  const firstKey = rowAt(bench, 0).first;
  const end = bench.count - 1;
  const start = bench.i;
  bench.i += end;
  recall(bench, 0, 1);
  bench.i = start;
  if (rowAt(bench, 0).last < tile || firstKey >= tile + KEYS) return;

  memory.fill(bench.turnedWeights, 0, KEYS * KEYS * sizeof<T>());
  memory.fill(bench.turnedSlopes, 0, KEYS * KEYS * sizeof<T>());
  let first = KEYS;
  let last = 0;
  for (let r = 0; r < bench.count; r += ROWS) {
    const count = min(bench.count - r, ROWS);
    const rough = recall(bench, r, count);
    if (!bounds<S>(bench, r, count, tile)) continue;
    first = min(first, r);
    last = r + count;
    if (rough || sizeof<T>() == 8) four<S, f64, T>(bench, r, count, tile);
    else four<S, f32, T>(bench, r, count, tile);
  }
  if (last == 0) return;

  const keys = min(KEYS, job.nK - tile);
  const width = panelWidth<S>();
  const head = <usize>(bench.b * job.heads + bench.h) * ((job.nQ + KEYS - 1) / KEYS) * KEYS * PANEL;
  const rows = (<usize>(bench.i / width)) * PANEL; // what the blocks before take, for every column
  const queries = job.qAsValues + head * (bench.columnsK / width) + rows * bench.columnsK + <usize>first * PANEL;
  const gradients = job.gradAsValues + head * (bench.columns / width) + rows * bench.columns + <usize>first * PANEL;
  for (let j = 0; j < keys; j += ROWS) {
    const from = <usize>(j * KEYS + first) * sizeof<T>();
    mix<S, T>(bench.turnedSlopes + from, queries, last - first, bench.columnsK, bench.sumK + <usize>(j * bench.columnsK) * 8);
    mix<S, T>(bench.turnedWeights + from, gradients, last - first, bench.columns, bench.sumV + <usize>(j * bench.columns) * 8);
  }
}

/** Four queries: computed in T, kept in U. */
function four<S, T, U>(bench: Bench, r: i32, count: i32, tile: i32): void {
  layRows<S, T>(bench, r, count);
  slopes<S, T>(bench, r, count);
  const row = <usize>KEYS * sizeof<T>();
  const to = <usize>((bench.begin - tile) * KEYS + r) * sizeof<U>();
  const keys = bench.end - bench.begin;
  turn<T, U>(bench.tile, row, 2 * row, 3 * row, keys, bench.turnedWeights + to, KEYS * sizeof<U>());
  turn<T, U>(bench.slopes, row, 2 * row, 3 * row, keys, bench.turnedSlopes + to, KEYS * sizeof<U>());
}

function write(from: usize, columns: i32, to: usize, d: i32, keys: i32, factor: f64): void {
  for (let j = 0; j < keys; j++, from += <usize>columns << 3) {
    for (let c: usize = 0; c < <usize>d; c++, to += 8) store<f64>(to, load<f64>(from + (c << 3)) * factor);
  }
}
