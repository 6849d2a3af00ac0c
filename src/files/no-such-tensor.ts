import type { AttnError, Place } from '../core/index.js';
import { dataError } from './facts.js';

/**
 * The error for `file#name` when the file holds no tensor of that name.
 *
 * @param names of the tensors that are there
 */
export function noSuchTensor(wanted: string, names: readonly string[], where: Place): AttnError {
  return dataError({ where, code: 'no-such-tensor', name: wanted, names });
}
