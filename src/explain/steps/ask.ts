import type { AskStep, Product } from '../lesson.js';
import { keysOf, mayHear, row, type View } from '../view.js';

/** q against every key: the products, and the score that they add up to. */
export function ask(view: View, i: number): AskStep {
  const q = row(view, 'q_rotated', i) ?? row(view, 'q', i)!;
  const keys = keysOf(view);
  return {
    kind: 'ask',
    similarity: view.trace.problem.similarity ?? 'dot',
    voices: row(view, 'scores', i)!.map((value, j) => ({
      products: q.map((x, at): Product => [x, keys[j]![at] ?? 0]),
      value,
      heard: mayHear(view, i, j),
    })),
  };
}
