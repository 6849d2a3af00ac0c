import { tensor, type Tensor } from '../core/index.js';
import { t5Bucket } from '../expression/index.js';
import { numberIn, type ModelConfig } from './config.js';
import { shapeOf, whole, type Weights } from './weights.js';

/**
 * T5's bias: a number a head for each bucket of distances, shared by all layers of a stack. Raffel et al. 2020.
 *
 * @param name of the table (buckets, heads)
 * @returns (heads, n, n)
 */
export function relativeBias(
  weights: Weights,
  config: ModelConfig,
  name: string,
  n: number,
  bothWays: boolean,
): Tensor {
  const [, heads = 0] = shapeOf(weights, name);
  const table = whole(weights, name);
  const buckets = numberIn(config.all, 'relative_attention_num_buckets') ?? 32;
  const farthest = numberIn(config.all, 'relative_attention_max_distance') ?? 128;
  const bias = new Float64Array(heads * n * n);
  for (let i = 0; i < n; i++)
    for (let j = 0; j < n; j++) {
      const bucket = t5Bucket(i - j, buckets, farthest, bothWays ? 1 : 0);
      for (let h = 0; h < heads; h++) bias[(h * n + i) * n + j] = table[bucket * heads + h]!;
    }
  return tensor([heads, n, n], bias);
}
