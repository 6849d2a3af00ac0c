import { check, weightsAsOutput } from '../../src/check/check.js';
import { probe } from '../../src/check/probe.js';
import { jsonReport } from '../../src/check/report/json.js';
import { markdownReport } from '../../src/check/report/markdown.js';
import { textReport } from '../../src/check/report/report-text.js';
import { compareSaved } from '../../src/check/saved.js';
import { attend } from '../../src/core/attend.js';
import { outward } from '../../src/core/form.js';
import { generator } from '../../src/core/random.js';
import { matrix, tensor, type Tensor } from '../../src/core/tensor.js';
import { attention, flat, inputs, list, nested, swapped, type How } from './plain.js';
import { refusalOf } from '../said.js';

const made = probe('usual');
const given = inputs(made);
const right = flat(attention(given));
const wrong = (how: How): Tensor => flat(attention(given, how));
const reshape = (from: Tensor, shape: number[]): Tensor => tensor(shape, from.data, { dtype: from.dtype });
const SCREEN = { color: 0, unicode: true, width: 80 } as const;

describe('check finds constants that the code has and should not', () => {
  it.each([
    ['scale', 0.37, { scale: 0.37 }],
    ['scale', 2.5, { scale: 2.5 }],
    ['softcap', 0.8, { score: (s: number) => 0.8 * Math.tanh(s / 0.8) }],
    [
      'output-scale',
      1.25,
      { out: (o: number[][][][]) => o.map((a) => a.map((m) => m.map((r) => r.map((x) => x * 1.25)))) },
    ],
    [
      'sink',
      0.9,
      {
        row: (s: number[]) => {
          const p = s.map(Math.exp);
          const sum = p.reduce((a, b) => a + b, Math.exp(0.9));
          return p.map((x) => x / sum);
        },
      },
    ],
    [
      'X14',
      0.002,
      {
        row: (s: number[]) => {
          const max = Math.max(...s);
          const p = s.map((x) => (max === -Infinity ? 0 : Math.exp(x - max)));
          const sum = p.reduce((a, b) => a + b, 0.002);
          return p.map((x) => x / sum);
        },
      },
    ],
    [
      'causal-offset',
      -1,
      { keep: (b: number, h: number, i: number, j: number) => given.keep(b, h, i, j) && j <= i - 1 },
    ],
    [
      'window',
      1,
      { keep: (b: number, h: number, i: number, j: number) => given.keep(b, h, i, j) && j >= i - 1 && j <= i + 1 },
    ],
  ] as const)('%s = %d', (id, value, how) => {
    const { findings } = check({ problem: made, actual: wrong(how as How) });
    expect(findings[0]?.ids).toContain(id);
    expect(findings[0]?.value).toBeCloseTo(value, 5);
  });
});

describe('check finds two mistakes at once', () => {
  it.each([
    [
      'S1+G1',
      {
        scale: 1,
        keep: (b: number, _h: number, i: number, j: number) => !(b === 0 && j === 4) && !(b === 1 && i === 1),
      },
    ],
    ['S2+H9', { scale: 1 / 6, kvHead: (h: number) => h % 2 }],
    [
      'S1+X13',
      {
        scale: 1,
        row: (s: number[]) => {
          const p = s.map(Math.exp);
          const sum = p.reduce((a, b) => a + b, 1);
          return p.map((x) => x / sum);
        },
      },
    ],
    ['S4+H7', { scale: 1 / Math.sqrt(24), out: (o: number[][][][]) => o.map((hs) => [...hs].reverse()) }],
  ] as const)('%s', (id, how) => {
    expect(check({ problem: made, actual: wrong(how as How) }).findings[0]?.ids).toContain(id);
  });

  it('reads dropout off the weights behind OUT', () => {
    const keep = (b: number, h: number, i: number, j: number): boolean => (7 * b + 5 * h + 3 * i + 2 * j) % 4 !== 1;
    const dropped = (factor: number): How => ({
      weights: (p) =>
        p.map((hs, b) =>
          hs.map((rows, h) => rows.map((row, i) => row.map((w, j) => (keep(b, h, i, j) ? w * factor : 0)))),
        ),
    });
    expect(check({ problem: made, actual: wrong(dropped(4 / 3)) }).findings[0]).toMatchObject({
      ids: ['D1'],
      title: 'dropout is active (p ≈ 0.25)',
    });
    expect(check({ problem: made, actual: wrong(dropped(1)) }).findings[0]?.ids).toEqual(['D2']);
  });

  const capped =
    (cap: number, factor: number) =>
    (s: number): number =>
      cap * Math.tanh((s * factor) / cap);
  const beside =
    (sink: number) =>
    (s: number[]): number[] => {
      const p = s.map(Math.exp);
      const sum = p.reduce((x, y) => x + y, Math.exp(sink));
      return p.map((x) => x / sum);
    };
  it.each([
    ['scale+softcap', [0.7, 0.9], { scale: 0.7, score: capped(0.9, 1) }],
    ['scale+sink', [0.63, -0.4], { scale: 0.63, row: beside(-0.4) }],
    ['softcap+sink', [1.3, 0.8], { score: capped(1.3, 1), row: beside(0.8) }],
    [
      'scale+window',
      [0.83, 1],
      {
        scale: 0.83,
        keep: (b: number, h: number, i: number, j: number) => given.keep(b, h, i, j) && j >= i - 1 && j <= i + 1,
      },
    ],
  ] as const)('two unknown constants: %s = %j', (id, values, how) => {
    const { findings } = check({ problem: made, actual: wrong(how as How) });
    expect(findings[0]?.ids).toContain(id);
    (findings[0]?.value as number[]).forEach((value, at) => expect(value).toBeCloseTo(values[at]!, 3));
  });

  it('names a mistake beside an unknown constant', () => {
    const { findings } = check({ problem: made, actual: wrong({ scale: 0.37, kvHead: (h) => h % 2 }) });
    expect(findings[0]?.ids).toContain('H9+scale');
    expect(findings[0]?.value).toBeCloseTo(0.37, 5);
  });
});

