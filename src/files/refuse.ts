import { dataError, type AttnError, type TextFault } from '../core/error.js';

/** More than this many problems of one file tell nothing new. */
const MOST = 20;

/**
 * One error for all the problems of a file: the first twenty, and the count of the rest.
 *
 * @example throw refuse([{ where: 'q.npy', what: 'the header has no key "shape"' }])
 */
export function refuse(faults: readonly TextFault[]): AttnError {
  const rest = faults.length - MOST;
  if (rest <= 0) return dataError(faults);
  return dataError([...faults.slice(0, MOST), { what: `and ${rest} more problem${rest === 1 ? '' : 's'}` }]);
}
