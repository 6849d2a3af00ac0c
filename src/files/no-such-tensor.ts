import { closest } from '../core/closest.js';
import { dataError, type AttnError } from '../core/error.js';

/**
 * The error for `file#name` when the file holds no tensor of that name.
 *
 * @param names of the tensors that are there
 */
export function noSuchTensor(wanted: string, names: readonly string[], where: string): AttnError {
  const near = closest(wanted, names);
  const shown = names.slice(0, 12).join(', ') + (names.length > 12 ? `, … (${names.length} in all)` : '');
  return dataError({
    where,
    what: `there is no tensor '${wanted}' here`,
    detail: names.length === 0 ? 'it holds no tensors at all' : `it holds ${shown}`,
    ...(near !== undefined && { fix: `did you mean #${near}?` }),
  });
}
