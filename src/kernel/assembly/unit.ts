import { KEYS, PANEL, ROWS } from '../layout';
import { adjust } from './adjust';
import { theJob } from './job';
import { panelWidth } from './lanes';
import { mix, mixWild } from './mix';
import { finish, start } from './query';
import { bounds } from './bounds';
import { rowAt, Bench } from './bench';
import { scores } from './scores';
import { largest, soften } from './softmax';
import { groupAt } from './turn';

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
  if (!bounds<S>(bench, r, count, tile)) return;
  const job = theJob();
  const begin = bench.begin;
  const end = bench.end;
  const plain = bench.plain;
  scores<S, T>(groupAt(bench.queries, r, job.dK), bench.k, job.dK, begin, end, bench.tile);

  const outStep = <usize>bench.columns << 3;
  const out = bench.output + <usize>r * outStep;
  const wild = load<u8>(bench.wild + tile / KEYS) != 0;
  for (let n = 0; n < count; n++) {
    const row = rowAt(bench, r + n);
    const at = bench.tile + <usize>n * KEYS * sizeof<T>();
    const atEnd = at + <usize>(end - begin) * sizeof<T>();
    const top = plain ? largest<T>(at, atEnd) * <T>job.scale : adjust<S, T>(row, at, begin, end, bench.b, bench.h, bench.i + r + n);
    const own = out + <usize>n * outStep;
    soften<T>(row, at, atEnd, top, plain ? <T>job.scale : <T>1, own, own + outStep, wild);
  }

  const width = panelWidth<S>();
  const values = bench.v + (<usize>(tile / width) * bench.columns + <usize>(begin - tile)) * PANEL;
  if (wild) mixWild<S, T>(bench.tile, values, end - begin, bench.columns, out, count);
  else mix<S, T>(bench.tile, values, end - begin, bench.columns, out);
}
