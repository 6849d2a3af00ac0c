import {
  fourAxes,
  type Shape4,
  sharedHead,
  swapMiddle,
  type Tensor,
  type Tensor4,
  type ValueName,
} from '../../core/index.js';
import { reaching, withFinish, withGeometry, withProblem, withStep, type Attempt } from '../attempt.js';
import { sizesOf, ways, type Mistake } from './mistake.js';
import { gather, permute, reread } from './tensors.js';

type Rearrange = (from: Tensor4) => Tensor4;

/** The same done to q, k and v. */
function toAll(
  attempt: Attempt,
  change: Rearrange,
  steps: readonly ValueName[] = ['q', 'k', 'v'],
): Attempt | undefined {
  if (attempt.problem.pastKey || sizesOf(attempt).heads === 1) return undefined;
  return reaching(
    steps.reduce((now, step) => withStep(now, step, change), attempt),
    'heads',
  );
}

/** Something done to the outputs of the heads before they are joined. */
function toOutputs(attempt: Attempt, change: Rearrange): Attempt | undefined {
  if (sizesOf(attempt).heads === 1) return undefined;
  // Without a projection the joined heads are the output.
  return attempt.problem.wo ? reaching(withStep(attempt, 'heads', change), 'all') : withFinish(attempt, change);
}

/** (B, L, H·D) in memory, read as (B, H, L, D). */
const viewedAsHeads: Rearrange = (from) => reread(swapMiddle(from), from.shape);
/** (B, H, L, D) in memory, read as (B, L, H·D). */
const viewedAsRows: Rearrange = (from) => {
  const [batch, heads, length, size] = from.shape;
  return swapMiddle(reread(from, [batch, length, heads, size]));
};
/** Columns of the joined heads read as (size, heads). */
const interleaved: Rearrange = (from) => {
  const [, heads, , size] = from.shape;
  return gather(from.shape, from, (b, h, i, m) => [b, Math.floor((m * heads + h) / size), i, (m * heads + h) % size]);
};
/** The way back. */
const uninterleaved: Rearrange = (from) => {
  const [, heads, , size] = from.shape;
  return gather(from.shape, from, (b, h, i, m) => [b, (h * size + m) % heads, i, Math.floor((h * size + m) / heads)]);
};
/** Heads in another order. */
const ordered =
  (of: (h: number, heads: number) => number): Rearrange =>
  (from) =>
    gather(from.shape, from, (b, h, i, m) => [b, of(h, from.shape[1]!), i, m]);

/** Another key/value head for each query head. */
function keyHead(
  of: (h: number, heads: number, kvHeads: number) => number,
  steps: readonly ('keys' | 'values')[] = ['keys', 'values'],
): Mistake['put'] {
  return (attempt) => {
    const { heads, kvHeads } = sizesOf(attempt);
    if (kvHeads === heads) return undefined;
    const from = Array.from({ length: heads }, (_, h) => of(h, heads, kvHeads));
    if (from.some((g) => !Number.isInteger(g) || g >= kvHeads)) return undefined;
    const spread: Rearrange = (shared) =>
      gather([shared.shape[0], heads, shared.shape[2], shared.shape[3]], shared, (b, h, i, m) => [b, from[h]!, i, m]);
    return reaching(
      steps.reduce((now, step) => withStep(now, step, spread), attempt),
      'heads',
    );
  };
}

/** Neighbouring keys doubled where neighbouring heads should be. */
const repeatedAlongKeys: Mistake['put'] = (attempt) => {
  const { heads, kvHeads } = sizesOf(attempt);
  if (kvHeads === heads) return undefined;
  const group = heads / kvHeads;
  const spread: Rearrange = (shared) => {
    const length = shared.shape[2]!;
    return gather([shared.shape[0], heads, shared.shape[2], shared.shape[3]], shared, (b, h, i, m) => {
      const along = (h % group) * length + i; // (H_k, group·L) read as (H, L)
      return [b, Math.floor(h / group), Math.floor(along / group), m];
    });
  };
  return reaching(withStep(withStep(attempt, 'keys', spread), 'values', spread), 'heads');
};

