import { KEYS, PANEL, ROWS } from '../layout';
import { adjust } from './adjust';
import { theJob } from './job';
import { panelWidth } from './lanes';
import { mix, mixWild } from './mix';
import { finish, start } from './query';
import { bounds } from './bounds';
import { rowAt, Workspace } from './workspace';
import { scores } from './scores';
import { largest, soften } from './softmax';
import { groupAt } from './transpose';

/**
 * Attention of the queries `from` … `to` of the workspace's unit: tile after tile of keys, each once for all queries
 * (FlashAttention-2, Dao 2023, algorithm 1). Tiles without a visible key are skipped.
 */
export function attend<S, T>(workspace: Workspace, from: i32, to: i32): void {
  const job = theJob();
  let first = job.nK;
  let last = -1;
  for (let r = from; r < to; r += ROWS) {
    start<S, T>(workspace, r, min(to - r, ROWS));
    for (let n = r; n < min(r + ROWS, to); n++) {
      first = min(first, rowAt(workspace, n).first);
      last = max(last, rowAt(workspace, n).last);
    }
  }
  for (let tile = first & ~(KEYS - 1); tile <= last; tile += KEYS) {
    for (let r = from; r < to; r += ROWS) attendTile<S, T>(workspace, r, min(to - r, ROWS), tile);
  }
  for (let r = from; r < to; r++) finish(workspace, r);
}

/** Four queries and one tile: scores, weights, and the output so far. */
function attendTile<S, T>(workspace: Workspace, r: i32, count: i32, tile: i32): void {
  if (!bounds<S>(workspace, r, count, tile)) return;
  const job = theJob();
  const begin = workspace.begin;
  const end = workspace.end;
  const plain = workspace.plain;
  scores<S, T>(groupAt(workspace.queries, r, job.dK), workspace.k, job.dK, begin, end, workspace.tile);

  const outStep = <usize>workspace.columns << 3;
  const out = workspace.output + <usize>r * outStep;
  const nonFinite = load<u8>(workspace.nonFinite + tile / KEYS) != 0;
  for (let n = 0; n < count; n++) {
    const row = rowAt(workspace, r + n);
    const at = workspace.tile + <usize>n * KEYS * sizeof<T>();
    const atEnd = at + <usize>(end - begin) * sizeof<T>();
    const top = plain ? largest<T>(at, atEnd) * <T>job.scale : adjust<S, T>(row, at, begin, end, workspace.b, workspace.h, workspace.i + r + n);
    const own = out + <usize>n * outStep;
    soften<T>(row, at, atEnd, top, plain ? <T>job.scale : <T>1, own, own + outStep, nonFinite);
  }

  const width = panelWidth<S>();
  const values = workspace.v + (<usize>(tile / width) * workspace.columns + <usize>(begin - tile)) * PANEL;
  if (nonFinite) mixWild<S, T>(workspace.tile, values, end - begin, workspace.columns, out, count);
  else mix<S, T>(workspace.tile, values, end - begin, workspace.columns, out);
}
