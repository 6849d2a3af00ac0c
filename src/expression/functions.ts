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
  if (x >= 0) return 1 / (1 + Math.exp(-x));
  const small = Math.exp(x);
  return small / (1 + small);
}

/** log(8, 2) is exactly 3: bases 2 and 10 have their own functions. */
function logTo(x: number, base: number): number {
  if (base === 2) return Math.log2(x);
  if (base === 10) return Math.log10(x);
  return Math.log(x) / Math.log(base);
}

/** Share of the first of two: all, none, or half of a tie, as in PyTorch's `maximum`. */
function share(first: number, second: number): number {
  return first === second ? 0.5 : first > second ? 1 : 0;
}

/**
 * The functions of one argument. At a kink the derivative is the one PyTorch takes: abs has 0 at 0.
 * `log` is the natural logarithm.
 */
export const UNARY: ReadonlyMap<string, UnaryFunction> = new Map<string, UnaryFunction>([
  ['sqrt', { at: Math.sqrt, slope: (x) => 0.5 / Math.sqrt(x) }],
  ['cbrt', { at: Math.cbrt, slope: (x) => 1 / (3 * Math.cbrt(x) ** 2) }],
  ['exp', { at: Math.exp, slope: Math.exp }],
  ['log', { at: Math.log, slope: (x) => 1 / x }],
  ['log2', { at: Math.log2, slope: (x) => 1 / (x * Math.LN2) }],
  ['log10', { at: Math.log10, slope: (x) => 1 / (x * Math.LN10) }],
  ['abs', { at: Math.abs, slope: Math.sign }],
  ['sin', { at: Math.sin, slope: Math.cos }],
  ['cos', { at: Math.cos, slope: (x) => -Math.sin(x) }],
  ['tan', { at: Math.tan, slope: (x) => 1 / Math.cos(x) ** 2 }],
  ['tanh', { at: Math.tanh, slope: (x) => 1 / Math.cosh(x) ** 2 }],
  ['sigmoid', { at: sigmoid, slope: (x) => sigmoid(x) * sigmoid(-x) }],
  ['floor', { at: Math.floor }],
  ['ceil', { at: Math.ceil }],
  ['round', { at: round }],
  ['sign', { at: Math.sign }],
]);

/** The functions of two arguments; `^` is pow, `%` is mod. */
export const BINARY: ReadonlyMap<string, BinaryFunction> = new Map<string, BinaryFunction>([
  ['pow', {
    at: Math.pow,
    slopes: [
      (x, y) => (y === 0 ? 0 : y * Math.pow(x, y - 1)),
      (x, y) => (x === 0 && y > 0 ? 0 : Math.pow(x, y) * Math.log(x)),
    ],
  }],
  ['mod', { at: floorModulo, slopes: [() => 1, (x, y) => (y === 0 ? 0 : -Math.floor(x / y))] }],
  ['log', {
    at: logTo,
    slopes: [(x, base) => 1 / (x * Math.log(base)), (x, base) => -Math.log(x) / (base * Math.log(base) ** 2)],
  }],
  ['min', { at: Math.min, slopes: [(x, y) => share(y, x), (x, y) => share(x, y)] }],
  ['max', { at: Math.max, slopes: [(x, y) => share(x, y), (x, y) => share(y, x)] }],
]);

/** Functions of two that take any number of arguments: min(a, b, c) is min(min(a, b), c). */
export const MANY: ReadonlySet<string> = new Set(['min', 'max']);

/** Everything that can be called; `where(condition, a, b)` chooses. */
export const FUNCTION_NAMES: readonly string[] = [...new Set([...UNARY.keys(), ...BINARY.keys(), 'where'])];
