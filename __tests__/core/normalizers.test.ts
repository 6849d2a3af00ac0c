import fc from 'fast-check';
import { attend } from '../../src/core/attend.js';
import { AttnError } from '../../src/core/error.js';
import { NORMALIZERS, normalizerRule } from '../../src/core/normalizer/normalizer.js';
import type { Normalizer, NormalizeOver, Problem } from '../../src/core/problem.js';
import { tensor, type Tensor } from '../../src/core/tensor.js';
import { random } from '../semantics/helpers.js';

const weights = (name: Normalizer, row: readonly number[], keep?: readonly number[]): number[] =>
  Array.from(normalizerRule(name).weights(Float64Array.from(row), keep && Float64Array.from(keep), undefined));

const sigma = (x: number): number => 1 / (1 + Math.exp(-x));
const total = (row: readonly number[]): number => row.reduce((sum, x) => sum + x, 0);
const scores = fc.array(fc.double({ min: -20, max: 20, noNaN: true }), { minLength: 1, maxLength: 7 });

function close(found: readonly number[], wanted: readonly number[], within = 1e-12): void {
  expect(found).toHaveLength(wanted.length);
  found.forEach((x, at) =>
    expect(Math.abs(x - wanted[at]!)).toBeLessThanOrEqual(within * Math.max(1, Math.abs(wanted[at]!))),
  );
}

describe('weights of one key', () => {
  it.each<[Normalizer, (z: number) => number]>([
    ['none', (z) => z],
    ['sum', () => 1],
    ['softmax1', sigma],
    ['relu', (z) => Math.max(z, 0)],
    ['relu2', (z) => Math.max(z, 0) ** 2],
    ['entmax15', () => 1],
    ['stick-breaking', sigma],
  ])('%s', (name, of) => {
    for (const z of [-30, -1.5, 0.25, 2, 40]) close(weights(name, [z]), [of(z)]);
  });
});

describe('softmax1', () => {
  it('is the softmax with one more score of 0 whose weight is dropped', () => {
    fc.assert(
      fc.property(scores, (row) => close(weights('softmax1', row), weights('softmax', [...row, 0]).slice(0, -1))),
    );
  });

  it('does not overflow, and gives nothing where all scores are very small', () => {
    close(weights('softmax1', [1000, 999]), [sigma(1), sigma(-1)]);
    expect(weights('softmax1', [-1000, -2000])).toEqual([0, 0]);
  });

  it('has the lse ln(1 + Σ e^s), and no entropy', () => {
    const { stages } = attend({ q: tensor([1, 1], [1]), k: tensor([2, 1], [1, 2]), scale: 1, normalizer: 'softmax1' });
    close([...stages.get('lse')!.tensor.data], [Math.log(1 + Math.E + Math.E ** 2)]);
    expect(stages.has('entropy')).toBe(false);
  });
});

describe('entmax15', () => {
  it('has √p₁ − √p₂ = Δ/2 for two keys that are Δ apart, until p₂ is 0 from Δ = 2 on', () => {
    for (const gap of [0, 0.3, 1, 1.9]) {
      const [p1, p2] = weights('entmax15', [5 + gap, 5]) as [number, number];
      expect(Math.sqrt(p1) - Math.sqrt(p2)).toBeCloseTo(gap / 2, 12);
    }
    expect(weights('entmax15', [7, 5, 4])).toEqual([1, 0, 0]);
  });

  it('gives equal shares for equal scores, ties at the edge too', () => {
    close(weights('entmax15', [3, 3, 3, 3]), [0.25, 0.25, 0.25, 0.25]);
    const [, a, b] = weights('entmax15', [1, 0.5, 0.5]);
    expect(a).toBe(b);
  });

  it('meets the conditions of its optimum for any scores: one τ for the support, all others below it', () => {
    fc.assert(
      fc.property(scores, (row) => {
        const p = weights('entmax15', row);
        expect(total(p)).toBeCloseTo(1, 10);
        const taus = p.flatMap((w, j) => (w > 1e-9 ? [row[j]! / 2 - Math.sqrt(w)] : []));
        const tau = taus[0]!;
        taus.forEach((one) => expect(one).toBeCloseTo(tau, 6));
        row.forEach((s, j) => p[j] === 0 && expect(s / 2).toBeLessThanOrEqual(tau + 1e-6));
      }),
    );
  });
});

describe('stick-breaking', () => {
  it('takes σ of what later keys left, and leaves Π (1 − σ)', () => {
    fc.assert(
      fc.property(scores, (row) => {
        const wanted = row.map((s, j) => row.slice(j + 1).reduce((left, later) => left * (1 - sigma(later)), sigma(s)));
        const found = weights('stick-breaking', row);
        close(found, wanted, 1e-9);
        expect(total(found) + row.reduce((left, s) => left * (1 - sigma(s)), 1)).toBeCloseTo(1, 9);
      }),
    );
  });
});

