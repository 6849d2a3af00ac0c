import {
  block,
  headByHead,
  log,
  sharedBlock,
  sharedHead,
  sinksOf,
  softcap,
  tensor,
  type Tensor4,
} from '../../core/index.js';
import { withProblem, withStep, type Attempt } from '../attempt.js';
import { ruleOf } from '../geometry.js';
import { sizesOf, ways, type Mistake } from './mistake.js';
import { maskedBy } from './rows.js';

/** The score after the softcap computed in another way from the one before. */
function capped(of: (s: number, cap: number, scale: number) => number): Mistake['put'] {
  return (attempt) => {
    const cap = attempt.problem.softcap;
    return cap
      ? withStep(attempt, 'softcapped', (_, { made, scale }) => {
          const scaled = made.scaled;
          return { ...scaled, data: scaled.data.map((s) => of(s, cap, scale)) };
        })
      : undefined;
  };
}

/** Other sinks. */
function sinks(of: (sink: Float64Array, attempt: Attempt) => Float64Array | undefined): Mistake['put'] {
  return (attempt) => {
    const { sink } = attempt.problem;
    if (sink === undefined) return undefined;
    const { heads } = sizesOf(attempt);
    const now = of(Float64Array.from(sinksOf(sink, heads, 'softmax')), attempt);
    return now && withProblem(attempt, { sink: tensor([heads], now) });
  };
}

/** The sink's share given to a value of its own. */
function withSinkValue(
  attempt: Attempt,
  value: (values: Float64Array, nK: number, dV: number) => Float64Array,
): Attempt | undefined {
  if (attempt.problem.sink === undefined) return undefined;
  return withStep(attempt, 'heads', (output, { made, sizes: { heads, nQ, nK, dV } }) =>
    headByHead(output.shape, (b, h) => {
      const weights = block(made.weights, b, h);
      const added = value(sharedBlock(made.values, b, h, heads), nK, dV);
      return block(output, b, h).map((x, at) => {
        const i = Math.floor(at / dV);
        const left = 1 - weights.subarray(i * nK, (i + 1) * nK).reduce((sum, w) => sum + w, 0);
        return i < nQ ? x + left * added[at % dV]! : x;
      });
    }),
  );
}

const meanOf = (values: Float64Array, nK: number, dV: number): Float64Array => {
  const mean = new Float64Array(dV);
  values.forEach((x, at) => {
    mean[at % dV]! += x / nK;
  });
  return mean;
};

