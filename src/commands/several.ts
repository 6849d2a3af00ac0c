import type { Trace } from '../core/trace.js';
import { usageError } from '../core/error.js';
import { palette } from '../show/colour.js';
import { FORMATS } from '../show/formats.js';
import { asciiLabel, safeLabel } from '../show/text/label.js';
import { latexText } from '../show/latex/text.js';
import { markdownText } from '../show/markdown.js';
import type { OutFormat, ShowOptions } from '../show/renderer.js';
import { clipLabel } from '../show/text/clip.js';

/**
 * The results of several problems as one text, that says which is whose: a title line for people, a first column
 * `problem` in CSV, TSV and plain, a line each in JSON lines.
 *
 * @throws AttnError (usage) for a format that holds one result
 */
export function joinResults(results: readonly (string | Uint8Array)[], traces: readonly Trace[], format: OutFormat, options: ShowOptions): string {
  const texts = results.filter((result) => typeof result === 'string');
  if (FORMATS.get(format)!.binary || format === 'svg' || format === 'html' || texts.length < results.length) {
    throw usageError({ what: `${results.length} problems do not fit into one ${format} file`, fix: 'give one problem, or use --format jsonl' });
  }
  switch (format) {
    case 'csv': case 'tsv': return options.only ? texts.join('\n') : withColumn(texts, format === 'csv' ? ',' : '\t', true);
    case 'plain': return withColumn(texts, '\t', false);
    case 'json': case 'jsonl': return texts.join('');
    default: return texts.map((text, index) => `${title(traces[index]!, index, texts.length, format, options)}\n\n${text}`).join('\n');
  }
}

/** Labels never hold a newline in these formats, so every line is a record. */
function withColumn(texts: readonly string[], comma: string, header: boolean): string {
  const lines = texts.flatMap((text, index) => {
    const records = text.trimEnd().split('\n').slice(header ? 1 : 0).map((line) => `${index + 1}${comma}${line}\n`);
    return header && index === 0 ? [`problem${comma}${text.slice(0, text.indexOf('\n'))}\n`, ...records] : records;
  });
  return lines.join('');
}

function title({ problem }: Trace, index: number, count: number, format: OutFormat, { lang, unicode, width, color }: ShowOptions): string {
  const number = lang === 'vi' && unicode ? `Bài ${index + 1} trên ${count}` : `Problem ${index + 1} of ${count}`;
  const sentence = problem.provenance?.sentence;
  const text = sentence === undefined ? number : `${number}: ${(unicode ? safeLabel : asciiLabel)(sentence)}`;
  if (format === 'md') return `## ${markdownText(text)}`;
  if (format === 'latex') return `\\subsection*{${latexText(text)}}`;
  return palette(color).bold(clipLabel(text, width, unicode ? '…' : '...'));
}
