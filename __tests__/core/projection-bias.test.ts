import fc from 'fast-check';
import { attend } from '../../src/core/attend.js';
import { AttnError } from '../../src/core/error.js';
import { outward } from '../../src/core/form.js';
import type { Problem } from '../../src/core/problem.js';
import { tensor, type Tensor } from '../../src/core/tensor.js';
import { attendFast } from '../../src/kernel/engine.js';
import { expectClose, random } from '../semantics/helpers.js';

const X = random([5, 6], 1);
const PROJECTED: Problem = {
  x: X,
  wq: random([6, 8], 2),
  wk: random([6, 4], 3),
  wv: random([6, 4], 4),
  wo: random([8, 3], 5),
  heads: 4,
  kvHeads: 2,
  causal: 'top-left',
};
const BIASES: Problem = { bq: random([8], 6), bk: random([4], 7), bv: random([4], 8), bo: random([3], 9) };

/** The row of ones, and the bias as one more row of the matrix: [x, 1]·[W; b] = x·W + b. */
function withRow(w: Tensor, row: Tensor): Tensor {
  return tensor([w.shape[0]! + 1, w.shape[1]!], [...w.data, ...row.data]);
}

function withOnes(x: Tensor): Tensor {
  const [rows, columns] = x.shape as [number, number];
  const cells = Array.from({ length: rows }, (_, i) => [...x.data.subarray(i * columns, (i + 1) * columns), 1]);
  return tensor([rows, columns + 1], cells.flat());
}

const stage = (problem: Problem, name: 'q' | 'k' | 'v' | 'scores' | 'weights' | 'output'): Float64Array => {
  const trace = attend(problem);
  return outward(trace, trace.stages.get(name)!).data;
};

describe('a projection bias', () => {
  it('is one more row of the matrix for an input of 1', () => {
    const { bq, bk, bv, bo } = BIASES;
    const { wq, wk, wv } = PROJECTED;
    const extended = {
      ...PROJECTED,
      x: withOnes(X),
      wq: withRow(wq!, bq!),
      wk: withRow(wk!, bk!),
      wv: withRow(wv!, bv!),
      bo: bo!,
    };
    for (const name of ['q', 'k', 'v', 'weights', 'output'] as const)
      expectClose(stage({ ...PROJECTED, ...BIASES }, name), stage(extended, name));
  });

  it('of the keys changes scores, but no weight, for any numbers', () => {
    fc.assert(
      fc.property(fc.array(fc.double({ min: -9, max: 9, noNaN: true }), { minLength: 4, maxLength: 4 }), (bk) => {
        expectClose(stage({ ...PROJECTED, bk: tensor([4], bk) }, 'weights'), stage(PROJECTED, 'weights'), 1e-11);
      }),
    );
    expect(stage({ ...PROJECTED, bk: BIASES.bk! }, 'scores')).not.toEqual(stage(PROJECTED, 'scores'));
  });

  it('of the output is what a query that sees no key gives', () => {
    const output = stage({ ...PROJECTED, ...BIASES, mask: tensor([5, 5], new Float64Array(25)) }, 'output');
    expectClose(output.subarray(0, 3), BIASES.bo!.data);
  });

  it('may be a row, or one row for each head', () => {
    const plain = stage({ ...PROJECTED, ...BIASES }, 'output');
    const rows = { bq: tensor([4, 2], BIASES.bq!.data), bo: tensor([1, 3], BIASES.bo!.data) };
    expect(stage({ ...PROJECTED, ...BIASES, ...rows }, 'output')).toEqual(plain);
  });

  it('is added by the kernel too', async () => {
    const problem = { ...PROJECTED, ...BIASES };
    const fast = await attendFast(problem, { wanted: ['output'] });
    if (!('trace' in fast)) throw new Error(fast.refused.code);
    const { trace } = fast;
    expectClose(outward(trace, trace.stages.get('output')!).data, stage(problem, 'output'));
  });

  it('moves the gradients as the difference of the loss does', () => {
    const grad = random([5, 3], 10);
    const loss = (problem: Problem): number =>
      stage(problem, 'output').reduce((sum, x, at) => sum + x * grad.data[at]!, 0);
    const problem = { ...PROJECTED, ...BIASES };
    const trace = attend({ ...problem, grad });
    // b_Q is added to every row of Q: its gradient is the sum of theirs.
    for (const [name, bias, width] of [
      ['grad_q', 'bq', 2],
      ['grad_k', 'bk', 2],
      ['grad_v', 'bv', 2],
    ] as const) {
      const { data } = trace.stages.get(name)!.tensor;
      for (let at = 0; at < problem[bias]!.data.length; at++) {
        const moved = (by: number): Problem => {
          const data = problem[bias]!.data.slice();
          data[at]! += by;
          return { ...problem, [bias]: tensor([data.length], data) };
        };
        const [h, m] = [Math.floor(at / width), at % width];
        let sum = 0;
        for (let i = 0; i < 5; i++) sum += data[(h * 5 + i) * width + m]!;
        expect(sum).toBeCloseTo((loss(moved(1e-5)) - loss(moved(-1e-5))) / 2e-5, 6);
      }
    }
  });

  const codes: [string, Problem, object][] = [
    ['without its matrix', { q: X, bq: random([6], 1) }, { code: 'bias-without-matrix', bias: 'bq', missing: 'wq' }],
    ['without X', { q: X, wk: random([6, 6], 1), bk: random([6], 1) }, { code: 'bias-without-matrix', missing: 'x' }],
    ['of the output without W_O', { q: X, bo: random([6], 1) }, { code: 'bias-without-matrix', bias: 'bo' }],
    ['of the wrong size', { ...PROJECTED, bv: random([8], 1) }, { code: 'bias-size', found: 8, expected: 4 }],
  ];
  it.each(codes)('%s is refused', (_, problem, fault) => {
    const error = ((): unknown => {
      try {
        return attend(problem);
      } catch (thrown) {
        return thrown;
      }
    })();
    expect((error as AttnError).faults[0]).toMatchObject(fault);
  });
});
