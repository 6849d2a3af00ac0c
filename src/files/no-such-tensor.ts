import { type AttnError, closest, type Place } from '../core/index.js';
import { dataError } from './facts.js';

/** So many names are listed. */
const LISTED = 12;

/**
 * The error for `file#name` when the file holds no tensor of that name.
 *
 * @param names of the tensors that are there
 */
export function noSuchTensor(wanted: string, names: readonly string[], where: Place): AttnError {
  const near = closest(wanted, names);
  return dataError({
    where,
    code: 'no-such-tensor',
    name: wanted,
    names: names.slice(0, LISTED),
    count: names.length,
    ...(near !== undefined && { near }),
  });
}
