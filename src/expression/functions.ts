import { cos, exp, log, pow, sin, tanh } from '../core/index.js';

/** A function of one number. Without `slope` it is constant between its jumps: its derivative is 0. */
export interface UnaryFunction {
  readonly at: (x: number) => number;
  /** d/dx. */
  readonly slope?: (x: number) => number;
}

/** A function of two numbers, and its two partial derivatives. */
export interface BinaryFunction {
  readonly at: (x: number, y: number) => number;
  readonly slopes: readonly [(x: number, y: number) => number, (x: number, y: number) => number];
}

/**
 * Floor modulo, as in mathjs: the result has the sign of the divisor, and mod(x, 0) is x.
 *
 * @example floorModulo(-1, 4) // => 3
 */
export function floorModulo(x: number, y: number): number {
  if (y === 0) return x;
  // The remainder is exact, which x - y·floor(x/y) is not.
  const remainder = x % y;
  return remainder !== 0 && remainder < 0 !== y < 0 ? remainder + y : remainder;
}

/** Nearest whole number, halves away from zero: round(2.5) is 3, round(-2.5) is -3. */
function round(x: number): number {
  const whole = Math.trunc(x);
  return Math.abs(x - whole) >= 0.5 ? whole + Math.sign(x) : whole;
}

/** 1/(1 + exp(-x)), written so that nothing overflows. */
function sigmoid(x: number): number {
  if (x >= 0) return 1 / (1 + exp(-x));
  const small = exp(x);
  return small / (1 + small);
}

/** Whole powers come out whole: log(1000, 10) is 3, though log(1000)/log(10) is a little less. */
function logTo(x: number, base: number): number {
  const quotient = log(x) / log(base);
  const whole = Math.round(quotient);
  return Math.abs(quotient - whole) < 1e-9 && pow(base, whole) === x ? whole : quotient;
}

/** A power, and one step of Newton: cubes of whole numbers come out whole. */
function cbrt(x: number): number {
  if (x === 0 || !Number.isFinite(x)) return x;
  const size = Math.abs(x);
  const root = pow(size, 1 / 3);
  return Math.sign(x) * (root - (root - size / (root * root)) / 3);
}

const square = (x: number) => x * x;

/** Share of the first of two: all, none, or half of a tie, as in PyTorch's `maximum`. */
function share(first: number, second: number): number {
  return first === second ? 0.5 : first > second ? 1 : 0;
}

/**
 * The functions of one argument, of core where JavaScript leaves the last digits to the engine. At a kink the derivative is the one PyTorch takes: abs has 0 at 0.
 * `log` is the natural logarithm.
 */
export const UNARY: ReadonlyMap<string, UnaryFunction> = new Map<string, UnaryFunction>([
  ['sqrt', { at: Math.sqrt, slope: (x) => 0.5 / Math.sqrt(x) }],
  ['cbrt', { at: cbrt, slope: (x) => 1 / (3 * square(cbrt(x))) }],
  ['exp', { at: exp, slope: exp }],
  ['log', { at: log, slope: (x) => 1 / x }],
  ['log2', { at: (x) => logTo(x, 2), slope: (x) => 1 / (x * Math.LN2) }],
  ['log10', { at: (x) => logTo(x, 10), slope: (x) => 1 / (x * Math.LN10) }],
  ['abs', { at: Math.abs, slope: Math.sign }],
  ['sin', { at: sin, slope: cos }],
  ['cos', { at: cos, slope: (x) => -sin(x) }],
  ['tan', { at: (x) => sin(x) / cos(x), slope: (x) => 1 / square(cos(x)) }],
  ['tanh', { at: tanh, slope: (x) => square(2 / (exp(x) + exp(-x))) }],
  ['sigmoid', { at: sigmoid, slope: (x) => sigmoid(x) * sigmoid(-x) }],
  ['floor', { at: Math.floor }],
  ['ceil', { at: Math.ceil }],
  ['round', { at: round }],
  ['sign', { at: Math.sign }],
]);

/** The functions of two arguments; `^` is pow, `%` is mod. */
export const BINARY: ReadonlyMap<string, BinaryFunction> = new Map<string, BinaryFunction>([
  [
    'pow',
    {
      at: pow,
      slopes: [(x, y) => (y === 0 ? 0 : y * pow(x, y - 1)), (x, y) => (x === 0 && y > 0 ? 0 : pow(x, y) * log(x))],
    },
  ],
  ['mod', { at: floorModulo, slopes: [() => 1, (x, y) => (y === 0 ? 0 : -Math.floor(x / y))] }],
  [
    'log',
    {
      at: logTo,
      slopes: [(x, base) => 1 / (x * log(base)), (x, base) => -log(x) / (base * square(log(base)))],
    },
  ],
  ['min', { at: Math.min, slopes: [(x, y) => share(y, x), (x, y) => share(x, y)] }],
  ['max', { at: Math.max, slopes: [(x, y) => share(x, y), (x, y) => share(y, x)] }],
]);

/** A function of several numbers, some of which may be left out. It is constant between its jumps. */
export interface ManyFunction {
  readonly least: number;
  readonly most: number;
  /** How it is called. */
  readonly form: string;
  readonly at: (...values: readonly number[]) => number;
}

/**
 * T5's bucket of a distance δ = i − j (T5's own code counts j − i): near distances one bucket each, far ones a logarithm of them,
 * everything from `farthest` on the last. In both directions half of the buckets belong to later keys.
 * Raffel et al. 2020, arXiv 1910.10683, section 2.1; transformers, T5Attention._relative_position_bucket.
 *
 * @param buckets of both directions together
 * @param both 0: later keys all fall into bucket 0
 * @returns NaN where there are no such buckets
 * @example [0, 1, -1, 20].map((distance) => t5Bucket(distance)) // => [0, 1, 17, 10]
 */
export function t5Bucket(distance: number, buckets = 32, farthest = 128, both = 1): number {
  const own = both ? Math.floor(buckets / 2) : buckets;
  const exact = Math.floor(own / 2);
  if (!Number.isInteger(buckets) || !(exact >= 1) || !(farthest > exact)) return NaN;
  const first = both && distance < 0 ? own : 0;
  const far = both ? Math.abs(distance) : Math.max(distance, 0);
  if (far < exact) return first + far;
  // Powers of the ratio come out whole.
  const step = Math.floor((log(far / exact) / log(farthest / exact)) * (own - exact) + 1e-12);
  return first + Math.min(exact + step, own - 1);
}

/** The functions of more arguments. */
export const SEVERAL: ReadonlyMap<string, ManyFunction> = new Map([
  [
    't5_bucket',
    {
      least: 1,
      most: 4,
      form: 't5_bucket(i - j, num_buckets, max_distance, bidirectional)',
      at: (distance, buckets, farthest, both) => t5Bucket(distance!, buckets, farthest, both),
    },
  ],
]);

/** Functions of two that take any number of arguments: min(a, b, c) is min(min(a, b), c). */
export const MANY: ReadonlySet<string> = new Set(['min', 'max']);

/** Everything that can be called; `where(condition, a, b)` chooses. */
export const FUNCTION_NAMES: readonly string[] = [
  ...new Set([...UNARY.keys(), ...BINARY.keys(), ...SEVERAL.keys(), 'where']),
];
