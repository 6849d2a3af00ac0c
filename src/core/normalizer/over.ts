import type { Keep, NormalizerRule } from './rule.js';

/** One head: scores (n_q, n_k), divided by the temperature; keep alike, 0 = left out. */
export interface HeadScores {
  readonly scores: Float64Array;
  readonly keep: Keep;
  readonly nQ: number;
  readonly nK: number;
}

/** Slot Attention's ε, which keeps a row that no key chose from dividing by 0. */
const EPSILON = 1e-8;

/**
 * The normalizer down each column: the queries compete for a key. A key that no query sees gives nothing to any. With
 * `thenKeys` each row is divided by its sum then, over the pairs that are seen: w ← (w + ε) / Σ (w + ε), ε = 10⁻⁸. Locatello
 * et al. 2020, "Object-Centric Learning with Slot Attention", algorithm 1.
 *
 * @returns (n_q, n_k)
 */
export function overQueries(rule: NormalizerRule, head: HeadScores, thenKeys: boolean): Float64Array {
  const { nQ, nK, keep } = head;
  const down = columns(rule, turned(head));
  const weights = transposed(down, nK, nQ);
  if (!thenKeys) return weights;
  for (let i = 0; i < nQ; i++) {
    const total = rowTotal(weights, keep, i, nK);
    for (let j = 0; j < nK; j++) {
      const cell = i * nK + j;
      if (!keep || keep[cell] !== 0) weights[cell] = (weights[cell]! + EPSILON) / total;
    }
  }
  return weights;
}

/**
 * From the gradient of the weights of `overQueries` to that of the scores.
 *
 * @param dWeights (n_q, n_k)
 */
export function queriesBackward(
  rule: NormalizerRule,
  head: HeadScores,
  dWeights: Float64Array,
  thenKeys: boolean,
): Float64Array {
  const { nQ, nK, keep } = head;
  const columnsOnly = turned(head);
  const down = columns(rule, columnsOnly);
  const before = thenKeys ? sharesBackward(transposed(down, nK, nQ), dWeights, keep, nQ, nK) : dWeights;
  return transposed(rowsBackward(rule, columnsOnly, down, transposed(before, nQ, nK)), nK, nQ);
}

/**
 * From the gradient of the weights of each row to that of its scores. What a row that sees nobody gets does not depend on any
 * score.
 *
 * @param weights (n_q, n_k), of the rows alone
 * @param dWeights (n_q, n_k)
 */
export function rowsBackward(
  rule: NormalizerRule,
  { scores, keep, nQ, nK }: HeadScores,
  weights: Float64Array,
  dWeights: Float64Array,
): Float64Array {
  const out = new Float64Array(nQ * nK);
  for (let i = 0; i < nQ; i++) {
    const of = (cells: Float64Array): Float64Array => cells.subarray(i * nK, (i + 1) * nK);
    const keepRow = keep && of(keep);
    if (keepRow?.every((seen) => seen === 0)) continue;
    const row = rule.gradient!(of(weights), of(dWeights), of(scores), keepRow);
    for (let j = 0; j < nK; j++) if (!keepRow || keepRow[j] !== 0) out[i * nK + j] = row[j]!;
  }
  return out;
}

/** w = (u + ε) / Σ (u + ε): du = (dw − Σ w·dw) / Σ (u + ε). */
function sharesBackward(u: Float64Array, dW: Float64Array, keep: Keep, nQ: number, nK: number): Float64Array {
  const out = new Float64Array(nQ * nK);
  for (let i = 0; i < nQ; i++) {
    const total = rowTotal(u, keep, i, nK);
    const seen = [...Array(nK).keys()].map((j) => i * nK + j).filter((cell) => !keep || keep[cell] !== 0);
    const along = seen.reduce((dot, cell) => dot + ((u[cell]! + EPSILON) / total) * dW[cell]!, 0);
    for (const cell of seen) out[cell] = (dW[cell]! - along) / total;
  }
  return out;
}

/** Σ (w + ε) of row i. */
function rowTotal(weights: Float64Array, keep: Keep, i: number, nK: number): number {
  let total = 0;
  for (let cell = i * nK; cell < (i + 1) * nK; cell++) if (!keep || keep[cell] !== 0) total += weights[cell]! + EPSILON;
  return total;
}

function columns(rule: NormalizerRule, { scores, keep, nQ: rows, nK: width }: HeadScores): Float64Array {
  const out = new Float64Array(rows * width);
  for (let j = 0; j < rows; j++) {
    const seen = keep?.subarray(j * width, (j + 1) * width);
    if (width === 0 || seen?.every((one) => one === 0)) continue;
    out.set(rule.weights(scores.subarray(j * width, (j + 1) * width), seen, undefined), j * width);
  }
  return out;
}

/** Keys as rows. */
function turned({ scores, keep, nQ, nK }: HeadScores): HeadScores {
  return { scores: transposed(scores, nQ, nK), keep: keep && transposed(keep, nQ, nK), nQ: nK, nK: nQ };
}

function transposed(cells: Float64Array, rows: number, width: number): Float64Array {
  const out = new Float64Array(cells.length);
  for (let i = 0; i < rows; i++) for (let j = 0; j < width; j++) out[j * rows + i] = cells[i * width + j]!;
  return out;
}
