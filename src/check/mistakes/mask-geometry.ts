import type { Tensor4 } from '../../core/index.js';
import { withFinish, withGeometry, withStep, type Attempt } from '../attempt.js';
import { ruleOf, type Geometry, type Rule } from '../geometry.js';
import { emptyWays, without } from './mask-value.js';
import { sizesOf, ways, type AttemptSizes, type Mistake } from './mistake.js';

type Way = Pick<Mistake, 'put'> & Partial<Mistake>;

/** Another offset of the causal edge. */
function offset(of: (offset: number, sizes: AttemptSizes) => number): Way[] {
  return emptyWays({
    put: (attempt) => {
      const { causal } = attempt.geometry;
      const sizes = sizesOf(attempt);
      const moved = causal?.map((one) => of(one, sizes));
      return moved && !moved.every((one, b) => one === causal![b] || Number.isNaN(one))
        ? withGeometry(attempt, { causal: moved })
        : undefined;
    },
  });
}

/** Another mask in place of all rules. */
function instead(of: (attempt: Attempt, geometry: Geometry) => Rule | undefined): Way[] {
  return emptyWays({
    put: (attempt) => {
      const whole = of(attempt, attempt.geometry);
      return whole && withGeometry(attempt, { whole });
    },
  });
}

const RULES = ['causal', 'window', 'lengths', 'rest'] as const;

function only(geometry: Geometry, rule: (typeof RULES)[number]): Rule | null {
  return ruleOf(RULES.filter((other) => other !== rule).reduce((kept, other) => without(other, kept), geometry));
}

