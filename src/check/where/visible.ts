import type { Case } from '../case.js';
import { whoSees } from '../geometry.js';

/**
 * Where the number of visible keys decides whether a row is wrong, in words: `rows that see more than 64 keys`.
 *
 * @returns undefined where it does not, or where all rows see as many
 */
export function fromVisible(
  differs: ArrayLike<number>,
  [B, H, L, D]: readonly [number, number, number, number],
  { right, trace }: Case,
): string | undefined {
  const { heads, nQ, nK } = trace.sizes;
  const keep = whoSees(right.geometry);
  if (!keep || nQ !== L) return undefined;
  let [mostRight, leastWrong, mostWrong, leastRight] = [-1, Infinity, -1, Infinity];
  for (let b = 0; b < B; b++)
    for (let h = 0; h < H; h++)
      for (let i = 0; i < L; i++) {
        const start = ((b * heads + h) * nQ + i) * nK;
        let seen = 0;
        for (let j = 0; j < nK; j++) seen += keep[start + j]! === 0 ? 0 : 1;
        let wrong = false;
        const row = ((b * H + h) * L + i) * D;
        for (let m = 0; m < D && !wrong; m++) wrong = Boolean(differs[row + m]);
        if (wrong) [leastWrong, mostWrong] = [Math.min(leastWrong, seen), Math.max(mostWrong, seen)];
        else [mostRight, leastRight] = [Math.max(mostRight, seen), Math.min(leastRight, seen)];
      }
  if (mostRight < 0 || mostWrong < 0) return undefined;
  if (mostWrong === 0) return 'rows that see no key';
  if (leastWrong > mostRight)
    return `from the first row that sees more than ${mostRight} ${mostRight === 1 ? 'key' : 'keys'}`;
  if (mostWrong < leastRight) return `only rows that see fewer than ${leastRight} keys`;
  return undefined;
}
