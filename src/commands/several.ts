import { formatFacts, type OutFormat, type Result, type ShowOptions } from '../show/index.js';
import { usageError } from './facts.js';

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
      code: 'several-problems-in-one-file',
      found: count,
      format,
      most: loadSeveral ? mostResults : 1,
    });
  }
  return (await loadSeveral())(results, options);
}