describe('check knows projections', () => {
  const { normal } = generator(5);
  const draw = (rows: number, columns: number): Tensor =>
    matrix(
      Array.from({ length: rows }, () => Array.from({ length: columns }, () => Math.fround(normal()))),
      { dtype: 'float32' },
    );
  const [x, wq, wk, wv, wo] = [draw(5, 6), draw(6, 6), draw(6, 6), draw(6, 6), draw(6, 6)] as [
    Tensor,
    Tensor,
    Tensor,
    Tensor,
    Tensor,
  ];
  const rows = (from: Tensor): number[][] =>
    list(from.shape[0]!, (i) => [...from.data.slice(i * from.shape[1]!, (i + 1) * from.shape[1]!)]);
  const times = (a: number[][], b: number[][]): number[][] =>
    a.map((row) => b[0]!.map((_, n) => row.reduce((sum, one, m) => sum + one * b[m]![n]!, 0)));
  const flip = (a: number[][]): number[][] => a[0]!.map((_, n) => a.map((row) => row[n]!));
  const layer = (
    last: (joined: number[][]) => number[][],
    project = (w: Tensor): number[][] => times(rows(x), rows(w)),
  ): Tensor => {
    const [q, k, v] = [project(wq), project(wk), project(wv)] as [number[][], number[][], number[][]];
    const part = (from: number[][], h: number): number[][] => from.map((row) => row.slice(3 * h, 3 * h + 3));
    const heads = [0, 1].map(
      (h) =>
        attention({ q: [[part(q, h)]], k: [[part(k, h)]], v: [[part(v, h)]], keep: () => true, nK: 5, dK: 3 })[0]![0]!,
    );
    return matrix(last(heads[0]!.map((row, i) => [...row, ...heads[1]![i]!])), { dtype: 'float32' });
  };
  const problem = { x, wq, wk, wv, wo, heads: 2 };

  it.each([
    ['O9', 'W_O transposed', layer((o) => times(o, flip(rows(wo))))],
    ['O9', 'W_O missing', layer((o) => o)],
    ['O9', 'a bias left in', layer((o) => times(o, rows(wo)).map((row) => row.map((one, m) => one + 0.3 * m - 0.5)))],
    [
      'O11',
      'x @ w.T',
      layer(
        (o) => times(o, rows(wo)),
        (w) => times(rows(x), flip(rows(w))),
      ),
    ],
  ])('%s: %s', (id, _what, actual) => {
    const { equal, findings } = check({ problem, actual });
    expect(equal).toBe(false);
    expect(findings[0]?.ids).toContain(id);
  });

  it('and the right layer is right', () => {
    expect(check({ problem, actual: layer((o) => times(o, rows(wo))) }).equal).toBe(true);
  });
});

