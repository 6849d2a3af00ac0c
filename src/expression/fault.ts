import stringWidth from 'string-width';
import type { TextFault } from '../core/index.js';
import type { Mistake } from './tree.js';

const AROUND = 40;

/** A mistake as the user sees it: the expression, and a caret under the place. */
export function faultOf(mistake: Mistake, text: string, where: string): TextFault {
  return {
    where,
    what: mistake.what,
    ...(text.trim() !== '' && { detail: picture(text, mistake.at) }),
    ...(mistake.fix !== undefined && { fix: mistake.fix }),
  };
}

/**
 * Two lines: the text (of a long one, what is near the place) and a caret under the place, in terminal columns.
 *
 * @param at the place, in UTF-16 units from 0
 * @example picture('j <= k', 5) // => ['j <= k', '     ^']
 */
export function picture(text: string, at: number): readonly [string, string] {
  const from = text.length <= 2 * AROUND ? 0 : Math.max(0, at - AROUND);
  const to = text.length <= 2 * AROUND ? text.length : Math.min(text.length, at + AROUND);
  const before = (from > 0 ? '…' : '') + visible(text.slice(from, at));
  const after = visible(text.slice(at, to)) + (to < text.length ? '…' : '');
  return [before + after, ' '.repeat(stringWidth(before)) + '^'];
}

/** One column for each blank and for each character that cannot be seen, so that the caret stays under its place. */
function visible(text: string): string {
  return text.replace(/\s/gu, ' ').replace(/\p{C}/gu, '\uFFFD');
}
