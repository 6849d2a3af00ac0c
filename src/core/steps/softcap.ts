import { block } from '../blocks.js';
import { each } from '../cells.js';
import { tanh } from '../elementary.js';
import type { Step } from './step.js';

/**
 * c·tanh(s/c): scores cannot leave (−c, c). Before bias and mask, as in Gemma 2, ONNX Attention and flash-attention.
 *
 * @example softcap(1, 1) // => 0.7615941559557649
 */
export function softcap(score: number, cap: number): number {
  return cap * tanh(score / cap);
}

export const step: Step = {
  name: 'softcap',
  applies: (problem) => Boolean(problem.softcap),
  makes: [
    {
      name: 'softcapped',
      otherwise: 'scaled',
      stage: {
        name: 'softcapped',
        rows: 'query',
        columns: 'key',
        formula: ({ problem: { softcap: cap } }) => `${cap}·tanh(scaled/${cap})`,
        numbers: (counts) => counts.scores,
      },
    },
  ],
  forward: ({ problem, made: { scaled }, rows }) => ({
    softcapped: each(scaled, (s) => softcap(s, problem.softcap!), rows),
  }),
  slope: ({ problem, made, sizes: { nK } }, b, h) => {
    const scaled = block(made.scaled, b, h);
    return (i, j) => 1 - tanh(scaled[i * nK + j]! / problem.softcap!) ** 2;
  },
};
