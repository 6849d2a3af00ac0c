import { KEYS, PANEL, ROWS } from '../layout';
import { adjust } from './adjust';
import { theJob } from './job';
import { panelWidth } from './lanes';
import { mix, mixWild } from './mix';
import { finish, start } from './query';
import { seen } from './reach';
import { rowAt, Bench } from './bench';
import { scores } from './scores';
import { largest, soften } from './softmax';

/**
 * Attention of the queries `from` … `to` of the bench's unit: tile after tile of keys, each once for all queries
 * (FlashAttention-2, Dao 2023, algorithm 1). Tiles that nobody may see are not touched.
 */
export function attend<S, T>(bench: Bench, from: i32, to: i32): void {
  const job = theJob();
  let first = job.nK;
  let last = -1;
  for (let r = from; r < to; r += ROWS) {
    start<S, T>(bench, r, min(to - r, ROWS));
    for (let n = r; n < min(r + ROWS, to); n++) {
      first = min(first, rowAt(bench, n).first);
      last = max(last, rowAt(bench, n).last);
    }
  }
  for (let tile = first & ~(KEYS - 1); tile <= last; tile += KEYS) {
    for (let r = from; r < to; r += ROWS) attendTile<S, T>(bench, r, min(to - r, ROWS), tile);
  }
  for (let r = from; r < to; r++) finish(bench, r);
}

/** Four queries and one tile: scores, weights, and the output so far. */
function attendTile<S, T>(bench: Bench, r: i32, count: i32, tile: i32): void {
  const job = theJob();
  const width = panelWidth<S>();
  let first = job.nK;
  let last = -1;
  let common = 0; // the keys from `common` to `until` are seen by all four
  let until = job.nK - 1;
  for (let n = r; n < r + count; n++) {
    const row = rowAt(bench, n);
    first = min(first, row.first);
    last = max(last, row.last);
    common = max(common, row.first);
    until = min(until, row.last);
  }
  const begin = max(tile, first) & ~(width - 1);
  const end = (min(tile + KEYS, last + 1) + width - 1) & ~(width - 1);
  if (begin >= end) return;
  const i = bench.i + r;
  let whole = common <= begin && end <= until + 1;
  if (job.mask) {
    const state = seen(bench.b, bench.h, i, count, begin, end);
    if (state == 0) return;
    if (state == 1) whole = false;
  }
  const plain = whole && job.cap == 0 && job.bias == 0 && job.slopes == 0 && job.temperature == 1 && job.scale > 0;

  const queries = bench.queries + <usize>(r * job.dK) * sizeof<T>();
  scores<S, T>(queries, bench.k, job.dK, begin, end, bench.tile);

  const outStep = <usize>bench.columns << 3;
  const out = bench.output + <usize>r * outStep;
  const wild = load<u8>(bench.wild + tile / KEYS) != 0;
  for (let n = 0; n < count; n++) {
    const row = rowAt(bench, r + n);
    const at = bench.tile + <usize>n * KEYS * sizeof<T>();
    const atEnd = at + <usize>(end - begin) * sizeof<T>();
    const top = plain ? largest<T>(at, atEnd) * <T>job.scale : adjust<S, T>(row, at, begin, end, bench.b, bench.h, i + n);
    const own = out + <usize>n * outStep;
    soften<T>(row, at, atEnd, top, plain ? <T>job.scale : <T>1, own, own + outStep, wild);
  }

  const values = bench.v + (<usize>(tile / width) * bench.columns + <usize>(begin - tile)) * PANEL;
  if (wild) mixWild<S, T>(bench.tile, values, end - begin, bench.columns, out, count);
  else mix<S, T>(bench.tile, values, end - begin, bench.columns, out);
}
