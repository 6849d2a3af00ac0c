import { saidWarnings } from '../said.js';
import fc from 'fast-check';
import { attend } from '../../src/core/attend.js';
import { AttnError } from '../../src/core/error.js';
import { outward } from '../../src/core/form.js';
import type { Problem } from '../../src/core/problem.js';
import { matrix, tensor, type Tensor } from '../../src/core/tensor.js';
import type { StageName, Trace } from '../../src/core/trace.js';
import { said } from '../said.js';

// The four words of the lesson: "the cat sat down", d_k = 4, d_v = 2.
const Q = matrix([
  [0, 1, 0, 0],
  [1, 1, 0, 1],
  [2, 0, 1, 1],
  [0, 1, 1, 1],
]);
const K = matrix([
  [0, 1, 0, 0],
  [2, 0, 1, 0],
  [1, 0, 1, 1],
  [0, 1, 1, 2],
]);
const V = matrix([
  [1, 0],
  [0, 2],
  [1, 1],
  [3, 0],
]);
const CAT: Problem = Object.freeze({
  q: Q,
  k: K,
  v: V,
  tokens: { query: ['the', 'cat', 'sat', 'down'], key: ['the', 'cat', 'sat', 'down'] },
});

const stage = (trace: Trace, name: StageName): Tensor => outward(trace, trace.stages.get(name)!);
const row = (trace: Trace, name: StageName, i: number): number[] => {
  const { shape, data } = stage(trace, name);
  const width = shape.at(-1)!;
  return [...data.subarray(i * width, (i + 1) * width)];
};
const to4 = (numbers: readonly number[]): number[] => numbers.map((x) => Number(x.toFixed(4)));
const faultsOf = (problem: Problem): string => {
  try {
    attend(problem);
  } catch (error) {
    if (error instanceof AttnError)
      return said(error)
        .flatMap(({ what, detail, fix }) => [what, ...(detail ? [detail].flat() : []), fix])
        .join('\n');
    throw error;
  }
  return 'no error';
};

const number = fc.double({ min: -5, max: 5, noNaN: true });
const random = (rows: number, columns: number): fc.Arbitrary<Tensor> =>
  fc
    .array(number, { minLength: rows * columns, maxLength: rows * columns })
    .map((cells) => tensor([rows, columns], cells));
const problems = fc
  .tuple(
    fc.integer({ min: 1, max: 5 }),
    fc.integer({ min: 1, max: 6 }),
    fc.integer({ min: 1, max: 4 }),
    fc.integer({ min: 1, max: 4 }),
  )
  .chain(([nQ, nK, dK, dV]) => fc.record({ q: random(nQ, dK), k: random(nK, dK), v: random(nK, dV) }));

describe('attend(the cat sat down)', () => {
  it('gives the scores 0 5 4 3 for "sat", and its shares', () => {
    const trace = attend(CAT);
    expect(row(trace, 'scores', 2)).toEqual([0, 5, 4, 3]);
    expect(row(trace, 'scaled', 2)).toEqual([0, 2.5, 2, 1.5]);
    expect(to4(row(trace, 'weights', 2))).toEqual([0.0399, 0.4863, 0.2949, 0.1789]);
    expect(to4(row(trace, 'output', 2))).toEqual([0.8715, 1.2675]);
    expect(
      row(trace, 'entropy', 0)
        .map((x) => x.toFixed(2))
        .concat(row(trace, 'entropy', 3).map((x) => x.toFixed(2))),
    ).toEqual(['1.96', '1.91', '1.65', '1.68']);
  });

  it('with causal: true does not hear "down"', () => {
    const trace = attend({ ...CAT, causal: true });
    expect(to4(row(trace, 'weights', 2))).toEqual([0.0486, 0.5922, 0.3592, 0]);
    expect(to4(row(trace, 'output', 2))).toEqual([0.4078, 1.5436]);
    expect([...trace.mask!.data]).toEqual([1, 0, 0, 0, 1, 1, 0, 0, 1, 1, 1, 0, 1, 1, 1, 1]);
  });

  it('with hide: [1] hears nothing of "cat"', () => {
    const trace = attend({ ...CAT, hide: [1] });
    expect(to4(row(trace, 'weights', 2))).toEqual([0.0777, 0, 0.5741, 0.3482]);
    expect(to4(row(trace, 'output', 2))).toEqual([1.6964, 0.5741]);
  });

  it('keeps every stage by name, with its formula and its axes', () => {
    const { stages, sizes } = attend(CAT);
    expect([...stages.keys()]).toEqual(['q', 'k', 'v', 'scores', 'scaled', 'weights', 'output', 'lse', 'entropy']);
    expect(stages.get('scores')).toMatchObject({ formula: 'Q·Kᵀ', rows: 'query', columns: 'key' });
    expect(sizes).toEqual({ batch: 1, heads: 1, kvHeads: 1, nQ: 4, nK: 4, nPast: 0, dK: 4, dV: 2, dModel: 4 });
  });
});

