import { saidConventions } from '../said.js';
import { attend } from '../../src/core/attend.js';
import type { Problem } from '../../src/core/problem.js';
import { tensor } from '../../src/core/tensor.js';
import { PROBLEM_OPTIONS } from '../../src/core/options.js';
import { bits, random } from './helpers.js';

const base: Problem = { q: random([1, 2, 3, 4], 1), k: random([1, 2, 3, 4], 2), v: random([1, 2, 3, 4], 3) };
const said = (more: Partial<Problem>): Record<string, string> =>
  Object.fromEntries(
    saidConventions(attend({ ...base, ...more }))
      .filter(({ standard }) => !standard)
      .map(({ name, value }) => [name, value]),
  );

const RECURRENT = { causal: 'top-left (j ≤ i)', normalizer: 'none' };
const ADDITIVE = (name: string): string => `${name}: S ← e^g ⊙ S + β·k·vᵀ; o = s·Sᵀq`;

/** For each flag of the mathematics: what it adds to the conventions. */
const SAYS: Record<string, [Partial<Problem>, Record<string, string>]> = {
  scale: [{ scale: 1 }, { scale: '1' }],
  causal: [{ causal: true }, { causal: 'top-left (j ≤ i)' }],
  mask: [{ mask: { text: 'i != j', at: (i, j) => Number(i !== j) } }, { mask: 'i != j' }],
  'mask-true': [{ mask: bits('000/000/011'), maskTrue: 'ignore' }, { mask_true: 'ignore' }],
  bias: [{ bias: random([3, 3], 4) }, { bias: 'given, added to the scaled scores' }],
  'key-lengths': [{ keyLengths: tensor([], [2]) }, { key_lengths: '2' }],
  'query-lengths': [{ queryLengths: tensor([], [2]) }, { query_lengths: '2' }],
  window: [{ window: [1, -1] }, { window: '1 before, all after, both inclusive' }],
  softcap: [{ softcap: 30 }, { softcap: '30·tanh(s/30), before bias and mask' }],
  alibi: [{ alibi: true }, { alibi: "−slope·distance, slopes by the authors' rule" }],
  rope: [{ rope: 'half' }, { rope: 'half, base 10000' }],
  'rope-base': [{ rope: 'interleaved', ropeBase: 500 }, { rope: 'interleaved, base 500' }],
  'rope-dim': [
    { rope: 'half', ropeDim: 2 },
    { rope: 'half, base 10000', rope_dim: '2' },
  ],
  'rope-scaling': [
    { rope: 'half', ropeScaling: { rope_type: 'linear', factor: 4 } },
    { rope: 'half, base 10000', rope_scaling: 'linear,factor=4' },
  ],
  'rope-sections': [
    { rope: 'half', ropeSections: '1,1', positions: tensor([2, 3], [0, 1, 2, 0, 0, 1]) },
    { positions: 'given for queries and keys; RoPE alone', rope: 'half, base 10000', rope_sections: '1,1' },
  ],
  positions: [
    { rope: 'half', positions: tensor([3], [0, 1, 5]) },
    { positions: 'given for queries and keys; RoPE alone', rope: 'half, base 10000' },
  ],
  'query-positions': [
    { rope: 'half', queryPositions: tensor([3], [0, 1, 5]) },
    { positions: 'given for queries; RoPE alone', rope: 'half, base 10000' },
  ],
  'key-positions': [
    { rope: 'half', keyPositions: tensor([3], [0, 1, 5]) },
    { positions: 'given for keys; RoPE alone', rope: 'half, base 10000' },
  ],
  'q-norm': [{ qNorm: 'rms' }, { norm: 'Q: rms, ε 0.000001, before-rope' }],
  'q-norm-gain': [{ qNorm: 'rms', qNormGain: random([4], 8) }, { norm: 'Q: rms·g, ε 0.000001, before-rope' }],
  'q-norm-bias': [
    { qNorm: 'layernorm', qNormBias: random([4], 8) },
    { norm: 'Q: layernorm + b, ε 0.00001, before-rope' },
  ],
  'k-norm': [{ kNorm: 'l2' }, { norm: 'K: l2, ε 0.000001, before-rope' }],
  'k-norm-gain': [{ kNorm: 'rms', kNormGain: random([4], 8) }, { norm: 'K: rms·g, ε 0.000001, before-rope' }],
  'k-norm-bias': [
    { kNorm: 'layernorm', kNormBias: random([4], 8) },
    { norm: 'K: layernorm + b, ε 0.00001, before-rope' },
  ],
  'norm-gain': [
    { qNorm: 'rms', qNormGain: random([4], 8), normGain: '1+g' },
    { norm: 'Q: rms·(1+g), ε 0.000001, before-rope' },
  ],
  'norm-over': [{ qNorm: 'rms', normOver: 'joined' }, { norm: 'Q: rms, ε 0.000001, joined, before-rope' }],
  'norm-eps': [{ qNorm: 'rms', normEps: 0.1 }, { norm: 'Q: rms, ε 0.1, before-rope' }],
  'norm-order': [
    { qNorm: 'rms', rope: 'half', normOrder: 'after-rope' },
    { norm: 'Q: rms, ε 0.000001, after-rope', rope: 'half, base 10000' },
  ],
  chunk: [{ chunk: 2 }, { chunk: '2 positions each; a query sees keys of its own chunk alone' }],
  documents: [{ documents: tensor([3], [0, 0, 1]) }, { documents: '2 documents; a query sees keys of its own alone' }],
  'query-documents': [
    { queryDocuments: tensor([3], [0, 0, 1]), keyDocuments: tensor([3], [0, 1, 1]) },
    { documents: '2 documents; a query sees keys of its own alone' },
  ],
  'key-documents': [
    { queryDocuments: tensor([3], [0, 0, 1]), keyDocuments: tensor([3], [0, 1, -1]) },
    { documents: '2 documents; a query sees keys of its own alone; ids below 0 are padding' },
  ],
  'relative-key': [{ relativeKey: random([3, 4], 8) }, { relative: 'q·R_K, δ = j - i' }],
  'relative-query': [{ relativeQuery: random([3, 4], 8) }, { relative: 'k·R_Q, δ = j - i' }],
  'relative-value': [{ relativeValue: random([3, 4], 8) }, { relative: 'weights·R_V, δ = j - i' }],
  'relative-index': [
    { relativeKey: random([3, 4], 8), relativeIndex: { text: 'i-j', at: (i, j) => i - j } },
    { relative: 'q·R_K, δ = i-j' },
  ],
  'relative-query-index': [
    {
      relativeKey: random([3, 4], 8),
      relativeQuery: random([3, 4], 8),
      relativeQueryIndex: { text: 'i-j', at: (i, j) => i - j },
    },
    { relative: 'q·R_K + k·R_Q, δ = j - i, R_Q: δ = i-j' },
  ],
  'relative-u': [{ relativeU: random([4], 8) }, { relative: 'u·k' }],
  'relative-v': [{ relativeKey: random([3, 4], 8), relativeV: random([4], 8) }, { relative: '(q + v)·R_K, δ = j - i' }],
  'select-top': [
    { selectTop: '2' },
    { select_top: 'the 2 largest scores of each row, after the mask; of equal ones at the edge the first keys' },
  ],
  'select-blocks': [
    { selectBlocks: '1,2', causal: true },
    {
      causal: 'top-left (j ≤ i)',
      select_blocks: "1 block of 2 keys: the query's own, and of the earlier ones those with the largest q·mean(k)",
    },
  ],
  differential: [{ differential: 0.5 }, { differential: 'P_1 − λ·P_2, λ 0.5, no norm, adjacent' }],
  'differential-init': [
    { differential: 0.5, differentialInit: 0.2 },
    { differential: 'P_1 − λ·P_2, λ 0.5, rms, × (1 − 0.2), adjacent' },
  ],
  'differential-norm': [
    { differential: 0.5, differentialNorm: 'rms' },
    { differential: 'P_1 − λ·P_2, λ 0.5, rms, adjacent' },
  ],
  'differential-gain': [
    { differential: 0.5, differentialGain: random([8], 8) },
    { differential: 'P_1 − λ·P_2, λ 0.5, rms·g, adjacent' },
  ],
  'differential-pairs': [
    { differential: 0.5, differentialPairs: 'halves' },
    { differential: 'P_1 − λ·P_2, λ 0.5, no norm, halves' },
  ],
  'feature-map': [{ featureMap: 'elu1' }, { feature_map: 'φ(x) = elu(x) + 1' }],
  recurrence: [
    { recurrence: 'linear' },
    {
      ...RECURRENT,
      recurrence: 'linear: S ← S + k·vᵀ; o = s·Sᵀq',
      normalizer: 'sum',
      feature_map: 'φ(x) = elu(x) + 1',
    },
  ],
  'log-decay': [
    { recurrence: 'gla', logDecay: random([2, 3], 8) },
    { ...RECURRENT, recurrence: ADDITIVE('gla'), log_decay: 'SRC', beta: '1' },
  ],
  beta: [
    { recurrence: 'retention', beta: 0.5 },
    { ...RECURRENT, recurrence: ADDITIVE('retention'), log_decay: 'ln(1 − 2^(−5−h))', beta: '0.5' },
  ],
  bonus: [
    { recurrence: 'rwkv6', bonus: random([2, 4], 8), logDecay: tensor([], [-1]), scale: 1 },
    {
      ...RECURRENT,
      recurrence: 'rwkv6: S ← e^g ⊙ S + k·vᵀ, after it was read; o = s·(S + (u ⊙ k)·vᵀ)ᵀq',
      log_decay: '-1',
      scale: '1',
    },
  ],
  'initial-state': [
    { recurrence: 'delta', beta: random([2, 3], 8), initialState: random([2, 4, 4], 9), kNorm: 'l2' },
    {
      ...RECURRENT,
      norm: 'K: l2, ε 0.000001, before-rope',
      recurrence: 'delta: S ← S + β·k·(v − Sᵀk)ᵀ; o = s·Sᵀq',
      beta: 'SRC',
      initial: 'S₀',
    },
  ],
  'initial-sum': [
    { recurrence: 'linear', initialSum: random([2, 4], 9), initialState: random([2, 4, 4], 9) },
    {
      ...RECURRENT,
      recurrence: 'linear: S ← S + k·vᵀ; o = s·Sᵀq',
      normalizer: 'sum',
      feature_map: 'φ(x) = elu(x) + 1',
      initial: 'S₀, z₀',
    },
  ],
  gate: [{ gate: random([3, 2], 8) }, { gate: 'heads ⊙ σ(gate)' }],
  sink: [{ sink: 0 }, { sink: 'joins the denominator only, as it is (not scaled, capped or masked)' }],
  'score-mod': [{ scoreMod: { text: '2*s', at: (s) => 2 * s, slope: () => 2 } }, { score_mod: '2*s' }],
  let: [{ let: { t: random([2, 3], 8) } }, { let: 't (2, 3)' }],
  similarity: [{ similarity: 'cosine' }, { similarity: 'cosine' }],
  'w-score': [{ similarity: 'general', wScore: random([4, 4], 5) }, { similarity: 'general' }],
  'v-score': [{ similarity: 'additive', vScore: random([4], 6) }, { similarity: 'additive' }],
  normalizer: [{ normalizer: 'sparsemax' }, { normalizer: 'sparsemax' }],
  'normalize-over': [{ normalizeOver: 'queries' }, { normalize_over: 'queries' }],
  temperature: [{ temperature: 2 }, { temperature: '2' }],
  'empty-rows': [{ emptyRows: 'uniform' }, { empty_rows: 'uniform' }],
  like: [{ like: 'onnx' }, { like: 'onnx' }],
  dtype: [{ dtype: 'bfloat16' }, { dtype: 'every stage rounded to bfloat16' }],
  grad: [{ grad: random([1, 2, 3, 4], 7) }, {}],
};

