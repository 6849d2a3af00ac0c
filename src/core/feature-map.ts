import { exp } from './elementary.js';

/** A function of each vector of queries and keys, applied before their products. */
export interface FeatureMapRule {
  readonly formula: string;
  readonly of: (x: Float64Array) => Float64Array;
  /** ∂L/∂x from x, φ(x) and ∂L/∂φ(x). */
  readonly backward: (x: Float64Array, y: Float64Array, dY: Float64Array) => Float64Array;
}

const elementwise = (
  formula: string,
  of: (x: number) => number,
  slope: (x: number, y: number) => number,
): FeatureMapRule => ({
  formula,
  of: (x) => x.map(of),
  backward: (x, y, dY) => dY.map((dy, m) => dy * slope(x[m]!, y[m]!)),
});

/** Katharopoulos et al. 2020 (arXiv 2006.16236) takes elu(x) + 1; it is e^x below 0, without a difference. */
const FEATURE_MAP_RULES = {
  elu1: elementwise(
    'elu(x) + 1',
    (x) => (x > 0 ? x + 1 : exp(x)),
    (x, y) => (x > 0 ? 1 : y),
  ),
  relu: elementwise(
    'max(x, 0)',
    (x) => (x < 0 ? 0 : x), // NaN stays
    (x) => (x > 0 ? 1 : 0),
  ),
  exp: elementwise('e^x', exp, (_, y) => y),
  identity: elementwise(
    'x',
    (x) => x,
    () => 1,
  ),
  softmax: {
    formula: 'softmax(x) over the features',
    of: (x: Float64Array) => {
      const largest = x.reduce((most, value) => Math.max(most, value), -Infinity);
      const exps = x.map((value) => exp(value - largest));
      const sum = exps.reduce((total, value) => total + value, 0);
      return exps.map((value) => value / sum);
    },
    backward: (_: Float64Array, y: Float64Array, dY: Float64Array) => {
      const along = y.reduce((sum, value, m) => sum + value * dY[m]!, 0);
      return y.map((value, m) => value * (dY[m]! - along));
    },
  },
} as const satisfies Readonly<Record<string, FeatureMapRule>>;

export type FeatureMap = keyof typeof FEATURE_MAP_RULES;

export const FEATURE_MAPS = Object.keys(FEATURE_MAP_RULES) as readonly FeatureMap[] as readonly [
  'elu1',
  'relu',
  'exp',
  'identity',
  'softmax',
];

/**
 * @example featureMapRule('elu1').of(Float64Array.of(2, 0)) // => Float64Array [3, 1]
 */
export function featureMapRule(name: FeatureMap): FeatureMapRule {
  return FEATURE_MAP_RULES[name];
}
