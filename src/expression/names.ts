import type { Tensor } from '../core/index.js';
import { FUNCTION_NAMES } from './functions.js';

/** The variables of each kind of expression, in the order of the compiled function's arguments. */
export const VARIABLES = {
  /** `1/2`, `sqrt(3)`: numbers only. */
  number: [],
  /** `--mask`, `--bias`: query i, key j, head h, batch item b, all from 0; P cached keys. */
  cell: ['i', 'j', 'h', 'b', 'n_q', 'n_k', 'P'],
  /** `--score-mod`: the score s too. */
  score: ['s', 'i', 'j', 'h', 'b', 'n_q', 'n_k'],
  /** `--scale`: the sizes are known before the first row (`bind`), so that more names than slots have room. */
  scale: ['i', 'h', 'b', 'd_k', 'd_v', 'd_model', 'n_q', 'n_k', 'P'],
} as const satisfies Record<string, readonly string[]>;

export type Context = keyof typeof VARIABLES;

/** The arrays that an expression may name; `get` is asked for each that it does name. */
export interface ArrayNames {
  readonly names: readonly string[];
  readonly get: (name: string) => Tensor | undefined;
}

export const NO_ARRAYS: ArrayNames = { names: [], get: () => undefined };

/**
 * Names that mean something already: no array can have them. The score `s` stands in `--score-mod` alone, and papers call an array
 * so too (SSMax): elsewhere it may be one.
 */
export function isTaken(name: string, scoreMod: boolean): boolean {
  return (
    Object.values(VARIABLES).some(
      (names) => (names as readonly string[]).includes(name) && (name !== 's' || scoreMod),
    ) ||
    CONSTANTS.has(name) ||
    WORD_OPERATORS.has(name) ||
    FUNCTION_NAMES.includes(name)
  );
}

export const CONSTANTS: ReadonlyMap<string, number> = new Map([
  ['pi', Math.PI],
  ['e', Math.E],
  ['inf', Infinity],
  ['nan', NaN],
  ['true', 1],
  ['false', 0],
]);

/** Operators that are words. `mod` may also be called: mod(a, b). */
export const WORD_OPERATORS: ReadonlySet<string> = new Set(['and', 'or', 'xor', 'not', 'mod']);

/** What to write for a name that other languages have. */
export const OTHER_NAMES: ReadonlyMap<string, string> = new Map([
  ['ln', 'log(x)'],
  ['fabs', 'abs(x)'],
  ['relu', 'max(x, 0)'],
  ['if', 'where(condition, a, b)'],
  ['ceiling', 'ceil(x)'],
  ['minimum', 'min(a, b)'],
  ['maximum', 'max(a, b)'],
  ['fmod', 'mod(a, b)'],
  ['clamp', 'min(max(x, low), high)'],
  ['clip', 'min(max(x, low), high)'],
  ['and', 'a and b'],
  ['or', 'a or b'],
  ['xor', 'a xor b'],
  ['π', 'pi'],
  ['infinity', 'inf'],
]);
