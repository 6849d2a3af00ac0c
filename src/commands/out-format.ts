import { extname } from 'node:path';
import { FORMATS, formatFacts, formatFor, formatOf, type OutFormat } from '../show/index.js';
import { checkExtension } from './extension.js';
import { usageError } from './facts.js';
import type { ComputeFlags } from './options.js';

/** Every ending that chooses a format. */
const WRITTEN: readonly string[] = [...FORMATS.values()].flatMap(({ extensions }) => extensions);

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
  if (clash) throw usageError({ code: 'formats-differ', options: [first![0], clash[0]] });
  if (!first) checkExtension(file, WRITTEN);
  return first?.[1] ?? 'table';
}

/** The format of a file that was written, where its name does not say so. */
export function formatRemark(file: string, format: OutFormat): OutFormat | undefined {
  const byName = formatOf(file);
  if (byName === format || (byName === undefined && extname(file) === '' && format === 'table')) return undefined;
  return format;
}