describe('identities of attend(problem)', () => {
  it('rows of weights sum to 1', () => {
    fc.assert(
      fc.property(problems, (problem) => {
        const { shape, data } = attend(problem).stages.get('weights')!.tensor;
        const width = shape[3]!;
        for (let i = 0; i < data.length; i += width)
          expect([...data.subarray(i, i + width)].reduce((a, b) => a + b, 0)).toBeCloseTo(1, 12);
      }),
      { numRuns: 100 },
    );
  });

  it('the same number added to all scores of a row changes no weight', () => {
    fc.assert(
      fc.property(problems, fc.double({ min: -100, max: 100, noNaN: true }), (problem, shift) => {
        const plain = attend(problem).stages.get('weights')!.tensor.data;
        const shifted = attend({ ...problem, bias: tensor([], [shift]) }).stages.get('weights')!.tensor.data;
        shifted.forEach((weight, at) => expect(weight).toBeCloseTo(plain[at]!, 10));
      }),
      { numRuns: 60 },
    );
  });

  it('turning keys and values round together changes nothing', () => {
    const turned = (from: Tensor): Tensor => {
      const [n, d] = from.shape as [number, number];
      return tensor(
        [n, d],
        Array.from({ length: n }, (_, i) => [...from.data.subarray((n - 1 - i) * d, (n - i) * d)]).flat(),
      );
    };
    fc.assert(
      fc.property(problems, ({ q, k, v }) => {
        const plain = attend({ q, k, v }).stages.get('output')!.tensor.data;
        attend({ q, k: turned(k), v: turned(v) })
          .stages.get('output')!
          .tensor.data.forEach((x, at) => expect(x).toBeCloseTo(plain[at]!, 10));
      }),
      { numRuns: 60 },
    );
  });

  it('what stands behind the mask changes nothing, be it NaN or ∞', () => {
    fc.assert(
      fc.property(problems, fc.constantFrom(NaN, Infinity, -Infinity, 1e300), (problem, poison) => {
        const nK = problem.k.shape[0]!;
        const mask = tensor(
          [1, nK],
          Array.from({ length: nK }, (_, j) => (j === 0 ? 0 : 1)),
        );
        const poisoned = (from: Tensor): Tensor =>
          tensor(
            from.shape,
            from.data.map((x, at) => (at < from.shape[1]! ? poison : x)),
          );
        const clean = attend({ ...problem, mask });
        const dirty = attend({ ...problem, k: poisoned(problem.k), v: poisoned(problem.v), mask });
        expect(dirty.stages.get('output')!.tensor.data).toEqual(clean.stages.get('output')!.tensor.data);
        expect(dirty.stages.get('weights')!.tensor.data).toEqual(clean.stages.get('weights')!.tensor.data);
      }),
      { numRuns: 60 },
    );
  });

  it('one head of several is that head alone', () => {
    fc.assert(
      fc.property(random(6, 3), random(6, 3), random(6, 3), (q, k, v) => {
        const three = (from: Tensor): Tensor => tensor([2, 3, 3], from.data);
        const both = attend({ q: three(q), k: three(k), v: three(v) }).stages.get('output')!.tensor.data;
        for (const h of [0, 1]) {
          const part = (from: Tensor): Tensor => tensor([3, 3], from.data.slice(h * 9, (h + 1) * 9));
          expect(attend({ q: part(q), k: part(k), v: part(v) }).stages.get('output')!.tensor.data).toEqual(
            both.slice(h * 9, (h + 1) * 9),
          );
        }
      }),
      { numRuns: 40 },
    );
  });

  it('the fused layout is the split one', () => {
    fc.assert(
      fc.property(random(3, 4), random(5, 4), random(5, 6), (q, k, v) => {
        const split = (from: Tensor): Tensor => {
          // (L, 2×d) → (2, L, d)
          const [n, width] = from.shape as [number, number];
          const d = width / 2;
          return tensor(
            [2, n, d],
            [0, 1].flatMap((h) =>
              Array.from({ length: n }, (_, i) => [
                ...from.data.subarray(i * width + h * d, i * width + (h + 1) * d),
              ]).flat(),
            ),
          );
        };
        const fused = attend({ q, k, v, heads: 2 });
        const apart = attend({ q: split(q), k: split(k), v: split(v) });
        expect(fused.stages.get('weights')!.tensor.data).toEqual(apart.stages.get('weights')!.tensor.data);
        expect(stage(fused, 'output').shape).toEqual([3, 6]);
        expect(fused.stages.get('heads')!.tensor.data).toEqual(apart.stages.get('output')!.tensor.data);
      }),
      { numRuns: 40 },
    );
  });

  it('a cache and one new token give the last row of the full causal sequence', () => {
    fc.assert(
      fc.property(
        random(5, 4),
        random(5, 4),
        random(5, 2),
        fc.constantFrom(undefined, 'half' as const, 'interleaved' as const),
        (q, k, v, rope) => {
          const part = (from: Tensor, first: number, last: number): Tensor =>
            tensor([last - first, from.shape[1]!], from.data.slice(first * from.shape[1]!, last * from.shape[1]!));
          const full = attend({ q, k, v, causal: true, ...(rope && { rope }) });
          const past = rope ? part(stage(full, 'k_rotated'), 0, 4) : part(k, 0, 4);
          const step = attend({
            q: part(q, 4, 5),
            k: part(k, 4, 5),
            v: part(v, 4, 5),
            pastKey: past,
            pastValue: part(v, 0, 4),
            causal: true,
            ...(rope && { rope }),
          });
          row(full, 'output', 4).forEach((x, m) => expect(row(step, 'output', 0)[m]).toBeCloseTo(x, 12));
          expect(stage(step, 'present_key').shape).toEqual([5, 4]);
        },
      ),
      { numRuns: 40 },
    );
  });

  it('a sink takes its share: O·sigmoid(lse − sink)', () => {
    fc.assert(
      fc.property(problems, number, (problem, sink) => {
        const plain = attend(problem);
        const [nQ, dV] = stage(plain, 'output').shape as [number, number];
        const lse = plain.stages.get('lse')!.tensor.data;
        const sunk = attend({ ...problem, sink }).stages.get('output')!.tensor.data;
        for (let i = 0; i < nQ; i++) {
          for (let m = 0; m < dV; m++)
            expect(sunk[i * dV + m]).toBeCloseTo(
              plain.stages.get('output')!.tensor.data[i * dV + m]! / (1 + Math.exp(sink - lse[i]!)),
              10,
            );
        }
      }),
      { numRuns: 60 },
    );
  });

  it('grouped heads are the same as repeating each key head (repeat_interleave)', () => {
    fc.assert(
      fc.property(random(12, 2), random(6, 2), random(6, 2), (q, k, v) => {
        const twice = (from: Tensor): Tensor =>
          tensor(
            [4, 3, 2],
            [0, 0, 1, 1].flatMap((h) => [...from.data.subarray(h * 6, (h + 1) * 6)]),
          );
        const grouped = attend({
          q: tensor([4, 3, 2], q.data),
          k: tensor([2, 3, 2], k.data),
          v: tensor([2, 3, 2], v.data),
        });
        expect(grouped.stages.get('output')!.tensor.data).toEqual(
          attend({ q: tensor([4, 3, 2], q.data), k: twice(k), v: twice(v) }).stages.get('output')!.tensor.data,
        );
        expect(grouped.sizes.kvHeads).toBe(2);
      }),
      { numRuns: 30 },
    );
  });
});

