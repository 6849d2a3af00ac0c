import fc from 'fast-check';
import { attend } from '../../src/core/attend.js';
import { outward } from '../../src/core/form.js';
import { holdings } from '../../src/core/holdings.js';
import type { Problem } from '../../src/core/problem.js';
import { generator } from '../../src/core/random.js';
import { tensor, type Tensor } from '../../src/core/tensor.js';
import type { StageName } from '../../src/core/trace.js';
import { lensOn } from '../../src/lens/index.js';
import { deriver } from '../../src/show/derivation/derivation.js';
import { attn } from '../commands/fake-io.js';
import { said } from '../said.js';

const random = (shape: readonly number[], seed: number): Tensor => {
  const draw = generator(seed);
  return tensor(
    shape,
    Array.from({ length: shape.reduce((a, b) => a * b, 1) }, () => draw.normal()),
  );
};
const cells = (problem: Problem, name: StageName): number[] => [...attend(problem).stages.get(name)!.tensor.data];
const head = (from: Tensor, h: number): Tensor => {
  const [, rows, columns] = from.shape as [number, number, number];
  return tensor([1, rows, columns], from.data.slice(h * rows * columns, (h + 1) * rows * columns));
};
/** Plain attention of one query head with one key head and these values. */
const plain = (q: Tensor, k: Tensor, v: Tensor, more: Problem = {}): number[] => cells({ q, k, v, ...more }, 'output');
const expectClose = (found: readonly number[], wanted: readonly number[]): void => {
  expect(found).toHaveLength(wanted.length);
  wanted.forEach((value, at) => expect(found[at]).toBeCloseTo(value, 12));
};

const [Q, K, V] = [random([4, 3, 6], 1), random([4, 5, 6], 2), random([4, 5, 2], 3)];

