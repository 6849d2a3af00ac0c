import type { TextFault } from '../../core/error.js';
import { STORAGE } from '../storage.js';
import type { DType } from '../../core/tensor.js';
import { shorten } from '../shorten.js';

const BY_CODE: ReadonlyMap<string, DType> = new Map(
  Object.entries(STORAGE).flatMap(([dtype, { numpy }]) => (numpy ? [[numpy, dtype as DType] as const] : [])),
);

const KINDS: ReadonlyMap<string, string> = new Map([
  ['c', 'complex numbers'],
  ['S', 'text'],
  ['a', 'text'],
  ['U', 'text'],
  ['M', 'dates'],
  ['m', 'time spans'],
]);

/**
 * The type that a .npy header names: `<f4`, `>i8`, `|b1`.
 * https://numpy.org/doc/stable/reference/arrays.interface.html (typestr)
 *
 * @param descr the value of `descr` as written, without quotes
 * @example numberType('<f4') // => { dtype: 'float32', order: 'little' }
 */
export function numberType(descr: string): { dtype: DType; order: 'little' | 'big' } | TextFault {
  const text = shorten(descr, 20);
  const [, sign, code] = /^([<>|=])?(\w+)$/.exec(descr) ?? [];
  if (code?.startsWith('O')) {
    return {
      what: `"descr" is "${text}": Python objects, stored as a pickle, and a pickle can run any code`,
      fix: 'save numbers: np.save("q.npy", array.astype("float64"))',
    };
  }
  if (code?.startsWith('V')) {
    return {
      what: `"descr" is "${text}": bytes without a meaning (NumPy stores bfloat16 so)`,
      fix: 'keep bfloat16 in .safetensors, or save array.astype("float32")',
    };
  }
  const dtype = BY_CODE.get(code ?? '');
  if (dtype === undefined) {
    const kind = KINDS.get(code?.[0] ?? '') ?? 'a type that is not read';
    return {
      what: `"descr" is "${text}": ${kind}; expected f2, f4, f8, i1…i8, u1…u8 or b1`,
      fix: 'save array.astype("float64")',
    };
  }
  if (STORAGE[dtype].width > 1 && sign !== '<' && sign !== '>') {
    return {
      what: `"descr" is "${text}": it does not say which byte comes first`,
      fix: `write "<${code}" (lowest first) or ">${code}"`,
    };
  }
  return { dtype, order: sign === '>' ? 'big' : 'little' };
}
