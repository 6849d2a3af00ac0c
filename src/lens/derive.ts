import {
  exp,
  lambdaOf,
  outputSizes,
  pairOf,
  pairWith,
  type RelativeValue,
  relativeValuesOf,
  type Tensor,
} from '../core/index.js';
import { JOINED_OUTPUT, LOGITS, VALUES, type Lens } from './lens.js';

/** Two factors. A dot product is the sum of such products. */
export type Product = readonly [number, number];

/**
 * Two vectors, factor by factor. Under `general` and `additive` a key may be shorter than the query: its missing numbers are 0.
 *
 * @example dotProducts([2, 3], [5, 7]) // => [[2, 5], [3, 7]]
 */
export function dotProducts(query: readonly number[], key: readonly number[]): Product[] {
  return query.map((x, at): Product => [x, key[at] ?? 0]);
}

/** The inside of one row's softmax: what core computes on the way and does not keep. */
export interface SoftmaxRow {
  /** Scores over temperature. */
  readonly logits: readonly number[];
  readonly attended: readonly boolean[];
  /** What is subtracted before e^x: the largest attended logit, the sink's included. */
  readonly largest: number;
  /** logit − largest; −∞ where not attended. */
  readonly shifted: readonly number[];
  /** e^(logit − largest); 0 where not attended. */
  readonly exps: readonly number[];
  /** The logit that joins the sum only, and e^(sink − largest). */
  readonly sink?: { readonly logit: number; readonly exp: number };
  readonly sum: number;
}

/** The softmax of row i, in the order of `core/normalizer/softmax.ts`, so that the digits are the same. */
export function softmaxRow(lens: Lens, i: number): SoftmaxRow {
  const { temperature = 1, sink: given } = lens.trace.problem;
  const logits = lens.row(LOGITS, i).map((x) => x / temperature);
  const attended = lens.attended(i);
  const sink =
    given === undefined || typeof given === 'number' ? given : given.data[given.data.length === 1 ? 0 : lens.head]!;
  // Math.max: one NaN makes all of the row NaN.
  const largest = logits.reduce((most, x, j) => (attended[j] ? Math.max(most, x) : most), sink ?? -Infinity);
  const shifted = logits.map((x, j) => (attended[j] ? x - largest : -Infinity));
  const exps = shifted.map(exp);
  const ofSink = sink === undefined ? undefined : { logit: sink, exp: exp(sink - largest) };
  const sum = exps.reduce((total, x) => total + x, ofSink?.exp ?? 0);
  return { logits, attended, largest, shifted, exps, sum, ...(ofSink && { sink: ofSink }) };
}

/** What key j tells query i: its value, and what `--relative-value` adds for their distance. */
export function valueFor(lens: Lens, i: number, j: number): readonly number[] {
  const value = lens.row(VALUES, j);
  const relative = relativeOf(lens)?.(i, j, lens.head, lens.batch);
  return relative ? value.map((x, m) => x + relative[m]!) : value;
}

const relatives = new WeakMap<Lens['trace'], RelativeValue>();

function relativeOf({ trace }: Lens): RelativeValue | undefined {
  const known = relatives.get(trace) ?? relativeValuesOf(trace);
  if (known) relatives.set(trace, known);
  return known;
}

/** The products whose sum is number m of this head's output: weight × value of every key that takes part. */
export function mixProducts(lens: Lens, i: number, m: number): Product[] {
  const relative = lens.trace.problem.relativeValue !== undefined;
  const valueAt = (j: number): number => (relative ? valueFor(lens, i, j)[m]! : lens.at(VALUES, j, m));
  // What is masked takes no part, not even as 0 × NaN.
  return lens.row('weights', i).flatMap((weight, j): Product[] => (lens.attends(i, j) ? [[weight, valueAt(j)]] : []));
}

/** The two maps of which row i of the weights is the difference, and what the second was multiplied by. */
export interface Difference {
  readonly first: { readonly head: number; readonly weights: readonly number[] };
  readonly second: { readonly head: number; readonly weights: readonly number[] };
  readonly lambda: number;
}

/** Differential attention: P of one query head − λ·P of the other. */
export function differenceOf(lens: Lens, i: number): Difference {
  const { problem, sizes } = lens.trace;
  const { pairs } = sizes.pairing!;
  const g = pairWith(problem, lens.head, pairs);
  const [first, second] = pairOf(problem, g, pairs).map((head) => ({
    head,
    weights: lens.other(head).row('maps', i),
  })) as [Difference['first'], Difference['first']];
  return { first, second, lambda: lambdaOf(problem, sizes)(lens.batch, g, i) };
}

/** The query head, or the first of the two query heads, whose output this is. */
export function headOfOutput({ problem, sizes: { pairing } }: Lens['trace'], head: number): number {
  return pairing ? pairOf(problem, head, pairing.pairs)[0] : head;
}

/** The outputs of all heads of query i. */
export function outputsOfHeads(lens: Lens, i: number): (readonly number[])[] {
  return Array.from({ length: outputSizes(lens.trace.sizes).heads }, (_, head) =>
    lens.other(headOfOutput(lens.trace, head)).row(JOINED_OUTPUT, i),
  );
}

/**
 * Row × one column of a matrix, factor by factor. A bias comes last, as 1 × b.
 *
 * @example columnProducts([1, 2], matrix([[3, 4], [5, 6]]), 1) // => [[1, 4], [2, 6]]
 */
export function columnProducts(
  row: readonly number[],
  { shape, data }: Tensor,
  column: number,
  bias?: Tensor,
): Product[] {
  const products = row.map((factor, at): Product => [factor, data[at * shape[1]! + column]!]);
  return bias ? [...products, [1, bias.data[column]!]] : products;
}