describe('causal where queries and keys differ in number', () => {
  const problem: Problem = {
    q: matrix([[1], [1]]),
    k: matrix([[1], [1], [1], [1], [1]]),
    v: matrix([[1], [2], [3], [4], [5]]),
  };
  const seen = (more: Partial<Problem>): string => {
    const { mask } = attend({ ...problem, ...more });
    return [...mask!.data].join('').replace(/(.{5})(?=.)/g, '$1/');
  };

  it('top-left is j ≤ i (PyTorch SDPA, JAX, Keras)', () => expect(seen({ causal: 'top-left' })).toBe('10000/11000'));
  it('bottom-right is j ≤ i + n_k − n_q (flash-attention ≥ 2.1)', () =>
    expect(seen({ causal: 'bottom-right' })).toBe('11110/11111'));
  it('offset without a cache is top-left (ONNX)', () => expect(seen({ causal: 'offset' })).toBe('10000/11000'));
  it('bare is refused with both masks drawn', () => {
    expect(faultsOf({ ...problem, causal: true })).toBe(
      [
        '--causal is ambiguous: 2 queries and 5 keys',
        'top-left       bottom-right',
        '■ · · · ·      ■ ■ ■ ■ ·',
        '■ ■ · · ·      ■ ■ ■ ■ ■',
        '--causal=top-left (PyTorch, JAX, Keras) or --causal=bottom-right (flash-attention, decoding)',
      ].join('\n'),
    );
  });
  it.each([
    ['torch', '10000/11000'],
    ['jax', '10000/11000'],
    ['keras', '10000/11000'],
    ['flash', '11110/11111'],
    ['onnx', '10000/11000'],
  ] as const)('bare under like: %s follows that system', (like, picture) =>
    expect(seen({ causal: true, like })).toBe(picture),
  );
  it('5 queries and 2 keys, bottom-right: the first three see nobody', () => {
    const trace = attend({ q: problem.k!, k: problem.q!, v: matrix([[1], [2]]), causal: 'bottom-right' });
    expect([...trace.mask!.data].join('')).toBe('0000001011');
    expect(saidWarnings(trace)).toEqual([
      "these queries have no visible keys: 'q1' (row 1), 'q2' (row 2), 'q3' (row 3); weights and output are 0 (--empty-rows)",
    ]);
  });
  it('key lengths under flash move the corner to the real keys', () => {
    expect(seen({ causal: true, like: 'flash', keyLengths: tensor([1], [3]) })).toBe('11000/11100');
  });
});

