import { STORAGE } from '../storage.js';
import type { DType } from '../../core/index.js';
import type { FilesFault } from '../facts.js';
import { shorten } from '../shorten.js';

const BY_CODE: ReadonlyMap<string, DType> = new Map(
  Object.entries(STORAGE).flatMap(([dtype, { numpy }]) => (numpy ? [[numpy, dtype as DType] as const] : [])),
);

const KINDS: ReadonlyMap<string, 'complex' | 'text' | 'dates' | 'time-spans'> = new Map([
  ['c', 'complex'],
  ['S', 'text'],
  ['a', 'text'],
  ['U', 'text'],
  ['M', 'dates'],
  ['m', 'time-spans'],
]);

/**
 * The type that a .npy header names: `<f4`, `>i8`, `|b1`.
 * https://numpy.org/doc/stable/reference/arrays.interface.html (typestr)
 *
 * @param descr the value of `descr` as written, without quotes
 * @example numberType('<f4') // => { dtype: 'float32', order: 'little' }
 */
export function numberType(descr: string): { dtype: DType; order: 'little' | 'big' } | FilesFault {
  const found = shorten(descr, 20);
  const [, sign, code] = /^([<>|=])?(\w+)$/.exec(descr) ?? [];
  if (code?.startsWith('O')) return { code: 'npy-type-pickle', found };
  if (code?.startsWith('V')) return { code: 'npy-type-void', found };
  const dtype = BY_CODE.get(code ?? '');
  if (dtype === undefined) {
    const holds = KINDS.get(code?.[0] ?? '');
    return { code: 'npy-type-unknown', found, ...(holds && { holds }) };
  }
  if (STORAGE[dtype].width > 1 && sign !== '<' && sign !== '>') {
    return { code: 'npy-byte-order', found, type: code! };
  }
  return { dtype, order: sign === '>' ? 'big' : 'little' };
}
