import { mixesGivenValues, offSpan } from '../../src/check/span.js';
import { makeCase } from '../../src/check/case.js';
import { MISTAKES } from '../../src/check/mistakes/index.js';
import { carryOut } from '../../src/check/attempt.js';
import { probe } from '../../src/check/probe.js';
import { generator } from '../../src/core/random.js';
import { headByHead, sharedBlock } from '../../src/core/blocks.js';
import { multiply } from '../../src/core/matrix.js';
import { fourAxes } from '../../src/core/tensor.js';

const { normal } = generator(17);
const values = headByHead([2, 2, 5, 7], () => Float64Array.from({ length: 35 }, normal));
const mixed = headByHead([2, 4, 3, 7], (b, h) =>
  multiply(Float64Array.from({ length: 15 }, normal), sharedBlock(values, b, h, 4), 3, 5, 7),
);

describe('offSpan', () => {
  it('is 0 for whatever weights, negative ones too, make of the values', () => {
    expect(offSpan(values, mixed)).toBeLessThan(1e-12);
  });

  it('is about √(2/7) of a noise in 7 columns, of which 5 keys reach 5', () => {
    const noisy = { ...mixed, data: mixed.data.map((x) => x + 0.1 * normal()) };
    expect(offSpan(values, noisy) / (0.1 * Math.sqrt(2 / 7))).toBeCloseTo(1, 0);
  });

  it('says nothing where there are as many keys as columns, or NaN', () => {
    const square = headByHead([2, 2, 7, 7], () => Float64Array.from({ length: 49 }, normal));
    expect(offSpan(square, { ...mixed, data: mixed.data.map(() => normal()) })).toBe(0);
    expect(offSpan(values, { ...mixed, data: mixed.data.map(() => NaN) })).toBe(0);
  });
});

it('mixesGivenValues is true only of mistakes whose output lies in the span of the values', () => {
  const { right } = makeCase(probe('usual'));
  let found = 0;
  for (const mistake of MISTAKES) {
    const attempt = mistake.put(right);
    if (!attempt || mistake.id === 'N3' || !mixesGivenValues(attempt, right)) continue;
    const { output } = carryOut(attempt);
    const size = Math.sqrt(output.data.reduce((sum, x) => sum + x * x, 0) / output.data.length);
    expect({
      id: mistake.id,
      off: Number.isNaN(size) || offSpan(fourAxes(right.problem.v!), output) < 1e-9 * (1 + size),
    }).toEqual({ id: mistake.id, off: true });
    found++;
  }
  expect(found).toBeGreaterThan(80);
});
