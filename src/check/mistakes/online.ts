import { exp, log } from '../../core/index.js';
import type { Attempt } from '../attempt.js';
import { sizesOf, ways, type Mistake } from './mistake.js';
import { largestSeen, withRowRule, type Row } from './rows.js';
import { TILE_SIZES } from './tiles.js';

const BLOCKS = [1, ...TILE_SIZES];

/** Blocks of a fixed size, for every size that makes at least two. */
function blocks(
  make: (attempt: Attempt, size: number) => Attempt,
  half = false,
): (Pick<Mistake, 'put'> & Partial<Mistake>)[] {
  const fixed = BLOCKS.map((size) => ({
    alone: true,
    put: (attempt: Attempt) => (size < sizesOf(attempt).nK ? make(attempt, size) : undefined),
  }));
  const halves = {
    put: (attempt: Attempt) =>
      sizesOf(attempt).nK > 1 ? make(attempt, Math.ceil(sizesOf(attempt).nK / 2)) : undefined,
  };
  return half ? [halves, ...fixed] : fixed;
}

/** What is done to a sum that was made with an older maximum. */
type Rescaling = 'right' | 'none' | 'upside-down';

/** From the first block to the last, and back. */
function bothWays(ofOutput: Rescaling, ofSum: Rescaling): (Pick<Mistake, 'put'> & Partial<Mistake>)[] {
  return [false, true].flatMap((backwards) =>
    blocks((attempt, size) => streamed(attempt, size, ofOutput, ofSum, backwards)),
  );
}

/** The online softmax, block after block of keys: what was added up with an older maximum must be rescaled. */
function streamed(attempt: Attempt, size: number, ofOutput: Rescaling, ofSum: Rescaling, backwards = false): Attempt {
  return withRowRule(attempt, (row) => {
    const { scores, sees } = row;
    const weights = new Float64Array(scores.length);
    let max = -Infinity;
    let sum = 0;
    const starts = Array.from({ length: Math.ceil(scores.length / size) }, (_, block) => block * size);
    const done: number[] = [];
    for (const start of backwards ? starts.reverse() : starts) {
      const end = Math.min(start + size, scores.length);
      const before = max;
      for (let j = start; j < end; j++) if (sees(j)) max = Math.max(max, scores[j]!);
      if (max === -Infinity) continue;
      const factor = (of: Rescaling): number =>
        sum === 0 || of === 'none' ? 1 : exp(of === 'right' ? before - max : max - before);
      if (ofOutput !== 'none') for (const j of done) weights[j]! *= factor(ofOutput);
      sum *= factor(ofSum);
      for (let j = start; j < end; j++) {
        if (!sees(j)) continue;
        weights[j] = exp(scores[j]! - max);
        sum += weights[j]!;
        done.push(j);
      }
    }
    return weights.map((w) => w / sum);
  });
}

/** Softmax in every chunk, then a share for each chunk. */
function merged(attempt: Attempt, size: number, shares: (lse: readonly number[]) => number[]): Attempt {
  return withRowRule(attempt, (row) => {
    const chunks = Array.from({ length: Math.ceil(row.scores.length / size) }, (_, c) => chunkOf(row, c * size, size));
    const share = shares(chunks.map(({ lse }) => lse));
    return Float64Array.from(
      chunks.flatMap(({ weights }, c) => weights.map((w) => (share[c] === 0 ? 0 : w * share[c]!))),
    );
  });
}

function chunkOf(row: Row, start: number, size: number): { weights: number[]; lse: number } {
  const inside = { ...row, scores: row.scores.subarray(start, start + size), sees: (j: number) => row.sees(start + j) };
  const max = largestSeen(inside);
  const powers = Array.from(inside.scores, (s, j) => (inside.sees(j) ? exp(s - max) : 0));
  const sum = powers.reduce((total, p) => total + p, 0);
  return { weights: powers.map((p) => (sum === 0 ? 0 : p / sum)), lse: sum === 0 ? -Infinity : max + log(sum) };
}

