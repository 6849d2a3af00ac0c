/** The middle one. */
export function median(numbers) {
  const sorted = [...numbers].sort((a, b) => a - b);
  const half = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
}

/** Rows of words, columns aligned: the first to the left, the others to the right. */
export function table(rows) {
  const widths = rows[0].map((_, column) => Math.max(...rows.map((row) => row[column].length)));
  return rows.map((row) => row.map((word, column) => (column === 0 ? word.padEnd(widths[0]) : word.padStart(widths[column]))).join('  ').trimEnd()).join('\n');
}

/**
 * Runs all contestants in turn, round after round, so that whatever else the machine does hits all of them alike.
 *
 * @param contestants name and a function that resolves to the milliseconds of one run
 * @returns milliseconds of every run, by name
 */
export async function interleaved(contestants, rounds) {
  const times = new Map(contestants.map(({ name }) => [name, []]));
  for (const { run } of contestants) await run(); // once to warm up
  for (let round = 0; round < rounds; round++) {
    for (const { name, run } of contestants) times.get(name).push(await run());
  }
  return times;
}

/** Median of the ratios of two contestants, round by round. */
export function ratio(times, of, to) {
  return median(times.get(of).map((time, round) => time / times.get(to)[round]));
}
