/**
 * A text from a file, short enough for one line of an error.
 *
 * @example shorten('abcdef', 3) // => 'abc…'
 */
export function shorten(text: string, most = 60): string {
  return text.length > most ? `${text.slice(0, most)}…` : text;
}
