import { sharedHead } from '../heads.js';
import { block } from '../blocks.js';
import {
  changesOutput,
  difference,
  differenceBackward,
  outputNorm,
  pairOf,
  pairWith,
  sideBySide,
} from '../differential.js';
import { normalizerRule } from '../normalizer/normalizer.js';
import { normed, normedBackward } from '../norm.js';
import { tensor, type Tensor4 } from '../tensor.js';
import { logitsOf } from '../trace.js';
import type { Pass, Step } from './step.js';

/** Differential attention: the weights of two maps, one subtracted from the other. Ye et al. 2024, arXiv 2410.05258. */
export const step: Step = {
  name: 'difference',
  applies: ({ differential }) => differential !== undefined,
  makes: [
    {
      name: 'maps',
      stage: {
        name: 'maps',
        rows: 'query',
        columns: 'key',
        formula: ({ stages, settings: { normalizer } }) =>
          `${normalizerRule(normalizer).formula}(${logitsOf(stages).name})`,
        numbers: (counts) => counts.scores,
      },
    },
    {
      name: 'attention',
      otherwise: 'weights',
      stage: {
        name: 'weights',
        rows: 'query',
        columns: 'key',
        formula: ({ problem, sizes }) => {
          const { pairs } = sizes.pairing!;
          const [first, second] = pairOf(problem, 0, pairs);
          return `maps ${first + 1} − λ·maps ${second + 1}${pairs > 1 ? ', …' : ''}`;
        },
        numbers: (counts) => counts.weights,
      },
    },
    {
      name: 'mixed',
      otherwise: 'values',
      stage: {
        name: 'v_paired',
        rows: 'key',
        columns: 'feature',
        formula: () => 'V of both heads of a pair, side by side',
        numbers: (counts) => counts.pairedValues,
        shown: (_problem, _heads, pairing) => pairing?.sideBySide === true,
        typeOf: 'v',
      },
    },
  ],
  forward: ({ problem, sizes, made }) => ({
    maps: made.weights,
    attention: difference(problem, sizes, made.weights),
    ...(sizes.pairing!.sideBySide && { mixed: sideBySide(problem, sizes, made.values) }),
  }),
  backward: ({ attention, mixed }, pass) => ({
    weights: differenceBackward(pass.problem, pass.sizes, attention),
    values: pass.sizes.pairing!.sideBySide ? valuesBackward(pass, mixed) : mixed,
  }),
};

/** Each half of a pair's values back to the value head that it came from. */
function valuesBackward({ problem, sizes, made: { values } }: Pass, gradient: Tensor4): Tensor4 {
  const [batch, valueHeads, nK, d] = values.shape;
  const { pairs } = sizes.pairing!;
  const out = tensor(values.shape, new Float64Array(values.data.length));
  for (let b = 0; b < batch; b++) {
    for (let h = 0; h < sizes.heads; h++) {
      const g = pairWith(problem, h, pairs);
      const side = pairOf(problem, g, pairs).indexOf(h);
      const from = block(gradient, b, g);
      const to = block(out, b, sharedHead(h, sizes.heads, valueHeads));
      for (let j = 0; j < nK; j++) for (let m = 0; m < d; m++) to[j * d + m]! += from[(2 * j + side) * d + m]!;
    }
  }
  return out;
}

/** RMSNorm of each head's difference, times 1 − λ₀. */
export const headNorm: Step = {
  name: 'head-norm',
  applies: changesOutput,
  makes: [
    {
      name: 'heads_normed',
      otherwise: 'heads',
      stage: {
        name: 'heads_normed',
        rows: 'query',
        columns: 'feature',
        formula: ({ problem, sizes: { dV } }) =>
          `${1 - (problem.differentialInit ?? 0)} × ${outputNorm(problem, dV) ? 'rms(heads)' : 'heads'}${problem.differentialGain ? '·g' : ''}`,
        numbers: (counts) => counts.heads,
      },
    },
  ],
  forward: ({ problem, sizes: { dV }, made: { heads } }) => {
    const norm = outputNorm(problem, dV);
    return { heads_normed: times(norm ? normed(heads, norm).tensor : heads, 1 - (problem.differentialInit ?? 0)) };
  },
  backward: ({ heads_normed }, { problem, sizes: { dV }, made: { heads } }) => {
    const norm = outputNorm(problem, dV);
    const scaled = times(heads_normed, 1 - (problem.differentialInit ?? 0));
    return { heads: norm ? normedBackward(heads, norm, scaled) : scaled };
  },
};

function times(from: Tensor4, factor: number): Tensor4 {
  return tensor(
    from.shape,
    from.data.map((x) => x * factor),
  );
}
