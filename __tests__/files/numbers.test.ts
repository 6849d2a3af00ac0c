import { decode } from '../../src/files/bytes.js';
import type { DType } from '../../src/core/tensor.js';
import { numbersIn } from '../../src/files/numbers.js';
import type { Parts } from '../../src/files/parts.js';

/** Bytes that no one wrote down, a little more than one piece. */
const LENGTH = 2 ** 24 + 8 * 1001;
const parts = (asked: number[]): Parts => ({
  name: 'large',
  size: LENGTH,
  part: (start, end) => {
    asked.push(end - start);
    return Uint8Array.from({ length: end - start }, (_, at) => ((start + at) * 2654435761) >>> 27);
  },
});

describe('numbersIn(parts)', () => {
  it.each(['float32', 'float16', 'int8', 'uint32'] as const)(
    'reads %s piece by piece, to the same numbers',
    (dtype: DType) => {
      const asked: number[] = [];
      const numbers = numbersIn(parts(asked), 8, LENGTH, dtype, 'x');
      expect(asked.length).toBe(2);
      expect(Math.max(...asked)).toBeLessThanOrEqual(2 ** 24);
      const whole = decode(parts([]).part(8, LENGTH), dtype, 'x');
      expect(Buffer.from(numbers.buffer).equals(Buffer.from(whole.buffer, whole.byteOffset, whole.byteLength))).toBe(
        true,
      );
    },
    60_000,
  );

  it('reads float64 at once, as a view of its bytes', () => {
    const asked: number[] = [];
    expect(numbersIn(parts(asked), 8, LENGTH, 'float64', 'x')).toHaveLength((LENGTH - 8) / 8);
    expect(asked).toEqual([LENGTH - 8]);
  });

  it('names the place of a number that does not fit in the whole, not in a piece', () => {
    expect(() => numbersIn(parts([]), 0, LENGTH, 'bool', 'x')).toThrow('not-boolean');
  });
});