/** Who sees whom. */
export const MASK_GEOMETRY: readonly Mistake[] = [
  {
    id: 'G1',
    title: 'not causal',
    formula: 'softmax(S)·V over the future too',
    lookFor: 'is_causal that is not passed on, a causal mask that is built but not used',
    instead: 'is_causal=True, or masked_fill(future, -inf)',
    put: (attempt) =>
      attempt.geometry.causal ? { ...attempt, geometry: without('causal', attempt.geometry) } : undefined,
  },
  ...ways(
    {
      id: 'G2',
      title: 'the causal edge starts from the other corner',
      formula: 'j ≤ i instead of j ≤ i + (n_k − n_q), or the reverse',
      lookFor: 'torch.tril(ones(n_q, n_k)) without diagonal=n_k - n_q; is_causal=True with n_q ≠ n_k',
      instead: 'torch.tril(ones(n_q, n_k), diagonal=n_k - n_q)',
    },
    [...offset((_, { nQ, nK }) => nK - nQ), ...offset(() => 0)],
  ),
  ...ways(
    {
      id: 'G3',
      title: 'a query does not see its own position',
      formula: 'j < i',
      lookFor: 'torch.tril(…, diagonal=-1), torch.triu(…, diagonal=0) as what is masked',
      instead: 'j <= i',
    },
    offset((one) => one - 1),
  ),
  ...ways(
    {
      id: 'G4',
      title: 'causal mask off by one: one future key is visible',
      formula: 'j ≤ i + 1',
      lookFor: 'torch.tril(…, diagonal=1), torch.triu(…, diagonal=2) as what is masked',
      instead: 'j <= i',
    },
    offset((one) => one + 1),
  ),
  ...ways(
    {
      id: 'G5',
      title: 'the causal mask is upside down: only the future is seen',
      formula: 'j ≥ i',
      lookFor: 'torch.triu where torch.tril is meant, a mask that is transposed',
      instead: 'torch.tril',
    },
    [
      ...instead((_, { causal, shape, ...others }) =>
        causal ? both(others, shape, (i, j, b) => j >= i + causal[b]!) : undefined,
      ),
      ...instead((_, { causal, shape, ...others }) =>
        causal ? both(others, shape, (i, j, b) => j > i + causal[b]!) : undefined,
      ).map((way) => ({ ...way, formula: 'j > i' })),
      ...instead((attempt, geometry) => transposed(attempt, geometry)).map((way) => ({
        ...way,
        formula: 'keepᵀ',
        title: 'the mask is transposed',
      })),
    ],
  ),
  ...ways(
    {
      id: 'G6',
      title: 'one new query sees the first key only',
      formula: 'n_q = 1, j ≤ 0',
      lookFor: 'is_causal=True while decoding',
      instead: 'is_causal=False for one query: it may see all keys',
    },
    offset((_, { nQ }) => (nQ === 1 ? 0 : NaN)),
  ),
  ...ways(
    {
      id: 'G7',
      title: 'the causal edge is moved by the wrong length',
      formula: 'j ≤ i + n_k, or the cached length left out',
      lookFor: 'diagonal=n_k, a mask built from the new tokens alone',
      instead: 'diagonal = n_k - n_q',
    },
    [
      ...offset((_, { nK }) => nK),
      ...offset((one, { nPast }) => (nPast > 0 ? one - nPast : NaN)),
      ...offset((one, { nPast }) => (nPast > 0 ? one + nPast : NaN)),
    ],
  ),
  ...ways(
    {
      id: 'G8',
      title: 'the padding masks queries instead of keys',
      formula: 'i < length',
      lookFor: 'mask.unsqueeze(1).unsqueeze(3)',
      instead: 'mask.unsqueeze(1).unsqueeze(2)',
    },
    [
      ...instead((_, { lengths, shape, ...others }) =>
        lengths ? both(others, shape, (i, _j, b) => i < lengths[b]!) : undefined,
      ),
      ...instead((_, { lengths, shape, ...others }) =>
        lengths ? both(others, shape, (i, _j, b) => i + shape[3] - shape[2] < lengths[b]!) : undefined,
      ),
    ],
  ),
  {
    id: 'G21',
    title: 'the padding of the queries is computed as if it were real',
    formula: 'i ≥ length too',
    lookFor: 'the rows of padding, which nothing sets to zero',
    instead: 'out[b, query_length[b]:] = 0',
    put: (attempt) => {
      const { queryLengths: given, ...problem } = attempt.problem;
      const { rest, shape } = attempt.geometry;
      if (!given || !rest) return undefined;
      const length = (b: number): number => given.data[given.data.length === 1 ? 0 : b]!;
      const all: Rule = (i, j, h, b) => i >= length(b) || rest(i, j, h, b);
      return { ...attempt, problem, geometry: { ...attempt.geometry, rest: all, shape } };
    },
  },
  ...ways(
    {
      id: 'G22',
      title: 'padded queries are masked too: their rows are zeros',
      formula: 'keep = (i < length)·(j < length)',
      lookFor: 'an outer product of the padding mask, output * mask[:, :, None]',
      instead: 'mask keys only; rows of padded queries mean nothing, and are left out of the comparison',
    },
    [
      ...instead((_, { lengths, shape, ...others }) =>
        lengths && shape[2] === shape[3]
          ? both({ ...others, lengths }, shape, (i, _j, b) => i < lengths[b]!)
          : undefined,
      ).map((way) => ({ ...way, title: 'padded queries are masked too' })),
      {
        title: 'padded queries get the bias of the output projection only',
        formula: 'O·keep·W_O + b_O',
        alone: true,
        put: (attempt) => zeroedQueries(attempt, 'heads'),
      },
      { alone: true, title: 'padded queries are zeroed', formula: 'Y·keep', put: (attempt) => zeroedQueries(attempt) },
    ],
  ),
  ...RULES.flatMap((rule) =>
    ways(
      {
        id: 'G9',
        title: `of several masks only ${nameOf(rule)} is applied`,
        formula: 'the last mask overwrites the others',
        lookFor: 'mask = … twice, is_causal beside attn_mask',
        instead: 'mask = causal & padding',
      },
      instead((_, geometry) =>
        count(geometry) > 1 && geometry[rule] ? (only(geometry, rule) ?? undefined) : undefined,
      ),
    ),
  ),
  ...RULES.flatMap((rule) =>
    ways(
      {
        id: 'G9',
        title: `of several masks ${nameOf(rule)} is lost`,
        formula: 'one mask does not reach the scores',
        lookFor: 'mask = … twice, is_causal beside attn_mask',
        instead: 'mask = causal & padding',
      },
      [
        {
          put: (attempt) =>
            count(attempt.geometry) > 1 && attempt.geometry[rule]
              ? { ...attempt, geometry: without(rule, attempt.geometry) }
              : undefined,
        },
      ],
    ),
  ),
  ...ways(
    {
      id: 'G9',
      title: 'masks are joined by OR instead of AND',
      formula: 'keep = causal ∨ padding',
      lookFor: 'causal | padding with True = attend, & with True = ignore',
      instead: 'causal & padding (True = attend)',
    },
    instead((_, geometry) => {
      const masks = RULES.filter((rule) => geometry[rule]).map((rule) => only(geometry, rule));
      return masks.length > 1 && masks.every((mask) => mask !== null)
        ? (i, j, h, b) => masks.some((mask) => mask!(i, j, h, b))
        : undefined;
    }),
  ),
  ...ways(
    {
      id: 'G10',
      title: 'the window is off by one, or lies on the wrong side',
      formula: 'i − L ± 1 ≤ j',
      lookFor: '< where <= is meant beside the window',
      instead: 'i - L <= j <= i + R, both inclusive',
    },
    [
      ...(
        [
          [1, 0],
          [-1, 0],
          [0, 1],
          [0, -1],
          [1, 1],
          [-1, -1],
        ] as const
      ).flatMap(([left, right]) => window(([before, after]) => [move(before, left), move(after, right)])),
      ...window(([before]) => [before, before]).map((way) => ({
        ...way,
        formula: '|i − j| ≤ L',
        title: 'the window is symmetric',
      })),
      ...window(([before]) => [before, 0]).map((way) => ({
        ...way,
        formula: 'i − L ≤ j ≤ i',
        title: 'the window looks back only',
      })),
      ...window(([before]) => [before, -1]).map((way) => ({
        ...way,
        title: 'the window has no right edge',
        formula: 'i − L ≤ j',
      })),
      ...window(([, after]) => [-1, after]).map((way) => ({
        ...way,
        title: 'the window has no left edge',
        formula: 'j ≤ i + R',
      })),
      ...emptyWays({
        put: ({ geometry, ...attempt }) =>
          geometry.window && geometry.position.some(Boolean)
            ? { ...attempt, geometry: { ...geometry, position: geometry.position.map(() => 0) } }
            : undefined,
        title: 'the window is counted from the top-left corner',
        formula: 'distances without n_k − n_q',
      }),
      ...emptyWays({
        put: (attempt) => {
          const { nQ, nK } = sizesOf(attempt);
          const position = attempt.geometry.position.map(() => nK - nQ);
          return attempt.geometry.window && position.some((one, b) => one !== attempt.geometry.position[b])
            ? withGeometry(attempt, { position })
            : undefined;
        },
        title: 'the window is counted from the bottom-right corner',
        formula: 'distances with n_k − n_q',
      }),
    ],
  ),
  ...ways(
    {
      id: 'G11',
      title: 'the padded lengths are off by one, or cumulative',
      formula: 'j < length ± 1',
      lookFor: 'j <= length, cu_seqlens used as lengths',
      instead: 'j < length',
    },
    [
      ...lengths((lengths) => lengths.map((one) => one + 1)),
      ...lengths((lengths) => lengths.map((one) => one - 1)).map((way) => ({ ...way, formula: 'j < length − 1' })),
      ...lengths((lengths) => lengths.map((_, b) => lengths.slice(0, b + 1).reduce((sum, one) => sum + one, 0))).map(
        (way) => ({ ...way, formula: 'j < Σ lengths' }),
      ),
      ...lengths((lengths) => lengths.map((_, b) => lengths.slice(0, b).reduce((sum, one) => sum + one, 0))).map(
        (way) => ({ ...way, formula: 'j < Σ of the lengths before', alone: true }),
      ),
    ],
  ),
  ...ways(
    {
      id: 'G12',
      title: 'the mask of one batch item serves another, or a head',
      formula: 'keep[h] instead of keep[b]',
      lookFor:
        '(batch, n_q, n_k) where (heads, n_q, n_k) is read; mask.repeat(heads, 1, 1) where repeat_interleave is meant',
      instead: 'mask[:, None, :, :]',
    },
    [
      ...instead((_, geometry) => moved(geometry, (_b, h, { batch }) => [h % batch, h])),
      ...instead((_, geometry) => moved(geometry, (b, h, { batch, heads }) => [(b * heads + h) % batch, h])),
      ...instead((_, geometry) =>
        moved(geometry, (b, h, { batch, heads }) => [Math.floor((h * batch + b) / heads), (h * batch + b) % heads]),
      ),
      ...instead((_, geometry) => moved(geometry, (_b, h) => [0, h])).map((way) => ({
        ...way,
        title: 'the mask of the first batch item serves all',
      })),
    ],
  ),
  {
    id: 'G13',
    title: 'packed documents see each other',
    formula: 'the block-diagonal mask is missing',
    lookFor: 'packed sequences without document ids or cu_seqlens',
    instead: 'mask & (doc[i] == doc[j])',
    put: (attempt) => (attempt.geometry.rest ? { ...attempt, geometry: without('rest', attempt.geometry) } : undefined),
  },
  ...ways(
    {
      id: 'G14',
      title: 'padding on the left is masked as if it stood on the right, or the reverse',
      formula: 'j ≥ n_k − length',
      lookFor: 'padding_side',
      instead: 'j < length for padding on the right',
    },
    instead((_, { lengths, shape, ...others }) =>
      lengths ? both(others, shape, (_i, j, b) => j >= shape[3] - lengths[b]!) : undefined,
    ),
  ),
  ...ways(
    {
      id: 'G15',
      title: 'causal where it should not be (a prefix that may see all of itself)',
      formula: 'j ≤ i',
      lookFor: 'is_causal=True',
      instead: 'the mask of the prefix, without is_causal',
    },
    [
      ...emptyWays({
        put: (attempt) =>
          attempt.geometry.causal
            ? undefined
            : withGeometry(attempt, { causal: attempt.geometry.position.map(() => 0) }),
      }),
      ...emptyWays({
        put: (attempt) => {
          const { nQ, nK } = sizesOf(attempt);
          return attempt.geometry.causal || nQ === nK
            ? undefined
            : withGeometry(attempt, { causal: attempt.geometry.position.map(() => nK - nQ) });
        },
        formula: 'j ≤ i + (n_k − n_q)',
      }),
    ],
  ),
];

