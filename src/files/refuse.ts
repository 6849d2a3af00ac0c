import { AttnError, type Fault, type TextFault } from '../core/index.js';
import type { FilesFault } from './facts.js';

/** More than this many problems of one file tell nothing new. */
const MOST = 20;

/**
 * One error for all the problems of a file: the first twenty, and the count of the rest.
 *
 * @example throw refuse([{ where: { source: 'q.npy' }, code: 'npy-key-missing', key: 'shape' }])
 */
export function refuse(faults: readonly (Fault | TextFault)[]): AttnError {
  const rest = faults.length - MOST;
  if (rest <= 0) return new AttnError('data', faults);
  const more: FilesFault = { code: 'more-problems', count: rest };
  return new AttnError('data', [...faults.slice(0, MOST), more]);
}
