import { AttnError, type Fault } from '../../core/index.js';
import type { ReadFault } from '../facts.js';

/** More than this nobody reads; the rest is counted. */
const SHOWN = 20;
/** So many are kept to be put in order; beyond that they are only counted. */
const KEPT = 1000;

/** Gathers the problems of one input, so that all of them are told at once, in the order of the text. */
export interface FaultList {
  /** Takes a problem at an offset of the text. Only those that are shown are made, at the end. */
  readonly add: (at: number, fault: () => Fault) => void;
  /** Are there as many as will be shown? Then what costs time need not be looked at any more. */
  readonly full: () => boolean;
  /** So many suspects were not looked at. */
  readonly skip: (suspects: number) => void;
  /** @throws AttnError with the first twenty faults and the number of the others, when there is any */
  readonly throwIfAny: () => void;
}

/**
 * An empty list of faults.
 *
 * @example const faults = faultList(); faults.add(0, () => ({ code: 'csv-line-empty' })); faults.throwIfAny();
 */
export function faultList(): FaultList {
  const kept: { at: number; fault: () => Fault }[] = [];
  let count = 0;
  let skipped = 0;
  return {
    add: (at, fault) => {
      count++;
      if (kept.length < KEPT) kept.push({ at, fault });
    },
    full: () => count >= SHOWN,
    skip: (suspects) => {
      skipped += suspects;
    },
    throwIfAny: () => {
      if (count === 0) return;
      const shown = kept
        .sort((a, b) => a.at - b.at)
        .slice(0, SHOWN)
        .map(({ fault }) => fault());
      const more = count - shown.length + skipped;
      const rest: ReadFault = { code: 'more-problems-in-input', count: more, atMost: skipped > 0 };
      throw new AttnError('data', more > 0 ? [...shown, rest] : shown);
    },
  };
}
