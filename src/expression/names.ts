/** The variables of each kind of expression, in the order of the compiled function's arguments. */
export const VARIABLES = {
  /** `1/2`, `sqrt(3)`: numbers only. */
  number: [],
  /** `--mask`, `--bias`: query i, key j, head h, batch item b, all from 0. */
  cell: ['i', 'j', 'h', 'b', 'n_q', 'n_k'],
  /** `--score-mod`: the score s too. */
  score: ['s', 'i', 'j', 'h', 'b', 'n_q', 'n_k'],
  /** `--scale`. */
  scale: ['d_k', 'd_v', 'd_model', 'n_q', 'n_k'],
} as const satisfies Record<string, readonly string[]>;

export type Context = keyof typeof VARIABLES;

/** Where each kind is written. */
export const WRITTEN_IN: ReadonlyMap<Context, string> = new Map([
  ['cell', '--mask and --bias'],
  ['score', '--score-mod'],
  ['scale', '--scale'],
]);

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
  ['ln', 'log(x), which is the natural logarithm'],
  ['fabs', 'abs(x)'],
  ['relu', 'max(x, 0)'],
  ['if', 'where(condition, a, b)'],
  ['ceiling', 'ceil(x)'],
  ['minimum', 'min(a, b)'],
  ['maximum', 'max(a, b)'],
  ['fmod', 'mod(a, b)'],
  ['clamp', 'min(max(x, low), high)'],
  ['clip', 'min(max(x, low), high)'],
  ['and', 'a and b: it stands between two conditions'],
  ['or', 'a or b: it stands between two conditions'],
  ['xor', 'a xor b: it stands between two conditions'],
  ['π', 'pi'],
  ['infinity', 'inf'],
]);
