import { block, headByHead } from '../blocks.js';
import { tensor, type Tensor4 } from '../tensor.js';
import type { Step } from './step.js';

/** Cached keys and values in front of the new ones: what the queries see. */
export const step: Step = {
  name: 'cache',
  applies: ({ pastKey }) => Boolean(pastKey),
  makes: [
    { name: 'queries', otherwise: 'q_entering' },
    { name: 'keys', otherwise: 'k_entering' },
    { name: 'values', otherwise: 'v' },
    {
      name: 'present_key',
      otherwise: 'keys',
      stage: {
        name: 'present_key',
        rows: 'key',
        columns: 'feature',
        formula: () => 'past key, then K',
        numbers: (counts) => counts.keys,
        typeOf: 'k',
      },
    },
    {
      name: 'present_value',
      otherwise: 'values',
      stage: {
        name: 'present_value',
        rows: 'key',
        columns: 'feature',
        formula: () => 'past value, then V',
        numbers: (counts) => counts.values,
        typeOf: 'v',
      },
    },
  ],
  forward: ({ arranged, made: { k_entering, v }, sizes: { nPast } }) => ({
    keys: behindCache(arranged.keys, k_entering, nPast),
    values: behindCache(arranged.values, v, nPast),
  }),
  // The cached ones get a gradient too, but nobody asks for it.
  backward: ({ queries, keys, values }, { sizes: { nPast } }) => ({
    q_entering: queries,
    k_entering: dropCached(keys, nPast),
    v: dropCached(values, nPast),
  }),
};

/**
 * `fresh` put behind the cached part of `all`, in its place.
 *
 * @param all (batch, heads, n_past + n_new, d)
 * @param fresh (batch, heads, n_new, d)
 */
function behindCache(all: Tensor4, fresh: Tensor4, nPast: number): Tensor4 {
  if (nPast === 0) return fresh;
  const [, , nNew, d] = fresh.shape;
  const [batch, heads] = all.shape;
  return headByHead([batch, heads, nPast + nNew, d], (b, h) => {
    const rows = Float64Array.from(block(all, b, h));
    rows.set(block(fresh, b, h), nPast * d);
    return rows;
  });
}

function dropCached(from: Tensor4, nPast: number): Tensor4 {
  if (nPast === 0) return from;
  const [batch, heads, length, d] = from.shape;
  const out = headByHead([batch, heads, length - nPast, d], (b, h) => block(from, b, h).slice(nPast * d));
  return tensor(out.shape, out.data);
}
