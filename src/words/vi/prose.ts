/**
 * A number as Vietnamese prose writes it: `0,28`, `60%`. Tables and formulas keep the point, as programs do.
 *
 * @example prose('98.6 %') // => '98,6%'
 */
export function prose(text: string): string {
  return text.replace(/(\d)\.(\d)/g, '$1,$2').replace(/(\d)[ \u00a0]%/g, '$1%');
}
