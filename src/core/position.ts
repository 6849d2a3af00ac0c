import { cos, pow, sin } from './elementary.js';
import { dataError, usageError } from './facts.js';
import { ropeFrequencies } from './rope/scaling.js';
import { turn } from './rope/turn.js';
import { tensor, type Tensor, type Tensor4 } from './tensor.js';

/**
 * ALiBi's slope of each head: bias = −slope·distance. For 2ᵃ heads the slopes are 2^(−8h/n), h = 1…n; for other counts the
 * authors take those of the power of two below and then every other one of the next.
 * Press et al. 2022; https://github.com/ofirpress/attention_with_linear_biases (get_slopes).
 *
 * @example [...alibiSlopes(2)] // => [0.0625, 0.00390625]
 */
export function alibiSlopes(heads: number): Float64Array {
  const below = 2 ** (31 - Math.clz32(Math.max(heads, 1))); // the largest power of two that is not above
  const powers = (n: number): number[] => Array.from({ length: n }, (_, h) => pow(2, (-8 * (h + 1)) / n));
  const between = powers(2 * below).filter((_, h) => h % 2 === 0);
  return Float64Array.from([...powers(below), ...between].slice(0, heads));
}

/** Slopes as given (one a head), or by the rule above. @throws AttnError when their number is not that of the heads */
export function slopesOf(alibi: true | Tensor, heads: number): Float64Array {
  if (alibi === true) return alibiSlopes(heads);
  if (alibi.data.length !== heads) {
    throw dataError({ code: 'slopes-count', found: alibi.data.length, expected: heads });
  }
  return alibi.data;
}

/**
 * Rotary position embedding: each pair of numbers (a, b) is turned by the angle position·base^(−2t/d).
 * Pairs are (t, t + d/2) for `half` (GPT-NeoX, Llama in Hugging Face), (2t, 2t + 1) for `interleaved` (GPT-J, the paper).
 * Su et al. 2021, "RoFormer", eq. 34.
 *
 * @param from (batch, heads, length, d), d even
 * @param first position of row 0, per batch item
 * @param direction −1 turns back (for the gradient)
 * @throws AttnError when d is odd
 * @example rotate(tensor([1, 1, 1, 2], [3, 4]), 'half', 10000, [0]).data // => Float64Array [3, 4]
 * @example rotate(tensor([1, 1, 1, 2], [1, 0]), 'half', 10000, [1]).data // => Float64Array [0.5403023058681398, 0.8414709848078965]
 */
export function rotate(
  from: Tensor4,
  style: 'half' | 'interleaved',
  base: number,
  first: readonly number[],
  direction: 1 | -1 = 1,
): Tensor4 {
  const d = from.shape[3];
  if (d % 2 !== 0) throw usageError({ code: 'rope-odd-size', found: d });
  const { speeds } = ropeFrequencies(undefined, { width: d, base, length: 0 });
  const position = (b: number, i: number): number => first[b]! + i;
  return turn(from, { style, first: 0, width: d, speeds, factor: 1, position }, direction);
}

/**
 * The sinusoidal position table: PE(pos, 2t) = sin(pos/10000^(2t/d)), PE(pos, 2t+1) = cos of the same.
 * Vaswani et al. 2017, section 3.5.
 *
 * @returns (length, d)
 * @example [...sinusoidal(1, 4).data] // => [0, 1, 0, 1]
 */
export function sinusoidal(length: number, d: number): Tensor {
  const data = new Float64Array(length * d);
  for (let pos = 0; pos < length; pos++) {
    for (let m = 0; m < d; m++) {
      const angle = pos * pow(10000, (-2 * Math.floor(m / 2)) / d);
      data[pos * d + m] = m % 2 === 0 ? sin(angle) : cos(angle);
    }
  }
  return tensor([length, d], data);
}
