import { safeLabel } from '../show/label.js';
import { wrapParts } from '../show/wrap.js';
import type { Io } from './io.js';

/** Narrower than this, words would stand alone on their lines. */
const NARROWEST = 20;

/** Columns of what is said on stderr: those of the terminal, without an end in a pipe or a file, where nothing is broken. */
export function messageWidth({ stderr }: Pick<Io, 'stderr'>): number {
  return stderr.isTTY === true ? Math.max(stderr.columns || 80, NARROWEST) : Infinity;
}

/**
 * A line of prose made harmless and broken between words where the terminal ends, so that no word is cut by its edge.
 *
 * @param mark what stands before it, already safe: `attn: `
 * @example messageLines('attn: ', 'the vectors are random', 20) // => 'attn: the vectors\n  are random\n'
 */
export function messageLines(mark: string, text: string, width: number): string {
  const line = mark + safeLabel(text);
  return `${width === Infinity ? line : wrapParts(line.split(/(?<=\S) (?=\S)/), ' ', width)}\n`;
}
