import { countOf, tooMany } from '../../src/files/extent.js';
import { grouped } from '../../src/words/numbers.js';

it('countOf multiplies the axes; a scalar is one number, an empty axis none', () => {
  expect(countOf([3, 4])).toBe(12);
  expect(countOf([])).toBe(1);
  expect(countOf([5, 0, 2])).toBe(0);
});

it.each([
  [[-1]],
  [[2, 0.5]],
  [[NaN]],
  [[2 ** 53]],
  [[2 ** 32, 2 ** 32]],
  [[2 ** 32, 2 ** 32, 0]],
  [Array<number>(65).fill(1)],
])('countOf refuses %j', (shape) => {
  expect(countOf(shape)).toMatchObject({ code: expect.stringMatching(/^shape-/) as string });
});

it('tooMany lets pass what there is room for', () => {
  expect(tooMany(2 ** 28, 'q.npy')).toBeUndefined();
  expect(tooMany(2 ** 28 + 1, 'q.npy')).toMatchObject({ where: { source: 'q.npy' } });
  expect(tooMany(3, 'q.npy', 2)).toMatchObject({ where: { source: 'q.npy' } });
});

it('grouped sets commas', () => {
  expect([0, 999, 1000, 268435456].map(grouped)).toEqual(['0', '999', '1,000', '268,435,456']);
  expect(grouped(2n ** 64n - 1n)).toBe('18,446,744,073,709,551,615');
});
