import { usageError } from './facts.js';

const UNITS: ReadonlyMap<string, number> = new Map([
  ['', 1],
  ['k', 1e3],
  ['m', 1e6],
  ['g', 1e9],
  ['t', 1e12],
  ['ki', 2 ** 10],
  ['mi', 2 ** 20],
  ['gi', 2 ** 30],
  ['ti', 2 ** 40],
]);

/**
 * A size of memory in bytes.
 *
 * @throws AttnError (usage) when it is none
 * @example parseSize('2 GiB', '--max-memory') // => 2147483648
 */
export function parseSize(text: string, where: string): number {
  const [, number, unit = ''] = /^(\d{1,15}(?:\.\d{1,15})?) ?([kmgt]i?)?b?$/i.exec(text) ?? [];
  if (number === undefined) throw usageError({ code: 'not-a-memory-size', where: { source: where }, found: text });
  return Number(number) * UNITS.get(unit.toLowerCase())!;
}
