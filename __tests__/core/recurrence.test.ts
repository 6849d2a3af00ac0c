import fc from 'fast-check';
import { attend } from '../../src/core/attend.js';
import { outward } from '../../src/core/form.js';
import { FEATURE_MAPS } from '../../src/core/feature-map.js';
import { holdings } from '../../src/core/holdings.js';
import type { Problem } from '../../src/core/problem.js';
import { generator } from '../../src/core/random.js';
import { RECURRENCES, type Recurrence } from '../../src/core/recurrence/table.js';
import { tensor, type Tensor } from '../../src/core/tensor.js';
import type { StageName, Trace } from '../../src/core/trace.js';
import { lensOn } from '../../src/lens/index.js';
import { deriver } from '../../src/show/derivation/derivation.js';
import { attn } from '../commands/fake-io.js';

const random = (shape: readonly number[], seed: number, change = (x: number): number => x): Tensor => {
  const draw = generator(seed);
  return tensor(
    shape,
    Array.from({ length: shape.reduce((a, b) => a * b, 1) }, () => change(draw.normal())),
  );
};
const stage = (trace: Trace, name: StageName): number[] => [...trace.stages.get(name)!.tensor.data];
const expectClose = (found: ArrayLike<number>, wanted: ArrayLike<number>, digits = 12): void => {
  expect(found.length).toBe(wanted.length);
  for (let at = 0; at < wanted.length; at++) expect(found[at]).toBeCloseTo(wanted[at]!, digits);
};

const level = (value: number): Tensor => tensor([], [value]);

const [H, N, D, DV] = [2, 6, 3, 4];
const negative = (x: number): number => -Math.abs(x) / 2;
const share = (x: number): number => 1 / (1 + Math.exp(-x));

/** What each recurrence takes, random. `features`: a decay for each feature. */
function problemOf(name: Recurrence, seed: number, n = N, features = false): Problem {
  const decayed = ['gla', 'mamba2', 'gated-delta', 'rwkv6'].includes(name);
  const base: Problem = {
    q: random([H, n, D], seed),
    k: random([H, n, D], seed + 1),
    v: random([H, n, DV], seed + 2),
    recurrence: name,
  };
  return {
    ...base,
    ...(decayed && { logDecay: random(features ? [H, n, D] : [H, n], seed + 3, negative) }),
    ...(['mamba2', 'delta', 'gated-delta', 'retention'].includes(name) && { beta: random([H, n], seed + 4, share) }),
    ...(name === 'rwkv6' && { bonus: random([H, D], seed + 5) }),
    ...(name.includes('delta') && { kNorm: 'l2' }),
  };
}

/** The table of the specification, written out with lists of lists: another program for the same recurrence. */
function byHand(problem: Problem, h: number): { states: number[][][]; output: number[][] } {
  const trace = attend(problem);
  const { nQ: n, dK: d, dV, heads } = trace.sizes;
  const row = (name: readonly StageName[], t: number): number[] => {
    const { shape, data } = trace.stages.get(name.find((one) => trace.stages.has(one))!)!.tensor;
    const own = Math.floor(h / (heads / shape[1]));
    return [...data.slice((own * n + t) * shape[3], (own * n + t + 1) * shape[3])];
  };
  const features =
    problem.logDecay && 'shape' in (problem.logDecay as Tensor) ? (problem.logDecay as Tensor) : undefined;
  const decay = (t: number, m: number): number => {
    if (features) return features.shape.length === 3 ? features.data[(h * n + t) * d + m]! : features.data[h * n + t]!;
    return problem.recurrence === 'retention' ? Math.log(1 - 2 ** (-5 - h)) : 0;
  };
  const beta = (t: number): number => (problem.beta as Tensor | undefined)?.data[h * n + t] ?? 1;
  let S = Array.from({ length: d }, () => Array<number>(dV).fill(0));
  let z = Array<number>(d).fill(0);
  const [states, output]: [number[][][], number[][]] = [[], []];
  for (let t = 0; t < n; t++) {
    const [q, k, v] = [
      row(['q_mapped', 'q_rotated', 'q_normed', 'q'], t),
      row(['k_mapped', 'k_rotated', 'k_normed', 'k'], t),
      row(['v'], t),
    ];
    const read = (from: number[][]): number[] =>
      Array.from({ length: dV }, (_, c) => trace.scale * q.reduce((sum, x, m) => sum + x * from[m]![c]!, 0));
    if (problem.recurrence === 'rwkv6') {
      const u = [...problem.bonus!.data.slice(h * d, (h + 1) * d)];
      output.push(read(S.map((line, m) => line.map((x, c) => x + u[m]! * k[m]! * v[c]!))));
    }
    S = S.map((line, m) => line.map((x) => x * Math.exp(decay(t, m))));
    z = z.map((x, m) => x * Math.exp(decay(t, m)) + k[m]!);
    const known = v.map((_, c) => k.reduce((sum, x, m) => sum + x * S[m]![c]!, 0));
    const written = problem.recurrence!.includes('delta') ? v.map((x, c) => x - known[c]!) : v;
    S = S.map((line, m) => line.map((x, c) => x + beta(t) * k[m]! * written[c]!));
    if (problem.recurrence === 'linear') {
      const over = trace.scale * q.reduce((sum, x, m) => sum + x * z[m]!, 0);
      output.push(read(S).map((x) => x / over));
    } else if (problem.recurrence !== 'rwkv6') output.push(read(S));
    states.push(S);
  }
  return { states, output };
}

