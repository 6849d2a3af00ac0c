import type { Rgb } from '../colour/colormap.js';
import { fixedNumber } from '../text/number.js';

/** A coordinate: no more digits than an eye can see. */
export function point(x: number): number {
  return Math.round(x * 100) / 100;
}

/** `#440154` */
export function hex(color: Rgb): string {
  return `#${color.map((channel) => channel.toString(16).padStart(2, '0')).join('')}`;
}

/** A number at the end of a scale. */
export function digitsShort(x: number): string {
  if (Number.isInteger(x) && Math.abs(x) < 1e6) return fixedNumber(x, 0);
  return fixedNumber(x, Math.abs(x) < 0.1 ? 4 : 2);
}

/**
 * An id that depends on the content alone: the same picture has the same ids, two pictures in one page have different ones.
 * FNV-1a, 32 bits: https://datatracker.ietf.org/doc/html/draft-eastlake-fnv
 *
 * @example contentId('') // => '811c9dc5'
 */
export function contentId(content: string): string {
  let hash = 0x811c9dc5;
  for (let at = 0; at < content.length; at++) hash = Math.imul(hash ^ content.charCodeAt(at), 0x01000193);
  return (hash >>> 0).toString(16).padStart(8, '0');
}
