import { exp } from '../elementary.js';
import type { Head } from './rule.js';

/**
 * Σ_m a_im·k_jm·e^(g_{j+1,m} + … + g_{i,m}) for j ≤ i: products of every row with every earlier key, each feature faded by what lies
 * between. The exponents are summed up from j on: e^G alone, G from the first token, underflows.
 *
 * @param of the vectors that meet the keys
 * @param until the decay of row i counts, or only those before it
 * @returns (n, n), 0 above the diagonal, across documents, and where token j writes nothing
 */
export function fadedProducts(
  head: Head,
  of: (t: number) => Float64Array,
  until: 'own' | 'before' = 'own',
): Float64Array {
  const { n, d, token, logDecay, begins } = head;
  const out = new Float64Array(n * n);
  const width = logDecay.perFeature ? d : Math.min(d, 1);
  for (let j = 0; j < n; j++) {
    const { k, writes } = token(j);
    if (!writes) continue;
    const sum = new Float64Array(width);
    const fade = new Float64Array(width).fill(1);
    const add = (i: number): void => {
      if (!token(i).writes) return;
      for (let m = 0; m < width; m++) {
        sum[m]! += logDecay.at(i, m);
        fade[m] = exp(sum[m]!);
      }
    };
    for (let i = j; i < n && (i === j || !begins(i)); i++) {
      if (i > j && until === 'own') add(i);
      const a = of(i);
      let product = 0;
      for (let m = 0; m < d; m++) product += a[m]! * k[m]! * fade[logDecay.perFeature ? m : 0]!;
      out[i * n + j] = product;
      if (i > j && until === 'before') add(i);
    }
  }
  return out;
}

/** Rows of tokens that read nothing are 0. */
export function onlyReaders({ n, reads }: Head, weights: Float64Array): Float64Array {
  for (let i = 0; i < n; i++) if (!reads(i)) weights.fill(0, i * n, (i + 1) * n);
  return weights;
}