describe('any normalizer', () => {
  it.each(NORMALIZERS)('%s of a row with a hidden key is that of the row without it', (name) => {
    fc.assert(
      fc.property(scores, scores, (left, right) => {
        const hidden = weights(name, [...left, 3, ...right], [...left.map(() => 1), 0, ...right.map(() => 1)]);
        const short = weights(name, [...left, ...right]);
        close(hidden, [...short.slice(0, left.length), 0, ...short.slice(left.length)], 1e-9);
      }),
    );
  });

  it.each(NORMALIZERS)('%s gives 0 to a query that sees no key', (normalizer) => {
    const mask = tensor([2, 2], [0, 0, 1, 1]);
    const trace = attend({ q: random([2, 3], 1), mask, normalizer });
    expect([...trace.stages.get('weights')!.tensor.data].slice(0, 2)).toEqual([0, 0]);
  });

  it('whose rows need not add up to 1 gives 0 there whatever --empty-rows says', () => {
    const mask = tensor([2, 2], [0, 0, 1, 1]);
    const trace = attend({ q: random([2, 3], 1), mask, normalizer: 'relu', emptyRows: 'uniform' });
    expect([...trace.stages.get('output')!.tensor.data].slice(0, 3)).toEqual([0, 0, 0]);
  });
});

describe('sum', () => {
  it('divides by the sum, cancels the sign of the scale, and gives 0 where the sum is 0', () => {
    close(weights('sum', [1, 2, 5]), [0.125, 0.25, 0.625]);
    close(weights('sum', [-1, -2, -5]), [0.125, 0.25, 0.625]);
    expect(weights('sum', [1, -1])).toEqual([0, 0]);
  });
});

describe('over the queries', () => {
  const run = (normalizeOver: NormalizeOver, more: Problem = {}): Tensor =>
    attend({ q: random([3, 4], 1), k: random([5, 4], 2), normalizeOver, ...more }).stages.get('weights')!.tensor;

  it('each column is what the row would be with queries and keys exchanged', () => {
    const plain = attend({ q: random([5, 4], 2), k: random([3, 4], 1), v: random([3, 2], 3) }).stages.get(
      'weights',
    )!.tensor;
    const found = run('queries');
    for (let i = 0; i < 3; i++)
      for (let j = 0; j < 5; j++) expect(found.data[i * 5 + j]).toBeCloseTo(plain.data[j * 3 + i]!, 14);
  });

  it('then over the keys, rows add up to 1', () => {
    const { data } = run('queries-then-keys');
    for (let i = 0; i < 3; i++) expect(total([...data.subarray(i * 5, (i + 1) * 5)])).toBeCloseTo(1, 14);
  });

  it('a column that nobody sees is 0', () => {
    const mask = tensor([3, 5], [1, 1, 1, 1, 0, 1, 1, 1, 1, 0, 1, 1, 1, 1, 0]);
    for (const over of ['queries', 'queries-then-keys'] as const) {
      const { data } = run(over, { mask });
      expect([data[4], data[9], data[14]]).toEqual([0, 0, 0]);
    }
  });

  it.each<[string, Problem, string]>([
    ['a sink', { sink: 1 }, 'over-queries-sink'],
    ['stick-breaking', { normalizer: 'stick-breaking' }, 'over-queries-normalizer'],
  ])('takes no %s', (_, more, code) => {
    expect(() => run('queries', more)).toThrow(AttnError);
    try {
      run('queries', more);
    } catch (error) {
      expect((error as AttnError).faults[0]).toMatchObject({ code });
    }
  });
});

describe('the gradient of a normalizer is the difference of the loss', () => {
  const OVER: readonly NormalizeOver[] = ['keys', 'queries', 'queries-then-keys'];
  const all = NORMALIZERS.flatMap((name) => OVER.map((over) => [name, over] as const)).filter(
    ([name, over]) => normalizerRule(name).gradient && (over === 'keys' || normalizerRule(name).anyOrder),
  );
  it.each(all)('%s over %s', (normalizer, normalizeOver) => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1e6 }), (seed) => {
        const shift = (from: Tensor): Tensor =>
          tensor(
            from.shape,
            from.data.map((x) => x + 2),
          );
        // Scores above 0, far from the kinks of relu and from a sum of 0.
        const problem: Problem = {
          q: shift(random([3, 2], seed)),
          k: shift(random([4, 2], seed + 1)),
          v: random([4, 2], seed + 2),
          mask: tensor([3, 4], [1, 1, 0, 1, 1, 1, 1, 1, 1, 0, 1, 1]),
          temperature: 1.3,
          normalizer,
          normalizeOver,
        };
        const grad = random([3, 2], seed + 3);
        const loss = (moved: Problem): number =>
          attend(moved)
            .stages.get('output')!
            .tensor.data.reduce((sum, x, at) => sum + x * grad.data[at]!, 0);
        const { stages } = attend({ ...problem, grad });
        for (const name of ['q', 'k', 'v'] as const) {
          const found = stages.get(`grad_${name}`)!.tensor.data;
          found.forEach((slope, at) => {
            const by = (step: number): Problem => {
              const data = problem[name]!.data.slice();
              data[at]! += step;
              return { ...problem, [name]: tensor(problem[name]!.shape, data) };
            };
            // A support that changes within the step makes a kink: both one-sided differences must agree to be compared.
            const h = 1e-5;
            const [after, here, before] = [loss(by(h)), loss(problem), loss(by(-h))];
            if (Math.abs(after - 2 * here + before) > 1e-8 * Math.max(1, Math.abs(slope))) return;
            expect(Math.abs((after - before) / (2 * h) - slope)).toBeLessThanOrEqual(
              1e-4 * Math.max(1, Math.abs(slope)),
            );
          });
        }
      }),
      { numRuns: 5 },
    );
  });
});
