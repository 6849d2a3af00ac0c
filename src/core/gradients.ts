import { joinHeads } from './heads.js';
import type { Problem } from './problem.js';
import { project, transpose } from './project.js';
import { withoutPadding } from './steps/join.js';
import type { Gradient, Pass } from './steps/step.js';
import { fourAxes, tensor, type Tensor, type Tensor4 } from './tensor.js';
import type { Axis, StageName } from './trace.js';

type Matrix = 'wq' | 'wk' | 'wv' | 'wo';

/** The gradient of something that q, k, v or the output are made of. It is there when that was given. */
export interface SourceGradient {
  readonly of: 'x' | 'xKv' | Matrix | 'bq' | 'bk' | 'bv' | 'bo';
  readonly stage: StageName;
  readonly rows: Axis;
  readonly columns: Axis;
  readonly formula: (problem: Problem) => string;
  /** (batch, 1, length, d) for X; (1, 1, d_in, d_out) for W, or turned; (1, 1, 1, d_out) for b. */
  readonly make: (pass: Pass, gradient: Gradient) => Tensor4;
}

/**
 * The chain rule through Y = X·W + b: ∂L/∂W = Xᵀ·∂L/∂Y and ∂L/∂b = Σ rows of ∂L/∂Y, both over all batch items, and
 * ∂L/∂X = ∂L/∂Y·Wᵀ, added up over all that X is used for (Goodfellow et al. 2016, "Deep Learning", section 6.5.6).
 */
export const SOURCE_GRADIENTS: readonly SourceGradient[] = [
  ofSequence('x', 'grad_x', 'query', (problem) => (problem.xKv ? ['q'] : ['q', 'k', 'v'])),
  ofSequence('xKv', 'grad_x_kv', 'new-key', () => ['k', 'v']),
  ...(['q', 'k', 'v'] as const).map((letter) =>
    ofMatrix(`w${letter}`, ({ arranged: { x, xKv } }, gradient) => [
      letter === 'q' ? x! : (xKv ?? x!),
      joinHeads(gradient[letter]!),
    ]),
  ),
  ofMatrix('wo', ({ made }, gradient) => [joinHeads(made.gated), gradient.output!]),
  ...(['q', 'k', 'v'] as const).map((letter) => ofBias(`b${letter}`, (_, gradient) => joinHeads(gradient[letter]!))),
  ofBias('bo', (pass, gradient) => withoutPadding(gradient.output!, pass.alignment)),
];

/** Those of a problem, in the order of the stages. */
export function sourceGradients(problem: Problem): readonly SourceGradient[] {
  const starts = problem.x !== undefined; // without X, W_Q, W_K and W_V were not used
  return SOURCE_GRADIENTS.filter(({ of }) => problem[of] !== undefined && (starts || of === 'wo' || of === 'bo'));
}

function ofSequence(
  of: 'x' | 'xKv',
  stage: StageName,
  rows: Axis,
  usesOf: (problem: Problem) => readonly ('q' | 'k' | 'v')[],
): SourceGradient {
  return {
    of,
    stage,
    rows,
    columns: 'feature',
    formula: (problem) =>
      `∂L/∂${of === 'x' ? 'X' : 'X_kv'} = ${usesOf(problem)
        .map((name) => `∂L/∂${name.toUpperCase()}·W_${name.toUpperCase()}ᵀ`)
        .join(' + ')}`,
    make: ({ problem, arranged }, gradient) => {
      const sum = new Float64Array(arranged[of]!.data.length);
      for (const name of usesOf(problem)) {
        const part = project(joinHeads(gradient[name]!), transpose(problem[`w${name}`]!), 'dY', 'Wᵀ');
        part.data.forEach((x, at) => (sum[at]! += x));
      }
      return tensor(arranged[of]!.shape, sum);
    },
  };
}

function ofMatrix(
  of: Matrix,
  factors: (pass: Pass, gradient: Gradient) => readonly [Tensor4, Tensor4],
): SourceGradient {
  const turned = (problem: Problem): boolean => problem.turnedWeights?.includes(of) ?? false;
  const letter = of.charAt(1).toUpperCase();
  return {
    of,
    stage: `grad_${of}`,
    rows: 'feature',
    columns: 'feature',
    formula: (problem) => (turned(problem) ? `(∂L/∂W_${letter})ᵀ` : `∂L/∂W_${letter}`),
    make: (pass, gradient) => {
      const product = transposedProduct(...factors(pass, gradient));
      const { shape, data } = turned(pass.problem) ? transpose(product) : product;
      return fourAxes(tensor([1, 1, ...shape], data));
    },
  };
}

function ofBias(of: 'bq' | 'bk' | 'bv' | 'bo', dY: (pass: Pass, gradient: Gradient) => Tensor4): SourceGradient {
  return {
    of,
    stage: `grad_${of}`,
    rows: 'one',
    columns: 'feature',
    formula: () => `∂L/∂b_${of.charAt(1).toUpperCase()}`,
    make: (pass, gradient) => {
      const { shape, data } = dY(pass, gradient);
      const sum = new Float64Array(shape[3]);
      data.forEach((x, at) => (sum[at % shape[3]]! += x));
      return tensor([1, 1, 1, shape[3]], sum);
    },
  };
}

/** Σ over the batch of Xᵀ·Y: (B, 1, n, d_in), (B, 1, n, d_out) → (d_in, d_out). */
function transposedProduct(x: Tensor4, y: Tensor4): Tensor {
  const [dIn, dOut] = [x.shape[3], y.shape[3]];
  const rows = x.shape[0] * x.shape[2];
  const out = new Float64Array(dIn * dOut);
  for (let row = 0; row < rows; row++) {
    for (let m = 0; m < dIn; m++) {
      const factor = x.data[row * dIn + m]!;
      for (let n = 0; n < dOut; n++) out[m * dOut + n]! += factor * y.data[row * dOut + n]!;
    }
  }
  return tensor([dIn, dOut], out);
}
