import { tanh } from '../../core/index.js';
import { add } from '../layer.js';
import { addProduct, addProductBackward, within, type Reader } from './reader.js';

/** What one step computed: the gates side by side, i f g o, and the cell after it. */
interface Step {
  readonly gates: Float64Array; // (4h)
  readonly cell: Float64Array; // (h)
  readonly state: Float64Array; // (h)
}

/**
 * Long short-term memory: i, f, o = σ(…), g = tanh(…) of x_t·W_x + h_(t−1)·W_h + b; c_t = f∘c_(t−1) + i∘g; h_t = o∘tanh(c_t).
 * Hochreiter & Schmidhuber 1997 with the forget gate of Gers et al. 2000; gates in the order of torch.nn.LSTM. It starts with
 * all numbers uniform between ±1/√h and 1 more on the forget gate's bias, so that it remembers at first
 * (Jozefowicz et al. 2015).
 *
 * @param d numbers per word
 * @param h numbers of the state
 */
export function lstm(d: number, h: number): Reader {
  const [endX, endH, count] = [d * 4 * h, (d + h) * 4 * h, (d + h + 1) * 4 * h];
  const parts = (w: Float64Array) => ({ wx: w.subarray(0, endX), wh: w.subarray(endX, endH), b: w.subarray(endH) });
  return {
    name: 'lstm',
    size: h,
    count,
    start: (random) => {
      const weights = Float64Array.from({ length: count }, () => within(random, 1 / Math.sqrt(h)));
      for (let m = h; m < 2 * h; m++) weights[endH + m]! += 1;
      return weights;
    },
    read: (weights, x, n) => {
      const { wx, wh, b } = parts(weights);
      const word = (t: number): Float64Array => x.subarray(t * d, (t + 1) * d);
      const steps: Step[] = [{ gates: new Float64Array(4 * h), cell: new Float64Array(h), state: new Float64Array(h) }];
      for (let t = 0; t < n; t++) {
        const before = steps[t]!;
        const sum = b.slice();
        addProduct(sum, word(t), wx);
        addProduct(sum, before.state, wh);
        const gates = sum.map((value, m) => (m >= 2 * h && m < 3 * h ? tanh(value) : sigmoid(value)));
        const cell = before.cell.map((kept, m) => gates[h + m]! * kept + gates[m]! * gates[2 * h + m]!);
        steps.push({ gates, cell, state: cell.map((value, m) => gates[3 * h + m]! * tanh(value)) });
      }
      return {
        output: steps[n]!.state,
        back: (dOutput, gradient) => {
          const g = parts(gradient);
          const dx = new Float64Array(n * d);
          let dState = dOutput;
          let dCell = new Float64Array(h);
          for (let t = n - 1; t >= 0; t--) {
            const { gates, cell } = steps[t + 1]!;
            const before = steps[t]!;
            const dSum = new Float64Array(4 * h);
            const dCellBefore = new Float64Array(h);
            for (let m = 0; m < h; m++) {
              const [i, f, c, o] = [gates[m]!, gates[h + m]!, gates[2 * h + m]!, gates[3 * h + m]!];
              const squashed = tanh(cell[m]!);
              const dC = dCell[m]! + dState[m]! * o * (1 - squashed * squashed);
              dSum[m] = dC * c * i * (1 - i);
              dSum[h + m] = dC * before.cell[m]! * f * (1 - f);
              dSum[2 * h + m] = dC * i * (1 - c * c);
              dSum[3 * h + m] = dState[m]! * squashed * o * (1 - o);
              dCellBefore[m] = dC * f;
            }
            const dBefore = new Float64Array(h);
            addProductBackward(dSum, word(t), wx, dx.subarray(t * d, (t + 1) * d), g.wx);
            addProductBackward(dSum, before.state, wh, dBefore, g.wh);
            add(g.b, dSum);
            dState = dBefore;
            dCell = dCellBefore;
          }
          return dx;
        },
      };
    },
  };
}

/** 1/(1 + e^(−x)) */
function sigmoid(x: number): number {
  return 0.5 + 0.5 * tanh(0.5 * x);
}