describe('differential attention', () => {
  it('is the output of one head less λ times that of another, where both mix the same values', () => {
    const v = random([2, 5, 4], 4);
    const found = cells({ q: Q, k: K, v, differential: 0.3, causal: 'bottom-right' }, 'output');
    const causal: Problem = { causal: 'bottom-right' };
    const pair = (g: number): number[] => {
      const first = plain(head(Q, 2 * g), head(K, 2 * g), head(v, g), causal);
      const second = plain(head(Q, 2 * g + 1), head(K, 2 * g + 1), head(v, g), causal);
      return first.map((x, at) => x - 0.3 * second[at]!);
    };
    expectClose(found, [...pair(0), ...pair(1)]);
  });

  it('takes head g and head g + half of them as a pair where it is told so, and puts both values side by side', () => {
    const found = cells({ q: Q, k: K, v: V, differential: 0.3, differentialPairs: 'halves' }, 'output');
    const part = (g: number, of: number): number[] => {
      const first = plain(head(Q, g), head(K, g), head(V, of));
      const second = plain(head(Q, g + 2), head(K, g + 2), head(V, of));
      return first.map((x, at) => x - 0.3 * second[at]!);
    };
    const beside = (g: number): number[] => {
      const [left, right] = [part(g, g), part(g, g + 2)];
      return [0, 1, 2].flatMap((i) => [...left.slice(2 * i, 2 * i + 2), ...right.slice(2 * i, 2 * i + 2)]);
    };
    expectClose(found, [...beside(0), ...beside(1)]);
  });

  it('has rows of weights that sum to 1 − λ, and with λ = 0 is the first head of each pair', () => {
    fc.assert(
      fc.property(
        fc.double({ min: -2, max: 2, noNaN: true }),
        fc.constantFrom('adjacent', 'halves'),
        (lambda, pairs) => {
          const problem: Problem = { q: Q, k: K, v: V, differential: lambda, differentialPairs: pairs };
          const weights = cells(problem, 'weights');
          for (let row = 0; row < 6; row++)
            expect(weights.slice(5 * row, 5 * row + 5).reduce((a, b) => a + b, 0)).toBeCloseTo(1 - lambda, 12);
          const maps = cells(problem, 'maps');
          expectClose(
            cells({ ...problem, differential: 0 }, 'weights'),
            [0, 1].flatMap((g) => {
              const h = pairs === 'halves' ? g : 2 * g;
              return maps.slice(15 * h, 15 * h + 15);
            }),
          );
        },
      ),
      { numRuns: 20 },
    );
  });

  it('norms each head over its features, then multiplies by the gain and by 1 − λ₀', () => {
    const gain = [1, 2, -1, 0.5];
    const problem: Problem = { q: Q, k: K, v: V, differential: 0.5 };
    const output = cells(problem, 'output');
    const found = cells({ ...problem, differentialInit: 0.2, differentialGain: tensor([4], gain) }, 'output');
    for (let row = 0; row < 6; row++) {
      const own = output.slice(4 * row, 4 * row + 4);
      const size = Math.sqrt(own.reduce((sum, x) => sum + x * x, 0) / 4 + 1e-5);
      own.forEach((x, m) => expect(found[4 * row + m]).toBeCloseTo((0.8 * x * gain[m]!) / size, 12));
    }
    expectClose(
      cells({ ...problem, differentialInit: 0.2, differentialNorm: 'none' }, 'output'),
      output.map((x) => 0.8 * x),
    );
  });

  it('reads λ for each pair, each query and each batch item', () => {
    const [q, k, v] = [random([2, 4, 3, 6], 5), random([2, 4, 5, 6], 6), random([2, 2, 5, 3], 7)];
    const lambda = random([2, 2, 3], 8);
    const weights = cells({ q, k, v, differential: lambda }, 'weights');
    const maps = cells({ q, k, v, differential: lambda }, 'maps');
    weights.forEach((weight, at) => {
      const [b, g, i, j] = [Math.floor(at / 30), Math.floor(at / 15) % 2, Math.floor(at / 5) % 3, at % 5];
      const map = (h: number): number => maps[((b * 4 + h) * 3 + i) * 5 + j]!;
      expect(weight).toBeCloseTo(map(2 * g) - lambda.data[(b * 2 + g) * 3 + i]! * map(2 * g + 1), 12);
    });
  });

  it('gives a query that sees no key zeros, and leaves out a NaN that neither head sees', () => {
    const v = tensor([2, 2, 1], [1, NaN, 3, NaN]);
    const q = random([4, 2, 2], 1);
    const trace = attend({ q, k: q, v, differential: 0.5, mask: tensor([2, 2], [1, 0, 0, 0]) });
    expect([...trace.stages.get('output')!.tensor.data]).toEqual([0.5, 0, 1.5, 0]);
  });

  it('joins one head for each pair', () => {
    const problem: Problem = {
      q: random([3, 8], 1),
      k: random([3, 8], 2),
      v: random([3, 4], 3),
      heads: 4,
      differential: 1,
    };
    const trace = attend(problem);
    expect(outward(trace, trace.stages.get('output')!).shape).toEqual([3, 4]);
    const apart = attend({
      q: tensor(
        [4, 3, 2],
        [0, 1, 2, 3].flatMap((h) =>
          [0, 1, 2].flatMap((i) => [...problem.q!.data.slice(i * 8 + 2 * h, i * 8 + 2 * h + 2)]),
        ),
      ),
      k: tensor(
        [4, 3, 2],
        [0, 1, 2, 3].flatMap((h) =>
          [0, 1, 2].flatMap((i) => [...problem.k!.data.slice(i * 8 + 2 * h, i * 8 + 2 * h + 2)]),
        ),
      ),
      v: tensor(
        [4, 3, 1],
        [0, 1, 2, 3].flatMap((h) => [0, 1, 2].map((i) => problem.v!.data[i * 4 + h]!)),
      ),
      differential: 1,
    }).stages.get('output')!.tensor;
    const joined = [...trace.stages.get('output')!.tensor.data];
    joined.forEach((value, at) => {
      const [i, g, m] = [Math.floor(at / 4), Math.floor(at / 2) % 2, at % 2];
      expect(value).toBeCloseTo(apart.data[(g * 3 + i) * 2 + m]!, 12);
    });
  });

  it('holds as many numbers as were counted beforehand', () => {
    const problems: Problem[] = [
      { q: Q, k: K, v: V, differential: 0.3 },
      { q: Q, k: K, v: random([2, 5, 4], 4), differential: 0.3, differentialInit: 0.1 },
    ];
    for (const problem of problems) {
      const { stages } = attend(problem);
      const counted = holdings(problem).stages;
      expect([...counted]).toEqual(
        [...counted.keys()].map((name) => [name, stages.get(name as StageName)?.tensor.data.length]),
      );
      expect(counted.size).toBe(stages.size);
    }
  });

  it.each<[string, Problem, object]>([
    [
      'an odd number of heads',
      { q: random([3, 2, 4], 1), differential: 0.3 },
      { code: 'differential-heads', found: 3 },
    ],
    [
      'a λ for other pairs',
      { q: Q, k: K, v: V, differential: tensor([3], [1, 2, 3]) },
      { code: 'differential-lambda', found: [3] },
    ],
    [
      'a gain of another size',
      { q: Q, k: K, v: V, differential: 1, differentialGain: random([2], 1) },
      { code: 'differential-gain-size', found: 2, expected: 4 },
    ],
    [
      'a gain without its norm',
      { q: Q, k: K, v: V, differential: 1, differentialGain: random([4], 1), differentialNorm: 'none' },
      { code: 'differential-gain-without-norm' },
    ],
  ])('refuses %s', (_, problem, expected) => {
    let error: unknown;
    try {
      attend(problem);
    } catch (thrown) {
      error = thrown;
    }
    expect(said(error)).toHaveLength(1);
    expect((error as { faults: unknown[] }).faults[0]).toMatchObject(expected);
  });

  it.each(['adjacent', 'halves'] as const)('shows each query head the map of its pair (%s)', (differentialPairs) => {
    const trace = attend({ q: Q, k: K, v: V, differential: 0.3, differentialPairs });
    const derive = deriver(trace, { lang: 'en', most: 8 });
    for (let h = 0; h < 4; h++) {
      const g = differentialPairs === 'halves' ? h % 2 : Math.floor(h / 2);
      const lens = lensOn(trace, 0, h);
      const weights = trace.stages.get('weights')!.tensor.data;
      expect(lens.row('weights', 1)).toEqual([...weights.slice((g * 3 + 1) * 5, (g * 3 + 2) * 5)]);
      const { lines } = derive({ stage: 'output', batch: 0, head: h, row: 1, column: 3 });
      const sum = lens.row('weights', 1).reduce((all, w, j) => all + w * lens.at(['v_paired'], j, 3), 0);
      expect(sum).toBeCloseTo(lens.at('output', 1, 3), 12);
      expect(lines[0]).toContain('weights·V');
    }
  });
});

