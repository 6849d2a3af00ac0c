import { block, type CellFunction, headByHead, mix, sharedBlock, type Tensor } from '../../core/index.js';
import { withGeometry, withProblem, withStep, type Attempt } from '../attempt.js';
import { asRule, fill, hasEmptyRow, ruleOf, whoSees, type Geometry, type Rule } from '../geometry.js';
import { sizesOf, ways, type Mistake } from './mistake.js';
import { maskedBy, weightsBy } from './rows.js';

/** Only where somebody is masked. */
function ifMasked(put: Mistake['put']): Mistake['put'] {
  return (attempt) => (ruleOf(attempt.geometry) === null ? undefined : put(attempt));
}

/** Only where a mask stands beside rules (causal, lengths, window) that are kept right. */
function ifRest(put: (attempt: Attempt, rest: Rule) => Attempt | undefined): Mistake['put'] {
  return (attempt) => {
    const { rest, causal, lengths, window } = attempt.geometry;
    return rest && (causal || lengths || window) ? put(attempt, rest) : undefined;
  };
}

/** The mask alone is applied to the scores in another way, by what it says of every cell. */
function restBy(change: (s: number, seen: boolean) => number): Mistake['put'] {
  return ifRest((attempt, rest) =>
    withStep(withGeometry(attempt, without('rest', attempt.geometry)), 'unmasked', (scores) => {
      const seen = fill(scores.shape, rest);
      return { ...scores, data: scores.data.map((s, cell) => (s === -Infinity ? s : change(s, seen[cell] !== 0))) };
    }),
  );
}

export function without(rule: 'causal' | 'window' | 'lengths' | 'rest', geometry: Geometry): Geometry {
  return { ...geometry, [rule]: undefined };
}

const everybody: Partial<Geometry> = {
  causal: undefined,
  window: undefined,
  lengths: undefined,
  rest: undefined,
  whole: undefined,
};

const flip =
  (rule: Rule): Rule =>
  (i, j, h, b) =>
    !rule(i, j, h, b);

/** Constants that are too weak to be −∞, and the common typing error. */
const WEAK: readonly (readonly [value: number, alone: boolean])[] = [
  [-10, false],
  [-100, true],
  [-1e4, true],
  [-1000, true],
  [-50, true],
  [-20, true],
  [-5, true],
  [-1, true],
];

