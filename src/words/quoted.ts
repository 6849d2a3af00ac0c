/**
 * A piece of an expression in quotes that it does not hold itself; of a long one only the beginning.
 *
 * @example quoted('&&') // => "'&&'"
 * @example quoted("'") // => '"\'"'
 */
export function quoted(text: string): string {
  const shown = text.length > 40 ? `${text.slice(0, 39)}…` : text;
  return shown.includes("'") ? `"${shown}"` : `'${shown}'`;
}
