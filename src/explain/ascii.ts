import { asciiFormula } from '../show/index.js';

const SIGNS: ReadonlyMap<string, string> = new Map([
  ['●', '*'],
  ['○', 'o'],
  ['►', '>'],
  ['◄', '<'],
  ['—', '-'],
  ['đ', 'd'],
  ['Đ', 'D'],
]);

/**
 * A sentence or a cell of ours in ASCII. Vietnamese letters lose their marks, as in a telegram.
 *
 * @example inAscii('tôi lắng nghe ≈0.5') // => 'toi lang nghe ~0.5'
 */
export function inAscii(text: string): string {
  const signs = text.replace(/[●○►◄—đĐ]/g, (sign) => SIGNS.get(sign)!);
  return asciiFormula(signs.normalize('NFD').replace(/\p{M}/gu, ''));
}