/** What is done with the mask. */
export const MASK_VALUE: readonly Mistake[] = [
  ...ways(
    {
      id: 'M1',
      title: 'the mask is ignored',
      formula: 'softmax(S)·V',
      lookFor: 'a mask argument that is not passed on',
      instead: 'scores.masked_fill(~mask, -inf)',
    },
    [
      { put: ifMasked((attempt) => withGeometry(attempt, everybody)) },
      {
        put: ifRest((attempt) => withGeometry(attempt, without('rest', attempt.geometry))),
        formula: 'softmax(S with the other rules)·V',
      },
    ],
  ),
  ...ways(
    {
      id: 'M2',
      title: 'the mask is inverted: True means the opposite here',
      formula: 'keep ↔ mask out',
      lookFor:
        'masked_fill(mask, -inf) with a mask whose True means attend (or key_padding_mask, whose True means ignore)',
      instead: 'masked_fill(~mask, -inf)',
    },
    [
      ...emptyWays({ put: ifMasked((attempt) => withGeometry(attempt, { whole: flip(ruleOf(attempt.geometry)!) })) }),
      ...emptyWays({
        put: ifRest((attempt, rest) => withGeometry(attempt, { rest: flip(rest) })),
        title: 'the mask is inverted (beside other rules that are right)',
      }),
      ...emptyWays({
        put: (attempt) => {
          const { lengths, rest } = attempt.geometry;
          if (!lengths) return undefined;
          const padded = {
            ...without('lengths', attempt.geometry),
            rest: (i: number, j: number, h: number, b: number) => j >= lengths[b]! && (!rest || rest(i, j, h, b)),
          };
          return { ...attempt, geometry: padded };
        },
        title: 'the padding mask is inverted: the padding is attended to',
      }),
    ],
  ),
  ...ways(
    {
      id: 'M3',
      title: 'masked after the softmax, not renormalised',
      formula: '(softmax(S)·keep)·V',
      lookFor: 'softmax(scores) * mask',
      instead: 'softmax(scores.masked_fill(~mask, -inf))',
    },
    [
      { put: ifMasked((attempt) => weightsBy({ ...attempt, maskless: true }, (w, seen) => (seen ? w : 0))) },
      {
        put: ifRest((attempt, rest) =>
          withStep(withGeometry(attempt, without('rest', attempt.geometry)), 'weights', (weights) => {
            const seen = fill(weights.shape, rest);
            return { ...weights, data: weights.data.map((w, cell) => (seen[cell] !== 0 ? w : 0)) };
          }),
        ),
        formula: 'the mask after the softmax, the other rules before',
      },
    ],
  ),
  ...ways(
    {
      id: 'M4',
      title: 'scores are multiplied by the mask: masked ones become 0, and e⁰ = 1',
      formula: 'softmax(S·keep)·V',
      lookFor: 'scores * mask, masked_fill(~mask, 0)',
      instead: 'scores.masked_fill(~mask, -inf)',
    },
    [
      { put: ifMasked((attempt) => maskedBy(attempt, (s, seen) => (seen ? s : 0))) },
      { put: restBy((s, seen) => (seen ? s : 0)) },
    ],
  ),
  ...ways(
    {
      id: 'M5',
      title: 'a 0/1 mask is added to the scores',
      formula: 'softmax(S + keep)·V',
      lookFor: 'scores + mask with a mask of 0 and 1, a float mask where Boolean is meant',
      instead: 'scores.masked_fill(~mask, -inf)',
    },
    [
      { put: ifMasked((attempt) => maskedBy(attempt, (s, seen) => s + Number(seen))) },
      {
        put: ifMasked((attempt) => maskedBy(attempt, (s, seen) => s + Number(!seen))),
        formula: 'softmax(S + (1 − keep))·V',
      },
      { put: restBy((s, seen) => s + Number(seen)) },
      { put: restBy((s, seen) => s + Number(!seen)), formula: 'softmax(S + (1 − keep))·V' },
    ],
  ),
  ...WEAK.flatMap(([value, alone]) =>
    ways(
      {
        id: 'M6',
        title: `masked with ${value}, which is not enough`,
        formula: `softmax(S + (1 − keep)·(${value}))·V`,
        lookFor: `${value} beside the mask`,
        instead: 'float("-inf")',
      },
      [
        { put: ifMasked((attempt) => maskedBy(attempt, (s, seen) => (seen ? s : s + value))), alone },
        {
          put: ifMasked((attempt) => maskedBy(attempt, (s, seen) => (seen ? s : value))),
          formula: `softmax(masked_fill(S, ${value}))·V`,
          alone,
        },
        { put: restBy((s, seen) => (seen ? s : s + value)), alone: true },
        { put: restBy((s, seen) => (seen ? s : value)), formula: `softmax(masked_fill(S, ${value}))·V`, alone: true },
      ],
    ),
  ),
  ...ways(
    {
      id: 'M6',
      title: 'masked with 1e-9: the minus sign is in the wrong place',
      formula: 'softmax(masked_fill(S, 1e-9))·V',
      lookFor: '1e-9 beside the mask',
      instead: 'float("-inf")',
    },
    [
      { put: ifMasked((attempt) => maskedBy(attempt, (s, seen) => (seen ? s : 1e-9))) },
      {
        put: ifMasked((attempt) => maskedBy(attempt, (s, seen) => (seen ? s : s + 1e-9))),
        formula: 'softmax(S + (1 − keep)·1e-9)·V',
      },
    ],
  ),
  ...ways(
    {
      id: 'M7',
      title: 'masked with +∞ or +1e9: only the masked keys are seen',
      formula: 'softmax(S + (1 − keep)·1e9)·V',
      lookFor: '1e9 or inf without a minus',
      instead: 'float("-inf")',
    },
    [
      {
        put: ifMasked((attempt) => maskedBy(attempt, (s, seen) => (seen ? s : 1e9))),
        formula: 'softmax(masked_fill(S, 1e9))·V',
      },
      { put: ifMasked((attempt) => maskedBy(attempt, (s, seen) => (seen ? s : s + 1e9))) },
      {
        put: ifMasked((attempt) => maskedBy(attempt, (s, seen) => (seen ? s : Infinity))),
        formula: 'softmax(masked_fill(S, +∞))·V = NaN',
        alone: true,
      },
    ],
  ),
  ...ways(
    {
      id: 'M8',
      title: 'mask or bias is added before scaling',
      formula: 'softmax((Q·Kᵀ + M)·scale)·V',
      lookFor: '(scores + mask) / math.sqrt(d_k)',
      instead: 'scores / math.sqrt(d_k) + mask',
    },
    [
      { put: (attempt) => scaledBias(attempt) },
      ...[-10, -100, -1e4].map((value) => ({
        put: ifMasked((attempt) => maskedBy(attempt, (s, seen) => (seen ? s : s + value * sizesOf(attempt).scale))),
        formula: `softmax((Q·Kᵀ + (1 − keep)·(${value}))·scale)·V`,
        alone: true,
      })),
    ],
  ),
  ...ways(
    {
      id: 'M10',
      title: '−∞·0 in the mask: every allowed key is NaN',
      formula: 'S + (1 − keep)·(−∞)',
      lookFor: '(1 - mask) * float("-inf")',
      instead: 'scores.masked_fill(~mask, -inf)',
    },
    [
      { put: ifMasked((attempt) => maskedBy(attempt, (_s, seen) => (seen ? NaN : -Infinity))) },
      {
        put: ifMasked((attempt) =>
          withStep(attempt, 'unmasked', (scores) => ({ ...scores, data: scores.data.map(() => NaN) })),
        ),
        alone: true,
      },
    ],
  ),
  ...ways(
    {
      id: 'M12',
      title: 'fully masked rows',
      formula: '0/0 = NaN',
      lookFor: 'a softmax over a row of −∞, or a large negative number in place of −∞',
      instead: 'set such rows to 0 after the softmax',
    },
    [
      { put: emptyAs('nan'), title: 'fully masked rows return NaN', formula: 'softmax(−∞, …, −∞) = NaN' },
      {
        put: emptyAs('uniform'),
        title: 'fully masked rows return the mean of V',
        formula: 'softmax(c, …, c) = 1/n_k',
      },
      { put: emptyAs('zero'), title: 'fully masked rows return zeros', formula: 'O = 0' },
      {
        title: 'fully masked rows are not masked at all',
        formula: 'softmax(S − 1e4) = softmax(S) where all are masked',
        put: (attempt) => {
          const { nK } = sizesOf(attempt);
          if (!hasEmptyRow(attempt.geometry)) return undefined;
          const keep = whoSees(attempt.geometry)!;
          const open = Float64Array.from(keep);
          for (let start = 0; start < open.length; start += nK)
            if (!keep.subarray(start, start + nK).some(Boolean)) open.fill(1, start, start + nK);
          return withGeometry(attempt, { whole: asRule(open, attempt.geometry.shape) });
        },
      },
    ],
  ),
  ...(['M11', 'M13'] as const).map((id): Mistake => ({
    id,
    title: id === 'M11' ? '−∞ − (−∞) in a fully masked row' : 'two finite masks add up to −∞ in a fully masked row',
    formula: id === 'M11' ? 'e^(−∞ − max) with max = −∞ is NaN' : 'finfo.min + finfo.min = −∞',
    alone: true,
    lookFor: id === 'M11' ? 'scores - scores.max(-1)' : 'torch.finfo(dtype).min added twice',
    instead: 'combine the masks by AND, and set empty rows to 0',
    put: emptyAs('nan'),
  })),
  {
    id: 'M14',
    title: 'NaN or ∞ in a masked value leaks: 0·NaN is NaN',
    formula: 'P·V with NaN in V behind the mask',
    lookFor: 'padding that holds NaN',
    instead: 'v.masked_fill(padding, 0)',
    put: (attempt) => {
      if (attempt.problem.v!.data.every((x) => Number.isFinite(x))) return undefined;
      return withStep(attempt, 'heads', (output, { made, sizes: { heads, nQ, nK, dV } }) =>
        headByHead(output.shape, (b, h) => {
          const [weights, values] = [block(made.weights, b, h), sharedBlock(made.values, b, h, heads)];
          return mix(weights, values, undefined, nQ, nK, dV); // every key takes part, with a weight of 0 or not
        }),
      );
    },
  },
  ...ways(
    {
      id: 'M15',
      title: 'a mask of numbers is taken as Boolean: what is not 0 may attend',
      formula: 'keep = (M ≠ 0)',
      lookFor: 'mask.bool() of an additive mask',
      instead: 'mask == 0, or add it as it is',
    },
    [
      {
        put: (attempt) => {
          const { bias } = attempt.problem;
          if (!bias || 'at' in bias || bias.data.length !== sizesOf(attempt).nQ * sizesOf(attempt).nK) return undefined;
          const problem = { ...attempt.problem };
          delete (problem as { bias?: unknown }).bias;
          const rest: Rule = (i, j) => bias.data[i * attempt.geometry.shape[3] + j] !== 0;
          return withGeometry({ ...attempt, problem }, { rest });
        },
      },
      ...emptyWays({
        put: ifMasked((attempt) => withGeometry(attempt, { whole: flip(ruleOf(attempt.geometry)!) })),
        formula: '0 → masked, −∞ → seen',
      }).map((way) => ({ ...way, alone: true })),
    ],
  ),
];