describe('check looks at the shape first', () => {
  it('takes heads side by side for what they are', () => {
    const fused = reshape(flat(swapped(nested(right))), [2, 3, 28]);
    const result = check({ problem: made, actual: fused });
    expect(result.equal).toBe(true);
    expect(result.fitted.note).toContain('side by side');
  });

  it('names a transposed output P4, whatever its numbers', () => {
    const turned = flat(
      nested(right).map((heads) => heads.map((rows) => rows[0]!.map((_, m) => rows.map((row) => row[m]!)))),
    );
    const result = check({ problem: made, actual: turned });
    expect(result.equal).toBe(false);
    expect(result.findings[0]).toMatchObject({ ids: ['P4'], title: 'the output is transposed' });
  });

  it('says when the weights were saved for the output (O5), and when heads were added up (H12)', () => {
    const weights = outward(attend(made), attend(made).stages.get('weights')!);
    expect(check({ problem: made, actual: weights }).findings[0]?.ids).toEqual(['O5']);
    const sum = tensor(
      [2, 3, 7],
      Float64Array.from({ length: 42 }, (_, at) => Math.floor(at)),
      { dtype: 'float32' },
    );
    expect(check({ problem: made, actual: sum }).findings[0]?.ids).toEqual(['H12']);
  });

  it('takes a row more or less for column labels of a CSV file (P1)', () => {
    const problem = {
      q: matrix([
        [1, 2],
        [0, 1],
        [3, 1],
      ]),
      k: matrix([
        [1, 0],
        [0, 1],
      ]),
      v: matrix([
        [1, 5],
        [3, 2],
      ]),
    };
    const { expected } = check({
      problem,
      actual: matrix([
        [0, 0],
        [0, 0],
        [0, 0],
      ]),
      diagnose: false,
    }).made;
    const more = check({ problem, actual: tensor([4, 2], [7, 7, ...expected.data]) });
    expect(more).toMatchObject({
      equal: false,
      findings: [{ ids: ['P1'], title: 'column labels were read as the first row of Q' }],
    });
    const less = check({ problem, actual: tensor([2, 2], expected.data.slice(2)) });
    expect(less).toMatchObject({
      equal: false,
      findings: [{ ids: ['P1'], title: 'the first row of Q was taken for column labels' }],
    });
  });

  it('refuses a shape that belongs to nothing', () => {
    expect(refusalOf(() => check({ problem: made, actual: matrix([[1, 2, 3]]) }))).toContain(
      'its shape is that of no stage',
    );
  });
});

describe('check compares', () => {
  it('NaN is never close, and is located', () => {
    const data = Float64Array.from(right.data);
    data[5] = NaN;
    const { equal, comparison } = check({ problem: made, actual: { ...right, data }, atol: 1e9, diagnose: false });
    expect(equal).toBe(false);
    expect(comparison.notFinite).toEqual([{ index: [0, 0, 0, 5], expected: expect.any(Number), actual: NaN }]);
  });

  it('--atol and --rtol replace the rule', () => {
    const off = { ...right, data: right.data.map((x) => x + 0.01) };
    expect(check({ problem: made, actual: off, atol: 0.011 }).equal).toBe(true);
    expect(check({ problem: made, actual: off, atol: 0.009, diagnose: false }).equal).toBe(false);
  });

  it('numbers that were printed with four decimals are equal to within half a unit of the fourth', () => {
    const printed = tensor(
      right.shape,
      right.data.map((x) => Number(x.toFixed(4))),
    );
    expect(check({ problem: made, actual: printed }).equal).toBe(true);
  });

  it('counts units in the last place of the type', () => {
    const problem = { q: matrix([[1]]), k: matrix([[1]]), v: matrix([[1]]) };
    expect(check({ problem, actual: matrix([[1 + 2 ** -23]], { dtype: 'float32' }) }).comparison.maxUlp).toBe(1);
  });

  it('says so when nothing explains it, and what was ruled out', () => {
    const { normal } = generator(3);
    const result = check({ problem: made, actual: { ...right, data: right.data.map(() => normal()) } });
    expect(result.findings).toEqual([]);
    expect(result.diagnosis?.ruledOut).toEqual(expect.arrayContaining(['S1', 'G1', 'H9']));
    expect(textReport(result, SCREEN)).toContain('No known mistake explains it');
  });
});

