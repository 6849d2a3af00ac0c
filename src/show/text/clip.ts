import { displayWidth } from './width.js';

/**
 * The label cut to `width` columns, at a whole grapheme, with an ellipsis for what is gone.
 *
 * @example clipLabel('attention', 5) // => 'atte…'
 */
export function clipLabel(text: string, width: number, ellipsis = '…'): string {
  if (displayWidth(text) <= width) return text;
  const room = width - displayWidth(ellipsis);
  let kept = '';
  let used = 0;
  for (const { segment } of new Intl.Segmenter().segment(text)) {
    used += displayWidth(segment);
    if (used > room) break;
    kept += segment;
  }
  return kept + ellipsis;
}
