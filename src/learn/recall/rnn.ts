import { tanh } from '../../core/index.js';
import { add } from '../layer.js';
import { addProduct, addProductBackward, within, type Reader } from './reader.js';

/**
 * A plain recurrent network: h_t = tanh(x_t·W_x + h_(t−1)·W_h + b). Elman 1990, "Finding structure in time". It starts as
 * torch.nn.RNN does: all numbers uniform between ±1/√h.
 *
 * @param d numbers per word
 * @param h numbers of the state
 */
export function rnn(d: number, h: number): Reader {
  const [endX, endH, count] = [d * h, d * h + h * h, d * h + h * h + h];
  const parts = (w: Float64Array) => ({ wx: w.subarray(0, endX), wh: w.subarray(endX, endH), b: w.subarray(endH) });
  return {
    name: 'rnn',
    size: h,
    count,
    start: (random) => Float64Array.from({ length: count }, () => within(random, 1 / Math.sqrt(h))),
    read: (weights, x, n) => {
      const { wx, wh, b } = parts(weights);
      const states = [new Float64Array(h)];
      const word = (t: number): Float64Array => x.subarray(t * d, (t + 1) * d);
      for (let t = 0; t < n; t++) {
        const sum = b.slice();
        addProduct(sum, word(t), wx);
        addProduct(sum, states[t]!, wh);
        states.push(sum.map(tanh));
      }
      return {
        output: states[n]!,
        back: (dOutput, gradient) => {
          const g = parts(gradient);
          const dx = new Float64Array(n * d);
          let dState = dOutput;
          for (let t = n - 1; t >= 0; t--) {
            const state = states[t + 1]!;
            const dSum = dState.map((value, m) => value * (1 - state[m]! * state[m]!)); // tanh′ = 1 − tanh²
            const dBefore = new Float64Array(h);
            addProductBackward(dSum, word(t), wx, dx.subarray(t * d, (t + 1) * d), g.wx);
            addProductBackward(dSum, states[t]!, wh, dBefore, g.wh);
            add(g.b, dSum);
            dState = dBefore;
          }
          return dx;
        },
      };
    },
  };
}
