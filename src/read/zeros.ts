import { dataError } from './facts.js';

/** No format begins with so many zeros. */
const ZEROS = 512;

/**
 * Refuses a stream that begins like /dev/zero, before the rest of it is read.
 *
 * @param first what came first
 * @throws AttnError
 */
export function refuseZeros(first: Uint8Array, name: string): void {
  const head = first.subarray(0, ZEROS);
  if (head.length === ZEROS && head.every((byte) => byte === 0))
    throw dataError({ where: { source: name }, code: 'only-zeros', bytes: ZEROS });
}