/** Rows of queries beyond the length of their batch item are zeros. */
function zeroedQueries(attempt: Attempt, step?: 'heads'): Attempt | undefined {
  const { lengths, shape } = attempt.geometry;
  if (!lengths || shape[2] !== shape[3]) return undefined;
  const zeroed = (from: Tensor4): Tensor4 => {
    const [, axis, length, size] = from.shape;
    const perItem = axis * length * size;
    return {
      ...from,
      data: from.data.map((x, at) => (Math.floor(at / size) % length < lengths[Math.floor(at / perItem)]! ? x : 0)),
    };
  };
  return step ? (attempt.problem.wo ? withStep(attempt, step, zeroed) : undefined) : withFinish(attempt, zeroed);
}

function nameOf(rule: (typeof RULES)[number]): string {
  return { causal: 'the causal one', window: 'the window', lengths: 'the padding', rest: 'the mask that was given' }[
    rule
  ];
}

function count(geometry: Geometry): number {
  return RULES.filter((rule) => geometry[rule]).length;
}

function move(reach: number, by: number): number {
  return reach < 0 ? reach : Math.max(0, reach + by);
}

/** The other rules, and one more. */
function both(
  others: Omit<Geometry, 'shape'>,
  shape: Geometry['shape'],
  rule: (i: number, j: number, b: number) => boolean,
): Rule {
  const sees = ruleOf({ ...others, shape });
  return (i, j, h, b) => rule(i, j, b) && (!sees || sees(i, j, h, b));
}

