import type { Cell } from '../block.js';

/**
 * A share as a bar, to an eighth of a column (in ASCII, to a half).
 *
 * @param bars the parts of a column, from nothing to all of it
 */
export function barText({ share, width }: NonNullable<Cell['bar']>, bars: readonly string[]): string {
  const parts = bars.length - 1;
  const filled = Math.round(Math.min(1, Math.max(0, share || 0)) * width * parts);
  const rest = filled % parts;
  return bars[parts]!.repeat(Math.floor(filled / parts)) + (rest > 0 ? bars[rest]! : '');
}
