import { attend } from '../../src/core/attend.js';
import type { Problem } from '../../src/core/problem.js';
import type { StageName } from '../../src/core/trace.js';
import { bits, cells, expectClose, random, stage } from './helpers.js';

// https://onnx.ai/onnx/operators/onnx__Attention.html, opsets 23 to 25.
const problem: Problem = {
  q: random([1, 2, 3, 4], 1),
  k: random([1, 2, 5, 4], 2),
  v: random([1, 2, 5, 3], 3),
  like: 'onnx',
};
const bias = random([3, 5], 4);

describe('qk_matmul_output_mode, by stage', () => {
  const all = attend({ ...problem, softcap: 1.5, bias, causal: true });
  const of = (name: StageName): Float64Array => stage(all, name).data;

  it('mode 0 is Q·Kᵀ, scaled already: our scaled, not our scores', () => {
    expectClose(
      of('scaled'),
      [...of('scores')].map((s) => s / 2),
    );
  });
  it('mode 1 is after the softcap, before bias and mask: softcapped', () => {
    expectClose(
      of('softcapped'),
      [...of('scaled')].map((s) => 1.5 * Math.tanh(s / 1.5)),
    );
  });
  it('mode 2 is after bias and mask: masked', () => {
    expectClose(
      of('masked'),
      [...of('softcapped')].map((s, at) => {
        const [i, j] = [Math.floor(at / 5) % 3, at % 5];
        return j <= i ? s + bias.data[i * 5 + j]! : -Infinity;
      }),
    );
  });
  it('mode 3 is the softmax: weights', () => {
    const row = of('masked').subarray(5, 10);
    const powers = [...row].map(Math.exp);
    expectClose(
      of('weights').subarray(5, 10),
      powers.map((e) => e / powers.reduce((a, b) => a + b)),
    );
  });
  it('modes 1 and 2 meant the opposite in files older than https://github.com/onnx/onnx/pull/7913: the two results', () => {
    expect([...of('softcapped')]).not.toEqual([...of('masked')]);
  });
});

describe('softcap and mask', () => {
  it('the cap comes first (https://github.com/onnx/onnx/pull/7867): capping a mask would let masked keys back in', () => {
    const mask = bits('10000/11000/11100');
    const ours = cells({ ...problem, mask, softcap: 1 }, 'weights');
    const capped = cells({ ...problem, softcap: 1 }, 'softcapped');
    // The other order: mask with −∞, then 1·tanh(−∞) = −1.
    const leaking = capped.slice(0, 5).map((s, j) => Math.exp(j === 0 ? s : -1));
    expect(ours.slice(0, 5)).toEqual([1, 0, 0, 0, 0]);
    expect(leaking[1]! / leaking.reduce((a, b) => a + b)).toBeGreaterThan(0.05);
  });
});

describe('scale', () => {
  it('defaults to 1/√(size of one head), of q, not of v or of the model', () => {
    expect(attend({ q: random([2, 8], 1), k: random([2, 8], 2), v: random([2, 4], 3), heads: 2 }).scale).toBe(0.5);
  });
  it('negative: √scale on Q and K each is NaN in the ONNX reference; the product is what it says', () => {
    expect(Math.sqrt(-0.5)).toBeNaN();
    expectClose(
      cells({ ...problem, scale: -0.5 }, 'scaled'),
      cells(problem, 'scores').map((s) => -0.5 * s),
    );
  });
});
