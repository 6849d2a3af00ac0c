import { tensor, type Tensor } from '../core/index.js';

/** Square weights of one or several heads: (heads, n, n). */
export type Heads = Tensor;

const sizes = ({ shape }: Heads): [number, number, number] => shape.slice(-3) as [number, number, number];

/** The mean, or the largest, of all heads: (1, n_q, n_k). */
export function overHeads(weights: Heads, how: 'mean' | 'max'): Heads {
  const [heads, rows, columns] = sizes(weights);
  const size = rows * columns;
  const data = Float64Array.from({ length: size }, (_, at) => {
    const values = Array.from({ length: heads }, (_, h) => weights.data[h * size + at]!);
    return how === 'max' ? Math.max(...values) : values.reduce((sum, value) => sum + value, 0) / heads;
  });
  return tensor([1, rows, columns], data);
}

/** One of the heads: (1, n_q, n_k). */
export function oneHead(weights: Heads, head: number): Heads {
  const [, rows, columns] = sizes(weights);
  const size = rows * columns;
  return tensor([1, rows, columns], weights.data.slice(head * size, (head + 1) * size));
}

/**
 * Pieces merged into words: the sum over the keys of a word, the mean over its queries. Rows keep their sum.
 * Clark et al. 2019, section 4.1.
 *
 * @param queries the word of each query; `keys` of each key, from 0 without gaps
 */
export function overWords(weights: Heads, queries: readonly number[], keys: readonly number[]): Heads {
  const [heads, rows, columns] = sizes(weights);
  const [nQ, nK] = [Math.max(...queries) + 1, Math.max(...keys) + 1];
  const counts = queries.reduce<number[]>((all, word) => {
    all[word] = (all[word] ?? 0) + 1;
    return all;
  }, []);
  const data = new Float64Array(heads * nQ * nK);
  for (let h = 0; h < heads; h++)
    for (let i = 0; i < rows; i++)
      for (let j = 0; j < columns; j++)
        data[(h * nQ + queries[i]!) * nK + keys[j]!]! +=
          weights.data[(h * rows + i) * columns + j]! / counts[queries[i]!]!;
  return tensor([heads, nQ, nK], data);
}

/** Some queries and keys left out; each row is divided by what is left of it. A row of which nothing is left is 0. */
export function onlyTokens(weights: Heads, queries: readonly number[], keys: readonly number[]): Heads {
  const [heads, rows, columns] = sizes(weights);
  const data = new Float64Array(heads * queries.length * keys.length);
  for (let h = 0; h < heads; h++)
    queries.forEach((i, row) => {
      const left = keys.map((j) => weights.data[(h * rows + i) * columns + j]!);
      const sum = left.reduce((total, value) => total + value, 0);
      left.forEach(
        (value, column) => (data[(h * queries.length + row) * keys.length + column] = sum > 0 ? value / sum : 0),
      );
    });
  return tensor([heads, queries.length, keys.length], data);
}

/**
 * Attention rollout: how much of each input token is in each token behind a layer, if residuals count as much as attention.
 * Abnar and Zuidema 2020: R ← (½·mean of the heads + ½·I)·R, layer by layer.
 *
 * @param layers weights of the layers so far, first to last
 */
export function rollout(layers: readonly Heads[]): Heads {
  const n = layers[0]!.shape.at(-1)!;
  let rolled = Float64Array.from({ length: n * n }, (_, at) => (Math.floor(at / n) === at % n ? 1 : 0));
  for (const layer of layers) {
    const { data } = overHeads(layer, 'mean');
    const next = new Float64Array(n * n);
    for (let i = 0; i < n; i++)
      for (let m = 0; m < n; m++) {
        const share = (data[i * n + m]! + (i === m ? 1 : 0)) / 2;
        if (share === 0) continue;
        for (let j = 0; j < n; j++) next[i * n + j]! += share * rolled[m * n + j]!;
      }
    rolled = next;
  }
  return tensor([1, n, n], rolled);
}
