/**
 * How many of what, in English.
 *
 * @example counted(1, 'key') // => '1 key'
 * @example counted(2, 'query', 'queries') // => '2 queries'
 */
export function counted(count: number, one: string, many = `${one}s`): string {
  return `${count} ${count === 1 ? one : many}`;
}
