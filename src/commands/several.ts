import { usageError } from '../core/error.js';
import { formatFacts, type OutFormat } from '../show/formats.js';
import type { Result, ShowOptions } from '../show/renderer.js';

/**
 * The results of several problems as one text that identifies each.
 *
 * @throws AttnError (usage) for a format that holds one result, or not so many
 */
export async function joinResults(
  results: AsyncIterable<Result>,
  count: number,
  format: OutFormat,
  options: ShowOptions,
): Promise<string | Uint8Array> {
  const { loadSeveral, mostResults = Infinity } = formatFacts(format);
  if (!loadSeveral || count > mostResults) {
    throw usageError({
      what: `${count} problems do not fit into one ${format} file`,
      fix: `give ${loadSeveral ? `at most ${mostResults}` : 'one problem'}, or use --format jsonl`,
    });
  }
  return (await loadSeveral())(results, options);
}
