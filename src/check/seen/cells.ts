import { indexOf } from '../compare.js';
import { brief, place } from '../report/words.js';
import { ENOUGH, same, type Sight } from './seen.js';

/** So many single cells are named one by one. */
const MOST = 2;

/** One cell alone differs, or two are exchanged. */
export const cells: Sight = ({ actual, right, differs, near }) => {
  const wrong = [...differs.keys()].filter((at) => differs[at] === 1);
  if (wrong.length === 0 || wrong.length > MOST || actual.data.length < ENOUGH) return undefined;
  const at = (cell: number): string => place(indexOf(cell, actual.shape));
  const [first, second] = wrong as [number, number | undefined];
  if (second !== undefined) {
    const exchanged =
      same(actual.data[first]!, right.data[second]!, near) && same(actual.data[second]!, right.data[first]!, near);
    if (!exchanged) return undefined;
    return {
      ids: ['P7'],
      title: `two cells are exchanged: ${at(first)} and ${at(second)}; the rest of OUT is right`,
      formula: 'OUT[a] = O[b], OUT[b] = O[a]',
      lookFor: 'a race between threads, an index that is computed twice',
      instead: 'OUT[a] = O[a]',
      sure: true,
    };
  }
  const [got, expected] = [actual.data[first]!, right.data[first]!];
  return {
    ids: ['P7'],
    title: `one cell differs, ${at(first)}: ${brief(got)} instead of ${brief(expected)}${bitText(got, expected)}; the rest of OUT is right`,
    formula: `OUT${at(first)} = ${brief(got)}`,
    lookFor:
      'a race between threads, an index past the end of another buffer, a flipped bit, a test value left in the code',
    instead: 'nothing in the formula: the other cells are right',
    sure: true,
  };
};

/** A factor of ±2^k is one bit of the exponent, or the sign. */
function bitText(got: number, expected: number): string {
  const factor = got / expected;
  if (!Number.isFinite(factor) || factor === 0) return '';
  const power = Math.log2(Math.abs(factor));
  const whole = Math.round(power);
  if (Math.abs(Math.abs(factor) / 2 ** whole - 1) > 1e-5) return '';
  if (whole === 0) return factor < 0 ? ' (the sign bit)' : '';
  const bit = Math.log2(Math.abs(whole));
  return Number.isInteger(bit) && factor > 0 ? ` (2^${whole} times: one bit of the exponent)` : ` (2^${whole} times)`;
}
