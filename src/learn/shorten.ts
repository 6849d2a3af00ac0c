/**
 * A sum of gradients as their mean, and no longer than `longest` (Euclidean). In place.
 *
 * Pascanu, Mikolov & Bengio 2013, "On the difficulty of training recurrent neural networks", algorithm 1.
 *
 * @param count how many gradients were added up
 * @example shorten(Float64Array.of(6, 8), 2, 1) // gives [0.6, 0.8]
 */
export function shorten(gradient: Float64Array, count: number, longest: number): void {
  let square = 0;
  for (let n = 0; n < gradient.length; n++) square += (gradient[n]! /= count) ** 2;
  const length = Math.sqrt(square);
  if (length > longest) for (let n = 0; n < gradient.length; n++) gradient[n]! *= longest / length;
}
