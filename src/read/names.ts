import { LAYER_KEYS } from './layer.js';
import { OPTION_LIST, takesTensor } from '../core/index.js';

/** Keys of a bundle that hold tensors when their value is a list or a `{data, shape}` object; the last two are for `attn check`. */
export const TENSOR_KEYS: ReadonlySet<string> = new Set([
  ...OPTION_LIST.filter(takesTensor).map(({ key }) => key),
  ...LAYER_KEYS,
  'actual',
  'actual_weights',
]);

/**
 * One spelling for a key: `past-key` (as the flag is written) and `past_key` are the same.
 *
 * @example keyName('past-key') // => 'past_key'
 */
export function keyName(key: string): string {
  return key.replaceAll('-', '_');
}

const TITLES: ReadonlyMap<string, string> = new Map([
  ['', 'the matrix'],
  ['q', 'Q'],
  ['k', 'K'],
  ['v', 'V'],
  ['x', 'X'],
  ['x_kv', 'X_kv'],
  ['wq', 'W_Q'],
  ['wk', 'W_K'],
  ['wv', 'W_V'],
  ['wo', 'W_O'],
  ['bq', 'b_Q'],
  ['bk', 'b_K'],
  ['bv', 'b_V'],
  ['bo', 'b_O'],
]);

/**
 * What a tensor is called in a message: `Q`, `W_K`; others by their key; a lone one is `the matrix`.
 *
 * @example tensorTitle('wq') // => 'W_Q'
 */
export function tensorTitle(key: string): string {
  return TITLES.get(key) ?? key;
}
