import { dataError } from './facts.js';
import { swapMiddle } from './form.js';
import { axesOf, isFused, swapFirst } from './layout.js';
import type { Layout } from './problem.js';
import { hasFourAxes, tensor, type Tensor, type Tensor4 } from './tensor.js';

/** How one of the user's tensors is to be taken apart. */
export interface SplitOptions {
  /** What to call it in an error: `Q`, `past_key`. */
  readonly name: string;
  /** Given by the user: so many heads there must be, and 2-D tensors hold them side by side in the last axis. */
  readonly heads?: number;
  readonly layout: Layout;
}

/**
 * Any accepted tensor → (batch, heads, length, size), the form in which all of `core` computes.
 *
 * | given                              | taken as                              |
 * |------------------------------------|---------------------------------------|
 * | (length, size)                     | one head                              |
 * | (length, heads×size), `heads` > 1  | heads side by side                    |
 * | (heads, length, size)              | one batch item; (length, heads, size) under `lhd` and `blhd` |
 * | (batch, length, heads×size), `heads` given, or `ble` | heads side by side; (length, batch, heads×size) under `lbe` |
 * | (batch, heads, length, size)       | as it is; (batch, length, heads, size) under `blhd` |
 *
 * @throws AttnError when the last axis is no multiple of `heads`, the axes are fewer than 2 or more than 4, or there are other heads
 * @example splitHeads(matrix([[1, 2, 3, 4]]), { name: 'Q', heads: 2, layout: 'bhld' }).shape // => [1, 2, 1, 2]
 * @example splitHeads(tensor([3, 2, 1], [1, 2, 3, 4, 5, 6]), { name: 'Q', layout: 'lhd' }).shape // => [1, 2, 3, 1]
 */
export function splitHeads(from: Tensor, { name, heads, layout }: SplitOptions): Tensor4 {
  const { shape } = from;
  if (shape.length < 2 || shape.length > 4) throw dataError({ code: 'tensor-axes', name, shape });
  const axes = axesOf(name, shape, layout, heads);
  const more = { dtype: from.dtype };
  if (isFused(axes)) {
    const { shape: inOrder, data } = axes === 'lbe' ? swapFirst(from) : from;
    const [batch, length, width] = (axes === 'le' ? [1, ...inOrder] : inOrder) as [number, number, number];
    const count = heads ?? 1;
    if (width % count !== 0) {
      throw dataError({ code: 'heads-do-not-divide', name, columns: width, heads: count, shape });
    }
    return swapMiddle(tensor([batch, length, count, width / count], data, more)); // (B, L, H, D) → (B, H, L, D)
  }
  const [one = 1, two = 1, three = 1] = shape;
  const whole = hasFourAxes(from)
    ? from
    : tensor(shape.length === 3 ? [1, one, two, three] : [1, 1, one, two], from.data, more);
  const canonical = axes.endsWith('lhd') ? swapMiddle(whole) : whole;
  if (heads !== undefined && canonical.shape[1] !== heads) {
    throw dataError({ code: 'heads-differ', name, found: canonical.shape[1]!, expected: heads, shape, axes });
  }
  return canonical;
}

/**
 * (batch, heads, length, size) → (batch, 1, length, heads×size): "concat(head₁, …, head_h)" of
 * Vaswani et al. 2017, section 3.2.2.
 *
 * @example joinHeads(tensor([1, 2, 2, 1], [1, 2, 3, 4])).data // => Float64Array [1, 3, 2, 4]
 */
export function joinHeads(from: Tensor4): Tensor4 {
  const [batch, heads, length, size] = from.shape;
  return tensor([batch, 1, length, heads * size], swapMiddle(from).data, { dtype: from.dtype });
}

/**
 * The inverse: (batch, 1, length, heads×size) → (batch, heads, length, size).
 *
 * @example unjoinHeads(tensor([1, 1, 1, 4], [1, 2, 3, 4]), 2).shape // => [1, 2, 1, 2]
 */
export function unjoinHeads(from: Tensor4, heads: number): Tensor4 {
  const [batch, , length, width] = from.shape;
  return swapMiddle(tensor([batch, length, heads, width / heads], from.data, { dtype: from.dtype }));
}

/**
 * Which key/value head a query head uses when there are fewer of them (grouped-query attention): neighbours share,
 * k₀ k₀ k₁ k₁ (`repeat_interleave`), as in PyTorch, ONNX, JAX, Keras and flash-attention. Ainslie et al. 2023.
 *
 * @example sharedHead(3, 4, 2) // => 1
 */
export function sharedHead(head: number, queryHeads: number, keyHeads: number): number {
  return Math.floor(head / (queryHeads / keyHeads));
}
