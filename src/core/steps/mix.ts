import { block, headByHead, sharedBlock } from '../blocks.js';
import { forRows } from '../cells.js';
import { changesOutput, outputSizes, pairedKeep, pairWith } from '../differential.js';
import { sharedHead } from '../heads.js';
import { multiplyTransposed } from '../matrix.js';
import { relativeValues } from '../relative.js';
import { tensor, type Tensor4 } from '../tensor.js';
import { joinsHeads } from './join.js';
import { always, type Step } from './step.js';

/** Each head's output: weights·V. Shown where something is still done to it; else it is the output itself. */
export const step: Step = {
  name: 'mix',
  applies: always,
  makes: [
    {
      name: 'heads',
      stage: {
        name: 'heads',
        rows: 'query',
        columns: 'feature',
        formula: ({ problem }) => (problem.relativeValue ? 'weights·V + weights·R_V' : 'weights·V'),
        numbers: (counts) => counts.heads,
        shown: (problem, heads) =>
          problem.wo !== undefined ||
          problem.gate !== undefined ||
          changesOutput(problem) ||
          joinsHeads(problem, heads),
      },
    },
  ],
  forward: ({ problem, settings, emptyRows, keep: seen, rows, sizes, alignment, made }) => {
    const { batch, heads, nQ, nK, dV } = outputSizes(sizes);
    const keep = seen && sizes.pairing ? pairedKeep(problem, sizes, seen) : seen;
    const perHead = headByHead(
      [batch, heads, nQ, dV],
      (b, h) =>
        // (n_q, n_k)·(n_k, d_v) → (n_q, d_v)
        mix(
          block(made.attention, b, h),
          sharedBlock(made.mixed, b, h, heads),
          keep && block(keep, b, h),
          nQ,
          nK,
          dV,
          rows,
        ),
      'float64',
      rows,
    );
    const relative = relativeValues(problem, settings, outputSizes(sizes), alignment);
    if (relative)
      eachWeight(made.attention, keep, rows, (weight, i, j, h, b) => {
        const own = block(perHead, b, h);
        relative(i, j, h, b).forEach((x, m) => {
          own[i * dV + m]! += weight * x;
        });
      });
    if (settings.emptyRows === 'nan' && problem.sink === undefined) {
      for (const { b, h: map, i } of emptyRows!) {
        const h = sizes.pairing ? pairWith(problem, map, heads) : map;
        block(perHead, b, h).fill(NaN, i * dV, (i + 1) * dV);
      }
    }
    return { heads: perHead };
  },
  backward: (gradient, { problem, settings, alignment, keep, made: { attention: weights, mixed: values }, sizes }) => {
    const { batch, heads, nQ, nK, dV } = outputSizes(sizes);
    const dValues = tensor(values.shape, new Float64Array(values.data.length));
    const dWeights = headByHead([batch, heads, nQ, nK], (b, h) => {
      const dO = block(gradient.heads, b, h);
      const w = block(weights, b, h);
      const dValue = block(dValues, b, sharedHead(h, heads, values.shape[1]!)); // heads that share a value add up
      for (let i = 0; i < nQ; i++) {
        for (let j = 0; j < nK; j++) {
          const weight = w[i * nK + j]!;
          if (weight === 0) continue;
          for (let m = 0; m < dV; m++) dValue[j * dV + m]! += weight * dO[i * dV + m]!; // Wᵀ·dO
        }
      }
      return multiplyTransposed(dO, sharedBlock(values, b, h, heads), nQ, dV, nK); // dO·Vᵀ → (n_q, n_k)
    });
    const relative = relativeValues(problem, settings, outputSizes(sizes), alignment);
    if (relative)
      eachWeight(weights, keep, undefined, (_weight, i, j, h, b) => {
        const dO = block(gradient.heads, b, h);
        relative(i, j, h, b).forEach((x, m) => {
          block(dWeights, b, h)[i * nK + j]! += dO[i * dV + m]! * x;
        });
      });
    return { attention: dWeights, mixed: dValues };
  },
};

/** Every weight that is not left out. */
function eachWeight(
  weights: Tensor4,
  keep: Tensor4 | undefined,
  rows: readonly number[] | undefined,
  visit: (weight: number, i: number, j: number, h: number, b: number) => void,
): void {
  forRows(weights.shape, rows, (start, end, i, h, b) => {
    for (let cell = start; cell < end; cell++) {
      if (!keep || keep.data[cell] !== 0) visit(weights.data[cell]!, i, cell - start, h, b);
    }
  });
}

/**
 * output = weights·V for one head: every value, as much of it as its weight says. Vaswani et al. 2017, eq. 1.
 *
 * A key that is left out is not multiplied by 0 but skipped: 0·NaN is NaN, and a NaN behind a mask must not leak.
 *
 * @param weights (n_q, n_k)
 * @param values (n_k, d_v)
 * @param keep (n_q, n_k), 0 = left out; undefined: nothing is
 * @param only these queries; the others get zeros
 * @returns (n_q, d_v)
 * @example mix(Float64Array.of(0.25, 0.75), Float64Array.of(4, 8), undefined, 1, 2, 1) // => Float64Array [7]
 * @example mix(Float64Array.of(1, 0), Float64Array.of(4, NaN), Float64Array.of(1, 0), 1, 2, 1) // => Float64Array [4]
 */
export function mix(
  weights: Float64Array,
  values: Float64Array,
  keep: Float64Array | undefined,
  nQ: number,
  nK: number,
  dV: number,
  only?: readonly number[],
): Float64Array {
  const out = new Float64Array(nQ * dV);
  for (const i of only ?? Array(nQ).keys()) {
    const row = out.subarray(i * dV, (i + 1) * dV);
    for (let j = 0; j < nK; j++) {
      const weight = weights[i * nK + j]!;
      if (weight === 0 && keep && keep[i * nK + j] === 0) continue;
      for (let m = 0; m < dV; m++) row[m]! += weight * values[j * dV + m]!;
    }
  }
  return out;
}
