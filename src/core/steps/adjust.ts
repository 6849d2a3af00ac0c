import type { Alignment } from '../align.js';
import { block } from '../blocks.js';
import { eachCell } from '../cells.js';
import type { MaskReason } from '../mask-reason.js';
import { cellReader, masksAsked } from '../mask.js';
import { slopesOf } from '../position.js';
import type { CellFunction, Problem } from '../problem.js';
import type { Settings } from '../settings.js';
import type { Shape4, Tensor } from '../tensor.js';
import type { Step } from './step.js';

/** Score-mod, bias and ALiBi, which change a score by the cell it stands in. It is shown together with the mask. */
export const step: Step = {
  name: 'adjust',
  applies: ({ scoreMod, bias, alibi }) => Boolean(scoreMod || bias || alibi),
  makes: [{ name: 'adjusted', otherwise: 'softcapped' }],
  forward: ({ problem, settings, alignment, sizes: { batch, heads, nQ, nK }, made: { softcapped }, rows }) => {
    const shape: Shape4 = [batch, heads, nQ, nK];
    const change = adjustment(problem, settings, shape, alignment);
    return change && { adjusted: eachCell(softcapped, shape, change, rows) };
  },
  slope: ({ problem: { scoreMod }, made, sizes: { nQ, nK } }, b, h) => {
    if (!scoreMod) return 1;
    const before = block(made.softcapped, b, h);
    return (i, j) => scoreMod.slope(before[i * nK + j]!, i, j, h, b, nQ, nK);
  },
  beside: (problem) => (masksAsked(problem) ? 1 : 0),
};

/** What is done to a softcapped score before the mask: one function of the score and its cell. */
export type Adjustment = (s: number, i: number, j: number, h: number, b: number) => number;

/** One thing that changes a score by its cell, with the reason that is given where it takes the key away. */
interface Part {
  readonly reason: 'score-mod' | 'bias' | 'alibi';
  readonly change: Adjustment;
}

/** `--score-mod`, `--bias` and `--alibi`, in this order. */
function parts(problem: Problem, settings: Settings, shape: Shape4, { position, past }: Alignment): readonly Part[] {
  const [, heads, nQ, nK] = shape;
  const { scoreMod, alibi } = problem;
  const bias = problem.bias && biasReader(problem.bias, settings, shape, past);
  const slopes = alibi && slopesOf(alibi, heads);
  const all: (Part | undefined)[] = [
    scoreMod && { reason: 'score-mod', change: (s, i, j, h, b) => scoreMod.at(s, i, j, h, b, nQ, nK) },
    bias && {
      reason: 'bias',
      change: (s, i, j, h, b) => {
        const added = bias(i, j, h, b);
        return added === -Infinity ? added : s + added; // −∞ leaves the key out, whatever its score: NaN − ∞ would be NaN
      },
    },
    // Press et al. 2022
    slopes
      ? { reason: 'alibi', change: (s, i, j, h, b) => s - slopes[h]! * Math.abs(i + position[b]! - j) }
      : undefined,
  ];
  return all.filter((part) => part !== undefined);
}

/**
 * The score after `--score-mod`, `--bias` and `--alibi`, in this order; undefined when none of them is asked for.
 * A bias is broadcast over (batch, heads, n_q, n_k).
 *
 * @throws AttnError when a bias or the slopes do not fit
 */
export function adjustment(
  problem: Problem,
  settings: Settings,
  shape: Shape4,
  alignment: Alignment,
): Adjustment | undefined {
  const changes = parts(problem, settings, shape, alignment).map(({ change }) => change);
  const [first, second] = changes;
  if (!second) return first;
  return (s, i, j, h, b) => changes.reduce((score, change) => change(score, i, j, h, b), s);
}

/**
 * Why a score has become −∞ without any mask: the first thing that takes it there; `overflow` where nothing does, and it was
 * so before, or became so when it was rounded.
 */
export function lossReason(
  problem: Problem,
  settings: Settings,
  shape: Shape4,
  alignment: Alignment,
): (s: number, i: number, j: number, h: number, b: number) => MaskReason {
  const all = parts(problem, settings, shape, alignment);
  return (s, i, j, h, b) => {
    let score = s === -Infinity ? 0 : s;
    for (const { reason, change } of all) {
      score = change(score, i, j, h, b);
      if (score === -Infinity) return reason;
    }
    return 'overflow';
  };
}

function biasReader(
  bias: Tensor | CellFunction,
  settings: Settings,
  shape: Shape4,
  past = 0,
): (i: number, j: number, h: number, b: number) => number {
  const [, , nQ, nK] = shape;
  if ('at' in bias) return (i, j, h, b) => bias.at(i, j, h, b, nQ, nK, past);
  return cellReader(bias, settings, shape, 'bias', -Infinity);
}
