import type { TextFault } from '../../core/index.js';
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
  readonly rowHere: () => (at: number, length: number) => Pick<TextFault, 'detail'>;
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
      if (expectsNumber) faults.add(at, () => ({ where: place(at), what: 'expected a number, found a list' }));
      if (depth === MOST_AXES && !expectsNumber && !tooDeep) {
        tooDeep = true;
        faults.add(at, () => ({
          where: place(at),
          what: `${title} is nested more than ${MOST_AXES} deep`,
          fix: 'the most is 4: (batch, heads, length, size)',
        }));
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
      faults.add(at, () => ({ where: place(at), what: 'expected a list of numbers, found one number alone' }));
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
        return { detail: row === 1 ? `${title} is  ${written}` : `row ${list + 1} of ${title} is  ${written}` };
      };
    },
    finish: (at) => {
      if (tooDeep) return;
      if (rank === undefined && levels.every((level) => level.broken.size === 0)) {
        faults.add(at, () => ({ where: place(at), what: `${title} is empty: expected at least one number` }));
      }
      levels.slice(0, rank ?? 0).forEach((level, index) => {
        const [row, unit] = index + 1 === rank ? ['row', 'numbers'] : ['block', index + 2 === rank ? 'rows' : 'blocks'];
        const lengths = level.lengths.map((length, list) => (level.broken.has(list) ? undefined : length));
        for (const { index: list, what } of ragged(lengths, row!, unit!)) {
          const start = level.starts[list]!;
          faults.add(start, () => ({
            where: place(start),
            what,
            detail: `${row} ${list + 1} of ${title} is  ${excerpt(text, start, level.ends[list]!, start, 1)}`,
            fix: `make all ${row}s equally long`,
          }));
        }
      });
    },
  };
}
