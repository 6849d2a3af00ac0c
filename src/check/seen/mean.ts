import { block, sharedBlock, type Tensor4 } from '../../core/index.js';
import { carryOut } from '../attempt.js';
import { whoSees } from '../geometry.js';
import { ENOUGH, same, type Scene, type Sight } from './seen.js';

/** Every row is the mean of the values: of all keys, or of those that its query sees. */
export const meanOfValues: Sight = (scene) => {
  const { made, actual } = scene;
  const { problem, geometry } = made.right;
  const { nQ, nK } = made.trace.sizes;
  if (problem.wo || problem.softcap !== undefined || problem.differential !== undefined || problem.gate)
    return undefined;
  if (actual.data.length < ENOUGH || nQ < 2 || nK < 2 || !nearlyMean(scene)) return undefined;
  const { values } = carryOut(made.right).pass.made;
  for (const [of, keep] of [
    ['the visible keys', whoSees(geometry)],
    ['all keys', null],
  ] as const) {
    if (of === 'the visible keys' && !keep) continue;
    const mean = (b: number, h: number, i: number, m: number): number => {
      const [, heads, , d] = actual.shape;
      const v = sharedBlock(values, b, h, heads);
      const seen = keep?.subarray(((b * heads + h) * nQ + i) * nK, ((b * heads + h) * nQ + i + 1) * nK);
      let [sum, count] = [0, 0];
      for (let j = 0; j < nK; j++) if (!seen || seen[j] !== 0) [sum, count] = [sum + v[j * d + m]!, count + 1];
      return count === 0 ? NaN : sum / count;
    };
    if (everyCell(scene, mean))
      return {
        ids: ['V4', 'C7'],
        title: `every row is the mean of the values of ${of}: all weights are equal`,
        formula: 'P = 1/n',
        lookFor:
          'scores that are all the same: q or k of zeros, a scale of 0, scores that are never computed, a mean in place of attention',
        instead: 'softmax(scale * (q @ k.transpose(-2, -1)))',
        sure: true,
      };
  }
  return undefined;
};

/** The last row alone first: most outputs are refuted by it. */
function nearlyMean({ made, actual, near }: Scene): boolean {
  const { nQ, nK } = made.trace.sizes;
  const keep = whoSees(made.right.geometry);
  if (made.right.problem.pastKey) return true;
  const [, heads, , d] = actual.shape;
  const v = sharedBlock(made.right.problem.v as Tensor4, 0, 0, heads);
  const out = block(actual, 0, 0);
  const mean = (i: number, m: number, masked: boolean): number => {
    let [sum, count] = [0, 0];
    for (let j = 0; j < nK; j++)
      if (!masked || !keep || keep[i * nK + j] !== 0) [sum, count] = [sum + v[j * d + m]!, count + 1];
    return sum / count;
  };
  const last = nQ - 1;
  return [true, false].some((masked) => {
    for (let m = 0; m < Math.min(d, 4); m++) if (!same(mean(last, m, masked), out[last * d + m]!, near)) return false;
    return true;
  });
}

/** Rows in which nothing is visible are no business of this. */
function everyCell({ actual, near }: Scene, of: (b: number, h: number, i: number, m: number) => number): boolean {
  const [B, H, L, D] = actual.shape;
  let at = 0;
  for (let b = 0; b < B; b++)
    for (let h = 0; h < H; h++)
      for (let i = 0; i < L; i++)
        for (let m = 0; m < D; m++, at++) {
          const expected = of(b, h, i, m);
          if (!Number.isNaN(expected) && !same(expected, actual.data[at]!, near)) return false;
        }
  return true;
}