const kinds = RECURRENCES.flatMap((name) => [
  [name, false] as const,
  ...(['gla', 'gated-delta', 'rwkv6'].includes(name) ? [[name, true] as const] : []),
]);

describe.each(kinds)('%s (a decay for each feature: %s)', (name, features) => {
  it('does step by step what the table of the papers says', () => {
    const problem = problemOf(name, 10, N, features);
    const trace = attend(problem);
    for (let h = 0; h < H; h++) {
      const { states, output } = byHand(problem, h);
      expectClose(stage(trace, 'state').slice(h * N * D * DV, (h + 1) * N * D * DV), states.flat(2));
      expectClose(stage(trace, 'output').slice(h * N * DV, (h + 1) * N * DV), output.flat());
    }
  });

  it('gives with its weights at once what it gives token by token, to 1e-12', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 999 }), fc.integer({ min: 1, max: 9 }), (seed, n) => {
        const trace = attend(problemOf(name, seed, n, features));
        const [weights, v, output] = [stage(trace, 'weights'), stage(trace, 'v'), stage(trace, 'output')];
        const most = Math.max(1, ...output.map(Math.abs));
        output.forEach((value, at) => {
          const [h, i, c] = [Math.floor(at / (n * DV)), Math.floor(at / DV) % n, at % DV];
          const sum = v
            .filter((_, cell) => cell % DV === c && Math.floor(cell / (n * DV)) === h)
            .reduce((all, x, j) => all + weights[(h * n + i) * n + j]! * x, 0);
          expect(Math.abs(sum - value) / most).toBeLessThan(1e-12);
        });
      }),
      { numRuns: 25 },
    );
  });

  it('can be cut at any token and goes on from its last state', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 999 }), fc.integer({ min: 1, max: N - 1 }), (seed, cut) => {
        const problem = problemOf(name, seed, N, features);
        const part = (from: Tensor, start: number, end: number): Tensor => {
          const [, , d = 1] = from.shape;
          const rows = Array.from({ length: H }, (_, h) => [
            ...from.data.slice((h * N + start) * d, (h * N + end) * d),
          ]);
          return tensor([H, end - start, ...from.shape.slice(2)], rows.flat());
        };
        const piece = (start: number, end: number, more: Problem = {}): Trace => {
          const { q, k, v, logDecay, beta } = problem as {
            q: Tensor;
            k: Tensor;
            v: Tensor;
            logDecay?: Tensor;
            beta?: Tensor;
          };
          return attend({
            ...problem,
            q: part(q, start, end),
            k: part(k, start, end),
            v: part(v, start, end),
            ...(logDecay && { logDecay: part(logDecay, start, end) }),
            ...(beta && { beta: part(beta, start, end) }),
            ...more,
          });
        };
        const whole = attend(problem);
        const first = piece(0, cut);
        const last = (trace: Trace, stageName: StageName, n: number, shape: readonly number[]): Tensor => {
          const size = shape.reduce((a, b) => a * b, 1);
          const all = stage(trace, stageName);
          return tensor(
            [H, ...shape],
            Array.from({ length: H }, (_, h) => all.slice((h * n + n - 1) * size, (h + 1) * n * size)).flat(),
          );
        };
        const second = piece(cut, N, {
          initialState: last(first, 'state', cut, [D, DV]),
          ...(first.stages.has('state_sum') && { initialSum: last(first, 'state_sum', cut, [D]) }),
        });
        const output = (trace: Trace, h: number, n: number): number[] =>
          stage(trace, 'output').slice(h * n * DV, (h + 1) * n * DV);
        for (let h = 0; h < H; h++)
          expectClose([...output(first, h, cut), ...output(second, h, N - cut)], output(whole, h, N), 11);
        expectClose(last(second, 'state', N - cut, [D, DV]).data, last(whole, 'state', N, [D, DV]).data, 11);
      }),
      { numRuns: 15 },
    );
  });

  it('has the gradients of finite differences, from a state that was given on', () => {
    const problem: Problem = {
      ...problemOf(name, 77, 4, features),
      initialState: random([H, D, DV], 5),
      ...(name === 'linear' && { initialSum: random([H, D], 6, Math.abs) }),
    };
    const plain = attend(problem);
    const grad = random(outward(plain, plain.stages.get('output')!).shape, 8);
    const trace = attend({ ...problem, grad });
    const loss = (of: Problem): number =>
      stage(attend(of), 'output').reduce((sum, x, at) => sum + x * grad.data[at]!, 0);
    for (const input of ['q', 'k', 'v'] as const) {
      const from = problem[input]!;
      stage(trace, `grad_${input}`).forEach((slope, at) => {
        const moved = (by: number): Problem => {
          const data = from.data.slice();
          data[at]! += by;
          return { ...problem, [input]: tensor(from.shape, data) };
        };
        expect(slope).toBeCloseTo((loss(moved(1e-5)) - loss(moved(-1e-5))) / 2e-5, 6);
      });
    }
  });

  it('reads nothing where nothing was written: β = 0', () => {
    if (['linear', 'rwkv6'].includes(name))
      return void expect(() => attend({ ...problemOf(name, 1), beta: 0 })).toThrow();
    expect(new Set(stage(attend({ ...problemOf(name, 1, N, features), beta: 0 }), 'output').map(Math.abs))).toEqual(
      new Set([0]),
    );
  });

  it('holds as many numbers as were counted beforehand', () => {
    const problem = problemOf(name, 3, N, features);
    const { stages } = attend(problem);
    for (const [stageName, count] of holdings(problem).stages)
      if (stageName !== 'mask')
        expect([stageName, stages.get(stageName)?.tensor.data.length]).toEqual([stageName, count]);
  });
});

