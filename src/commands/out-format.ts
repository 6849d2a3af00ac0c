import { extname } from 'node:path';
import { usageError } from '../core/error.js';
import { formatFacts, formatFor, formatOf, type OutFormat } from '../show/formats.js';
import type { ComputeFlags } from './options.js';

/**
 * The format that the flags and the name of the file ask for; a table when nothing does.
 *
 * @param file where the result goes, when it is not stdout
 * @throws AttnError (usage) when two of them ask for different formats
 */
export function outFormat(flags: ComputeFlags, file: string | undefined): OutFormat {
  const said: [string, OutFormat][] = [];
  const named = flags.format;
  if (named !== undefined) said.push([`--format ${named}`, named]);
  if (flags.json) said.push(['--json', 'json']);
  if (flags.plain) said.push(['--plain', 'plain']);
  const byName = file === undefined ? undefined : formatOf(file);
  if (byName && !formatFacts(byName).anyContent) said.push([`-o ${file}`, byName]);
  const [first] = said;
  const clash = said.find(([, format]) => format !== first![1] && formatFor(format, Infinity) !== first![1]);
  if (clash)
    throw usageError({ what: `${first![0]} and ${clash[0]} ask for different formats`, fix: 'give one of them' });
  return first?.[1] ?? 'table';
}

/** What was written into a file, where its name does not say so: ` as jsonl`. */
export function formatRemark(file: string, format: OutFormat): string {
  const byName = formatOf(file);
  if (byName === format || (byName === undefined && extname(file) === '' && format === 'table')) return '';
  return ` as ${format}`;
}