describe('the conventions', () => {
  it('have nothing unusual to say by default', () => expect(said({})).toEqual({}));
  it.each(
    PROBLEM_OPTIONS.filter(({ group }) => group === 'Mathematics').map((option) => [option.name, option] as const),
  )('say what --%s changed', (name, { field, convention }) => {
    const [more, words] = SAYS[name]!;
    expect(Object.keys(more)).toContain(field);
    if (convention) expect(attend({ ...base, ...more }).conventions.map((said) => said.name)).toContain(convention);
    expect(said(more)).toEqual(words);
  });
  it('say how three axes are read: JAX has (length, heads, size)', () => {
    const three = { q: random([2, 3, 4], 1), k: random([2, 3, 4], 2), v: random([2, 3, 4], 3) };
    expect(said({ ...three, like: 'jax' })).toEqual({
      like: 'jax',
      layout: '(length, heads, size)',
      empty_rows: 'uniform',
    });
    expect(said(three)).toEqual({});
  });
  it('say what stands in front: a cache, and where the queries begin', () => {
    const cache = { pastKey: random([1, 2, 1, 4], 8), pastValue: random([1, 2, 1, 4], 9) };
    expect(said({ ...cache, rope: 'half' })).toEqual({
      cache: '1 key in front of K, taken as already rotated',
      rope: 'half, base 10000',
      position: 'query i stands at key i + 1',
    });
  });
});
