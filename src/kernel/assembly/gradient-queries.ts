import { FLOAT32, FLOAT64, KEYS, PANEL, ROWS } from '../layout';
import { Workspace, rowAt } from './workspace';
import { bounds } from './bounds';
import { theJob } from './job';
import { panelWidth } from './lanes';
import { mix } from './mix';
import { placeKeys } from './place';
import { layRows, restore, slopes } from './slopes';

/** ∂L/∂Q of the workspace's queries: scale·dS·K, tile after tile of keys. */
export function gradientOfQueries(workspace: Workspace): void {
  const job = theJob();
  placeKeys(workspace);
  const arithmetic = load<i32>(job.backwardArithmetic + (<usize>(workspace.b * job.heads + workspace.h) << 2));
  if (arithmetic == FLOAT64) unit<f64>(workspace, true);
  else unit<f32>(workspace, arithmetic != FLOAT32);
}

/** @param wide all in float64 */
function unit<S>(workspace: Workspace, wide: bool): void {
  const job = theJob();
  let first = job.nK;
  let last = -1;
  memory.fill(workspace.output, 0, <usize>(workspace.count + ROWS - 1) / ROWS * ROWS * workspace.columnsK * 8);
  for (let r = 0; r < workspace.count; r += ROWS) {
    const count = min(workspace.count - r, ROWS);
    const imprecise = restore(workspace, r, count) || wide;
    if (imprecise) layRows<S, f64>(workspace, r, count);
    else layRows<S, f32>(workspace, r, count);
    rowAt(workspace, r).imprecise = imprecise ? 1 : 0;
    for (let n = r; n < r + count; n++) {
      first = min(first, rowAt(workspace, n).first);
      last = max(last, rowAt(workspace, n).last);
    }
  }
  for (let tile = first & ~(KEYS - 1); tile <= last; tile += KEYS) {
    for (let r = 0; r < workspace.count; r += ROWS) {
      const count = min(workspace.count - r, ROWS);
      if (!bounds<S>(workspace, r, count, tile)) continue;
      if (rowAt(workspace, r).imprecise) unitTile<S, f64>(workspace, r, count, tile);
      else unitTile<S, f32>(workspace, r, count, tile);
    }
  }
  const head = <usize>(workspace.b * job.heads + workspace.h) * job.nQ + workspace.i;
  const scale = job.scale / job.temperature;
  for (let r = 0; r < workspace.count; r++) {
    const from = workspace.output + <usize>(r * workspace.columnsK) * 8;
    const to = job.gradQ + (head + r) * job.dK * 8;
    for (let c: usize = 0; c < <usize>job.dK; c++) store<f64>(to + (c << 3), load<f64>(from + (c << 3)) * scale);
  }
}

function unitTile<S, T>(workspace: Workspace, r: i32, count: i32, tile: i32): void {
  slopes<S, T>(workspace, r, count);
  const keys = workspace.kAsValues + (<usize>(tile / panelWidth<S>()) * workspace.columnsK + <usize>(workspace.begin - tile)) * PANEL;
  mix<S, T>(workspace.slopes, keys, workspace.end - workspace.begin, workspace.columnsK, workspace.output + <usize>(r * workspace.columnsK) * 8);
}
