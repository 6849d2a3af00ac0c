import fc from 'fast-check';
import { attend } from '../../src/core/attend.js';
import { matrix } from '../../src/core/tensor.js';
import {
  BEFORE_MASK,
  dotProducts,
  KEYS,
  lensOn,
  LOGITS,
  mixProducts,
  outputsOfHeads,
  QUERIES,
  softmaxRow,
  stageOf,
  VALUES,
  type Product,
} from '../../src/lens/index.js';
import { cat, long, waves } from '../show/sample.js';

const sum = (products: readonly Product[]): number => products.reduce((total, [a, b]) => total + a * b, 0);

describe('lensOn', () => {
  it('reads the key head that serves a query head, as repeat_interleave shares them', () => {
    const k = waves(1, 2, 3, 4);
    const trace = attend({ q: waves(1, 4, 3, 4), k, v: waves(1, 2, 3, 4) });
    const firstKey = [0, 1, 2, 3].map((head) => lensOn(trace, 0, head).row(KEYS, 0)[0]);
    expect(firstKey).toEqual([k.data[0], k.data[0], k.data[12], k.data[12]]);
  });
  it('reads cached keys in front of new ones', () => {
    const trace = attend({
      q: waves(1, 2),
      k: waves(1, 2),
      v: waves(1, 2),
      pastKey: waves(2, 2),
      pastValue: waves(2, 2),
    });
    expect(lensOn(trace, 0, 0).rows(KEYS)).toHaveLength(3);
  });
  it('takes the last stage before the normalizer that was computed', () => {
    expect(stageOf(cat(), LOGITS)!.name).toBe('scaled');
    expect(stageOf(cat({ softcap: 2 }), LOGITS)!.name).toBe('softcapped');
    expect(stageOf(cat({ softcap: 2, causal: true }), LOGITS)!.name).toBe('masked');
    expect(stageOf(cat({ softcap: 2, causal: true }), BEFORE_MASK)!.name).toBe('softcapped');
  });
  it('says which keys a query attends to, in its own head', () => {
    const trace = attend({
      q: waves(1, 2, 2, 2),
      mask: { text: 'h == 1 || j <= i', at: (i, j, h) => (h === 1 || j <= i ? 1 : 0) },
    });
    expect([0, 1].map((head) => lensOn(trace, 0, head).attended(0))).toEqual([
      [true, false],
      [true, true],
    ]);
  });
  it('reads one number as it stands in its row', () => {
    const lens = lensOn(long(5, 2), 0, 1);
    expect(lens.at('weights', 3, 2)).toBe(lens.row('weights', 3)[2]);
    expect(lens.matrix('weights')!.at(3, 2)).toBe(lens.row('weights', 3)[2]);
  });
  it('is silent, or throws, about a stage that is not there', () => {
    expect(lensOn(cat(), 0, 0).rowIfAny('grad_q', 0)).toBeUndefined();
    expect(lensOn(cat(), 0, 0).matrix('grad_q')).toBeUndefined();
    expect(() => lensOn(cat(), 0, 0).rows(['grad_q', 'grad_k'])).toThrow('the trace has none of grad_q, grad_k');
  });
});

describe('what the lens derives', () => {
  const size = { min: -4, max: 4, noNaN: true } as const;
  const table = fc.array(fc.array(fc.double(size), { minLength: 3, maxLength: 3 }), { minLength: 4, maxLength: 4 });

  it('comes to the numbers of the trace', () => {
    fc.assert(
      fc.property(table, table, table, fc.boolean(), (q, k, v, causal) => {
        const lens = lensOn(attend({ q: matrix(q), k: matrix(k), v: matrix(v), causal: causal && 'top-left' }), 0, 0);
        for (let i = 0; i < 4; i++) {
          const { exps, sum: total } = softmaxRow(lens, i);
          for (let j = 0; j < 4; j++) {
            expect(sum(dotProducts(lens.row(QUERIES, i), lens.row(KEYS, j)))).toBeCloseTo(lens.at('scores', i, j), 10);
            expect(exps[j]! / total).toBeCloseTo(lens.at('weights', i, j), 12);
          }
          for (let m = 0; m < 3; m++) expect(sum(mixProducts(lens, i, m))).toBeCloseTo(lens.at('output', i, m), 10);
        }
      }),
      { numRuns: 50 },
    );
  });
  it('lets a sink join the sum of a softmax and nothing else', () => {
    const lens = lensOn(cat({ sink: 0.5 }), 0, 0);
    const { exps, sum: total, sink } = softmaxRow(lens, 1);
    expect(exps.reduce((all, x) => all + x, sink!.exp)).toBeCloseTo(total, 14);
    expect(sink!.logit).toBe(0.5);
    expect(exps[0]! / total).toBeCloseTo(lens.at('weights', 1, 0), 14);
  });
  it('leaves masked values out of the mix, even a NaN', () => {
    const v = matrix([[1], [NaN]]);
    const lens = lensOn(attend({ q: matrix([[1], [1]]), k: matrix([[1], [1]]), v, causal: 'top-left' }), 0, 0);
    expect(mixProducts(lens, 0, 0)).toEqual([[1, 1]]);
    expect(lens.row(VALUES, 1)).toEqual([NaN]);
  });
  it('puts heads side by side as the joined output has them', () => {
    const trace = attend({ q: waves(3, 8), k: waves(3, 8), v: waves(3, 8), heads: 2 });
    expect(outputsOfHeads(lensOn(trace, 0, 0), 1).flat()).toEqual(
      Array.from(trace.stages.get('output')!.tensor.data.subarray(8, 16)),
    );
  });
});
