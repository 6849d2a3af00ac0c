import { behindMask, block, nonFiniteScores, sharedBlock, softcap, type Trace, type Warning } from '../core/index.js';
import type { Prepared } from './prepare.js';
import type { Task } from './task.js';

/** Warnings for visible scores that are not finite, as the reference words them, without an n×n matrix. */
export function nonFiniteScoreWarnings(prepared: Prepared, task: Task, trace: Trace): Warning[] {
  return nonFiniteScores(trace, nonFiniteScoresOf(prepared, task));
}

/** Only inputs that are not finite, or so large that a dot product could overflow, give such scores, so only theirs are computed. */
function* nonFiniteScoresOf(
  prepared: Prepared,
  { visible }: Task,
): Generator<{ b: number; h: number; i: number; j: number; score: number }> {
  const {
    arranged: {
      sizes: { batch, heads, nQ, nK, dK },
    },
    queries,
    keys,
  } = prepared;
  const all = Array.from({ length: nK }, (_, j) => j);
  for (let b = 0; b < batch; b++) {
    for (let h = 0; h < heads; h++) {
      const scoreOf = scores(prepared, b, h);
      const largeKeys = largestOfRows(sharedBlock(keys, b, h, heads), nK, dK).flatMap((size, j) =>
        size > SAFE_SIZE ? [j] : [],
      );
      for (const [i, size] of largestOfRows(block(queries, b, h), nQ, dK).entries()) {
        for (const j of size > SAFE_SIZE ? all : largeKeys) {
          if (visible && !visible(b, h, i, j)) continue;
          const score = scoreOf(i, j);
          if (!Number.isFinite(score) && !leavesOut(prepared, score)) yield { b, h, i, j, score };
        }
      }
    }
  }
}

/** The raw scores of one head, one by one. */
function scores(
  {
    arranged: {
      sizes: { heads, dK },
    },
    queries,
    keys,
  }: Prepared,
  b: number,
  h: number,
): (i: number, j: number) => number {
  const q = block(queries, b, h);
  const k = sharedBlock(keys, b, h, heads);
  return (i, j) => {
    let score = 0;
    for (let m = 0; m < dK; m++) score += q[i * dK + m]! * k[j * dK + m]!;
    return score;
  };
}

/** A score of −∞ excludes its key, as a mask does. */
function leavesOut({ problem, scale: { scale } }: Prepared, score: number): boolean {
  return (problem.softcap ? softcap(score * scale, problem.softcap) : score * scale) === -Infinity;
}

/** Products of two numbers up to this size, and any practical sum of them, are finite. */
const SAFE_SIZE = 2 ** 480;

/** The largest |x| of each row; Infinity where there is a NaN. */
function largestOfRows(from: Float64Array, rows: number, d: number): number[] {
  return Array.from({ length: rows }, (_, row) => {
    let most = 0;
    for (let at = row * d; at < (row + 1) * d; at++) {
      const size = Math.abs(from[at]!);
      if (!(size <= most)) most = Number.isNaN(size) ? Infinity : size;
    }
    return most;
  });
}

/** Warnings for NaN and ∞ in masked keys and values: they change nothing here, but would in a program that multiplies by 0. */
export function nonFiniteKeyWarnings(prepared: Prepared, { visible }: Task, trace: Trace): Warning[] {
  const {
    arranged: {
      sizes: { batch, heads, nQ, nK },
    },
    keys,
    values,
  } = prepared;
  const found = new Set<number>();
  for (let b = 0; b < batch; b++) {
    for (let h = 0; h < heads; h++) {
      const scoreOf = scores(prepared, b, h);
      const [keySizes, valueSizes] = [keys, values].map((from) =>
        largestOfRows(sharedBlock(from, b, h, heads), nK, from.shape[3]!),
      ) as [number[], number[]];
      for (let j = 0; j < nK; j++) {
        if (found.has(j) || Math.max(keySizes[j]!, valueSizes[j]!) < Infinity) continue;
        for (let i = 0; i < nQ && !found.has(j); i++) {
          if ((visible && !visible(b, h, i, j)) || (keySizes[j] === Infinity && leavesOut(prepared, scoreOf(i, j))))
            found.add(j);
        }
      }
    }
  }
  return behindMask(trace, found);
}
