import { exp, log, tensor, type Tensor4 } from '../../core/index.js';
import { reaching, withGeometry, withProblem, withStep, type Attempt } from '../attempt.js';
import { ruleOf, type Rule } from '../geometry.js';
import { emptyWays } from './mask-value.js';
import { sizesOf, ways, type Mistake } from './mistake.js';
import { largestSeen, sumSeen, withRowRule } from './rows.js';
import { gather } from './tensors.js';

type Way = Pick<Mistake, 'put'> & Partial<Mistake>;

/** Only keys that pass, beside the rules that are there. */
function onlyKeys(passes: (attempt: Attempt) => ((j: number) => boolean) | undefined): Way[] {
  return emptyWays({
    put: (attempt) => {
      const pass = passes(attempt);
      if (!pass) return undefined;
      const sees = ruleOf(attempt.geometry);
      const whole: Rule = (i, j, h, b) => pass(j) && (!sees || sees(i, j, h, b));
      return withGeometry(attempt, { whole });
    },
  });
}

/** Keys and values in another order, the mask as it was. */
function reordered(of: (j: number, past: number, nK: number) => number): Mistake['put'] {
  return (attempt) => {
    const { nPast, nK } = sizesOf(attempt);
    if (nPast === 0) return undefined;
    const move = (from: Tensor4): Tensor4 => gather(from.shape, from, (b, h, j, m) => [b, h, of(j, nPast, nK), m]);
    return reaching(withStep(withStep(attempt, 'keys', move), 'values', move), 'heads');
  };
}

/** A key that stands there twice has twice the weight. */
const newKeysTwice: Mistake['put'] = (attempt) => {
  const { nPast } = sizesOf(attempt);
  if (nPast === 0) return undefined;
  return withRowRule(attempt, (row) => {
    const max = largestSeen(row);
    const twice = (j: number): number => (j >= nPast ? 2 : 1);
    let sum = sumSeen(row, max);
    row.scores.forEach((s, j) => {
      if (j >= nPast && row.sees(j)) sum += exp(s - max);
    });
    return row.scores.map((s, j) => (row.sees(j) ? (twice(j) * exp(s - max)) / sum : 0));
  });
};

/** Slots of a fixed cache that hold zeros: e⁰ each in the denominator, and no value. */
function emptySlots(slots: (attempt: Attempt) => number): Mistake['put'] {
  return (attempt) => {
    const count = slots(attempt);
    return count > 0 && attempt.problem.sink === undefined ? withProblem(attempt, { sink: log(count) }) : undefined;
  };
}

const zeros = (from: Tensor4): Tensor4 => tensor(from.shape, new Float64Array(from.data.length));