describe('a query that may see nobody', () => {
  const problem: Problem = {
    q: matrix([[1], [1]]),
    k: matrix([[1], [2]]),
    v: matrix([[1], [3]]),
    mask: matrix([
      [0, 0],
      [1, 1],
    ]),
  };
  it('gives zeros, and a warning that names the row (PyTorch ≥ 2.5, ONNX, flash-attention)', () => {
    const trace = attend(problem);
    expect(row(trace, 'output', 0)).toEqual([0]);
    expect(row(trace, 'weights', 0)).toEqual([0, 0]);
    expect(trace.stages.get('lse')!.tensor.data[0]).toBe(-Infinity);
    expect(saidWarnings(trace)).toEqual([
      "this query has no visible keys: 'q1' (row 1); weights and output are 0 (--empty-rows)",
    ]);
  });
  it('gives NaN like torch-mha, whose mask says True = ignore', () => {
    const flipped = {
      ...problem,
      mask: matrix([
        [1, 1],
        [0, 0],
      ]),
      like: 'torch-mha' as const,
    };
    expect(row(attend(flipped), 'output', 0)).toEqual([NaN]);
  });
  it('gives the mean of V like jax and keras', () => {
    for (const like of ['jax', 'keras'] as const) expect(row(attend({ ...problem, like }), 'output', 0)).toEqual([2]);
  });
  it('gives zeros beside a sink, whose logit is then the lse', () => {
    const trace = attend({ ...problem, sink: 0.7, emptyRows: 'nan' });
    expect(row(trace, 'output', 0)).toEqual([0]);
    expect(trace.stages.get('lse')!.tensor.data[0]).toBeCloseTo(0.7, 15);
  });
  it('is found in an additive mask of −∞ too, and a NaN score does not get through', () => {
    const trace = attend({
      ...problem,
      mask: undefined as never,
      q: matrix([[NaN], [1]]),
      bias: matrix([
        [-Infinity, -Infinity],
        [0, 0],
      ]),
    });
    expect(row(trace, 'weights', 0)).toEqual([0, 0]);
  });
});

