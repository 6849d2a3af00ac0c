import type { Alignment } from './align.js';
import type { ScoreShape } from './broadcast.js';
import { tanh } from './elementary.js';
import { cellReader } from './mask.js';
import { slopesOf } from './position.js';
import type { CellFunction, Problem } from './problem.js';
import type { Settings } from './settings.js';
import type { Tensor } from './tensor.js';

/**
 * c·tanh(s/c): scores cannot leave (−c, c). Before bias and mask, as in Gemma 2, ONNX Attention and flash-attention.
 *
 * @example softcap(1, 1) // => 0.7615941559557649
 */
export function softcap(score: number, cap: number): number {
  return cap * tanh(score / cap);
}

/** What is done to a softcapped score before the mask: one function of the score and its cell. */
export type Adjustment = (s: number, i: number, j: number, h: number, b: number) => number;

/**
 * The score after `--score-mod`, `--bias` and `--alibi`, in this order; undefined when none of them is asked for.
 * A bias is broadcast over (batch, heads, n_q, n_k).
 *
 * @throws AttnError when a bias or the slopes do not fit
 */
export function adjustment(
  problem: Problem,
  settings: Settings,
  shape: ScoreShape,
  { position }: Alignment,
): Adjustment | undefined {
  const [, heads, nQ, nK] = shape;
  const { scoreMod, alibi } = problem;
  const bias = problem.bias && biasReader(problem.bias, settings, shape);
  const slopes = alibi && slopesOf(alibi, heads);
  if (!scoreMod && !bias && !slopes) return undefined;
  return (s, i, j, h, b) => {
    let score = s;
    if (scoreMod) score = scoreMod.at(score, i, j, h, b, nQ, nK);
    if (bias) {
      const added = bias(i, j, h, b);
      score = added === -Infinity ? added : score + added; // −∞ leaves the key out, whatever its score: NaN − ∞ would be NaN
    }
    if (slopes) score -= slopes[h]! * Math.abs(i + position[b]! - j); // Press et al. 2022
    return score;
  };
}

function biasReader(
  bias: Tensor | CellFunction,
  settings: Settings,
  shape: ScoreShape,
): (i: number, j: number, h: number, b: number) => number {
  const [, , nQ, nK] = shape;
  if ('at' in bias) return (i, j, h, b) => bias.at(i, j, h, b, nQ, nK);
  return cellReader(bias, settings, shape, 'bias', -Infinity);
}