/** The cache of keys and values. */
export const CACHE: readonly Mistake[] = [
  ...ways(
    {
      id: 'B1',
      title: 'the cache is ignored: only the new keys are visible',
      formula: 'softmax(Q·K_newᵀ·scale)·V_new',
      lookFor: 'past_key_values that are not concatenated, use_cache, a cache that is replaced instead of extended',
      instead: 'k = torch.cat([past_k, k], dim=-2), and v likewise',
    },
    [
      ...onlyKeys((attempt) => {
        const { nPast } = sizesOf(attempt);
        return nPast > 0 ? (j) => j >= nPast : undefined;
      }),
      ...onlyKeys((attempt) => {
        const { nPast } = sizesOf(attempt);
        return nPast > 0 ? (j) => j < nPast : undefined;
      }).map((way) => ({
        ...way,
        title: 'the new keys are not in the cache yet: only cached keys are visible',
        formula: 'softmax(Q·K_pastᵀ·scale)·V_past',
      })),
    ],
  ),
  ...ways(
    {
      id: 'B2',
      title: 'the cache stands behind the new keys',
      formula: 'K = [K_new; K_past]',
      lookFor: 'torch.cat([k, past_k], dim=-2)',
      instead: 'torch.cat([past_k, k], dim=-2)',
    },
    [
      { put: reordered((j, past, nK) => (j < nK - past ? past + j : j - (nK - past))) },
      {
        put: reordered((j, past) => (j < past ? past - 1 - j : j)),
        title: 'the cache is in reverse order',
        formula: 'K = [reversed K_past; K_new]',
        alone: true,
      },
      {
        put: reordered((j, past) => (j < past ? (j + 1) % past : j)),
        title: 'the cache is rotated by one slot',
        formula: 'slot (t + 1) mod n_past',
        alone: true,
      },
      {
        put: reordered((j, past) => (j < past ? (j + past - 1) % past : j)),
        title: 'the cache is rotated by one slot',
        formula: 'slot (t − 1) mod n_past',
        alone: true,
      },
    ],
  ),
  ...ways(
    {
      id: 'B3',
      title: 'empty slots of the cache take part: keys of zeros are in the denominator',
      formula: 'Σ e^s + m·e⁰ in the denominator',
      lookFor: 'a static cache of zeros that is not masked beyond its current length',
      instead: 'mask the slots beyond the current length, or slice the cache to it',
    },
    [
      { put: emptySlots((attempt) => sizesOf(attempt).nPast), alone: true, formula: 'n_past empty slots' },
      ...(['keys', 'values'] as const).map((step) => ({
        alone: true,
        title: `the cached ${step} are zeros`,
        formula: step === 'keys' ? 'K_past = 0' : 'V_past = 0',
        put: (attempt: Attempt) => {
          const { nPast } = sizesOf(attempt);
          if (nPast === 0) return undefined;
          const field = step === 'keys' ? 'pastKey' : 'pastValue';
          return withProblem(attempt, { [field]: zeros(attempt.problem[field] as Tensor4) });
        },
      })),
      {
        alone: true,
        title: 'the cache was never written: its keys and values are zeros',
        formula: 'K_past = 0, V_past = 0',
        put: (attempt) =>
          sizesOf(attempt).nPast === 0
            ? undefined
            : withProblem(attempt, {
                pastKey: zeros(attempt.problem.pastKey as Tensor4),
                pastValue: zeros(attempt.problem.pastValue as Tensor4),
              }),
      },
    ],
  ),
  {
    id: 'B4',
    title: 'the new keys are appended to the cache twice',
    formula: 'K = [K_past; K_new; K_new]',
    lookFor: 'cache.update called once a layer and once in attention, a loop that appends again',
    instead: 'append once, in one place',
    put: newKeysTwice,
  },
  ...ways(
    {
      id: 'G20',
      title: 'the last key is missing',
      formula: 'softmax over j < n_k − 1',
      lookFor: 'k[:, :-1], a loop over full blocks only, n_k // block where a ceiling is meant',
      instead: 'all n_k keys, the last partial block too',
    },
    [
      ...onlyKeys((attempt) => {
        const { nK } = sizesOf(attempt);
        return nK > 1 ? (j) => j < nK - 1 : undefined;
      }),
      ...onlyKeys((attempt) => (sizesOf(attempt).nK > 1 ? (j) => j > 0 : undefined)).map((way) => ({
        ...way,
        title: 'the first key is missing',
        formula: 'softmax over j ≥ 1',
        lookFor: 'k[:, 1:], an offset of one in the loop over keys',
        instead: 'keys from 0',
      })),
      ...[2, 4, 8, 16, 32, 64, 128, 256].flatMap((block) =>
        onlyKeys((attempt) => {
          const { nK } = sizesOf(attempt);
          const full = nK - (nK % block);
          return full > 0 && full < nK - 1 ? (j) => j < full : undefined;
        }).map((way) => ({
          ...way,
          alone: true,
          title: `the last block of keys is dropped: the keys at the end that fill no block of ${block}`,
          formula: `softmax over j < ⌊n_k/${block}⌋·${block}`,
          lookFor: `range(n_k // ${block}), a grid of full blocks`,
          instead: `cdiv(n_k, ${block}) blocks, the last one masked`,
        })),
      ),
      ...[2, 4, 8, 16, 32, 64, 128, 256].flatMap((block) =>
        onlyKeys((attempt) => (block < sizesOf(attempt).nK ? (j) => j >= block : undefined)).map((way) => ({
          ...way,
          alone: true,
          title: `the first block of ${block} keys is skipped`,
          formula: `softmax over j ≥ ${block}`,
          lookFor: 'a loop over blocks of keys that starts at 1',
          instead: 'start at block 0',
        })),
      ),
      ...[2, 4, 8, 16, 32, 64, 128, 256].flatMap((block) =>
        onlyKeys((attempt) => {
          const { nK } = sizesOf(attempt);
          return block < nK && nK % block === 0 ? (j) => j < nK - block : undefined;
        }).map((way) => ({
          ...way,
          alone: true,
          title: `the last block of ${block} keys is skipped`,
          formula: `softmax over j < n_k − ${block}`,
          lookFor: 'a loop over blocks of keys that ends one block early',
          instead: 'cdiv(n_k, block) blocks',
        })),
      ),
    ],
  ),
];
