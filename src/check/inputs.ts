import { type FloatType, generator, type Problem, PROBLEM_OPTIONS, type Tensor } from '../core/index.js';
import type { Arithmetic } from './arithmetic.js';
import { precision } from './precision.js';
import { halfStep, printedText, writtenAs, type Written } from './written.js';

type Field = keyof Problem;

/** How exactly the inputs of a problem are known. */
export interface InputPrecision {
  /** A shorter type than that of OUT, which the queries and the keys (or all that is projected) have. */
  readonly dtype?: FloatType;
  /** Inputs of which OUT shows that they were printed with few digits. */
  readonly printed: ReadonlyMap<Field, Written>;
}

/** Options whose numbers take part in the arithmetic. */
const NUMBERS = PROBLEM_OPTIONS.filter((option) => 'rounded' in option && option.rounded).map(({ field }) => field);

/** With fewer decimals inputs were typed as they are, unless OUT has as few. */
const PRINTED = 3;

/**
 * What the inputs allow OUT to be: NumPy makes a float64 of float32 numbers that were divided by `np.sqrt(d)`, and numbers
 * that were printed are off by half of their last digit.
 */
export function inputPrecision(problem: Problem, out: Arithmetic): InputPrecision {
  const written = new Map<Field, Written>();
  for (const field of NUMBERS) {
    const value = problem[field];
    if (isTensor(value)) written.set(field, writtenAs(value));
  }
  // Only a product of two short numbers is short.
  const factors = (problem.x ? (['x', 'wq'] as const) : (['q', 'k'] as const)).flatMap((field) =>
    problem[field] ? [written.get(field)?.dtype ?? 'float64'] : [],
  );
  const shortest = factors.sort((a, b) => precision(a).unit - precision(b).unit)[0] ?? 'float64';
  // An OUT with all its digits was computed from the numbers as they are: then their few digits are exact.
  const outIsPrinted = out.decimals !== undefined || out.digits !== undefined;
  const printed = new Map(
    [...written].filter(
      ([, one]) =>
        outIsPrinted &&
        printedText(one) !== undefined &&
        ((one.decimals ?? one.digits!) >= PRINTED ||
          (one.decimals !== undefined && out.decimals !== undefined && out.decimals <= one.decimals + 1)),
    ),
  );
  // A printed number may be that of a float32.
  const few = outIsPrinted ? 'float32' : 'float64';
  const dtype = precision(shortest).unit > precision(few).unit ? shortest : few;
  return { printed, ...(precision(dtype).unit > precision(out.dtype).unit && { dtype }) };
}

function isTensor(value: unknown): value is Tensor {
  return typeof value === 'object' && value !== null && 'shape' in value && 'data' in value;
}

/** By how much a number of a field may be off at most. */
export type HalfStep = (x: number) => number;

export function halfSteps(printed: InputPrecision['printed']): Map<Field, HalfStep> {
  return new Map([...printed].map(([field, written]) => [field, (x: number) => halfStep(written, x)]));
}

const moved = new WeakMap<Tensor, Map<number, Tensor>>();

/** The problem with every printed number moved by up to half of its last digit, at random. */
export function movedProblem(problem: Problem, steps: ReadonlyMap<Field, HalfStep>, seed: number): Problem {
  return {
    ...problem,
    ...Object.fromEntries(
      [...steps].flatMap(([field, step]) => {
        const value = problem[field];
        return isTensor(value) ? [[field, movedTensor(value, step, seed)]] : [];
      }),
    ),
  };
}

function movedTensor(from: Tensor, step: HalfStep, seed: number): Tensor {
  const ofTensor = moved.get(from) ?? new Map<number, Tensor>();
  moved.set(from, ofTensor);
  const before = ofTensor.get(seed);
  if (before) return before;
  const { uniform } = generator(seed + from.data.length);
  const data = from.data.map((x) => x + (2 * uniform() - 1) * step(x));
  const made: Tensor = { ...from, data, dtype: 'float64' };
  ofTensor.set(seed, made);
  return made;
}

/** `Q, K and V are printed with 4 decimals`, and `OUT is stored as float64 and accurate to float32`. */
export function accuracyText({ dtype, printed }: InputPrecision, out: Arithmetic, stored: string): string {
  const groups = new Map<string, string[]>();
  for (const [field, written] of printed) {
    const text = printedText(written)!;
    groups.set(text, [...(groups.get(text) ?? []), NAMES[field] ?? field]);
  }
  const parts = [...groups].map(
    ([text, names]) => `${listed(names)} ${names.length > 1 ? 'are' : 'is'} printed with ${text}`,
  );
  if (dtype && printed.size === 0)
    parts.push(
      out.decimals === undefined && out.digits === undefined
        ? `OUT is stored as ${stored} and accurate to ${dtype}`
        : `OUT is printed and accurate to ${dtype}`,
    );
  return parts.join('; ');
}

const NAMES: Partial<Record<Field, string>> = {
  q: 'Q',
  k: 'K',
  v: 'V',
  x: 'X',
  xKv: 'X_kv',
  wq: 'W_Q',
  wk: 'W_K',
  wv: 'W_V',
  wo: 'W_O',
};

function listed(names: readonly string[]): string {
  return names.length < 2 ? names.join('') : `${names.slice(0, -1).join(', ')} and ${names.at(-1)!}`;
}
