import { attend } from '../../src/core/attend.js';
import { swapMiddle } from '../../src/core/form.js';
import { joinHeads } from '../../src/core/heads.js';
import type { Problem } from '../../src/core/problem.js';
import { fourAxes, reshape, tensor, type Tensor } from '../../src/core/tensor.js';
import { cells, expectClose, random, stage } from './helpers.js';

// (batch, heads, length, size): 2 items, 4 query heads over 2, 2 new tokens behind 3.
const q = fourAxes(random([2, 4, 2, 4], 1));
const k = fourAxes(random([2, 2, 2, 4], 2));
const v = fourAxes(random([2, 2, 2, 3], 3));
const pastKey = random([2, 2, 3, 4], 4);
const pastValue = random([2, 2, 3, 3], 5);
const split: Problem = { q, k, v, pastKey, pastValue, causal: true };
const fused = (from: Tensor): Tensor => {
  const {
    shape: [batch, , length, width],
    data,
  } = joinHeads(fourAxes(from));
  return tensor([batch, length, width], data);
};
const behind = (past: Tensor, now: Tensor): number[] => {
  // numpy.concatenate((past, now), axis=2)
  const block = (from: Tensor, at: number): number[] => {
    const size = from.shape[2]! * from.shape[3]!;
    return [...from.data.subarray(at * size, (at + 1) * size)];
  };
  return [0, 1, 2, 3].flatMap((at) => [...block(past, at), ...block(now, at)]);
};