/** Everything with axes in another order, and the output back. */
function overAxes(order: Shape4, back: Shape4, masks: boolean): Mistake['put'] {
  return (attempt) => {
    const { problem } = attempt;
    if (problem.pastKey || problem.wo || problem.bias) return undefined;
    const [q, k, v] = [problem.q!, problem.k!, problem.v!].map((t) => permute(t, order)) as [Tensor, Tensor, Tensor];
    if (q.shape[0] !== k.shape[0] || q.shape[1]! % k.shape[1]! !== 0) return undefined;
    if (
      q.shape.every((axis, at) => axis === problem.q!.shape[at]) &&
      q.data.every((x, at) => x === problem.q!.data[at])
    )
      return undefined;
    const shape = [q.shape[0]!, q.shape[1]!, q.shape[2]!, k.shape[2]!] as const;
    const position = Array<number>(shape[0]).fill(0);
    const edge = masks && attempt.geometry.causal ? { causal: position } : {};
    const plain = { ...problem, q, k, v };
    delete plain.causal;
    delete plain.keyLengths;
    delete plain.queryLengths;
    return withFinish({ ...attempt, problem: plain, geometry: { shape, position, ...edge } }, (output) =>
      permute(output, back),
    );
  };
}

/** How heads are split, shared and joined. */
export const HEADS: readonly Mistake[] = [
  ...ways(
    {
      id: 'H1',
      title: 'heads are split without a transpose',
      formula: 'view(batch, heads, length, d_k)',
      lookFor: 'x.view(batch, heads, length, d_k) of (batch, length, heads·d_k)',
      instead: 'x.view(batch, length, heads, d_k).transpose(1, 2)',
    },
    [
      { put: (attempt) => toAll(attempt, viewedAsHeads) },
      {
        put: (attempt) => {
          const split = toAll(attempt, viewedAsHeads);
          return split && toOutputs(split, viewedAsRows);
        },
        formula: 'view in, view out: no transpose at all',
      },
    ],
  ),
  {
    id: 'H2',
    title: 'heads are joined without a transpose',
    formula: 'O.reshape(batch, length, heads·d_v)',
    lookFor: 'out.reshape(batch, length, -1) of (batch, heads, length, d_v)',
    instead: 'out.transpose(1, 2).reshape(batch, length, -1)',
    put: (attempt) => toOutputs(attempt, viewedAsRows),
  },
  ...[true, false].map((masks): Mistake => ({
    id: 'H3',
    title: 'heads and positions are exchanged: attention over the heads',
    formula: 'softmax over heads × heads for every position',
    lookFor: '(batch, heads, length, d) given to a function that wants (batch, length, heads, d), or the reverse',
    instead: 'transpose(1, 2) before and after',
    put: overAxes([0, 2, 1, 3], [0, 2, 1, 3], masks),
  })),
  ...[true, false].map((masks): Mistake => ({
    id: 'H4',
    title: 'batch and positions are exchanged: attention over the batch',
    formula: 'softmax over batch × batch for every position',
    lookFor: 'batch_first, which is False unless it is set',
    instead: 'batch_first=True',
    put: overAxes([2, 1, 0, 3], [2, 1, 0, 3], masks),
  })),
  ...[false, true].map((modelScale): Mistake => ({
    id: 'H5',
    title: 'one head over all the columns',
    formula: modelScale ? 'softmax(Q·Kᵀ/√(heads·d_k))·V with heads joined' : 'softmax(Q·Kᵀ·scale)·V with heads joined',
    lookFor: 'q, k, v that were not split into heads',
    instead: 'split into heads first',
    put: (attempt) => oneHead(attempt, modelScale),
  })),
  ...ways(
    {
      id: 'H6',
      title: 'heads are interleaved in the columns',
      formula: '(d, heads) instead of (heads, d)',
      lookFor: "rearrange 'b l (d h)', view(batch, length, d, heads)",
      instead: "'b l (h d)', view(batch, length, heads, d)",
    },
    [
      { put: (attempt) => toAll(attempt, interleaved) },
      {
        put: (attempt) => {
          const split = toAll(attempt, interleaved);
          return split && toOutputs(split, uninterleaved);
        },
        formula: '(d, heads) in and out',
      },
      { put: (attempt) => toOutputs(attempt, uninterleaved), formula: '(d, heads) in the output', alone: true },
    ],
  ),
  ...ways(
    {
      id: 'H7',
      title: 'the heads are in another order',
      formula: 'heads reversed or rotated',
      lookFor: 'flip, roll, an order of heads from a checkpoint',
      instead: 'head h of q with head h of the output',
    },
    [
      {
        put: (attempt) =>
          toOutputs(
            attempt,
            ordered((h, n) => n - 1 - h),
          ),
      },
      {
        put: (attempt) =>
          toOutputs(
            attempt,
            ordered((h, n) => (h + 1) % n),
          ),
        formula: 'heads rotated by one',
      },
      {
        put: (attempt) =>
          toOutputs(
            attempt,
            ordered((h, n) => (h + n - 1) % n),
          ),
        formula: 'heads rotated by one, backwards',
        alone: true,
      },
      {
        put: (attempt) =>
          toAll(
            attempt,
            ordered((h, n) => n - 1 - h),
            ['q'],
          ),
        formula: 'the heads of q reversed',
        alone: true,
      },
      {
        put: (attempt) =>
          toAll(
            attempt,
            ordered((h, n) => (h + 1) % n),
            ['q'],
          ),
        formula: 'the heads of q rotated',
        alone: true,
      },
      {
        put: (attempt) =>
          toAll(
            attempt,
            ordered((h, n) => (h + n - 1) % n),
            ['q'],
          ),
        formula: 'the heads of q rotated backwards',
        alone: true,
      },
    ],
  ),
  {
    id: 'H8',
    title: 'the mean of the weights of all heads is used in each',
    formula: 'mean_h(P)·V_h',
    lookFor: 'average_attn_weights=True, weights.mean(1)',
    instead: 'each head its own weights',
    put: (attempt) =>
      toAll(
        attempt,
        (weights) => {
          const [, heads] = weights.shape;
          const sum = Array.from({ length: heads }, (_, g) => ordered(() => g)(weights).data);
          return {
            ...weights,
            data: weights.data.map((_, at) => sum.reduce((total, one) => total + one[at]!, 0) / heads),
          };
        },
        ['weights'],
      ),
  },
  ...ways(
    {
      id: 'H9',
      title: 'shared key heads are tiled instead of repeated',
      formula: 'k₀ k₁ k₀ k₁ instead of k₀ k₀ k₁ k₁',
      lookFor: 'k.repeat(1, n, 1, 1), tile, expand in the wrong place',
      instead: 'k.repeat_interleave(n, dim=1)',
    },
    [
      { put: keyHead((h, _heads, kvHeads) => h % kvHeads) },
      {
        put: keyHead((h, _heads, kvHeads) => h % kvHeads, ['values']),
        title: 'shared value heads are tiled, those of the keys repeated',
        formula: 'v₀ v₁ v₀ v₁ beside k₀ k₀ k₁ k₁',
      },
      {
        put: keyHead((h, _heads, kvHeads) => h % kvHeads, ['keys']),
        title: 'shared key heads are tiled, those of the values repeated',
        formula: 'k₀ k₁ k₀ k₁ beside v₀ v₀ v₁ v₁',
      },
    ],
  ),
  ...ways(
    {
      id: 'H10',
      title: 'a query head uses the wrong key head',
      formula: 'h mod heads_kv',
      lookFor: 'h % num_kv_heads, h // num_kv_heads',
      instead: 'h // (num_heads // num_kv_heads)',
    },
    [
      { put: keyHead((h, _heads, kvHeads) => h % kvHeads) },
      { put: keyHead(() => 0), title: 'all query heads use the first key head', formula: '0' },
      {
        put: keyHead((h, _heads, kvHeads) => Math.min(Math.floor(h / kvHeads), kvHeads - 1)),
        formula: '⌊h / heads_kv⌋',
      },
      {
        put: keyHead((h, heads, kvHeads) => kvHeads - 1 - sharedHead(h, heads, kvHeads)),
        formula: 'key heads reversed',
        alone: true,
      },
    ],
  ),
  {
    id: 'H11',
    title: 'keys are repeated along the sequence instead of the heads',
    formula: 'repeat_interleave along the length',
    lookFor: 'repeat_interleave(n, dim=2), dim=-2',
    instead: 'repeat_interleave(n, dim=1)',
    put: repeatedAlongKeys,
  },
  ...ways(
    {
      id: 'H12',
      title: 'the heads are added up instead of joined',
      formula: 'Σ_h O_h in every head',
      lookFor: 'out.sum(1), out.mean(1)',
      instead: 'out.transpose(1, 2).reshape(batch, length, -1)',
    },
    [false, true].map((mean) => ({
      formula: mean ? 'mean_h O_h in every head' : 'Σ_h O_h in every head',
      alone: mean,
      put: (attempt: Attempt) =>
        toOutputs(attempt, (heads) => {
          const n = heads.shape[1]!;
          const all = Array.from({ length: n }, (_, g) => ordered(() => g)(heads).data);
          return {
            ...heads,
            data: heads.data.map((_, at) => all.reduce((total, one) => total + one[at]!, 0) / (mean ? n : 1)),
          };
        }),
    })),
  ),
  ...ways(
    {
      id: 'H13',
      title: 'packed q, k, v are read in the wrong order',
      formula: '(heads, 3, d) instead of (3, heads, d)',
      lookFor: 'qkv.reshape(batch, length, heads, 3, d)',
      instead: 'qkv.reshape(batch, length, 3, heads, d)',
    },
    [
      {
        put: (attempt) =>
          repacked(attempt, (part, h, { heads }) => {
            const at = h * 3 + part;
            return [Math.floor(at / heads), at % heads];
          }),
      },
      {
        put: (attempt) =>
          repacked(attempt, (part, h, { heads }) => {
            const at = part * heads + h;
            return [at % 3, Math.floor(at / 3)];
          }),
        formula: '(3, heads, d) instead of (heads, 3, d)',
      },
    ],
  ),
];