describe('stages narrow it down', () => {
  const grad = tensor(
    right.shape,
    Float64Array.from({ length: right.data.length }, (_, at) => (at % 5) - 2),
  );
  const trace = attend({ ...made, grad });
  const stage = (name: 'scaled' | 'weights' | 'grad_q'): Tensor => outward(trace, trace.stages.get(name)!);

  it('the scores agree, the weights do not: look at the softmax', () => {
    const weights = { ...stage('weights'), data: stage('weights').data.map((w) => w / 2) };
    const result = check({
      problem: made,
      actual: wrong({ scale: 1 }),
      stages: new Map([
        ['scores', stage('scaled')],
        ['weights', weights],
      ]),
    });
    expect(result.narrowed).toBe(
      'the scores agree, the weights do not: look at what turns scores into weights: mask, softmax, its axis, a sink',
    );
    expect(result.stages[0]).toMatchObject({ name: 'scores', equal: true, as: 'scaled' });
  });

  it('gradients are held against the reference', () => {
    const wrongGrad = { ...stage('grad_q'), data: stage('grad_q').data.map((x) => x * 2) };
    const result = check({ problem: { ...made, grad }, actual: right, stages: new Map([['grad_q', wrongGrad]]) });
    expect(result.equal).toBe(false);
    expect(result.stages.map(({ name, equal }) => [name, equal])).toEqual([
      ['output', true],
      ['grad_q', false],
    ]);
  });

  const dS = (keepSum: boolean): Tensor => {
    const all = attend({ ...made, grad }).stages;
    const [p, v, k] = [all.get('weights')!.tensor, made.v, made.k];
    const cell = (from: Tensor, b: number, h: number, i: number, m: number): number => {
      const [, H, L, D] = from.shape as [number, number, number, number];
      return from.data[((b * H + h) * L + i) * D + m]!;
    };
    return flat(
      list(2, (b) =>
        list(4, (h) =>
          list(3, (i) => {
            const dP = list(5, (j) =>
              list(7, (m) => cell(grad, b, h, i, m) * cell(v, b, h >> 1, j, m)).reduce((x, y) => x + y),
            );
            const sum = keepSum ? dP.reduce((total, x, j) => total + x * cell(p, b, h, i, j), 0) : 0;
            return list(6, (m) =>
              dP.reduce(
                (total, x, j) => total + (cell(p, b, h, i, j) * (x - sum) * cell(k, b, h >> 1, j, m)) / Math.sqrt(6),
                0,
              ),
            );
          }),
        ),
      ),
    );
  };
  it.each([
    [
      'the output agrees, the grad_q does not: it is the right one times 2.4495: the scale is missing on the way back',
      { ...stage('grad_q'), data: stage('grad_q').data.map((x) => x * Math.sqrt(6)) },
    ],
    [
      'the output agrees, the grad_q does not: dS = P∘dP: the row sum Σ P∘dP of the softmax is not taken off',
      dS(false),
    ],
    [
      'the output agrees, the grad_q does not: look at dS·K: dS = P∘(dO·Vᵀ − Σ P∘(dO·Vᵀ)), then the scale',
      { ...stage('grad_q'), data: stage('grad_q').data.map((x, at) => x + (at % 3)) },
    ],
  ])('%s', (said, wrongGrad) => {
    expect(
      check({ problem: { ...made, grad }, actual: right, stages: new Map([['grad_q', wrongGrad]]) }).narrowed,
    ).toBe(said);
  });

  it('a gradient by hand that is right is right', () => {
    expect(check({ problem: { ...made, grad }, actual: right, stages: new Map([['grad_q', dS(true)]]) }).equal).toBe(
      true,
    );
  });

  it('weights alone are diagnosed too', () => {
    const unscaled = attend({ ...made, scale: 1 });
    const result = check(weightsAsOutput(made, outward(unscaled, unscaled.stages.get('weights')!)));
    expect(result.findings[0]?.ids).toContain('S1');
  });
});

describe('reports', () => {
  const result = check({ problem: made, actual: wrong({ scale: 1 }) });

  it('JSON has the keys of the contract and reads back', () => {
    for (const compact of [true, false]) {
      const json = JSON.parse(jsonReport(result, compact)) as Record<string, unknown>;
      expect(json).toMatchObject({
        schema: 'attn-check/1',
        equal: false,
        diagnosis: [
          { ids: ['S1', 'S10'], title: expect.any(String), try: expect.any(String), residual: expect.any(Number) },
        ],
      });
      expect(Object.keys(json)).toEqual(
        expect.arrayContaining(['tolerance', 'max_abs_error', 'max_rel_error', 'max_ulp', 'worst', 'rows_that_differ']),
      );
    }
  });

  it('text fits into 80 columns and says formula, line and remedy', () => {
    const text = textReport(result, SCREEN);
    expect(text).toContain('softmax(Q·Kᵀ)·V');
    expect(text).toContain('look for');
    expect(text.split('\n').every((line) => [...line].length <= 80)).toBe(true);
    expect(textReport(result, { ...SCREEN, unicode: false })).toMatch(/^[\x00-\x7f]*$/);
  });

  it('Markdown is a heading and a table for each finding', () => {
    expect(markdownReport(result)).toContain('### S1, S10: the scores are not scaled');
  });
});

describe('two saved results', () => {
  it('are compared stage by stage, in the order of the computation', () => {
    const stages = (scale: number): Map<string, Tensor> => {
      const { stages: all } = attend({
        q: matrix([[1, 0]]),
        k: matrix([
          [1, 0],
          [0, 1],
        ]),
        v: matrix([[1], [3]]),
        scale,
      });
      return new Map([...all].map(([name, { tensor: one }]) => [name, one]));
    };
    expect(compareSaved(stages(1), stages(1)).equal).toBe(true);
    const { equal, stages: compared } = compareSaved(stages(1), stages(2));
    expect(equal).toBe(false);
    expect(compared.find((stage) => !stage.equal)?.name).toBe('scaled');
    expect(refusalOf(() => compareSaved(new Map([['a', right]]), new Map([['b', right]])))).toContain(
      'no stage in common',
    );
  });
});
