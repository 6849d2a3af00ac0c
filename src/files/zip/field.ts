const WIDE = 0xffffffff;
const ZIP64 = 1;

/**
 * Sizes that may not fit 32 bits: each that is 0xffffffff stands as 64 bits in the zip64 extra field, in this order.
 * NumPy writes this field before every member, however small. APPNOTE.TXT 4.5.3.
 *
 * @param start where the extra fields begin, `end` where they end
 * @returns the sizes; one that is wide but missing from the field stays 0xffffffff, and so fits no file
 */
export function wideSizes(view: DataView, start: number, end: number, sizes: readonly number[]): number[] {
  let at = start;
  while (at + 4 <= end) {
    const id = view.getUint16(at, true);
    const fieldEnd = Math.min(at + 4 + view.getUint16(at + 2, true), end);
    if (id === ZIP64) {
      let next = at + 4;
      return sizes.map((size) => {
        if (size !== WIDE || next + 8 > fieldEnd) return size;
        next += 8;
        return Number(view.getBigUint64(next - 8, true));
      });
    }
    at = fieldEnd;
  }
  return [...sizes];
}
