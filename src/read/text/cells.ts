import { AttnError, type Fault } from '../../core/index.js';
import { numberCell, resolveCell } from './cell.js';
import type { FaultList } from './faults.js';
import type { Place } from './place.js';

/** So many places of one text are remembered: as many as can be shown. */
const REMEMBERED = 20;

/** The text around a cell; `names`: its column may be meant to hold names. */
export type CellNotes = Pick<Fault, 'excerpt'> & { readonly names?: boolean };

interface Occurrence {
  readonly at: number;
  readonly detail: () => CellNotes;
}

/** Cells of a tensor that hold text: tokens, expressions, or mistakes. */
export interface TextCells {
  readonly add: (text: string, at: number, length: number, detail: (at: number, length: number) => CellNotes) => void;
  /** The number of every text that has one; the others become faults. */
  readonly resolve: () => Promise<Map<string, number>>;
}

/** Collects text cells; each different text is worked out once, however often it stands. */
export function textCells(place: Place, faults: FaultList): TextCells {
  const numbers = new Map<string, number>();
  const waiting = new Map<string, { times: number; first: Occurrence[] }>();
  return {
    add: (text, at, length, detail) => {
      let entry = waiting.get(text);
      if (!entry) {
        const plain = numbers.get(text) ?? numberCell(text);
        if (plain !== undefined) {
          numbers.set(text, plain);
          return;
        }
        waiting.set(text, (entry = { times: 0, first: [] }));
      }
      entry.times++;
      if (entry.first.length < REMEMBERED) entry.first.push({ at, detail: () => detail(at, length) });
    },
    resolve: async () => {
      for (const [text, { times, first }] of waiting) {
        if (faults.full()) {
          faults.skip(times);
          continue;
        }
        try {
          numbers.set(text, await resolveCell(text, place(first[0]!.at)));
        } catch (error) {
          if (!(error instanceof AttnError)) throw error;
          for (const { at, detail } of first) {
            const [fault] = error.faults;
            faults.add(at, () => ({ ...detail(), ...fault!, where: place(at) }));
          }
          if (times > first.length) faults.skip(times - first.length);
        }
      }
      return numbers;
    },
  };
}
