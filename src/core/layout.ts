import { dataError } from './facts.js';
import { swapMiddle } from './form.js';
import type { Layout } from './problem.js';
import { tensor, type Tensor } from './tensor.js';

/**
 * How the axes of one tensor are read, one letter each: b batch, h heads, l length, d size of a head, e heads × size side by
 * side.
 */
export type Axes = 'le' | 'hld' | 'lhd' | 'ble' | 'lbe' | 'bhld' | 'blhd';

const NAMES: Readonly<Record<string, string>> = { b: 'batch', h: 'heads', l: 'length', d: 'size', e: 'heads×size' };

/**
 * The axes in words.
 *
 * @example axisNames('lbe') // => ['length', 'batch', 'heads×size']
 */
export function axisNames(axes: Axes): string[] {
  return [...axes].map((letter) => NAMES[letter]!);
}

/**
 * The same axes with length and heads, or length and batch, the other way round.
 *
 * @example swapped('blhd') // => 'bhld'
 */
export function swapped(axes: Axes): Axes {
  const pairs: readonly (readonly [Axes, Axes])[] = [
    ['bhld', 'blhd'],
    ['hld', 'lhd'],
    ['ble', 'lbe'],
  ];
  for (const [one, other] of pairs) {
    if (axes === one) return other;
    if (axes === other) return one;
  }
  return axes;
}

/** Do the heads stand side by side in the last axis? */
export function isFused(axes: Axes): boolean {
  return axes.endsWith('e');
}

/**
 * How a tensor of so many axes is read under a layout. A layout of four axes says of three only whether the length comes before
 * the heads; with `heads` given, three axes are (batch, length, heads×size) there.
 *
 * @param name what to call the tensor in an error
 * @throws AttnError when the layout names three axes and the tensor has four
 * @example axesOf('Q', [5, 2, 4], 'blhd') // => 'lhd'
 * @example axesOf('Q', [5, 2, 4], 'bhld', 2) // => 'ble'
 */
export function axesOf(name: string, shape: readonly number[], layout: Layout, heads?: number): Axes {
  if (shape.length < 3) return 'le';
  const ofThree = layout.length === 3;
  if (shape.length === 4) {
    if (ofThree) throw dataError({ code: 'layout-axes', name, shape, layout });
    return layout as 'bhld' | 'blhd';
  }
  if (ofThree) return layout as 'hld' | 'lhd' | 'ble' | 'lbe';
  if (heads !== undefined) return 'ble';
  return layout === 'blhd' ? 'lhd' : 'hld';
}

/**
 * (a, b, c) → (b, a, c): length first becomes batch first, and back.
 *
 * @example swapFirst(tensor([2, 1, 1], [1, 2])).shape // => [1, 2, 1]
 */
export function swapFirst(from: Tensor): Tensor {
  const [a, b, c] = from.shape as [number, number, number];
  const swapped = swapMiddle(tensor([1, a, b, c], from.data, { dtype: from.dtype }));
  return tensor([b, a, c], swapped.data, { dtype: from.dtype });
}
