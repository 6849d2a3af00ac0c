import fc from 'fast-check';
import { attend } from '../../src/core/attend.js';
import type { AttnError } from '../../src/core/error.js';
import type { Problem } from '../../src/core/problem.js';
import { tensor } from '../../src/core/tensor.js';
import { explain, lesson, type Lesson } from '../../src/explain/index.js';
import { attendFast } from '../../src/kernel/engine.js';
import { attn } from '../commands/fake-io.js';
import { cells, expectClose, random } from '../semantics/helpers.js';

const BASE: Problem = {
  q: random([4, 3, 6], 1),
  k: random([2, 5, 6], 2),
  v: random([2, 5, 3], 3),
  causal: 'bottom-right',
};

function fault(problem: Problem): object {
  try {
    attend(problem);
  } catch (error) {
    return { kind: (error as AttnError).kind, ...(error as AttnError).faults[0]! };
  }
  throw new Error('nothing was refused');
}

describe('norms of queries and keys', () => {
  it('give vectors of length √d (rms), 1 (l2), and mean 0 with length √d (layernorm), for any numbers', () => {
    const vector = fc.array(fc.double({ min: -100, max: 100, noNaN: true }), { minLength: 6, maxLength: 6 });
    fc.assert(
      fc.property(vector, (x) => {
        fc.pre(Math.max(...x) - Math.min(...x) > 1e-3);
        const q = tensor([1, 6], x);
        const of = (qNorm: 'rms' | 'l2' | 'layernorm'): number[] => cells({ q, qNorm, normEps: 0 }, 'q_normed');
        const square = (y: readonly number[]): number => y.reduce((sum, value) => sum + value * value, 0);
        expect(square(of('rms'))).toBeCloseTo(6, 9);
        expect(square(of('l2'))).toBeCloseTo(1, 9);
        expect(square(of('layernorm'))).toBeCloseTo(6, 6);
        expect(of('layernorm').reduce((sum, value) => sum + value, 0)).toBeCloseTo(0, 6);
      }),
    );
  });

  it('by l2 with scale 1 are the cosine similarity', () => {
    const l2: Problem = { ...BASE, qNorm: 'l2', kNorm: 'l2', normEps: 0, scale: 1 };
    expectClose(cells(l2, 'weights'), cells({ ...BASE, similarity: 'cosine', scale: 1 }, 'weights'));
  });

  it('without gain commute with RoPE, and with a gain do not', () => {
    const before: Problem = { ...BASE, rope: 'half', qNorm: 'rms', kNorm: 'rms' };
    const after = { ...before, normOrder: 'after-rope' as const };
    expectClose(cells(after, 'weights'), cells(before, 'weights'));
    const gain = random([6], 9);
    expect(cells({ ...after, qNormGain: gain }, 'weights')).not.toEqual(
      cells({ ...before, qNormGain: gain }, 'weights'),
    );
  });

  it('over joined heads are those of one wide head', () => {
    const fused: Problem = { q: random([3, 8], 1), heads: 4, qNorm: 'rms', normOver: 'joined' };
    expectClose(cells(fused, 'q_normed'), cells({ q: fused.q!, qNorm: 'rms' }, 'q_normed'));
    const gain = random([8], 5);
    const { normOver: _, ...rest } = fused;
    expectClose(
      cells({ ...rest, qNormGain: gain }, 'q_normed'),
      cells({ q: fused.q!, qNorm: 'rms', qNormGain: gain }, 'q_normed'),
    );
  });

  it('leave cached keys as they are', () => {
    const past = { pastKey: random([2, 2, 6], 5), pastValue: random([2, 2, 3], 6), causal: 'offset' as const };
    const trace = attend({ ...BASE, ...past, kNorm: 'rms' });
    expect(trace.stages.get('present_key')!.tensor.data.slice(0, 12)).toEqual(past.pastKey.data.slice(0, 12));
  });

  it('of a vector without length are zeros, with a warning where ε is 0', () => {
    for (const qNorm of ['rms', 'l2', 'layernorm'] as const) {
      const q = tensor([1, 3], qNorm === 'layernorm' ? [0.1, 0.1, 0.1] : [0, 0, 0]);
      const trace = attend({ q, qNorm, normEps: 0 });
      expect([...trace.stages.get('q_normed')!.tensor.data]).toEqual([0, 0, 0]);
      expect(trace.warnings).toMatchObject([{ code: 'zero-vector-normed', sides: ['q'] }]);
      expect(attend({ q, qNorm }).warnings).toEqual([]);
    }
  });

  it.each<[string, Problem, object]>([
    ['an ε', { ...BASE, normEps: 1 }, { kind: 'usage', code: 'norm-missing', option: 'norm-eps' }],
    ['a gain', { ...BASE, qNorm: 'rms', kNormGain: random([6], 1) }, { code: 'norm-missing', option: 'k-norm-gain' }],
    ['1+g without g', { ...BASE, qNorm: 'rms', normGain: '1+g' }, { code: 'norm-gain-missing' }],
    [
      'a gain of another size',
      { ...BASE, qNorm: 'rms', qNormGain: random([5], 1) },
      { kind: 'data', code: 'norm-size', found: [5] },
    ],
  ])('refuse %s that says nothing', (_, problem, expected) => {
    expect(fault(problem)).toMatchObject(expected);
  });
});

