import { rowsOf, type Rows } from './rows.js';
import { multiply } from './product.js';
import type { Weights } from './weights.js';

/** A matrix of a model and its bias: y = x·W + b. */
export interface Linear {
  readonly name: string;
  readonly bias?: string;
  /** `out-in`: as a Linear of PyTorch stores it; `in-out`: as GPT-2's Conv1D. */
  readonly layout: 'out-in' | 'in-out';
  readonly inputs: number;
  readonly outputs: number;
  /** Where the matrix begins in a tensor that holds several (experts). */
  readonly at?: number;
  readonly biasAt?: number;
}

/** Numbers that are read at once, so that a large matrix never stands in memory as a whole. */
const PIECE = 1 << 20;

/** x·W + b. The matrix is read piece by piece. */
export function apply(weights: Weights, linear: Linear, x: Rows): Rows {
  const { name, layout, inputs, outputs, at = 0 } = linear;
  const y = rowsOf(x.rows, outputs);
  if (linear.bias !== undefined) {
    const bias = biasOf(weights, linear);
    for (let i = 0; i < x.rows; i++) y.data.set(bias, i * outputs);
  }
  const [lines, width] = layout === 'out-in' ? [outputs, inputs] : [inputs, outputs];
  const step = Math.max(1, Math.floor(PIECE / width));
  for (let from = 0; from < lines; from += step) {
    const to = Math.min(from + step, lines);
    multiply(x, weights.part(name, at + from * width, at + to * width), layout, from, to, y);
  }
  return y;
}

/** Its bias as numbers; undefined where it has none. */
export function biasOf(weights: Weights, { bias, biasAt = 0, outputs }: Linear): Float32Array {
  return bias === undefined ? new Float32Array(outputs) : weights.part(bias, biasAt, biasAt + outputs);
}

/** The matrix as (inputs, outputs) in float64, for a computation in which every digit counts. */
export function matrixOf(weights: Weights, { name, layout, inputs, outputs, at = 0 }: Linear): Float64Array {
  const numbers = weights.part(name, at, at + inputs * outputs);
  if (layout === 'in-out') return Float64Array.from(numbers);
  const turned = new Float64Array(numbers.length);
  for (let o = 0; o < outputs; o++) for (let i = 0; i < inputs; i++) turned[i * outputs + o] = numbers[o * inputs + i]!;
  return turned;
}