describe('recurrences among each other', () => {
  const base = problemOf('linear', 20);
  const output = (more: Problem): number[] => stage(attend({ ...base, ...more }), 'output');

  it('are one where nothing fades and everything is written', () => {
    const plain = output({ featureMap: 'identity', normalizer: 'none' });
    expectClose(output({ recurrence: 'gla', logDecay: level(0) }), plain);
    expectClose(output({ recurrence: 'mamba2', logDecay: level(0), scale: 1 / Math.sqrt(D) }), plain);
    expectClose(output({ recurrence: 'retention', logDecay: level(0) }), plain);
    expectClose(output({ recurrence: 'rwkv6', logDecay: level(0), bonus: tensor([D], [1, 1, 1]) }), plain);
    expectClose(
      output({ recurrence: 'gated-delta', logDecay: level(0), kNorm: 'l2' }),
      output({ recurrence: 'delta', kNorm: 'l2' }),
    );
  });

  it('linear is softmax attention with another map: causal, the row divided by its sum', () => {
    for (const featureMap of FEATURE_MAPS)
      expectClose(
        output({ featureMap }),
        stage(attend({ q: base.q!, k: base.k!, v: base.v!, featureMap, normalizer: 'sum', causal: true }), 'output'),
        9,
      );
  });

  it('with the delta rule and keys of length 1 give back the value that was written last', () => {
    const k = random([H, N, D], 4);
    const trace = attend({ q: k, k, v: base.v!, recurrence: 'delta', kNorm: 'l2', qNorm: 'l2', normEps: 0, scale: 1 });
    expectClose(stage(trace, 'output'), base.v!.data);
  });

  it('one token gives s·β·(q·k)·v, and rwkv6 s·Σ q·u·k times v', () => {
    for (const name of RECURRENCES.filter((one) => one !== 'linear')) {
      const problem = { ...problemOf(name, 30, 1), kNorm: undefined } as unknown as Problem;
      const trace = attend(problem);
      const [q, k, v] = [stage(trace, 'q'), stage(trace, 'k'), stage(trace, 'v')];
      stage(trace, 'output').forEach((value, at) => {
        const [h, c] = [Math.floor(at / DV), at % DV];
        const u = name === 'rwkv6' ? problem.bonus! : undefined;
        const along = [0, 1, 2].reduce((sum, m) => sum + q[h * D + m]! * k[h * D + m]! * (u?.data[h * D + m] ?? 1), 0);
        const beta = (problem.beta as Tensor | undefined)?.data[h] ?? 1;
        expect(value).toBeCloseTo(trace.scale * beta * along * v[h * DV + c]!, 12);
      });
    }
  });

  it('take a scale that differs by token', () => {
    const rows = { text: '1/(i+1)', at: () => NaN, rows: () => (i: number) => 1 / (i + 1) };
    const problem = problemOf('retention', 6);
    const [plain, scaled] = [
      { ...problem, scale: 1 },
      { ...problem, scale: rows },
    ].map((one) => attend(one));
    stage(scaled!, 'output').forEach((value, at) =>
      expect(value).toBeCloseTo(stage(plain!, 'output')[at]! / ((Math.floor(at / DV) % N) + 1), 12),
    );
    expectClose(
      stage(scaled!, 'weights'),
      stage(plain!, 'weights').map((weight, at) => weight / ((Math.floor(at / N) % N) + 1)),
    );
  });

  it('do not underflow where e^G alone would', () => {
    const problem: Problem = { ...problemOf('gla', 1, 40), logDecay: level(-60) };
    const weights = stage(attend(problem), 'weights');
    const products = stage(attend(problem), 'scaled');
    for (let i = 0; i < 40; i++) expect(weights[i * 40 + i]).toBeCloseTo(products[i * 40 + i]!, 12);
  });
});

