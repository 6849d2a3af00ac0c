import { extname } from 'node:path';
import { usageError } from './facts.js';

/**
 * Refuses a file whose ending says a format that is not written here: a table in `picture.bmp` would be found out much later.
 *
 * @param file where the result goes; a name without an ending says nothing
 * @param expected the endings that are written
 * @throws AttnError (usage) with the list
 */
export function checkExtension(file: string | undefined, expected: readonly string[]): void {
  const found = file === undefined ? '' : extname(file).toLowerCase();
  if (found !== '' && !expected.includes(found))
    throw usageError({ code: 'output-extension', where: { source: '-o' }, found, expected });
}
