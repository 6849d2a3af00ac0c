import { featureMapRule, type FeatureMapRule } from '../feature-map.js';
import type { Problem } from '../problem.js';
import { tensor, type Tensor4 } from '../tensor.js';
import type { Step, Value } from './step.js';

/** Is anything done to queries and keys? */
export const isMapped = ({ featureMap }: Problem): boolean => featureMap !== undefined && featureMap !== 'identity';

const mapped = (name: 'q_mapped' | 'k_mapped', otherwise: 'queries' | 'keys'): Value => ({
  name,
  otherwise,
  stage: {
    name,
    rows: name === 'q_mapped' ? 'query' : 'key',
    columns: 'feature',
    formula: ({ problem }) =>
      `φ(${name === 'q_mapped' ? 'Q' : 'K'}), φ(x) = ${featureMapRule(problem.featureMap!).formula}`,
    numbers: (counts) => (name === 'q_mapped' ? counts.q : counts.keys),
  },
});

/** φ(q) and φ(k), after norm and RoPE; cached keys too. Katharopoulos et al. 2020, section 3.2. */
export const step: Step = {
  name: 'map',
  applies: isMapped,
  makes: [mapped('q_mapped', 'queries'), mapped('k_mapped', 'keys')],
  forward: ({ problem, made: { queries, keys } }) => {
    const rule = featureMapRule(problem.featureMap!);
    return { q_mapped: eachVector(queries, rule.of), k_mapped: eachVector(keys, rule.of) };
  },
  backward: ({ q_mapped, k_mapped }, { problem, made }) => {
    const rule = featureMapRule(problem.featureMap!);
    return {
      queries: back(rule, made.queries, made.q_mapped, q_mapped),
      keys: back(rule, made.keys, made.k_mapped, k_mapped),
    };
  },
};

function eachVector(from: Tensor4, change: (x: Float64Array, at: number) => Float64Array): Tensor4 {
  const d = from.shape[3];
  const out = new Float64Array(from.data.length);
  if (d > 0) for (let at = 0; at < out.length; at += d) out.set(change(from.data.subarray(at, at + d), at), at);
  return tensor(from.shape, out);
}

function back(rule: FeatureMapRule, x: Tensor4, y: Tensor4, dY: Tensor4): Tensor4 {
  const d = x.shape[3];
  return eachVector(x, (vector, at) =>
    rule.backward(vector, y.data.subarray(at, at + d), dY.data.subarray(at, at + d)),
  );
}