describe('documents, padding and heads', () => {
  const base = problemOf('gated-delta', 50);
  it('begin anew at each document, and a first state belongs to the first alone', () => {
    const initialState = random([H, D, DV], 9);
    const packed = attend({ ...base, documents: tensor([N], [0, 0, 1, 1, 1, 1]), initialState });
    const cut = (from: Tensor, start: number, end: number): Tensor => {
      const d = from.shape[2] ?? 1;
      return tensor(
        [H, end - start, ...from.shape.slice(2)],
        Array.from({ length: H }, (_, h) => [...from.data.slice((h * N + start) * d, (h * N + end) * d)]).flat(),
      );
    };
    const alone = (start: number, end: number, more: Problem): number[] => {
      const part = Object.fromEntries(
        (['q', 'k', 'v', 'logDecay', 'beta'] as const).map((name) => [name, cut(base[name] as Tensor, start, end)]),
      );
      return stage(attend({ ...base, ...part, ...more }), 'output');
    };
    const [first, second] = [alone(0, 2, { initialState }), alone(2, 6, {})];
    for (let h = 0; h < H; h++)
      expectClose(stage(packed, 'output').slice(h * N * DV, (h + 1) * N * DV), [
        ...first.slice(h * 2 * DV, (h + 1) * 2 * DV),
        ...second.slice(h * 4 * DV, (h + 1) * 4 * DV),
      ]);
    expect(packed.mask!.data.filter((seen) => seen === 1)).toHaveLength(H * (3 + 10));
  });

  it('give a token without a document zeros', () => {
    const trace = attend({ ...base, documents: tensor([N], [0, 0, -1, 1, 1, -1]) });
    const rows = stage(trace, 'output');
    expect([...rows.slice(2 * DV, 3 * DV), ...rows.slice(5 * DV, 6 * DV)]).toEqual(Array(2 * DV).fill(0));
  });

  it('leave the memory as it is at padded tokens', () => {
    for (const name of RECURRENCES) {
      const problem = problemOf(name, 60);
      const padded = attend({ ...problem, keyLengths: tensor([1], [4]) });
      const states = stage(padded, 'state');
      const state = (t: number): number[] => states.slice(t * D * DV, (t + 1) * D * DV);
      expect(state(5)).toEqual(state(3));
      const weights = stage(padded, 'weights');
      const v = stage(padded, 'v');
      const sum = Array.from({ length: DV }, (_, c) =>
        [0, 1, 2, 3].reduce((all, j) => all + weights[5 * N + j]! * v[j * DV + c]!, 0),
      );
      expectClose(stage(padded, 'output').slice(5 * DV, 6 * DV), sum);
      expectClose(stage(padded, 'output').slice(0, 4 * DV), stage(attend(problem), 'output').slice(0, 4 * DV));
    }
  });

  it('repeats whatever has fewer heads, and adds their gradients up', () => {
    const problem: Problem = {
      q: random([2, N, D], 1),
      k: random([1, N, D], 2),
      v: random([4, N, DV], 3),
      recurrence: 'mamba2',
      logDecay: random([2, N], 4, negative),
    };
    const twice = (from: Tensor, times: number): Tensor => {
      const size = from.data.length / from.shape[0]!;
      const heads = Array.from({ length: from.shape[0]! * times }, (_, h) => Math.floor(h / times));
      return tensor(
        [heads.length, ...from.shape.slice(1)],
        heads.flatMap((h) => [...from.data.slice(h * size, (h + 1) * size)]),
      );
    };
    const grad = random([4, N, DV], 5);
    const trace = attend({ ...problem, grad });
    const all = attend({
      ...problem,
      q: twice(problem.q!, 2),
      k: twice(problem.k!, 4),
      logDecay: twice(problem.logDecay as Tensor, 2),
      grad,
    });
    expectClose(stage(trace, 'output'), stage(all, 'output'));
    const ofAll = stage(all, 'grad_k');
    expectClose(
      stage(trace, 'grad_k'),
      ofAll.slice(0, N * D).map((_, at) => [0, 1, 2, 3].reduce((sum, h) => sum + ofAll[h * N * D + at]!, 0)),
    );
    expect(outward(trace, trace.stages.get('state')!).shape).toEqual([4, N, D, DV]);
    expect(lensOn(trace, 0, 3).row('q', 0)).toEqual(stage(trace, 'q').slice(N * D, N * D + D));
  });

  it('reads tensors with the tokens first under layout blhd', () => {
    const problem = problemOf('gla', 70, N, true);
    const swap = (from: Tensor): Tensor => {
      const d = from.shape[2]!;
      return tensor(
        [N, H, d],
        Array.from({ length: N * H }, (_, at) => {
          const [t, h] = [Math.floor(at / H), at % H];
          return [...from.data.slice((h * N + t) * d, (h * N + t + 1) * d)];
        }).flat(),
      );
    };
    const turned = attend({
      ...problem,
      layout: 'lhd',
      q: swap(problem.q!),
      k: swap(problem.k!),
      v: swap(problem.v!),
      logDecay: swap(problem.logDecay as Tensor),
    });
    expectClose(stage(turned, 'output'), stage(attend(problem), 'output'));
  });
});

