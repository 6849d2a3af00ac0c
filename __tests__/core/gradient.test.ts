import fc from 'fast-check';
import { attend } from '../../src/core/attend.js';
import { outward } from '../../src/core/form.js';
import type { Problem } from '../../src/core/problem.js';
import { generator } from '../../src/core/random.js';
import { tensor, type Tensor } from '../../src/core/tensor.js';

const random = (shape: readonly number[], seed: number): Tensor => {
  const draw = generator(seed);
  return tensor(
    shape,
    Array.from({ length: shape.reduce((a, b) => a * b, 1) }, () => draw.normal()),
  );
};

/** L = Σ dO·output: its derivative by one input number, from the two sides. */
function slopeOf(problem: Problem, name: 'q' | 'k' | 'v', at: number, grad: Tensor): number {
  const step = 1e-5;
  const loss = (by: number): number => {
    const data = problem[name]!.data.slice();
    data[at]! += by;
    const trace = attend({ ...problem, [name]: tensor(problem[name]!.shape, data) });
    return outward(trace, trace.stages.get('output')!).data.reduce((sum, x, m) => sum + x * grad.data[m]!, 0);
  };
  return (loss(step) - loss(-step)) / (2 * step);
}

const BASE: Problem = { q: random([3, 4], 1), k: random([5, 4], 2), v: random([5, 2], 3) };
const HEADS: Problem = { q: random([2, 4, 3, 4], 4), k: random([2, 2, 5, 4], 5), v: random([2, 2, 5, 3], 6) };

