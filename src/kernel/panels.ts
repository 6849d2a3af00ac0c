import { KEYS, PANEL } from './layout.js';

/** The arrays that the kernel computes with. */
export type Numbers = Float32Array | Float64Array;

/** How many numbers lie side by side in a panel: 8 float32 or 4 float64. */
export function panelWidth(numbers: Numbers): number {
  return PANEL / numbers.BYTES_PER_ELEMENT;
}

/**
 * The keys of one head, panel by panel: (n_k, d_k) → (⌈n_k/w⌉, d_k, w), so that the inner loop over d_k finds w keys side
 * by side. Missing keys of the last panel become 0.
 *
 * @returns the length of the longest key; NaN when a number is NaN
 */
export function packKeys(from: Float64Array, to: Numbers, nK: number, dK: number): number {
  const width = panelWidth(to);
  if (nK % width > 0) to.fill(0, Math.floor(nK / width) * dK * width);
  let longest = 0;
  for (let j = 0; j < nK; j++) {
    const start = j * dK;
    let at = Math.floor(j / width) * dK * width + (j % width);
    let squares = 0;
    for (let m = 0; m < dK; m++, at += width) {
      const x = from[start + m]!;
      to[at] = x;
      squares += x * x;
    }
    if (!(squares <= longest)) longest = squares; // keeps a NaN
    if (Number.isNaN(longest)) longest = Infinity;
  }
  return Math.sqrt(longest);
}

/**
 * The values of one head, tile by tile, each in panels of columns: (n_k, d_v) → (⌈n_k/KEYS⌉, ⌈d_v/w⌉, KEYS, w). A tile lies
 * together: panels as long as all keys would be a power of two apart, and evict each other from the cache.
 *
 * @param nonFinite a byte for each tile of KEYS keys: set where a number is NaN or ±∞
 * @returns the largest finite |v|
 */
export function packValues(from: Float64Array, to: Numbers, nonFinite: Uint8Array, nK: number, dV: number): number {
  const width = panelWidth(to);
  const panels = Math.ceil(dV / width);
  const begin = dV % width > 0 ? 0 : Math.floor(nK / KEYS) * panels * KEYS * width;
  to.fill(0, begin); // missing keys and columns
  nonFinite.fill(0);
  let largest = 0;
  for (let j = 0; j < nK; j++) {
    const tile = Math.floor(j / KEYS);
    let at = (tile * panels * KEYS + (j % KEYS)) * width;
    for (let c = 0; c < dV; c += width, at += (KEYS - 1) * width) {
      const end = j * dV + Math.min(c + width, dV);
      for (let n = j * dV + c; n < end; n++, at++) {
        const x = from[n]!;
        to[at] = x;
        const size = Math.abs(x);
        if (size <= largest) continue;
        if (size < Infinity) largest = size;
        else nonFinite[tile] = 1;
      }
    }
  }
  return largest;
}
