import { listen, listenBackward } from '../layer.js';
import type { LayerWeights } from '../weights.js';
import type { Reader } from './reader.js';

/**
 * One head of attention: the last word asks all words, itself included, at once: softmax(q·Kᵀ/√d)·V·W_O. No positions.
 * It starts with normal numbers of size 1/√d.
 *
 * @param d numbers per word
 */
export function attention(d: number): Reader {
  const square = d * d;
  const parts = (w: Float64Array): LayerWeights => {
    const [wq, wk, wv, wo] = [0, 1, 2, 3].map((nth) => w.subarray(nth * square, (nth + 1) * square)) as [
      Float64Array,
      Float64Array,
      Float64Array,
      Float64Array,
    ];
    return { wq, wk, wv, wo };
  };
  return {
    name: 'attention',
    size: d,
    count: 4 * square,
    start: (random) => Float64Array.from({ length: 4 * square }, () => random.normal() / Math.sqrt(d)),
    read: (weights, x, n) => {
      const pass = listen(x, n, parts(weights), 1, n - 1);
      return {
        output: pass.output,
        back: (dOutput, gradient) => {
          const dx = new Float64Array(n * d);
          listenBackward(pass, parts(weights), 1, dOutput, parts(gradient), dx);
          return dx;
        },
      };
    },
  };
}
