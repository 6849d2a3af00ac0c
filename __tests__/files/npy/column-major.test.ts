import fc from 'fast-check';
import { sizeOf } from '../../../src/core/tensor.js';
import { rowMajor } from '../../../src/files/npy/column-major.js';

it('rowMajor puts columns into rows', () => {
  expect([...rowMajor(Float64Array.of(1, 3, 2, 4), [2, 2])]).toEqual([1, 2, 3, 4]);
  expect([...rowMajor(Float64Array.of(1, 4, 2, 5, 3, 6), [2, 3])]).toEqual([1, 2, 3, 4, 5, 6]);
});

it('rowMajor finds each cell where the strides of column-major order say', () => {
  fc.assert(
    fc.property(fc.array(fc.nat(4), { maxLength: 5 }), (shape) => {
      const stored = Float64Array.from({ length: sizeOf(shape) }, (_, n) => n);
      const rows = rowMajor(stored, Object.freeze(shape) as number[]);
      rows.forEach((found, n) => {
        let rest = n;
        const index = shape
          .toReversed()
          .map((axis) => {
            const at = rest % axis;
            rest = (rest - at) / axis;
            return at;
          })
          .toReversed();
        expect(found).toBe(index.reduce((sum, at, axis) => sum + at * sizeOf(shape.slice(0, axis)), 0));
      });
    }),
  );
});