describe('a cache in the form of K', () => {
  const expected = cells(split, 'output');

  it('four axes: present_key is past key, then K', () => {
    expect(cells(split, 'present_key')).toEqual(behind(pastKey, k));
    expect(cells(split, 'present_value')).toEqual(behind(pastValue, v));
    expect(stage(attend(split), 'present_value').shape).toEqual([2, 2, 5, 3]);
  });
  it('(batch, length, heads, size) under blhd, and the same back', () => {
    const turned: Problem = {
      q: swapMiddle(q),
      k: swapMiddle(k),
      v: swapMiddle(v),
      pastKey: swapMiddle(fourAxes(pastKey)),
      pastValue: swapMiddle(fourAxes(pastValue)),
      causal: true,
      layout: 'blhd',
    };
    const trace = attend(turned);
    expect([...swapMiddle(fourAxes(stage(trace, 'output'))).data]).toEqual(expected);
    expect(stage(trace, 'present_key').shape).toEqual([2, 5, 2, 4]);
    expect([...swapMiddle(fourAxes(stage(trace, 'present_key'))).data]).toEqual(behind(pastKey, k));
  });
  it('fused beside fused keys, or with four axes as ONNX has it; what comes out has four', () => {
    const asked: Problem = { q: fused(q), k: fused(k), v: fused(v), heads: 4, kvHeads: 2, causal: true };
    for (const past of [
      { pastKey, pastValue },
      { pastKey: fused(pastKey), pastValue: fused(pastValue) },
    ]) {
      const trace = attend({ ...asked, ...past });
      expect([...trace.stages.get('heads')!.tensor.data]).toEqual(expected);
      expect(stage(trace, 'present_key').shape).toEqual([2, 2, 5, 4]);
      expect([...stage(trace, 'present_key').data]).toEqual(behind(pastKey, k));
    }
  });
  it('(length, size) and (heads, length, size) keep their axes', () => {
    const one: Problem = {
      q: random([1, 4], 1),
      k: random([1, 4], 2),
      v: random([1, 2], 3),
      pastKey: random([3, 4], 4),
      pastValue: random([3, 2], 5),
    };
    expect(stage(attend(one), 'present_key').shape).toEqual([4, 4]);
    expect(stage(attend(one), 'present_value').shape).toEqual([4, 2]);
    const three: Problem = {
      q: random([2, 1, 4], 1),
      k: random([2, 1, 4], 2),
      v: random([2, 1, 2], 3),
      pastKey: random([2, 3, 4], 4),
      pastValue: random([2, 3, 2], 5),
    };
    expect(stage(attend(three), 'present_key').shape).toEqual([2, 4, 4]);
  });
  it('beside embeddings: X·W_K stands behind it', () => {
    const x = random([2, 3, 6], 1);
    const asked: Problem = {
      x,
      wq: random([6, 8], 2),
      wk: random([6, 8], 3),
      wv: random([6, 4], 4),
      heads: 2,
      causal: true,
    };
    const whole = attend(asked);
    const rows = (from: Tensor, first: number, last: number): Tensor => {
      // of the third axis
      const [batch, heads, length, size] = from.shape as [number, number, number, number];
      return tensor(
        [batch, heads, last - first, size],
        Array.from({ length: batch * heads }, (_, at) => [
          ...from.data.subarray((at * length + first) * size, (at * length + last) * size),
        ]).flat(),
      );
    };
    const last = rows(reshape(x, [2, 1, 3, 6]), 2, 3);
    const step = attend({
      ...asked,
      x: reshape(last, [2, 1, 6]),
      pastKey: rows(whole.stages.get('k')!.tensor, 0, 2),
      pastValue: rows(whole.stages.get('v')!.tensor, 0, 2),
    });
    expectClose(step.stages.get('output')!.tensor.data, rows(whole.stages.get('output')!.tensor, 2, 3).data);
    expectClose(stage(step, 'present_key').data, stage(whole, 'k').data);
  });
  it('step by step, each fed with what the one before gave, equals the whole sequence', () => {
    const [wholeQ, wholeK, wholeV] = [random([2, 5, 4], 6), random([2, 5, 4], 7), random([2, 5, 2], 8)];
    for (const more of [
      {},
      { rope: 'half' as const },
      { alibi: true as const, window: [2, 0] as const },
      { sink: 1, softcap: 2 },
    ]) {
      const whole = cells({ q: wholeQ, k: wholeK, v: wholeV, causal: true, ...more }, 'output');
      let cache: { pastKey?: Tensor; pastValue?: Tensor } = {};
      for (let at = 0; at < 5; at++) {
        const row = (from: Tensor): Tensor =>
          tensor(
            [2, 1, from.shape[2]!],
            [0, 1].flatMap((h) => [
              ...from.data.subarray((h * 5 + at) * from.shape[2]!, (h * 5 + at + 1) * from.shape[2]!),
            ]),
          );
        const trace = attend({
          q: row(wholeQ),
          k: row(wholeK),
          v: row(wholeV),
          causal: true,
          ...more,
          ...(at > 0 ? cache : { pastKey: tensor([2, 0, 4], []), pastValue: tensor([2, 0, 2], []) }),
        });
        expectClose(
          stage(trace, 'output').data,
          [0, 1].flatMap((h) => whole.slice((h * 5 + at) * 2, (h * 5 + at + 1) * 2)),
        );
        cache = { pastKey: stage(trace, 'present_key'), pastValue: stage(trace, 'present_value') };
      }
    }
  });
  it('gradients are those of the new keys alone', () => {
    const trace = attend({ ...split, grad: random([2, 4, 2, 3], 9) });
    expect(stage(trace, 'grad_k').shape).toEqual([2, 2, 2, 4]);
    expect(stage(trace, 'grad_v').shape).toEqual([2, 2, 2, 3]);
  });
  it('that does not fit is refused with both shapes', () => {
    expect(() => attend({ ...split, pastKey: random([2, 2, 3, 5], 1) })).toThrow('cache-shape');
    expect(() => attend({ ...split, pastKey: random([3], 1) })).toThrow('tensor-axes {"name":"past_key","shape":[3]}');
    expect(() => attend({ ...split, pastValue: random([2, 2, 4, 3], 1) })).toThrow('shapes-do-not-fit');
  });
});

describe('what is too large', () => {
  it('is refused before it is allocated', () => {
    const long = { shape: [1, 40, 131072, 0], data: new Float64Array(0), dtype: 'float32' } as const;
    expect(() => attend({ q: long })).toThrow(
      expect.objectContaining({
        faults: [{ code: 'scores-too-large', shape: [1, 40, 131072, 131072], bytes: 40 * 131072 ** 2 * 8 }],
      }),
    );
  });
});
