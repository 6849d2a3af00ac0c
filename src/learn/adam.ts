/** Moves the weights a small step against the gradient. */
export type Step = (weights: Float64Array, gradient: Float64Array, rate: number) => void;

const BETA1 = 0.9;
const BETA2 = 0.999;
const EPSILON = 1e-8;

/**
 * Adam: every parameter has its own step size, from the running mean of its gradient and of the gradient's square.
 * Kingma & Ba 2015, algorithm 1, https://arxiv.org/abs/1412.6980. Only + − × ÷ √ are used, so the bits are the same everywhere.
 *
 * @param count how many numbers are learned
 */
export function adam(count: number): Step {
  const mean = new Float64Array(count);
  const square = new Float64Array(count);
  let rest1 = 1; // β₁ᵗ
  let rest2 = 1; // β₂ᵗ
  return (weights, gradient, rate) => {
    rest1 *= BETA1;
    rest2 *= BETA2;
    for (let n = 0; n < count; n++) {
      const g = gradient[n]!;
      const m = (mean[n] = BETA1 * mean[n]! + (1 - BETA1) * g);
      const s = (square[n] = BETA2 * square[n]! + (1 - BETA2) * g * g);
      weights[n]! -= (rate * (m / (1 - rest1))) / (Math.sqrt(s / (1 - rest2)) + EPSILON);
    }
  };
}
