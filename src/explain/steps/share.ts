import { exp } from '../../core/elementary.js';
import { largest } from '../extremes.js';
import type { ShareStep } from '../lesson.js';
import { heardBy, row, type View } from '../view.js';

/** What turns scores into weights, opened up: largest off, e^x, sum, divide. */
export function share(view: View, i: number): ShareStep {
  const { problem } = view.trace;
  const { sink: given, temperature = 1, normalizer = 'softmax' } = problem;
  const logits = (row(view, 'masked', i) ?? row(view, 'softcapped', i) ?? row(view, 'scaled', i)!).map(
    (x) => x / temperature,
  );
  const heard = heardBy(view, i);
  const sink =
    given === undefined || typeof given === 'number' ? given : given.data[given.data.length === 1 ? 0 : view.head]!;
  const most = Math.max(sink ?? -Infinity, largest(logits.filter((_, j) => heard[j])));
  const shifted = logits.map((x, j) => (heard[j] ? x - most : -Infinity));
  const exps = shifted.map(exp);
  const sinkExp = sink === undefined ? undefined : exp(sink - most);
  return {
    kind: 'share',
    normalizer,
    temperature,
    logits,
    heard,
    largest: most,
    shifted,
    exps,
    sum: exps.reduce((total, x) => total + x, sinkExp ?? 0),
    weights: row(view, 'weights', i)!,
    ...(sink !== undefined && sinkExp !== undefined && { sink, sinkExp }),
  };
}
