import { displayWidth } from '../show/index.js';

/**
 * Numbers as text, padded so that their decimal points stand under each other and all are equally wide.
 * A text without a point (a whole number, a word) ends where the point would be.
 *
 * @example alignPoints(['0.5', '−12']) // => ['  0.5', '−12  ']
 */
export function alignPoints(texts: readonly string[]): string[] {
  const parts = texts.map((text) => {
    const point = text.search(/[.e…]/);
    const at = /^[≈−]*[\d∞]/.test(text) && point >= 0 ? point : text.length;
    return [text.slice(0, at), text.slice(at)] as const;
  });
  const before = Math.max(0, ...parts.map(([whole]) => displayWidth(whole)));
  const after = Math.max(0, ...parts.map(([, fraction]) => displayWidth(fraction)));
  return parts.map(
    ([whole, fraction]) =>
      ' '.repeat(before - displayWidth(whole)) + whole + fraction + ' '.repeat(after - displayWidth(fraction)),
  );
}
