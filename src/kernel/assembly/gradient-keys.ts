import { FLOAT32, FLOAT64, KEYS, PANEL, ROWS } from '../layout';
import { Workspace, rowAt } from './workspace';
import { bounds } from './bounds';
import { theJob } from './job';
import { panelWidth } from './lanes';
import { mix } from './mix';
import { placeKeys } from './place';
import { layRows, restore, slopes } from './slopes';
import { transpose } from './transpose';

/**
 * ∂L/∂K = scale·dSᵀ·Q and ∂L/∂V = Wᵀ·dO of one tile of keys, over all queries of all heads that share them. No other unit
 * writes to them, so the sums are the same in every run.
 *
 * @param unit (batch item, key head, tile)
 */
export function gradientOfKeys(workspace: Workspace, unit: i32): void {
  const job = theJob();
  const tiles = (job.nK + KEYS - 1) / KEYS;
  const tile = unit % tiles * KEYS;
  const keyHead = unit / tiles % job.keyHeads;
  const group = job.heads / job.keyHeads;
  workspace.b = unit / tiles / job.keyHeads;
  workspace.h = keyHead * group;
  placeKeys(workspace);
  let arithmetic = FLOAT32;
  for (let h = workspace.h; h < workspace.h + group; h++) {
    const own = load<i32>(job.backwardArithmetic + (<usize>(workspace.b * job.heads + h) << 2));
    if (own != FLOAT32) arithmetic = own;
  }
  memory.fill(workspace.sumK, 0, <usize>(KEYS * workspace.columnsK) * 8);
  memory.fill(workspace.sumV, 0, <usize>(KEYS * workspace.columns) * 8);
  const from = workspace.h;
  for (let h = from; h < from + group; h++) {
    workspace.h = h;
    for (let i = 0; i < job.nQ; i += KEYS) {
      workspace.i = i;
      workspace.count = min(KEYS, job.nQ - i);
      if (arithmetic == FLOAT64) block<f64, f64>(workspace, tile);
      else if (arithmetic == FLOAT32) block<f32, f32>(workspace, tile);
      else block<f32, f64>(workspace, tile);
    }
  }
  const at = <usize>(workspace.b * job.keyHeads + keyHead) * job.nK + tile;
  const keys = min(KEYS, job.nK - tile);
  write(workspace.sumK, workspace.columnsK, job.gradK + at * job.dK * 8, job.dK, keys, job.scale / job.temperature);
  write(workspace.sumV, workspace.columns, job.gradV + at * job.dV * 8, job.dV, keys, 1);
}

/** 64 queries and one tile: weights and slopes of four queries at a time, transposed, then multiplied for four keys at a time. In T, or float64 where needed. */
function block<S, T>(workspace: Workspace, tile: i32): void {
  const job = theJob();
  // The reach of later queries never decreases, so the first and the last query bound the block.
  restore(workspace, 0, 1);
  const firstKey = rowAt(workspace, 0).first;
  const end = workspace.count - 1;
  const start = workspace.i;
  workspace.i += end;
  restore(workspace, 0, 1);
  workspace.i = start;
  if (rowAt(workspace, 0).last < tile || firstKey >= tile + KEYS) return;

  memory.fill(workspace.weightsByKey, 0, KEYS * KEYS * sizeof<T>());
  memory.fill(workspace.slopesByKey, 0, KEYS * KEYS * sizeof<T>());
  let first = KEYS;
  let last = 0;
  for (let r = 0; r < workspace.count; r += ROWS) {
    const count = min(workspace.count - r, ROWS);
    const imprecise = restore(workspace, r, count);
    if (!bounds<S>(workspace, r, count, tile)) continue;
    first = min(first, r);
    last = r + count;
    if (imprecise || sizeof<T>() == 8) four<S, f64, T>(workspace, r, count, tile);
    else four<S, f32, T>(workspace, r, count, tile);
  }
  if (last == 0) return;

  const keys = min(KEYS, job.nK - tile);
  const width = panelWidth<S>();
  const head = <usize>(workspace.b * job.heads + workspace.h) * ((job.nQ + KEYS - 1) / KEYS) * KEYS * PANEL;
  const rows = (<usize>(workspace.i / width)) * PANEL; // the panels of earlier blocks, for every column
  const queries = job.qAsValues + head * (workspace.columnsK / width) + rows * workspace.columnsK + <usize>first * PANEL;
  const gradients = job.gradAsValues + head * (workspace.columns / width) + rows * workspace.columns + <usize>first * PANEL;
  for (let j = 0; j < keys; j += ROWS) {
    const from = <usize>(j * KEYS + first) * sizeof<T>();
    mix<S, T>(workspace.slopesByKey + from, queries, last - first, workspace.columnsK, workspace.sumK + <usize>(j * workspace.columnsK) * 8);
    mix<S, T>(workspace.weightsByKey + from, gradients, last - first, workspace.columns, workspace.sumV + <usize>(j * workspace.columns) * 8);
  }
}

/** Four queries: computed in T, kept in U. */
function four<S, T, U>(workspace: Workspace, r: i32, count: i32, tile: i32): void {
  layRows<S, T>(workspace, r, count);
  slopes<S, T>(workspace, r, count);
  const row = <usize>KEYS * sizeof<T>();
  const to = <usize>((workspace.begin - tile) * KEYS + r) * sizeof<U>();
  const keys = workspace.end - workspace.begin;
  transpose<T, U>(workspace.tile, row, 2 * row, 3 * row, keys, workspace.weightsByKey + to, KEYS * sizeof<U>());
  transpose<T, U>(workspace.slopes, row, 2 * row, 3 * row, keys, workspace.slopesByKey + to, KEYS * sizeof<U>());
}

function write(from: usize, columns: i32, to: usize, d: i32, keys: i32, factor: f64): void {
  for (let j = 0; j < keys; j++, from += <usize>columns << 3) {
    for (let c: usize = 0; c < <usize>d; c++, to += 8) store<f64>(to, load<f64>(from + (c << 3)) * factor);
  }
}
