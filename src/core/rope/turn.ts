import { cos, sin } from '../elementary.js';
import { tensor, type Tensor4 } from '../tensor.js';

/** How vectors are turned: which features, how fast, and by which positions. */
export interface Turn {
  readonly style: 'half' | 'interleaved';
  /** The first feature that turns; those before and after the `width` pass. */
  readonly first: number;
  readonly width: number;
  /** The angle of pair t is position·speeds[t]. */
  readonly speeds: Float64Array;
  /** On cos and sin, and so on every feature that turns. */
  readonly factor: number;
  /** Position of row i of batch item b on the axis of pair t. */
  readonly position: (b: number, i: number, t: number) => number;
}

/**
 * Each pair of numbers (a, b) becomes factor·(a·cos − b·sin, a·sin + b·cos). Pairs are (t, t + width/2) for `half`,
 * (2t, 2t + 1) for `interleaved`, within the features that turn. Su et al. 2021, "RoFormer", eq. 34.
 *
 * @param from (batch, heads, length, d)
 * @param direction −1 turns back: the transpose, for gradients
 */
export function turn(
  from: Tensor4,
  { style, first, width, speeds, factor, position }: Turn,
  direction: 1 | -1 = 1,
): Tensor4 {
  const [batch, heads, length, d] = from.shape;
  const pairs = width / 2;
  const [step, apart] = style === 'half' ? [1, pairs] : [2, 1];
  const out = Float64Array.from(from.data);
  for (let b = 0; b < batch; b++) {
    for (let i = 0; i < length; i++) {
      for (let t = 0; t < pairs; t++) {
        const angle = direction * position(b, i, t) * speeds[t]!;
        const c = factor * cos(angle);
        const s = factor * sin(angle);
        for (let h = 0; h < heads; h++) {
          const at = ((b * heads + h) * length + i) * d + first + t * step;
          out[at] = from.data[at]! * c - from.data[at + apart]! * s;
          out[at + apart] = from.data[at]! * s + from.data[at + apart]! * c;
        }
      }
    }
  }
  return tensor(from.shape, out, { dtype: from.dtype });
}
