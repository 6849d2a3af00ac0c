import type { Finding } from '../finding.js';
import { bytes } from './bytes.js';
import { cells } from './cells.js';
import { constant } from './constant.js';
import { copies } from './copies.js';
import { functionOf } from './function-of.js';
import { meanOfValues } from './mean.js';
import { notFinite } from './not-finite.js';
import { notWritten } from './not-written.js';
import { order } from './order.js';
import type { Scene, Seen, Sight } from './seen.js';
import { zeros } from './zeros.js';

/** What anybody would see, in the order in which it is looked for. A further one is a file and its line here. */
const SIGHTS: readonly Sight[] = [
  bytes,
  notFinite,
  zeros,
  constant,
  copies,
  meanOfValues,
  order,
  cells,
  functionOf,
  notWritten,
];

/** The first of them. */
export function firstSeen(scene: Scene): Seen | undefined {
  for (const sight of SIGHTS) {
    const seen = sight(scene);
    if (seen) return seen;
  }
  return undefined;
}

/** As an entry of the report: nothing of OUT is left unexplained where it is sure. */
export function seenFinding({ sure: _, shallow: _shallow, ...seen }: Seen): Finding {
  return { ...seen, residual: 0, others: [] };
}
