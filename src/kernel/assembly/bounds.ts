import { KEYS } from '../layout';
import { Workspace, rowAt } from './workspace';
import { theJob } from './job';
import { panelWidth } from './lanes';
import { seen } from './reach';

/** Sets workspace.begin, .end and .plain: which keys of a tile four queries may see. @returns whether there are any */
export function bounds<S>(workspace: Workspace, r: i32, count: i32, tile: i32): bool {
  const job = theJob();
  const width = panelWidth<S>();
  let first = job.nK;
  let last = -1;
  let common = 0; // the keys from `common` to `until` are seen by all four
  let until = job.nK - 1;
  for (let n = r; n < r + count; n++) {
    const row = rowAt(workspace, n);
    first = min(first, row.first);
    last = max(last, row.last);
    common = max(common, row.first);
    until = min(until, row.last);
  }
  const begin = max(tile, first) & ~(width - 1);
  const end = (min(tile + KEYS, last + 1) + width - 1) & ~(width - 1);
  if (begin >= end) return false;
  let whole = common <= begin && end <= until + 1;
  if (job.mask) {
    const state = seen(workspace.b, workspace.h, workspace.i + r, count, begin, end);
    if (state == 0) return false;
    if (state == 1) whole = false;
  }
  workspace.begin = begin;
  workspace.end = end;
  workspace.plain = whole && job.cap == 0 && job.bias == 0 && job.slopes == 0 && job.temperature == 1 && job.scale > 0;
  return true;
}
