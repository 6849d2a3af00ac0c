const LONGEST = 100;

/**
 * The candidate that a mistyped word most likely meant, for "did you mean". Upper and lower case, composed and decomposed
 * letters count as the same; one slip is allowed per three letters, three at most, so a one-letter word never matches another.
 *
 * @returns the nearest candidate, the first of equals; undefined when none is near
 * @example closest('caussal', ['causal', 'scale']) // => 'causal'
 */
export function closest(word: string, candidates: Iterable<string>): string | undefined {
  const wanted = letters(word);
  let best: string | undefined;
  let least = Infinity;
  for (const candidate of candidates) {
    const found = letters(candidate);
    const length = Math.max(wanted.length, found.length);
    const allowed = Math.min(3, Math.floor(length / 3));
    if (length > LONGEST || Math.abs(wanted.length - found.length) > allowed) continue;
    const slips = distance(wanted, found);
    if (slips <= allowed && slips < least) [best, least] = [candidate, slips];
  }
  return best;
}

function letters(word: string): string[] {
  // Longer words are never compared, so they need not be taken apart.
  return [
    ...word
      .slice(0, 3 * LONGEST)
      .normalize('NFC')
      .toLowerCase(),
  ];
}

/**
 * Damerau–Levenshtein distance (optimal string alignment): insertions, deletions, substitutions and swaps of neighbours.
 * https://en.wikipedia.org/wiki/Damerau%E2%80%93Levenshtein_distance#Optimal_string_alignment_distance
 */
function distance(a: readonly string[], b: readonly string[]): number {
  let before: number[] = [];
  let above = Array.from({ length: b.length + 1 }, (_, column) => column);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1];
      let cost = Math.min(above[j]! + 1, row[j - 1]! + 1, above[j - 1]! + (same ? 0 : 1));
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) cost = Math.min(cost, before[j - 2]! + 1);
      row.push(cost);
    }
    [before, above] = [above, row];
  }
  return above[b.length]!;
}
