import { curve, sparkline } from '../../../src/learn/show/curve.js';

it('sparkline draws from 0 to the largest, the last ones where room is short', () => {
  expect(sparkline([1, 0.5, 0], 10, true)).toBe('█▅▁');
  expect(sparkline([4, 1, 0.5, 0], 2, true)).toBe('▂▁');
  expect(sparkline([1, 0.5, 0], 10, false)).toBe('#-_');
  expect(sparkline([0, 0], 10, true)).toBe('▁▁');
});

it('curve draws columns to an eighth of a line', () => {
  expect(curve([2, 1, 0], 6, 2, true)).toEqual({ lines: ['██    ', '████▁▁'], top: 2 });
  expect(curve([1, 0.75], 2, 2, true).lines).toEqual(['█▄', '██']);
});

it('curve takes the mean of what shares a column', () => {
  expect(curve([4, 2, 1, 1], 2, 3, true)).toEqual({ lines: ['█ ', '█ ', '██'], top: 3 });
});
