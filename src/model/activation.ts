import { quickExp as exp, quickTanh as tanh } from './quick-exp.js';

/** The functions between the two matrices of an MLP, by the names of config.json. */
export const ACTIVATIONS: Readonly<Record<string, (x: number) => number>> = {
  relu: (x) => Math.max(x, 0),
  relu2: (x) => Math.max(x, 0) ** 2,
  silu: (x) => x / (1 + exp(-x)),
  swish: (x) => x / (1 + exp(-x)),
  tanh,
  gelu: (x) => (x * (1 + erf(x * Math.SQRT1_2))) / 2,
  gelu_python: (x) => (x * (1 + erf(x * Math.SQRT1_2))) / 2,
  gelu_new: geluTanh,
  gelu_fast: geluTanh,
  gelu_pytorch_tanh: geluTanh,
  quick_gelu: (x) => x / (1 + exp(-1.702 * x)),
  linear: (x) => x,
};

/** GELU by tanh, as GPT-2 has it. Hendrycks and Gimpel 2016. */
function geluTanh(x: number): number {
  return (x / 2) * (1 + tanh(0.7978845608028654 * (x + 0.044715 * x ** 3)));
}

const TWO_BY_ROOT_PI = 1.1283791670955126;

/**
 * The error function, to about 1e-11, as its exponential is: its series near 0, a continued fraction of 1 − erf further out
 * (Abramowitz and Stegun 7.1.6 and 7.1.14).
 *
 * @example Math.abs(erf(1) - 0.8427007929497149) < 1e-11 // => true
 */
export function erf(x: number): number {
  const size = Math.abs(x);
  if (size > 6) return Math.sign(x);
  if (size < 2.5) {
    let term = x;
    let sum = x;
    for (let n = 1; Math.abs(term) > 1e-17 * Math.abs(sum); n++) {
      term *= (2 * x * x) / (2 * n + 1);
      sum += term;
    }
    return TWO_BY_ROOT_PI * exp(-x * x) * sum;
  }
  let fraction = 0;
  for (let k = 40; k > 0; k--) fraction = k / 2 / (size + fraction);
  return Math.sign(x) * (1 - (exp(-size * size) * TWO_BY_ROOT_PI) / 2 / (size + fraction));
}
