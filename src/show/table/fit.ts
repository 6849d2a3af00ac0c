/** Which of a row of things are shown: the first few and the last few. */
export interface Kept {
  readonly first: number;
  readonly last: number;
}

/**
 * How many columns from both ends go into the room, the middle being replaced by a sign `gap` wide. All of them when
 * they fit; else at least the first and the last, the rest shared alternately between the ends.
 *
 * @param widths of every column
 * @example fitColumns([5, 5, 5, 5], 12, 2) // => { first: 1, last: 1 }
 */
export function fitColumns(widths: readonly number[], room: number, gap: number): Kept {
  const total = widths.reduce((sum, width) => sum + width, 0);
  if (total <= room || widths.length < 3) return { first: widths.length, last: 0 };
  let first = 1;
  let last = 1;
  let used = gap + (widths[0] ?? 0) + (widths.at(-1) ?? 0);
  for (;;) {
    const fromStart = first <= last;
    used += (fromStart ? widths[first] : widths.at(-last - 1)) ?? 0;
    if (used > room || first + last >= widths.length - 1) return { first, last };
    if (fromStart) first++;
    else last++;
  }
}

/** The numbers of the kept ones among `count`, with `undefined` where the gap is. */
export function keptIndexes({ first, last }: Kept, count: number): (number | undefined)[] {
  const all = Array.from({ length: count }, (_, i) => i);
  return first + last >= count ? all : [...all.slice(0, first), undefined, ...all.slice(count - last)];
}