describe('windows, softcap, normalizers', () => {
  const n = 5;
  const ones = matrix(Array.from({ length: n }, () => [1]));
  const window = (l: number, r: number, more: Partial<Problem> = {}): string =>
    [...(attend({ q: ones, window: [l, r], ...more }).mask?.data ?? [])].join('').replace(/(.{5})(?=.)/g, '$1/');

  it('window 1,0 lets each query see itself and one before: 2 keys (flash-attention, ONNX-25, JAX)', () => {
    expect(window(1, 0)).toBe('10000/11000/01100/00110/00011');
  });
  it('window −1,1 has no limit before', () => expect(window(-1, 1)).toBe('11000/11100/11110/11111/11111'));
  it('softcap stands before the mask: masked keys do not come back', () => {
    // Gemma 2 order. Masking first and capping then would leak: the catalogue's M9.
    const trace = attend({ ...CAT, causal: true, softcap: 2 });
    expect(row(trace, 'weights', 0)).toEqual([1, 0, 0, 0]);
    expect(trace.stages.get('softcapped')!.tensor.data[9]).toBeCloseTo(2 * Math.tanh(2.5 / 2), 15);
  });
  it('sparsemax gives [0.7, 0.3, 0] for scores 1, 0.6, −1 (threshold (1.6 − 1)/2 = 0.3)', () => {
    const trace = attend({
      q: matrix([[1]]),
      k: matrix([[1], [0.6], [-1]]),
      v: matrix([[1], [1], [1]]),
      scale: 1,
      normalizer: 'sparsemax',
    });
    expect(to4(row(trace, 'weights', 0))).toEqual([0.7, 0.3, 0]);
  });
  it('hardmax takes the first of equals; sigmoid each for itself', () => {
    const problem: Problem = { q: matrix([[1]]), k: matrix([[2], [2], [0]]), v: matrix([[1], [1], [1]]), scale: 1 };
    expect(row(attend({ ...problem, normalizer: 'hardmax' }), 'weights', 0)).toEqual([1, 0, 0]);
    expect(row(attend({ ...problem, normalizer: 'sigmoid' }), 'weights', 0)[2]).toBe(0.5);
  });
  it('temperature 2 is half the scale', () => {
    expect(row(attend({ ...CAT, temperature: 2 }), 'weights', 2)).toEqual(
      row(attend({ ...CAT, scale: 0.25 }), 'weights', 2),
    );
  });
  it('scores of ±700 neither overflow nor vanish', () => {
    const trace = attend({ q: matrix([[1]]), k: matrix([[710], [709], [-700]]), v: matrix([[1], [2], [3]]), scale: 1 });
    expect(row(trace, 'weights', 0)[0]).toBeCloseTo(1 / (1 + Math.exp(-1)), 14);
  });
  it('ALiBi counts the distance from where the query stands among the keys', () => {
    const trace = attend({
      q: tensor([1, 1, 1], [0]),
      k: tensor([1, 3, 1], [0, 0, 0]),
      alibi: tensor([1], [0.5]),
      causal: 'bottom-right',
    });
    expect([...stage(trace, 'masked').data]).toEqual([-1, -0.5, 0]);
  });
  it('RoPE: scores depend on the distance alone', () => {
    const same = matrix(Array.from({ length: 4 }, () => [1, 2, 3, 4]));
    const scores = stage(attend({ q: same, rope: 'interleaved' }), 'scores').data;
    expect(scores[1]).toBeCloseTo(scores[6]!, 10);
    expect(scores[1]).toBeCloseTo(scores[4]!, 10);
    expect(scores[0]).toBeCloseTo(30, 10);
  });
});