function window(of: (window: readonly [number, number]) => readonly [number, number]): Way[] {
  return emptyWays({
    put: (attempt) => {
      const before = attempt.geometry.window;
      const now = before && of(before);
      return now && (now[0] !== before[0] || now[1] !== before[1]) ? withGeometry(attempt, { window: now }) : undefined;
    },
  });
}

function lengths(of: (lengths: readonly number[]) => readonly number[]): Way[] {
  return emptyWays({
    put: (attempt) =>
      attempt.geometry.lengths ? withGeometry(attempt, { lengths: of(attempt.geometry.lengths) }) : undefined,
  });
}

function moved(
  geometry: Geometry,
  from: (b: number, h: number, sizes: { batch: number; heads: number }) => [number, number],
): Rule | undefined {
  const sees = ruleOf(geometry);
  const [batch, heads] = geometry.shape;
  return sees
    ? (i, j, h, b) => {
        const [fromB, fromH] = from(b, h, { batch, heads });
        return sees(i, j, fromH, fromB);
      }
    : undefined;
}

function transposed(attempt: Attempt, geometry: Geometry): Rule | undefined {
  const sees = ruleOf(geometry);
  const { nQ, nK } = sizesOf(attempt);
  return sees && nQ === nK ? (i, j, h, b) => sees(j, i, h, b) : undefined;
}