describe('what has no meaning beside a recurrence', () => {
  const base = problemOf('delta', 1);
  it.each<[string, Problem, object]>([
    [
      'a mask',
      { ...base, mask: tensor([N, N], Array<number>(N * N).fill(1)) },
      { code: 'recurrence-beside', options: ['mask'] },
    ],
    ['several others', { ...base, softcap: 5, sink: 1 }, { code: 'recurrence-beside', options: ['softcap', 'sink'] }],
    ['another corner', { ...base, causal: 'bottom-right' }, { code: 'recurrence-beside', options: ['causal'] }],
    ['a softmax', { ...base, normalizer: 'softmax' }, { code: 'recurrence-normalizer', expected: ['none'] }],
    ['a sum under the delta rule', { ...base, normalizer: 'sum' }, { code: 'recurrence-normalizer' }],
    [
      'a decay that it has not',
      { ...base, logDecay: level(-1) },
      { code: 'recurrence-beside', options: ['log-decay'] },
    ],
    [
      'no decay where one is needed',
      { ...base, recurrence: 'gla' },
      { code: 'recurrence-needs', missing: ['log-decay'] },
    ],
    ['its parts without it', { q: base.q!, beta: 1 }, { code: 'recurrence-missing', options: ['beta'] }],
    [
      'a sum of keys that nothing is divided by',
      { ...base, initialSum: random([H, D], 1) },
      { code: 'recurrence-initial-sum' },
    ],
    ['fewer queries than keys', { ...base, q: random([H, 2, D], 1) }, { code: 'recurrence-lengths', nQ: 2, nK: N }],
    ['a β of another shape', { ...base, beta: random([3, N], 1) }, { code: 'recurrence-shape', option: 'beta' }],
    [
      'a state of another shape',
      { ...base, initialState: random([H, D, 2], 1) },
      { code: 'recurrence-shape', option: 'initial-state' },
    ],
  ])('is refused: %s', (_, problem, expected) => {
    let faults: unknown[] = [];
    try {
      attend(problem);
    } catch (error) {
      ({ faults } = error as { faults: unknown[] });
    }
    expect(faults[0]).toMatchObject(expected);
  });

  it('warns where the memory grows', () => {
    expect(attend({ ...problemOf('gla', 1), logDecay: level(0.5) }).warnings).toMatchObject([
      { code: 'decay-grows', token: 1, head: 1, found: 0.5 },
    ]);
    const long = {
      ...base,
      kNorm: undefined,
      k: tensor([H, N, D], Array<number>(H * N * D).fill(2)),
      beta: 1,
    } as unknown as Problem;
    expect(attend(long).warnings).toMatchObject([{ code: 'delta-grows', found: 11 }]);
    expect(attend(base).warnings).toEqual([]);
  });
});

