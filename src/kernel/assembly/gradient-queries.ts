import { FLOAT32, FLOAT64, KEYS, PANEL, ROWS } from '../layout';
import { Bench, rowAt } from './bench';
import { bounds } from './bounds';
import { theJob } from './job';
import { panelWidth } from './lanes';
import { mix } from './mix';
import { placeKeys } from './place';
import { layRows, recall, slopes } from './slopes';

/** ∂L/∂Q of the bench's queries: scale·dS·K, tile after tile of keys. */
export function gradientOfQueries(bench: Bench): void {
  const job = theJob();
  placeKeys(bench);
  const arithmetic = load<i32>(job.backArithmetic + (<usize>(bench.b * job.heads + bench.h) << 2));
  if (arithmetic == FLOAT64) unit<f64>(bench, true);
  else unit<f32>(bench, arithmetic != FLOAT32);
}

/** @param wide all in float64 */
function unit<S>(bench: Bench, wide: bool): void {
  const job = theJob();
  let first = job.nK;
  let last = -1;
  memory.fill(bench.output, 0, <usize>(bench.count + ROWS - 1) / ROWS * ROWS * bench.columnsK * 8);
  for (let r = 0; r < bench.count; r += ROWS) {
    const count = min(bench.count - r, ROWS);
    const rough = recall(bench, r, count) || wide;
    if (rough) layRows<S, f64>(bench, r, count);
    else layRows<S, f32>(bench, r, count);
    rowAt(bench, r).rough = rough ? 1 : 0;
    for (let n = r; n < r + count; n++) {
      first = min(first, rowAt(bench, n).first);
      last = max(last, rowAt(bench, n).last);
    }
  }
  for (let tile = first & ~(KEYS - 1); tile <= last; tile += KEYS) {
    for (let r = 0; r < bench.count; r += ROWS) {
      const count = min(bench.count - r, ROWS);
      if (!bounds<S>(bench, r, count, tile)) continue;
      if (rowAt(bench, r).rough) unitTile<S, f64>(bench, r, count, tile);
      else unitTile<S, f32>(bench, r, count, tile);
    }
  }
  const head = <usize>(bench.b * job.heads + bench.h) * job.nQ + bench.i;
  const scale = job.scale / job.temperature;
  for (let r = 0; r < bench.count; r++) {
    const from = bench.output + <usize>(r * bench.columnsK) * 8;
    const to = job.gradQ + (head + r) * job.dK * 8;
    for (let c: usize = 0; c < <usize>job.dK; c++) store<f64>(to + (c << 3), load<f64>(from + (c << 3)) * scale);
  }
}

function unitTile<S, T>(bench: Bench, r: i32, count: i32, tile: i32): void {
  slopes<S, T>(bench, r, count);
  const keys = bench.kAsValues + (<usize>(tile / panelWidth<S>()) * bench.columnsK + <usize>(bench.begin - tile)) * PANEL;
  mix<S, T>(bench.slopes, keys, bench.end - bench.begin, bench.columnsK, bench.output + <usize>(r * bench.columnsK) * 8);
}