/** Softcap and sinks. */
export const SOFTCAP_SINK: readonly Mistake[] = [
  {
    id: 'C1',
    title: 'the result of the softcap is not multiplied by c',
    formula: 'tanh(S/c) without c·',
    lookFor: 'torch.tanh(scores / softcap)',
    instead: 'softcap * torch.tanh(scores / softcap)',
    put: capped((s, cap) => softcap(s, cap) / cap),
  },
  {
    id: 'C2',
    title: 'the score times tanh instead of the cap times tanh',
    formula: 'S·tanh(S/c)',
    lookFor: 'scores * torch.tanh(scores / softcap)',
    instead: 'softcap * torch.tanh(scores / softcap)',
    put: capped((s, cap) => (s * softcap(s, cap)) / cap),
  },
  {
    id: 'C3',
    title: 'clamped instead of softcapped',
    formula: 'min(max(S, −c), c)',
    lookFor: 'clamp(-softcap, softcap)',
    instead: 'softcap * torch.tanh(scores / softcap)',
    put: capped((s, cap) => Math.min(Math.max(s, -cap), cap)),
  },
  {
    id: 'C4',
    title: 'softcap before the scale',
    formula: 'c·tanh(Q·Kᵀ/c)·scale',
    lookFor: 'tanh before the scale',
    instead: 'scale, then softcap, then mask',
    put: capped((s, cap, scale) => softcap(s / scale, cap) * scale),
  },
  ...(['C5', 'M9'] as const).flatMap((id) =>
    ways(
      {
        id,
        title: 'softcap after the mask: masked keys get −c, not −∞',
        formula: 'softmax(c·tanh((S + M)/c))',
        lookFor: 'mask, then tanh',
        instead: 'scale, then softcap, then mask',
      },
      [
        {
          put: (attempt) => {
            const cap = attempt.problem.softcap;
            return cap && ruleOf(attempt.geometry)
              ? maskedBy(afterBias(attempt, cap), (s, seen) => (seen ? s : -cap))
              : undefined;
          },
        },
        {
          put: (attempt) =>
            attempt.problem.softcap && attempt.problem.bias ? afterBias(attempt, attempt.problem.softcap) : undefined,
          formula: 'softmax(c·tanh((S + bias)/c))',
          title: 'softcap after the bias',
        },
      ],
    ),
  ),
  {
    id: 'C8',
    title: 'the softcap is applied twice',
    formula: 'c·tanh(tanh(S/c))',
    lookFor: 'softcap in the kernel and again around it',
    instead: 'softcap once',
    put: capped((s, cap) => softcap(softcap(s, cap), cap)),
  },
  ...ways(
    {
      id: 'K7',
      title: 'the sink is taken in the wrong base',
      formula: '2^sink in place of e^sink',
      lookFor: 'exp2(sink) without log2(e), or exp(sink * log2(e))',
      instead: 'exp2(sink * log2(e)), or exp(sink)',
    },
    [
      { put: sinks((sink) => sink.map((s) => s * Math.LN2)) },
      { put: sinks((sink) => sink.map((s) => s * Math.LOG2E)), formula: 'e^(sink·log₂ e)' },
    ],
  ),
  {
    id: 'C6',
    title: 'the softcap is ignored',
    formula: 'softmax(S)·V',
    lookFor: 'a softcap argument that is not passed on',
    instead: 'softcap * torch.tanh(scores / softcap)',
    put: capped((s) => s),
  },
  {
    id: 'C7',
    title: 'a softcap of 0 is applied instead of switched off: all scores are 0',
    formula: '0·tanh(S/0) = 0',
    lookFor: 'if softcap is not None',
    instead: 'if softcap > 0',
    put: (attempt) =>
      attempt.problem.softcap
        ? undefined
        : withStep(attempt, 'softcapped', (scores) => ({ ...scores, data: scores.data.map(() => 0) })),
  },
  ...ways(
    {
      id: 'K1',
      title: 'the sink has a value',
      formula: 'P_sink·mean(V) is added',
      lookFor: 'a sink that is put in front of K and V and not dropped',
      instead: 'a sink joins the denominator only',
    },
    [
      { put: (attempt) => withSinkValue(attempt, meanOf) },
      {
        put: (attempt) => withSinkValue(attempt, (_, __, dV) => new Float64Array(dV).fill(1)),
        formula: 'P_sink·1 is added',
      },
      {
        put: (attempt) => withSinkValue(attempt, (values, _, dV) => values.slice(0, dV)),
        formula: 'P_sink·v₀ is added',
        alone: true,
      },
    ],
  ),
  ...ways(
    {
      id: 'K2',
      title: 'the sink is scaled or softcapped',
      formula: 'e^(scale·sink) in the denominator',
      lookFor: 'a sink that is joined to the scores before scaling',
      instead: 'join the sink after scale, softcap and mask',
    },
    [
      { put: sinks((sink, attempt) => sink.map((s) => s * sizesOf(attempt).scale)) },
      {
        put: sinks((sink, { problem: { softcap: cap } }) => (cap ? sink.map((s) => softcap(s, cap)) : undefined)),
        formula: 'e^(c·tanh(sink/c)) in the denominator',
      },
      {
        put: sinks((sink, attempt) =>
          attempt.problem.softcap
            ? sink.map((s) => softcap(s * sizesOf(attempt).scale, attempt.problem.softcap!))
            : undefined,
        ),
        alone: true,
      },
    ],
  ),
  ...ways(
    {
      id: 'K3',
      title: 'the sink of the key head instead of the query head',
      formula: 'sink[h_kv]',
      lookFor: 'sinks indexed by the key head, repeated or tiled',
      instead: 'one sink for each query head',
    },
    [
      {
        put: sinks((sink, attempt) => sink.map((_, h) => sink[sharedHead(h, sink.length, sizesOf(attempt).kvHeads)]!)),
      },
      {
        put: sinks((sink, attempt) => sink.map((_, h) => sink[h % sizesOf(attempt).kvHeads]!)),
        formula: 'sink[h mod heads_kv]',
      },
      { put: sinks((sink) => sink.map(() => sink[0]!)), formula: 'sink[0] for all heads' },
    ],
  ),
  ...ways(
    {
      id: 'K4',
      title: 'the sink is counted once in every split',
      formula: 'Σ e^S + n·e^sink',
      lookFor: 'a sink in the loop over key blocks',
      instead: 'add the sink once, at the end',
    },
    [2, 3, 4, 8].map((splits) => ({
      formula: `Σ e^S + ${splits}·e^sink`,
      alone: splits > 2,
      put: sinks((sink) => sink.map((s) => s + log(splits))),
    })),
  ),
  {
    id: 'K5',
    title: 'the weights are renormalised without the sink',
    formula: 'e^S / Σ e^S',
    lookFor: 'weights / weights.sum(-1) after the sink is dropped',
    instead: 'leave the rows below 1',
    put: (attempt) => (attempt.problem.sink === undefined ? undefined : noSink(attempt)),
  },
  {
    id: 'K6',
    title: 'the sink is taken as 0',
    formula: 'O·sigmoid(lse)',
    lookFor: 'sigmoid(lse), softmax_one',
    instead: 'O * sigmoid(lse - sink)',
    put: sinks((sink) => sink.map(() => 0)),
  },
];

function noSink(attempt: Attempt): Attempt {
  const problem = { ...attempt.problem };
  delete problem.sink;
  return { ...attempt, problem };
}

/** The softcap moved behind the bias. */
function afterBias(attempt: Attempt, cap: number): Attempt {
  return withStep(attempt, 'unmasked', (adjusted, { made }): Tensor4 => {
    const [before, after] = [made.scaled, made.softcapped];
    return { ...adjusted, data: adjusted.data.map((s, at) => softcap(before.data[at]! + (s - after.data[at]!), cap)) };
  });
}