describe('attn compute --recurrence', () => {
  const argv =
    'compute --q [[1,2],[0,1],[1,1]] --k [[1,0],[0,1],[1,1]] --v [[1],[2],[3]] --recurrence retention --log-decay -0.5*(h+1)';
  it('reads its own result back, state and all', async () => {
    const first = await attn(`${argv} --initial-state [[1],[2]] --json`.split(' '));
    expect([first.code, first.err.includes('error')]).toEqual([0, false]);
    expect(JSON.parse(first.out).state).toHaveLength(3);
    const again = await attn(['compute', '--input', '-', '--json'], { stdin: first.out });
    expect([again.code, again.out]).toEqual([0, first.out]);
  });

  it('tells the memory before and after the speaker, and what came from before the first token', async () => {
    const { code, out } = await attn(`${argv} --initial-state [[1],[2]] --explain --token 3`.split(' '));
    expect(code).toBe(0);
    const text = out.replace(/\s+/g, ' ');
    expect(text).toContain('The same attention, read from left to right with a memory of 2×1 numbers');
    expect(text).toContain('S ← e^g ⊙ S + β·k·vᵀ; o = s·Sᵀq');
    expect(text).toContain('what the memory held before the first word');
    const vi = await attn(`${argv} --explain --lang vi`.split(' '));
    expect(vi.out).toContain('TÔI ĐỌC TỪ TRÁI SANG PHẢI');
  });

  it('shows every format', async () => {
    for (const format of ['table', 'md', 'latex', 'csv', 'html', 'svg', 'plain']) {
      const { code, err } = await attn(`${argv} --format ${format} --show state,weights,output`.split(' '));
      expect([format, code, err.includes('internal')]).toEqual([format, 0, false]);
    }
  });

  it('names a recurrence that was mistyped', async () => {
    const { code, err } = await attn('compute --q [[1,2]] --recurrence gated_delta'.split(' '));
    expect(code).toBe(2);
    expect(err).toContain('did you mean gated-delta?');
  });

  it('derives states and weights in digits', () => {
    const trace = attend({ ...problemOf('retention', 3), initialState: random([H, D, DV], 4) });
    const derive = deriver(trace, { lang: 'en', most: 8 });
    const at = (name: StageName): string =>
      derive({ stage: name, batch: 0, head: 1, row: 2, column: 1 }).lines.join('\n');
    expect(at('state')).toContain('S ← e^g ⊙ S + β·k·vᵀ: ');
    expect(at('weights')).toContain(String(lensOn(trace, 0, 1).at('weights', 2, 1)));
    expect(at('output')).toContain("S₀'s");
  });
});