describe('grad_q, grad_k, grad_v equal the differences of the output', () => {
  const cases: [string, Problem][] = [
    ['plain', BASE],
    ['batch and grouped heads', HEADS],
    [
      'blhd',
      { ...BASE, q: random([1, 3, 2, 4], 1), k: random([1, 5, 2, 4], 2), v: random([1, 5, 2, 3], 3), layout: 'blhd' },
    ],
    ['fused heads', { q: random([3, 4], 1), k: random([5, 4], 2), v: random([5, 6], 3), heads: 2 }],
    [
      'fused heads and W_O',
      { q: random([3, 4], 1), k: random([5, 4], 2), v: random([5, 6], 3), heads: 2, wo: random([6, 3], 9) },
    ],
    ['causal, bottom-right', { ...HEADS, causal: 'bottom-right' }],
    ['a row that sees nobody', { ...BASE, causal: 'bottom-right', q: random([7, 4], 1) }],
    ['such a row, uniform', { ...BASE, causal: 'bottom-right', q: random([7, 4], 1), emptyRows: 'uniform' }],
    [
      'mask, window, bias, scale',
      { ...BASE, window: [1, 2], bias: random([3, 5], 7), scale: 0.3, mask: tensor([1, 5], [1, 0, 1, 1, 1]) },
    ],
    ['softcap', { ...BASE, softcap: 0.8 }],
    ['score-mod', { ...BASE, scoreMod: { text: 's^2/2', at: (s) => (s * s) / 2, slope: (s) => s } }],
    [
      'softcap, then score-mod, at temperature 2',
      { ...BASE, softcap: 2, temperature: 2, scoreMod: { text: 's^3', at: (s) => s ** 3, slope: (s) => 3 * s * s } },
    ],
    ['sink', { ...HEADS, sink: tensor([4], [0.1, -2, 1, 0]) }],
    ['ALiBi', { ...HEADS, alibi: true }],
    [
      'relative keys and values, after RoPE and before a softcap',
      {
        ...HEADS,
        relativeKey: random([4, 3, 4], 11),
        relativeValue: random([5, 3], 12),
        rope: 'half',
        softcap: 2,
        causal: 'bottom-right',
      },
    ],
    [
      'relative terms of both sides, with u and v',
      {
        ...HEADS,
        relativeKey: random([5, 4], 11),
        relativeQuery: random([4, 6, 4], 12),
        relativeQueryIndex: { text: 'i-j', at: (i, j) => i - j },
        relativeU: random([4, 4], 13),
        relativeV: random([4], 14),
        kNorm: 'rms',
      },
    ],
    ['distance', { ...HEADS, similarity: 'distance', scale: 0.4, rope: 'half' }],
    ['the two best keys', { ...HEADS, selectTop: 2, softcap: 3 }],
    ['the best block', { ...HEADS, causal: 'bottom-right', selectBlocks: '2,2', rope: 'half' }],
    ['RoPE half', { ...HEADS, rope: 'half' }],
    [
      'RoPE interleaved, behind a cache',
      { ...BASE, rope: 'interleaved', pastKey: random([2, 4], 8), pastValue: random([2, 2], 9), causal: true },
    ],
    [
      'RoPE on the last two features, with YaRN and positions',
      {
        ...HEADS,
        rope: 'half',
        ropeDim: 'last:2',
        ropeScaling: { rope_type: 'yarn', factor: 4, original_max_position_embeddings: 4 },
        queryPositions: tensor([3], [4, 9, 2.5]),
        keyPositions: tensor([2, 5], [0, 1, 2, 3, 4, 9, 7, 5, 3, 1]),
      },
    ],
    [
      'rms with a gain of 1+g before RoPE',
      {
        ...HEADS,
        rope: 'half',
        qNorm: 'rms',
        kNorm: 'rms',
        qNormGain: random([4], 20),
        kNormGain: random([4], 21),
        normGain: '1+g',
      },
    ],
    ['l2 of the queries alone, after RoPE', { ...HEADS, rope: 'half', qNorm: 'l2', normOrder: 'after-rope', scale: 3 }],
    [
      'layernorm with gain and bias for each head',
      {
        ...HEADS,
        qNorm: 'layernorm',
        kNorm: 'layernorm',
        qNormGain: random([4, 4], 22),
        kNormGain: random([2, 4], 23),
        qNormBias: random([4], 24),
        kNormBias: random([2, 4], 25),
      },
    ],
    [
      'rms over joined heads',
      { ...HEADS, qNorm: 'rms', kNorm: 'rms', qNormGain: random([16], 26), normOver: 'joined' },
    ],
    ['a gate for each number, and one for each head', { ...HEADS, gate: random([2, 3, 12], 27) }],
    [
      'a gate before W_O',
      {
        q: random([3, 4], 1),
        k: random([5, 4], 2),
        v: random([5, 6], 3),
        heads: 2,
        wo: random([6, 3], 9),
        gate: random([3, 2], 28),
      },
    ],
    [
      'the difference of neighbours that share a key head, λ for each pair',
      { ...HEADS, differential: tensor([2], [0.3, 0.7]), causal: 'top-left' },
    ],
    [
      'the difference of halves with values side by side, λ for each token, a norm with gain',
      {
        ...HEADS,
        differential: random([2, 2, 3], 30),
        differentialPairs: 'halves',
        differentialInit: 0.2,
        differentialGain: random([6], 31),
        gate: random([2, 3, 12], 32),
      },
    ],
    [
      'a difference with values of its own, joined through W_O',
      {
        q: random([3, 8], 1),
        k: random([5, 8], 2),
        v: random([5, 8], 3),
        heads: 4,
        differential: 0.4,
        wo: random([8, 3], 9),
      },
    ],
    ...(['elu1', 'relu', 'exp', 'softmax'] as const).map((featureMap): [string, Problem] => [
      `the feature map ${featureMap} before a sum`,
      { ...HEADS, featureMap, normalizer: featureMap === 'relu' ? 'none' : 'sum', rope: 'half' },
    ]),
    ['cosine', { ...BASE, similarity: 'cosine' }],
    ['general', { ...BASE, k: random([5, 3], 2), similarity: 'general', wScore: random([4, 3], 8) }],
    ['additive without W', { ...BASE, similarity: 'additive' }],
    [
      'additive with W and v',
      { ...BASE, k: random([5, 3], 2), similarity: 'additive', wScore: random([7, 6], 8), vScore: random([6], 9) },
    ],
    ['sigmoid', { ...BASE, normalizer: 'sigmoid' }],
    ['sparsemax', { ...BASE, normalizer: 'sparsemax' }],
    ['key lengths', { ...HEADS, keyLengths: tensor([2], [5, 2]) }],
  ];

  it.each(cases)('%s', (_, problem) => {
    const plain = attend(problem);
    const grad = random(outward(plain, plain.stages.get('output')!).shape, 11);
    const trace = attend({ ...problem, grad });
    for (const name of ['q', 'k', 'v'] as const) {
      const found = outward(trace, trace.stages.get(`grad_${name}`)!);
      expect(found.shape).toEqual(problem[name]!.shape);
      found.data.forEach((value, at) => expect(value).toBeCloseTo(slopeOf(problem, name, at, grad), 6));
    }
  });

  it('for random sizes and scales', () => {
    const size = fc.integer({ min: 1, max: 4 });
    fc.assert(
      fc.property(
        size,
        size,
        size,
        size,
        fc.integer(),
        fc.double({ min: -2, max: 2, noNaN: true }),
        (nQ, nK, dK, dV, seed, scale) => {
          const problem: Problem = {
            q: random([nQ, dK], seed),
            k: random([nK, dK], seed + 1),
            v: random([nK, dV], seed + 2),
            scale,
          };
          const grad = random([nQ, dV], seed + 3);
          const trace = attend({ ...problem, grad });
          for (const name of ['q', 'k', 'v'] as const) {
            trace.stages
              .get(`grad_${name}`)!
              .tensor.data.forEach((value, at) => expect(value).toBeCloseTo(slopeOf(problem, name, at, grad), 5));
          }
        },
      ),
      { numRuns: 40 },
    );
  });
});
