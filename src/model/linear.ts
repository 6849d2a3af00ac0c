import { rowsOf, type Rows } from './rows.js';
import { multiplied } from './product.js';
import { partOf, type Weights } from './weights.js';

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

/** x·W + b. The matrix is read piece by piece. */
export function apply(weights: Weights, linear: Linear, x: Rows): Rows {
  const { name, layout, inputs, outputs, at = 0 } = linear;
  const y = rowsOf(x.rows, outputs);
  if (linear.bias !== undefined) {
    const bias = biasOf(weights, linear);
    for (let i = 0; i < x.rows; i++) y.data.set(bias, i * outputs);
  }
  const width = layout === 'out-in' ? inputs : outputs;
  return multiplied(x, layout, (from, to, into) => weights.read(name, at + from * width, at + to * width, into), y);
}

/** Its bias as numbers; undefined where it has none. */
export function biasOf(weights: Weights, { bias, biasAt = 0, outputs }: Linear): Float32Array {
  return bias === undefined ? new Float32Array(outputs) : partOf(weights, bias, biasAt, biasAt + outputs);
}

/** The matrix as (inputs, outputs) in float64, for a computation in which every digit counts. */
export function matrixOf(weights: Weights, { name, layout, inputs, outputs, at = 0 }: Linear): Float64Array {
  const numbers = partOf(weights, name, at, at + inputs * outputs);
  if (layout === 'in-out') return Float64Array.from(numbers);
  const turned = new Float64Array(numbers.length);
  for (let o = 0; o < outputs; o++) for (let i = 0; i < inputs; i++) turned[i * outputs + o] = numbers[o * inputs + i]!;
  return turned;
}