describe('shapes', () => {
  it('accepts (batch, length, heads, size) under blhd and gives it back', () => {
    const q = tensor(
      [1, 2, 3, 4],
      Array.from({ length: 24 }, (_, at) => Math.sin(at)),
    );
    expect(stage(attend({ q, layout: 'blhd' }), 'output').shape).toEqual([1, 2, 3, 4]);
    expect(stage(attend({ q, layout: 'blhd' }), 'weights').shape).toEqual([1, 3, 2, 2]);
  });
  it('joins the heads of x and applies W_O', () => {
    const eye = matrix([
      [1, 0],
      [0, 1],
    ]);
    const trace = attend({
      x: matrix([
        [1, 2],
        [3, 4],
      ]),
      wq: eye,
      wk: eye,
      wv: eye,
      wo: matrix([
        [2, 0],
        [0, 2],
      ]),
      heads: 2,
    });
    expect(stage(trace, 'heads').shape).toEqual([2, 2, 1]);
    expect(stage(trace, 'output').shape).toEqual([2, 2]);
    expect(trace.stages.get('output')!.formula).toBe('concat(heads)·W_O');
    const plain = attend({
      x: matrix([
        [1, 2],
        [3, 4],
      ]),
      wq: eye,
      wk: eye,
      wv: eye,
      heads: 2,
    });
    expect([...stage(trace, 'output').data]).toEqual([...stage(plain, 'output').data].map((x) => 2 * x));
  });
  it.each([
    ['no queries', { q: tensor([0, 2], []), k: matrix([[1, 2]]), v: matrix([[1]]) }, [0, 1]],
    ['no keys', { q: matrix([[1, 2]]), k: tensor([0, 2], []), v: tensor([0, 3], []) }, [1, 3]],
    ['no features', { q: tensor([2, 0], []), k: tensor([3, 0], []), v: matrix([[1], [2], [3]]) }, [2, 1]],
    ['one of each', { q: matrix([[3]]), k: matrix([[2]]), v: matrix([[7]]) }, [1, 1]],
  ] as [string, Problem, number[]][])('%s is no accident', (_, problem, shape) => {
    const output = stage(attend(problem), 'output');
    expect(output.shape).toEqual(shape);
    expect([...output.data].every(Number.isFinite)).toBe(true);
  });
  it('d_k = 0 gives the mean of V and says why the scale is 1', () => {
    const trace = attend({ q: tensor([1, 0], []), k: tensor([3, 0], []), v: matrix([[1], [2], [3]]) });
    expect(row(trace, 'output', 0)[0]).toBeCloseTo(2, 15);
    expect(saidWarnings(trace)).toEqual([
      'd_k is 0, so 1/√d_k does not exist: all scores are 0, and a scale of 1 was used',
    ]);
  });
  it('names every pair that does not fit, at once', () => {
    expect(faultsOf({ q: matrix([[1, 2]]), k: matrix([[1], [2]]), v: matrix([[1]]) })).toBe(
      [
        'shapes do not fit',
        'Q is 1×2 and K is 2×1: QKᵀ needs the same d_k (columns of Q = columns of K)',
        'K is 2×1 and V is 1×1: each key needs its value (rows of K = rows of V)',
        'check that the files come from the same layer, and that none is transposed',
      ].join('\n'),
    );
  });
  it.each([
    ['a mask of numbers', { mask: tensor([2], [0, 0.5]) }, 'the mask holds 0.5 in row 1, column 2; expected 0 or 1'],
    [
      'a mask that is too short',
      {
        mask: matrix([
          [1, 1, 1],
          [1, 1, 1],
          [1, 1, 1],
          [1, 1, 1],
        ]),
      },
      'the mask is 4×3 and there are 4 keys',
    ],
    [
      'a bias that does not fit',
      {
        bias: matrix([
          [1, 2, 3, 4],
          [1, 2, 3, 4],
        ]),
      },
      'the bias is 2×4, the scores are 4×4',
    ],
    ['more heads than columns', { heads: 3 }, 'Q has 4 columns, which 3 heads cannot share equally'],
    ['an odd head under RoPE', { v: K, heads: 4, rope: 'half' as const }, '--rope needs an even head size, found 1'],
    ['tokens that are too few', { tokens: { query: ['a'] } }, '1 token for 4 rows'],
    ['half a cache', { pastKey: K }, 'past keys are given without past values'],
    [
      'a key length beyond the keys',
      { keyLengths: tensor([1], [9]) },
      'key length 9 of batch item 1 is not a whole number from 0 to 4',
    ],
    [
      'a sink with sigmoid',
      { sink: 1, normalizer: 'sigmoid' as const },
      '--sink does not go with --normalizer sigmoid',
    ],
    ['general without W', { similarity: 'general' as const }, '--similarity general needs a matrix W'],
    ['X without W', { q: undefined as never, x: Q }, 'X is given without W_Q and W_K and W_V'],
    [
      'a transposed W',
      { q: undefined as never, x: Q, wq: matrix([[1, 2, 3, 4]]), wk: Q, wv: Q },
      'W_Q looks transposed',
    ],
    ['dO of another shape', { grad: matrix([[1]]) }, 'dO of --grad is 1×1 and the output is 4×2'],
    [
      'a gradient of hardmax',
      { grad: V, normalizer: 'hardmax' as const },
      '--grad does not go with --normalizer hardmax',
    ],
    ['an infinite scale', { scale: Infinity }, 'the scale Infinity is Infinity'],
  ] as [string, Partial<Problem>, string][])('refuses %s', (_, more, message) => {
    expect(faultsOf({ ...CAT, ...more })).toContain(message);
  });
});

describe('dtype', () => {
  it('a finite "minus infinity" swallows the scores in float32 and not in float64', () => {
    const problem: Problem = { ...CAT, bias: tensor([], [-1e9]) };
    expect(row(attend({ ...problem, dtype: 'float32' }), 'weights', 2)).toEqual([0.25, 0.25, 0.25, 0.25]);
    expect(to4(row(attend(problem), 'weights', 2))).toEqual([0.0399, 0.4863, 0.2949, 0.1789]);
  });
  it('float16 rounds every stage: 2049 is no float16', () => {
    const trace = attend({ q: matrix([[1]]), k: matrix([[2049]]), v: matrix([[1]]), dtype: 'float16' });
    expect(row(trace, 'k', 0)).toEqual([2048]);
  });
  it('NaN in a visible place is warned of by name', () => {
    expect(saidWarnings(attend({ q: matrix([[NaN]]), k: matrix([[1]]), v: matrix([[1]]) }))).toEqual([
      "non-finite scores: NaN at 'q1' (row 1) for 'k1'",
      "non-finite output: NaN at 'q1' (row 1), column 1",
    ]);
  });
});
