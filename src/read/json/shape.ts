import type { Excerpt, Fault } from '../../core/index.js';
import { excerpt } from '../text/excerpt.js';
import type { FaultList } from '../text/faults.js';
import { MOST_AXES } from './tensor.js';
import type { Place } from '../text/place.js';
import { ragged } from '../text/ragged.js';

/** All lists of one depth, by their number in order. */
interface Level {
  readonly starts: number[];
  readonly ends: number[];
  readonly lengths: number[];
  /** Lists with a syntax error inside: their length means nothing. */
  readonly broken: Set<number>;
}

/** Watches the nested lists of one tensor go by, and says what is out of order. */
export interface ShapeAudit {
  readonly open: (at: number) => boolean;
  readonly close: (at: number) => void;
  /** A literal stands here: true when that is the depth of the numbers. */
  readonly cell: (at: number) => boolean;
  readonly breakHere: () => void;
  /** The row that is open now, for the detail of a message made later. */
  readonly rowHere: () => (at: number, length: number) => Pick<Fault, 'excerpt'>;
  readonly finish: (at: number) => void;
}

/**
 * An audit of the shape of one tensor in a text.
 *
 * @param title what the tensor is called: `K`
 */
export function shapeAudit(title: string, text: string, place: Place, faults: FaultList): ShapeAudit {
  const levels: Level[] = [];
  let depth = 0;
  let rank: number | undefined;
  let tooDeep = false;

  const here = (): { level: Level; list: number } => {
    const level = levels[depth - 1]!;
    return { level, list: level.starts.length - 1 };
  };
  const count = (): void => {
    if (depth === 0) return;
    const { level, list } = here();
    level.lengths[list]!++;
  };

  return {
    open: (at) => {
      count();
      const expectsNumber = depth === rank;
      if (expectsNumber) faults.add(at, () => ({ code: 'json-list-for-number', where: place(at) }));
      if (depth === MOST_AXES && !expectsNumber && !tooDeep) {
        tooDeep = true;
        faults.add(at, () => ({ code: 'tensor-too-deep', where: place(at), title, most: MOST_AXES }));
      }
      const level = (levels[depth++] ??= { starts: [], ends: [], lengths: [], broken: new Set() });
      level.starts.push(at);
      level.lengths.push(0);
      if (expectsNumber || depth > MOST_AXES) level.broken.add(level.starts.length - 1);
      return !expectsNumber && depth <= MOST_AXES;
    },
    close: (at) => {
      here().level.ends.push(at + 1);
      depth--;
    },
    cell: (at) => {
      count();
      rank ??= depth;
      if (depth === rank) return true;
      faults.add(at, () => ({ code: 'json-number-for-list', where: place(at) }));
      return false;
    },
    breakHere: () => {
      for (const level of levels.slice(0, depth)) level.broken.add(level.starts.length - 1);
    },
    rowHere: () => {
      const { level, list } = here();
      const row = depth;
      return (at, length) => {
        const written = excerpt(text, level.starts[list]!, level.ends[list] ?? text.length, at, length);
        return { excerpt: { written, title, ...(row > 1 && { row: list + 1 }) } };
      };
    },
    finish: (at) => {
      if (tooDeep) return;
      if (rank === undefined && levels.every((level) => level.broken.size === 0)) {
        faults.add(at, () => ({ code: 'tensor-empty', where: place(at), title }));
      }
      levels.slice(0, rank ?? 0).forEach((level, index) => {
        const innermost = index + 1 === rank;
        const kind = innermost ? 'row' : 'block';
        const of = innermost ? 'numbers' : index + 2 === rank ? 'rows' : 'blocks';
        const lengths = level.lengths.map((length, list) => (level.broken.has(list) ? undefined : length));
        for (const { index: list, length } of ragged(lengths, kind, of)) {
          const start = level.starts[list]!;
          faults.add(start, () => ({
            code: 'list-length',
            where: place(start),
            ...length,
            excerpt: {
              written: excerpt(text, start, level.ends[list]!, start, 1),
              title,
              [kind]: list + 1,
            } satisfies Excerpt,
          }));
        }
      });
    },
  };
}
