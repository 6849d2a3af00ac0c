import { exp } from '../../core/elementary.js';
import { LOGITS, type HeadView } from './head-view.js';

/** The inside of one row's softmax: what core computes on the way and does not keep. */
export interface SoftmaxRow {
  /** Scores over temperature. */
  readonly logits: readonly number[];
  readonly heard: readonly boolean[];
  readonly largest: number;
  /** e^(logit − largest); 0 where not heard. */
  readonly exps: readonly number[];
  /** e^(sink − largest), which joins the sum only. */
  readonly sink?: number;
  readonly sum: number;
}

/** In the order of `core/normalizer/softmax.ts`, so that the digits are the same. */
export function softmaxRow(view: HeadView, i: number): SoftmaxRow {
  const {
    problem: { temperature = 1, sink: given },
    sizes,
  } = view.trace;
  const logits = Array.from(view.row(i, ...LOGITS)!, (x) => x / temperature);
  const heard = logits.map((_, j) => !view.masked(i, j));
  const sink =
    given === undefined || typeof given === 'number'
      ? given
      : given.data[given.data.length === sizes.heads ? view.head : 0]!;
  let largest = sink ?? -Infinity;
  for (const [j, x] of logits.entries()) if (heard[j] && (x > largest || Number.isNaN(x))) largest = x;
  const exps = logits.map((x, j) => (heard[j] ? exp(x - largest) : 0));
  const ofSink = sink === undefined ? undefined : exp(sink - largest);
  const sum = exps.reduce((total, x) => total + x, ofSink ?? 0);
  return { logits, heard, largest, exps, sum, ...(ofSink !== undefined && { sink: ofSink }) };
}