/** Another convention for queries that see nobody. */
function emptyAs(emptyRows: 'zero' | 'nan' | 'uniform'): Mistake['put'] {
  return (attempt) => {
    const now = attempt.problem.emptyRows ?? 'zero';
    return now === emptyRows || !hasEmptyRow(attempt.geometry) ? undefined : withProblem(attempt, { emptyRows });
  };
}

/** The same mistake with each thing that may become of the queries that now see nobody. */
export function emptyWays(way: Pick<Mistake, 'put'> & Partial<Mistake>): (Pick<Mistake, 'put'> & Partial<Mistake>)[] {
  return [
    way,
    ...(['zero', 'nan', 'uniform'] as const).map((emptyRows) => ({
      ...way,
      alone: true,
      put: (attempt: Attempt) => {
        const wrong = way.put(attempt);
        return wrong && emptyAs(emptyRows)(wrong);
      },
    })),
  ];
}

function scaledBias(attempt: Attempt): Attempt | undefined {
  const { bias } = attempt.problem;
  if (!bias) return undefined;
  const { scale } = sizesOf(attempt);
  const scaled: CellFunction | Tensor =
    'at' in bias
      ? { ...bias, at: (...cell) => bias.at(...cell) * scale }
      : { ...bias, data: bias.data.map((x) => x * scale) };
  return withProblem(attempt, { bias: scaled });
}
