import fc from 'fast-check';
import { fitColumns, keptIndexes } from '../../../src/show/table/fit.js';

describe('fitColumns', () => {
  it('keeps all columns that fit', () => {
    expect(fitColumns([5, 5, 5], 15, 3)).toEqual({ first: 3, last: 0 });
    expect(fitColumns([5, 5, 5], Infinity, 3)).toEqual({ first: 3, last: 0 });
  });
  it('keeps the first and the last even where nothing fits', () => {
    expect(fitColumns([5, 5, 5, 5], 1, 2)).toEqual({ first: 1, last: 1 });
  });
  it('shares the room between both ends', () => {
    expect(fitColumns([5, 5, 5, 5, 5, 5], 22, 2)).toEqual({ first: 2, last: 2 });
  });
  it('never takes more than the room, and leaves out one at least when not all fit', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 2, max: 9 }), { minLength: 3 }),
        fc.integer({ min: 30, max: 90 }),
        (widths, room) => {
          const { first, last } = fitColumns(widths, room, 3);
          const kept = [...widths.slice(0, first), ...(last > 0 ? widths.slice(-last) : [])];
          const elided = first + last < widths.length;
          expect(kept.reduce((sum, width) => sum + width, elided ? 3 : 0)).toBeLessThanOrEqual(room);
        },
      ),
    );
  });
});

describe('keptIndexes', () => {
  it('has a gap where the middle is left out', () => {
    expect(keptIndexes({ first: 2, last: 1 }, 6)).toEqual([0, 1, undefined, 5]);
    expect(keptIndexes({ first: 3, last: 0 }, 3)).toEqual([0, 1, 2]);
  });
});
