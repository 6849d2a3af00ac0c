import fc from 'fast-check';
import { attend } from '../../src/core/attend.js';
import { block } from '../../src/core/blocks.js';
import { AttnError } from '../../src/core/error.js';
import { outward } from '../../src/core/form.js';
import { maskReason } from '../../src/core/mask-reason.js';
import type { Problem } from '../../src/core/problem.js';
import { tensor, type Tensor } from '../../src/core/tensor.js';
import { attendFast } from '../../src/kernel/engine.js';
import { attn } from '../commands/fake-io.js';
import { bits, expectClose, random } from './helpers.js';

const output = (problem: Problem): Tensor => attend(problem).stages.get('output')!.tensor;
const lengths = (...numbers: number[]): Tensor => tensor([numbers.length], numbers);

const BASE: Problem = {
  q: random([2, 2, 4, 3], 1),
  k: random([2, 2, 5, 3], 2),
  v: random([2, 2, 5, 2], 3),
  causal: 'top-left',
};

/** What the same queries give without the padding, and zeros behind them. */
function byHand(problem: Problem, real: readonly number[]): Float64Array {
  const { data, shape } = output(problem);
  const [, heads, nQ, d] = shape as [number, number, number, number];
  return data.map((x, at) => {
    const row = Math.floor(at / d);
    return row % nQ < real[Math.floor(row / (nQ * heads))]! ? x : 0;
  });
}

