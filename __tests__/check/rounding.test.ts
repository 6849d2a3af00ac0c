import * as fc from 'fast-check';
import { check } from '../../src/check/check.js';
import type { FloatType } from '../../src/core/problem.js';
import { generator } from '../../src/core/random.js';
import { roundTo } from '../../src/core/round.js';
import { tensor, type Tensor } from '../../src/core/tensor.js';

type Order = 'forwards' | 'backwards' | 'pairwise' | 'blocks of 4';

/** A sum rounded after every addition, in one of several orders. */
function sum(terms: number[], round: (x: number) => number, order: Order): number {
  if (order === 'pairwise' && terms.length > 2) {
    const half = terms.length >> 1;
    return round(sum(terms.slice(0, half), round, order) + sum(terms.slice(half), round, order));
  }
  if (order === 'blocks of 4' && terms.length > 4) {
    const blocks = Array.from({ length: Math.ceil(terms.length / 4) }, (_, b) =>
      sum(terms.slice(4 * b, 4 * b + 4), round, 'forwards'),
    );
    return sum(blocks, round, 'forwards');
  }
  return (order === 'backwards' ? [...terms].reverse() : terms).reduce((total, x) => round(total + x), 0);
}

interface Sizes {
  nQ: number;
  nK: number;
  d: number;
}

function draw(seed: number, { nQ, nK, d }: Sizes, dtype: FloatType, size = 1): { q: Tensor; k: Tensor; v: Tensor } {
  const { normal } = generator(seed);
  const round = roundTo(dtype);
  const one = (rows: number): Tensor =>
    tensor(
      [rows, d],
      Float64Array.from({ length: rows * d }, () => round(size * normal())),
      { dtype },
    );
  return { q: one(nQ), k: one(nK), v: one(nK) };
}

/** Attention with every step rounded; sums in `sums`. `scaleBy` other than 1 makes it wrong. */
function honest(
  { q, k, v }: ReturnType<typeof draw>,
  dtype: FloatType,
  sums: FloatType,
  order: Order,
  scaleBy = 1,
): Tensor {
  const [round, wide] = [roundTo(dtype), roundTo(sums)];
  const [nQ, d] = q.shape as [number, number];
  const nK = k.shape[0]!;
  const out = new Float64Array(nQ * d);
  for (let i = 0; i < nQ; i++) {
    const scores = Array.from({ length: nK }, (_, j) => {
      const terms = Array.from({ length: d }, (_m, m) => wide(q.data[i * d + m]! * k.data[j * d + m]!));
      return round(round(sum(terms, wide, order)) * round(scaleBy / Math.sqrt(d)));
    });
    const max = Math.max(...scores);
    const powers = scores.map((s) => wide(Math.exp(wide(s - max))));
    const total = sum(powers, wide, order);
    const weights = powers.map((p) => round(p / total));
    for (let m = 0; m < d; m++)
      out[i * d + m] = round(
        sum(
          weights.map((w, j) => wide(w * v.data[j * d + m]!)),
          wide,
          order,
        ),
      );
  }
  return tensor([nQ, d], out, { dtype });
}

const sizes = fc.record({
  nQ: fc.integer({ min: 2, max: 12 }),
  nK: fc.integer({ min: 2, max: 40 }),
  d: fc.constantFrom(4, 8, 16, 32),
});
const orders = fc.constantFrom<Order[]>('forwards', 'backwards', 'pairwise', 'blocks of 4');
const seeds = fc.integer({ min: 1, max: 1e6 });

describe.each([
  ['float32', 'float32'],
  ['float16', 'float32'],
  ['bfloat16', 'float32'],
  ['float16', 'float16'],
  ['bfloat16', 'bfloat16'],
  ['float64', 'float64'],
] as const)('%s with sums in %s', (dtype, sums) => {
  it('is never called wrong, in whatever order it adds', () => {
    fc.assert(
      fc.property(seeds, sizes, orders, (seed, size, order) => {
        const given = draw(seed, size, dtype);
        const result = check({ problem: { ...given }, actual: honest(given, dtype, sums, order) });
        return result.equal;
      }),
      { numRuns: 12, seed: 7 },
    );
  });

  it('is never called right when the scale is that of a head twice as large', () => {
    fc.assert(
      fc.property(seeds, sizes, orders, (seed, size, order) => {
        const given = draw(seed, size, dtype);
        return !check({
          problem: { ...given },
          actual: honest(given, dtype, sums, order, Math.SQRT1_2),
          diagnose: dtype !== 'float64',
        }).equal;
      }),
      { numRuns: 6, seed: 8 },
    );
  });
});

describe('large scores', () => {
  it.each(['float16', 'bfloat16', 'float32'] as const)(
    'in %s are honest, though Q·Kᵀ is rounded before it is scaled',
    (dtype) => {
      const given = draw(5, { nQ: 8, nK: 64, d: 64 }, dtype, 4);
      expect(check({ problem: { ...given }, actual: honest(given, dtype, 'float32', 'pairwise') }).equal).toBe(true);
    },
  );

  it('with a scale that is off by a tenth are not called rounding in float16', () => {
    const given = draw(5, { nQ: 8, nK: 64, d: 64 }, 'float16', 2);
    const { equal, findings } = check({
      problem: { ...given },
      actual: honest(given, 'float16', 'float32', 'pairwise', 1.1),
    });
    expect(equal).toBe(false);
    expect(findings[0]).toMatchObject({ ids: ['scale'], value: expect.closeTo(1.1 / 8, 3) });
  });
});
