import type { Trace } from '../core/trace.js';
import { usageError } from '../core/error.js';
import { palette } from '../show/colour.js';
import { FORMATS } from '../show/formats.js';
import { asciiLabel, safeLabel } from '../show/text/label.js';
import { latexText } from '../show/latex/escape.js';
import { markdownText } from '../show/markdown.js';
import type { OutFormat, Result, ShowOptions } from '../show/renderer.js';
import { resultNames, sharedSentence, type ResultName } from '../show/parts/several.js';
import { clipLabel } from '../show/text/clip.js';

/** A picture or page with more results would be unreadable. */
const MOST_IN_ONE = 100;

/**
 * The results of several problems as one text that identifies each: small multiples in a picture, a choice on a page, a title
 * line for people, a first column `problem` in CSV, TSV and plain, a line each in JSON lines.
 *
 * @throws AttnError (usage) for a format that holds one result
 */
export async function joinResults(
  results: AsyncIterable<Result>,
  count: number,
  format: OutFormat,
  options: ShowOptions,
): Promise<string | Uint8Array> {
  const { load, loadSeveral, binary } = FORMATS.get(format)!;
  if (binary || (loadSeveral && count > MOST_IN_ONE)) {
    throw usageError({
      what: `${count} problems do not fit into one ${format} file`,
      fix: `give ${binary ? 'one problem' : `at most ${MOST_IN_ONE}`}, or use --format jsonl`,
    });
  }
  if (loadSeveral) {
    const all: Result[] = [];
    for await (const one of results) all.push(one);
    return (await loadSeveral())(all);
  }
  const render = await load();
  if (format === 'json' || format === 'jsonl') {
    // Bytes, because a string concatenated from many takes several times its length.
    const lines: Uint8Array[] = [];
    for await (const { trace, options: own } of results) lines.push(Buffer.from(render(trace, own) as string));
    return Buffer.concat(lines);
  }
  const texts: string[] = [];
  const problems: Pick<Trace, 'problem'>[] = [];
  for await (const { trace, options: own } of results) {
    texts.push(render(trace, own) as string);
    problems.push({ problem: trace.problem });
  }
  switch (format) {
    case 'csv':
    case 'tsv':
      return options.only ? texts.join('\n') : withColumn(texts, format === 'csv' ? ',' : '\t', true);
    case 'plain':
      return withColumn(texts, '\t', false);
    default:
      return titled(texts, problems, format, options);
  }
}

/** Each text under the title of its result; Markdown and LaTeX get theirs as a heading. */
function titled(
  texts: readonly string[],
  traces: readonly Pick<Trace, 'problem'>[],
  format: OutFormat,
  options: ShowOptions,
): string {
  const names = resultNames(traces, options);
  const shared = sharedSentence(traces);
  return texts.map((text, index) => `${title(names[index]!, shared, format, options)}\n\n${text}`).join('\n');
}

/** Labels never hold a newline in these formats, so every line is a record. */
function withColumn(texts: readonly string[], comma: string, header: boolean): string {
  const lines = texts.flatMap((text, index) => {
    const records = text
      .trimEnd()
      .split('\n')
      .slice(header ? 1 : 0)
      .map((line) => `${index + 1}${comma}${line}\n`);
    return header && index === 0 ? [`problem${comma}${text.slice(0, text.indexOf('\n'))}\n`, ...records] : records;
  });
  return lines.join('');
}

function title(
  name: ResultName,
  shared: string | undefined,
  format: OutFormat,
  { unicode, width, color }: ShowOptions,
): string {
  const sentence = name.sentence ?? (shared === undefined ? undefined : (unicode ? safeLabel : asciiLabel)(shared));
  const which = name.which.charAt(0).toUpperCase() + name.which.slice(1);
  const text = sentence === undefined ? which : `${which}: ${sentence}`;
  if (format === 'md') return `## ${markdownText(text)}`;
  if (format === 'latex') return `\\subsection*{${latexText(text)}}`;
  return palette(color).bold(clipLabel(text, width, unicode ? '…' : '...'));
}