describe('queries behind their query length', () => {
  it('give rows of zeros, and leave the other rows as they are', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 4 }), fc.integer({ min: 0, max: 4 }), (first, second) => {
        expect([...output({ ...BASE, queryLengths: lengths(first, second) }).data].map((x) => x + 0)).toEqual(
          [...byHand(BASE, [first, second])].map((x) => x + 0),
        );
      }),
    );
  });

  it.each(['zero', 'nan', 'uniform'] as const)('give zeros under --empty-rows %s, and no warning', (emptyRows) => {
    const problem: Problem = { ...BASE, emptyRows, queryLengths: lengths(4, 2) };
    const trace = attend(problem);
    expect(block(trace.stages.get('output')!.tensor, 1, 0).slice(4)).toEqual(new Float64Array(4));
    expect(trace.warnings).toEqual([]);
    const all = attend({ ...problem, mask: bits('00000/11111/11111/00000') });
    expect(all.warnings).toHaveLength(1); // of the real query 1 alone
    expect(all.warnings[0]).toMatchObject({ code: 'empty-rows', rows: expect.not.arrayContaining([{ row: 4 }]) });
  });

  it('give zeros beside a sink, behind W_O and its bias, and with weights over the queries', () => {
    const queryLengths = lengths(2);
    const zeros = (problem: Problem): void => {
      const trace = attend({ ...problem, queryLengths });
      const { data, shape } = outward(trace, trace.stages.get('output')!);
      const d = shape.at(-1)!;
      expect([...data.slice(2 * d)].map((x) => x + 0)).toEqual(new Array(data.length - 2 * d).fill(0));
      expect(data.slice(0, 2 * d).every((x) => x !== 0)).toBe(true);
    };
    const q = random([4, 4], 5);
    zeros({ q, sink: 1 });
    zeros({ q, wo: random([4, 3], 6), bo: random([3], 7) });
    zeros({ q, normalizeOver: 'queries' });
  });

  it('take no part where the weights go down the columns', () => {
    const q = random([4, 3], 1);
    const k = random([5, 3], 2);
    const v = random([5, 2], 3);
    const two = { q: tensor([2, 3], q.data.slice(0, 6)), k, v, normalizeOver: 'queries' as const };
    expectClose(output({ ...two, q, queryLengths: lengths(2) }).data.slice(0, 4), output(two).data);
  });

  it('say so as the reason of every key', () => {
    const trace = attend({ ...BASE, queryLengths: lengths(4, 2), keyLengths: lengths(5, 3) });
    expect([0, 4].map((j) => maskReason(trace, 1, 0, 3, j))).toEqual(['query-padding', 'query-padding']);
    expect(maskReason(trace, 1, 0, 1, 4)).toBe('padding');
  });

  it('get and pass no gradient', () => {
    const grad = random([2, 2, 4, 2], 4);
    const trace = attend({ ...BASE, queryLengths: lengths(4, 2), grad });
    expect([...block(trace.stages.get('grad_q')!.tensor, 1, 1).slice(6)].map((x) => x + 0)).toEqual([0, 0, 0, 0, 0, 0]);
    const blind = { ...grad, data: byHandGradient(grad, [4, 2]) };
    expect(trace.stages.get('grad_v')!.tensor.data).toEqual(
      attend({ ...BASE, grad: blind }).stages.get('grad_v')!.tensor.data,
    );
  });

  it('count from the real corner under --like flash', () => {
    const like: Problem = { ...BASE, like: 'flash', layout: 'bhld', causal: true };
    const padded = { ...like, queryLengths: lengths(2, 4), keyLengths: lengths(5, 5) };
    // Query 1 of two stands at key 4 of five.
    expect([3, 4].map((j) => maskReason(attend(padded), 0, 0, 0, j))).toEqual([undefined, 'causal']);
  });

  it.each([
    ['alone', {}],
    ['beside key lengths', { keyLengths: lengths(5, 3) }],
    ['beside a sink and a chunk', { sink: 0.5, chunk: 2 }],
  ])('are computed by the kernel too, %s', async (_, more) => {
    const problem: Problem = { ...BASE, ...more, queryLengths: lengths(4, 2) };
    const fast = await attendFast(problem, { wanted: ['output', 'weights'] });
    if (!('trace' in fast)) throw new Error(fast.refused.code);
    for (const name of ['output', 'weights'] as const)
      expectClose(fast.trace.stages.get(name)!.tensor.data, attend(problem).stages.get(name)!.tensor.data);
    expect(fast.trace.reasons).toEqual(attend(problem).reasons);
    expect(fast.trace.warnings).toEqual([]);
  });

  it('are as many as batch items, and no longer than the queries', () => {
    const fault = (queryLengths: Tensor): unknown => {
      try {
        return attend({ ...BASE, queryLengths });
      } catch (error) {
        return (error as AttnError).faults[0];
      }
    };
    expect(fault(lengths(1, 2, 3))).toMatchObject({ code: 'query-lengths-count', found: 3, expected: 2 });
    expect(fault(lengths(1, 5))).toMatchObject({ code: 'query-length-range', item: 2, found: 5, most: 4 });
  });

  it('are kept in a result, which can be computed again', async () => {
    const { out } = await attn(['compute', '--q', '[1 2; 3 4]', '--query-lengths', '[1]', '--json']);
    expect(JSON.parse(out)).toMatchObject({
      query_lengths: [1],
      output: [
        [expect.anything(), expect.anything()],
        [0, 0],
      ],
    });
    expect((await attn(['compute', '--input', '-', '--json'], { stdin: out })).out).toBe(out);
  });

  it('that were computed all the same are named by attn check', async () => {
    const q = '[1 2; 3 4; 0 1]';
    const all = await attn(['compute', '--q', q, '--only', 'output', '--json']);
    const { out } = await attn(['check', '--q', q, '--query-lengths', '[2]', '--actual', all.out, '--json']);
    expect((JSON.parse(out) as { diagnosis: { ids: string[] }[] }).diagnosis[0]?.ids).toContain('G21');
  });
});

function byHandGradient(grad: Tensor, real: readonly number[]): Float64Array {
  const [, heads, nQ, d] = grad.shape as [number, number, number, number];
  return grad.data.map((x, at) => {
    const row = Math.floor(at / d);
    return row % nQ < real[Math.floor(row / (nQ * heads))]! ? x : 0;
  });
}