describe('a gate', () => {
  const logits = random([3, 12], 4); // (n, H·d_v)

  it('of zeros halves the output, and one of large logits lets all through', () => {
    const output = cells(BASE, 'output');
    const gate = (value: number): Problem => ({ ...BASE, gate: tensor([3, 4], Array<number>(12).fill(value)) });
    expectClose(
      cells(gate(0), 'output'),
      output.map((x) => x / 2),
    );
    expectClose(cells(gate(800), 'output'), output);
  });

  it('means the same in every shape that it may have', () => {
    const joined = cells({ ...BASE, gate: logits }, 'gated');
    const first = tensor(
      [4, 3, 3],
      Float64Array.from({ length: 36 }, (_, at) => {
        const [h, i, m] = [Math.floor(at / 9), Math.floor(at / 3) % 3, at % 3];
        return logits.data[i * 12 + h * 3 + m]!;
      }),
    );
    expect(cells({ ...BASE, gate: first }, 'gated')).toEqual(joined);
    const batch = {
      ...BASE,
      q: tensor([1, 4, 3, 6], BASE.q!.data),
      k: tensor([1, 2, 5, 6], BASE.k!.data),
      v: tensor([1, 2, 5, 3], BASE.v!.data),
    };
    for (const gate of [tensor([1, 3, 12], logits.data), tensor([1, 4, 3, 3], first.data), logits])
      expect(cells({ ...batch, gate }, 'gated')).toEqual(joined);
  });

  it('of one number a head multiplies the whole head', () => {
    const heads = cells({ ...BASE, gate: random([3, 4], 6) }, 'heads');
    const gated = cells({ ...BASE, gate: random([3, 4], 6) }, 'gated');
    gated.forEach((value, at) => {
      const [h, i] = [Math.floor(at / 9), Math.floor(at / 3) % 3];
      expect(value).toBeCloseTo(heads[at]! / (1 + Math.exp(-random([3, 4], 6).data[i * 4 + h]!)), 12);
    });
  });

  it('differs by batch item where it has a batch axis', () => {
    const two = { q: random([2, 1, 2, 4], 1), v: random([2, 1, 2, 3], 2) };
    const gate = random([2, 2, 1], 3);
    const gated = cells({ ...two, gate }, 'output');
    const plain = cells(two, 'output');
    gated.forEach((value, at) =>
      expect(value).toBeCloseTo(plain[at]! / (1 + Math.exp(-gate.data[Math.floor(at / 3)]!)), 12),
    );
  });

  it('of another shape is refused', () => {
    expect(fault({ ...BASE, gate: random([3, 5], 1) })).toMatchObject({
      kind: 'data',
      code: 'gate-shape',
      found: [3, 5],
    });
  });

  it('and the norms are computed by the kernel too, with their gradients', async () => {
    const grad = random([4, 3, 3], 8);
    const problem: Problem = {
      ...BASE,
      gate: logits,
      qNorm: 'rms',
      kNorm: 'l2',
      kNormGain: random([6], 7),
      rope: 'half',
      grad,
    };
    const fast = await attendFast(problem, { wanted: ['output', 'grad_q', 'grad_k', 'grad_v'] });
    if (!('trace' in fast)) throw new Error(fast.refused.code);
    for (const name of ['output', 'grad_q', 'grad_k', 'grad_v'] as const)
      expectClose(fast.trace.stages.get(name)!.tensor.data, attend(problem).stages.get(name)!.tensor.data, 1e-10);
  });
});

describe('the lesson', () => {
  it('tells of the norm on its side of RoPE, and of the gate after listening, with numbers that fit', () => {
    const problem: Problem = { ...BASE, rope: 'half', qNorm: 'rms', kNorm: 'l2', gate: random([3, 12], 4) };
    const tell = (more: Problem): Lesson => lesson(attend({ ...problem, ...more }), { token: 1, head: 2 });
    const kinds = (told: Lesson): string => told.steps.map(({ kind }) => kind).join(' ');
    expect(kinds(tell({}))).toMatch(/norm rotate ask .*listen gate/);
    expect(kinds(tell({ normOrder: 'after-rope' }))).toMatch(/rotate norm ask/);
    for (const step of tell({ qNormGain: random([6], 1) }).steps) {
      if (step.kind === 'gate')
        expectClose(
          step.after,
          step.before.map((x, m) => x * step.open[m]!),
        );
      if (step.kind === 'norm') expect(step).toMatchObject({ by: 'rms', gain: true, keysToo: true });
    }
    const norm = tell({}).steps.find((step) => step.kind === 'norm')!;
    expectClose(
      norm.after,
      norm.before.map((x) => x / Math.sqrt(norm.before.reduce((s, y) => s + y * y, 0) / 6 + 1e-6)),
    );
    expect(explain(attend(problem), { token: 1, head: 2 })).toMatch(/LENGTH[^]*GATE/);
  });
});

describe('attn compute', () => {
  it('reads its own result with norms and a gate back to the same numbers', async () => {
    const argv =
      '--q [[1,2,3,4],[0,1,0,1]] --q-norm layernorm:[1,2,1,1] --k-norm l2 --norm-eps 1e-3 --gate [[1],[-2]] --json';
    const first = await attn(['compute', ...argv.split(' ')]);
    const again = await attn(['compute', '--input', '-', '--json'], { stdin: first.out });
    expect([first.code, again.code]).toEqual([0, 0]);
    expect(again.out).toBe(first.out);
  });

  it('names a kind that was mistyped', async () => {
    const { code, out, err } = await attn(['compute', '--q', '[[1,2]]', '--q-norm', 'rsm']);
    expect([code, out]).toEqual([2, '']);
    expect(err).toContain('did you mean rms?');
  });
});
