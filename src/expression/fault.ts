import stringWidth from 'string-width';
import type { Excerpt, FaultIn, Place } from '../core/index.js';
import type { ExpressionFacts } from './facts.js';
import type { Mistake } from './tree.js';

const AROUND = 40;

/** A mistake with its place: the expression, and where in it a caret belongs. */
export function faultOf({ at, fact }: Mistake, text: string, where: string | Place): FaultIn<ExpressionFacts> {
  return { ...fact, where, ...(text.trim() !== '' && { excerpt: excerptAt(text, at) }) };
}

/**
 * The text (of a long one, what is near the place) and the terminal column of the place in it.
 *
 * @param at the place, in UTF-16 units from 0
 * @example excerptAt('j <= k', 5) // => { written: 'j <= k', caret: 5 }
 */
export function excerptAt(text: string, at: number): Required<Pick<Excerpt, 'written' | 'caret'>> {
  const from = text.length <= 2 * AROUND ? 0 : Math.max(0, at - AROUND);
  const to = text.length <= 2 * AROUND ? text.length : Math.min(text.length, at + AROUND);
  const before = (from > 0 ? '…' : '') + visible(text.slice(from, at));
  const after = visible(text.slice(at, to)) + (to < text.length ? '…' : '');
  return { written: before + after, caret: stringWidth(before) };
}

/** One column for each blank and for each character that cannot be seen, so that the caret stays under its place. */
function visible(text: string): string {
  return text.replace(/\s/gu, ' ').replace(/\p{C}/gu, '\uFFFD');
}