function oneHead(attempt: Attempt, modelScale: boolean): Attempt | undefined {
  const { problem } = attempt;
  const { batch, heads, kvHeads, dK, dV, nQ, nK } = sizesOf(attempt);
  if (heads === 1 || problem.pastKey || problem.wo || problem.bias || problem.alibi || problem.sink !== undefined)
    return undefined;
  const join = (from: Tensor4): Tensor4 => {
    const [b, h, length, size] = from.shape;
    return reread(swapMiddle(from), [b, 1, length, h * size]);
  };
  const repeat = (from: Tensor4): Tensor4 =>
    gather([batch, heads, from.shape[2], from.shape[3]], from, (b, h, i, m) => [
      b,
      sharedHead(h, heads, kvHeads),
      i,
      m,
    ]);
  const joined = withProblem(attempt, {
    q: join(fourAxes(problem.q!)),
    k: join(repeat(fourAxes(problem.k!))),
    v: join(repeat(fourAxes(problem.v!))),
    ...(modelScale && { scale: 1 / Math.sqrt(heads * dK) }),
  });
  return withFinish(withGeometry(joined, { shape: [batch, 1, nQ, nK] }), (output) =>
    swapMiddle(reread(output, [batch, nQ, heads, dV])),
  );
}

function repacked(
  attempt: Attempt,
  from: (part: number, h: number, sizes: { heads: number }) => readonly [part: number, h: number],
): Attempt | undefined {
  const { q, k, v, pastKey } = attempt.problem;
  const heads = q!.shape[1]!;
  if (pastKey || heads === 1 || [k!, v!].some((other) => other.shape.some((axis, at) => axis !== q!.shape[at])))
    return undefined;
  const parts = [q!, k!, v!].map(fourAxes);
  const take = (part: number): Tensor4 => {
    const { shape } = parts[0]!;
    const blocks = Array.from({ length: heads }, (_, h) => from(part, h, { heads }));
    const whole = gather(shape, parts[0]!, (b, h, i, m) => [b, h, i, m]);
    blocks.forEach(([source, sourceHead], h) => {
      const taken = gather(shape, parts[source]!, (b, _h, i, m) => [b, sourceHead, i, m]);
      const size = shape[2] * shape[3];
      for (let b = 0; b < shape[0]; b++)
        whole.data.set(taken.data.subarray((b * heads + h) * size, (b * heads + h + 1) * size), (b * heads + h) * size);
    });
    return whole;
  };
  return reaching(withProblem(attempt, { q: take(0), k: take(1), v: take(2) }), 'heads');
}