describe('attn compute --differential', () => {
  const q = '[[[1,2]],[[0,1]]]';
  it('takes every part from one flag or from several, and reads its own result back', async () => {
    const one = await attn([
      'compute',
      '--q',
      q,
      '--differential',
      '[0.5],init=0.2,norm=[1,2,1,1],pairs=halves',
      '--json',
    ]);
    const several = await attn(
      `compute --q ${q} --differential [0.5] --differential-init 0.2 --differential-gain [1,2,1,1] --differential-pairs halves --json`.split(
        ' ',
      ),
    );
    expect([one.code, one.err]).toEqual([0, several.err]);
    expect(several.out).toBe(one.out);
    const again = await attn(['compute', '--input', '-', '--json'], { stdin: one.out });
    expect(again.out).toBe(one.out);
  });

  it.each([
    ['0.3,gain=2', 'unknown key "gain"'],
    ['0.3,pairs=thirds', 'expected adjacent, halves'],
    ['0.3,init=0.1,init=0.2', 'init is given twice'],
  ])('refuses %s', async (value, message) => {
    const { code, out, err } = await attn(['compute', '--q', q, '--differential', value]);
    expect([code, out]).toEqual([2, '']);
    expect(err).toContain(message);
  });

  it('refuses its parts without it', async () => {
    const { code, err } = await attn(['compute', '--q', q, '--differential-init', '0.1']);
    expect(code).toBe(2);
    expect(err).toContain('--differential-init without --differential');
  });

  it('is told in the lesson: two maps, what is taken out, and the norm', async () => {
    const { code, out } = await attn(['compute', '--q', q, '--differential', '0.5,init=0.2', '--explain']);
    expect(code).toBe(0);
    expect(out).toContain('I TAKE OUT WHAT BOTH NOTICE');
    expect(out).toContain('P_1 − λ·P_2');
    expect(out.replace(/\s+/g, ' ')).toContain('1 − λ₀ = 0.8');
  });
});
