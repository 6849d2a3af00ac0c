import fc from 'fast-check';
import { attend } from '../../src/core/attend.js';
import { AttnError } from '../../src/core/error.js';
import { outward } from '../../src/core/form.js';
import type { Problem } from '../../src/core/problem.js';
import { matrix, tensor, type Tensor } from '../../src/core/tensor.js';
import { attendFast } from '../../src/kernel/engine.js';
import { attn } from '../commands/fake-io.js';
import { expectClose, random } from '../semantics/helpers.js';

/** Rows · columns, summed one by one. */
function times(x: Tensor, w: Tensor): Tensor {
  const [inner, outer] = w.shape as [number, number];
  const rows = x.data.length / inner;
  const out = Array.from({ length: rows * outer }, (_, at) => {
    let sum = 0;
    for (let m = 0; m < inner; m++)
      sum += x.data[Math.floor(at / outer) * inner + m]! * w.data[m * outer + (at % outer)]!;
    return sum;
  });
  return tensor([...x.shape.slice(0, -1), outer], out);
}

const output = (problem: Problem): Tensor => {
  const trace = attend(problem);
  return outward(trace, trace.stages.get('output')!);
};

const CROSS: Problem = {
  x: random([3, 4], 1),
  xKv: random([5, 6], 2),
  wq: random([4, 4], 3),
  wk: random([6, 4], 4),
  wv: random([6, 2], 5),
  heads: 2,
};

describe('keys and values from another sequence (x_kv)', () => {
  it('are those that are multiplied out by hand, for any sizes', () => {
    const size = fc.integer({ min: 1, max: 4 });
    fc.assert(
      fc.property(
        fc.record({ batch: size, nQ: size, nK: size, dX: size, dKv: size, heads: size, dK: size, dV: size }),
        ({ batch, nQ, nK, dX, dKv, heads, dK, dV }) => {
          const x = random([batch, nQ, dX], 1);
          const xKv = random([batch, nK, dKv], 2);
          const [wq, wk, wv] = [
            random([dX, heads * dK], 3),
            random([dKv, heads * dK], 4),
            random([dKv, heads * dV], 5),
          ] as const;
          const apart = { q: times(x, wq), k: times(xKv, wk), v: times(xKv, wv), heads };
          expectClose(output({ x, xKv, wq, wk, wv, heads }).data, output(apart).data);
        },
      ),
    );
  });

  it('are those of X itself when X is given twice', () => {
    const { x, wq } = CROSS;
    const self = { x: x!, wq: wq!, wk: random([4, 4], 6), wv: random([4, 4], 7), heads: 2 };
    expect(output({ ...self, xKv: x! }).data).toEqual(output(self).data);
  });

  it('come length first under lbe, and give the same', () => {
    const { x, xKv } = CROSS;
    const first = {
      ...CROSS,
      x: tensor([3, 1, 4], x!.data),
      xKv: tensor([5, 1, 6], xKv!.data),
      layout: 'lbe' as const,
    };
    const found = output(first);
    expect(found.shape).toEqual([3, 1, 2]);
    expect(found.data).toEqual(output(CROSS).data);
  });

  it('are computed by the kernel too', async () => {
    const fast = await attendFast(CROSS, { wanted: ['output'] });
    if (!('trace' in fast)) throw new Error(fast.refused.code);
    expectClose(outward(fast.trace, fast.trace.stages.get('output')!).data, output(CROSS).data);
  });

  it('have the labels of their own rows', () => {
    const xKv = matrix([[1, 0], [0, 1], [1, 1]], { rows: ['le', 'chat', 'dort'] }); // prettier-ignore
    const eye = matrix([[1, 0], [0, 1]]); // prettier-ignore
    const trace = attend({ x: matrix([[1, 2]], { rows: ['cat'] }), xKv, wq: eye, wk: eye, wv: eye });
    expect(trace.tokens).toMatchObject({ query: ['cat'], key: ['le', 'chat', 'dort'] });
    expect(trace.stages.get('k')!.formula).toBe('X_kv·W_K');
  });

  it('are a stage, a convention and a key of the result, which can be computed again', async () => {
    const eye = '[1 0; 0 1]';
    const call = ['compute', '--x', '[1 2]', '--x-kv', '[3 4; 5 6]', '--wq', eye, '--wk', eye, '--wv', eye, '--json'];
    const { out, code } = await attn(call);
    expect(code).toBe(0);
    expect(JSON.parse(out)).toMatchObject({ x_kv: [[3, 4], [5, 6]], k: [[3, 4], [5, 6]] }); // prettier-ignore
    expect((await attn(['compute', '--input', '-', '--json'], { stdin: out })).out).toBe(out);
  });

  it('are told in the lesson as another sequence', async () => {
    const eye = '[1 0; 0 1]';
    const call = [
      'compute',
      '--explain',
      '--x',
      '[1 2]',
      '--x-kv',
      '[3 4; 5 6]',
      '--wq',
      eye,
      '--wk',
      eye,
      '--wv',
      eye,
    ];
    expect((await attn(call)).out.replace(/\s+/g, ' ')).toContain('another one, X_kv, of 2 vectors');
  });

  it('need X, its axes and its batch', () => {
    const fault = (problem: Problem): unknown => {
      try {
        return attend(problem);
      } catch (error) {
        return (error as AttnError).faults[0];
      }
    };
    expect(fault({ ...CROSS, xKv: random([1, 5, 6], 2) })).toMatchObject({ code: 'x-kv-shape', found: [1, 5, 6] });
    expect(fault({ ...CROSS, x: random([2, 3, 4], 1), xKv: random([3, 5, 6], 2) })).toMatchObject({
      code: 'x-kv-shape',
      x: [2, 3, 4],
    });
  });

  it('without X is refused, with the flag that is missing', async () => {
    const { code, err } = await attn(['compute', '--q', '[1 2]', '--x-kv', '[3 4]']);
    expect(code).toBe(2);
    expect(err).toContain('--x-kv');
    expect(err).toContain('--x');
  });

  it('made of X by mistake are named by attn check', async () => {
    const weights = ['--wq', '[1 2; 0 1]', '--wk', '[1 0; 1 1]', '--wv', '[2 1; 0 1]'];
    const self = await attn(['compute', '--x', '[1 2; 0.5 1]', ...weights, '--only', 'output', '--json']);
    const asked = [
      'check',
      '--x',
      '[1 2; 0.5 1]',
      '--x-kv',
      '[3 -1; 1 0.25]',
      ...weights,
      '--actual',
      self.out,
      '--json',
    ];
    const { out } = await attn(asked);
    const [first] = (JSON.parse(out) as { diagnosis: { ids: string[]; title: string }[] }).diagnosis;
    expect(first?.ids).toContain('O2');
    expect(first?.title).toContain('self-attention instead of cross-attention');
  });
});