function normalised(values: number[]): number[] {
  const sum = values.reduce((total, value) => total + value, 0);
  return values.map((value) => value / sum);
}

/** Softmax in pieces. */
export const ONLINE: readonly Mistake[] = [
  ...ways(
    {
      id: 'X16',
      title: 'online softmax: the output so far is not rescaled to the new maximum',
      formula: 'acc += e^(S − m_new)·V without acc·e^(m_old − m_new)',
      lookFor: 'acc += p @ v in the loop over blocks',
      instead: 'acc = acc * exp(m_old - m_new) + p @ v',
    },
    bothWays('none', 'right'),
  ),
  ...ways(
    {
      id: 'X16',
      title: 'online softmax: the sum so far is not rescaled to the new maximum',
      formula: 'l += Σ e^(S − m_new) without l·e^(m_old − m_new)',
      lookFor: 'l += p.sum(-1) in the loop over blocks',
      instead: 'l = l * exp(m_old - m_new) + p.sum(-1)',
    },
    bothWays('right', 'none'),
  ),
  ...ways(
    {
      id: 'X16',
      title: 'online softmax: neither sum nor output is rescaled to the new maximum',
      formula: 'acc and l without e^(m_old − m_new)',
      lookFor: 'acc += p @ v; l += p.sum(-1)',
      instead: 'multiply both by exp(m_old - m_new) first',
    },
    bothWays('none', 'none'),
  ),
  ...ways(
    {
      id: 'X16',
      title: 'online softmax: rescaled upside down, by e^(m_new − m_old)',
      formula: 'acc·e^(m_new − m_old), l·e^(m_new − m_old)',
      lookFor: 'exp(m_new - m_old), acc / alpha',
      instead: 'acc = acc * exp(m_old - m_new) + p @ v, and l likewise',
    },
    [
      ...bothWays('upside-down', 'upside-down'),
      ...bothWays('upside-down', 'right').map((way) => ({
        ...way,
        title: 'online softmax: the output so far is rescaled upside down, by e^(m_new − m_old)',
        formula: 'acc·e^(m_new − m_old)',
      })),
      ...bothWays('right', 'upside-down').map((way) => ({
        ...way,
        title: 'online softmax: the sum so far is rescaled upside down, by e^(m_new − m_old)',
        formula: 'l·e^(m_new − m_old)',
      })),
    ],
  ),
  ...ways(
    {
      id: 'X17',
      title: 'outputs of chunks are averaged instead of merged by their log-sum-exp',
      formula: 'mean_c softmax(S_c)·V_c',
      lookFor: 'sum(outputs) / len(chunks)',
      instead: 'weigh each chunk by exp(lse_c - logsumexp(lse))',
    },
    [
      ...blocks((attempt, size) => merged(attempt, size, (lse) => lse.map(() => 1 / lse.length)), true),
      ...blocks(
        (attempt, size) => merged(attempt, size, (lse) => normalised(lse.map((l) => (l === -Infinity ? 0 : 1)))),
        true,
      ).map((way) => ({ ...way, alone: true, formula: 'mean over the chunks that see a key' })),
    ],
  ),
  ...ways(
    {
      id: 'X17',
      title: 'outputs of chunks are merged by powers of the wrong base',
      formula: 'Σ_c 2^lse_c·O_c / Σ_c 2^lse_c',
      lookFor: 'exp2(lse) of a natural lse, or exp(lse) of a base-2 one',
      instead: 'exp(lse) for a natural lse, exp2(lse) for a base-2 one',
    },
    [
      ...blocks((attempt, size) => merged(attempt, size, (lse) => normalised(lse.map((l) => 2 ** l))), true),
      ...blocks(
        (attempt, size) => merged(attempt, size, (lse) => normalised(lse.map((l) => exp(l * Math.LOG2E)))),
        true,
      ).map((way) => ({ ...way, alone: true, formula: 'Σ_c e^(lse_c/ln 2)·O_c / Σ_c e^(lse_c/ln 2)' })),
    ],
  ),
];
