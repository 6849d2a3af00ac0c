import { asciiLabel, displayWidth, padEnd, padStart, palette, safeLabel, type ColorLevel } from '../show/index.js';
import { MODEL_REPORT_WORDS, type Language, type ModelReportWords } from '../words/index.js';
import type { Guesses, NamedGuess, Report } from './report-json.js';
import { HEAD_KINDS, type HeadKind } from './survey.js';

export interface ReportLook {
  readonly color: ColorLevel;
  readonly unicode: boolean;
  readonly width: number;
  readonly lang: Language;
}

/** The letter of a head in the map. */
const LETTERS: Readonly<Record<HeadKind, string>> = {
  previous: 'p',
  first: 'f',
  same: 's',
  next: 'n',
  induction: 'i',
  spread: '-',
  mixed: '.',
};
const CLEAREST = 8;

/** The map layers × heads, the clearest heads, the guesses. */
export function reportText(report: Report, look: ReportLook): string {
  const words = MODEL_REPORT_WORDS[look.unicode ? look.lang : 'en'];
  const { bold, dim } = palette(look.color);
  const label = look.unicode ? safeLabel : asciiLabel;
  const { type, layers, heads, kind, tokens, summaries, guesses } = report;
  const parts = [
    [
      bold(words.title({ type, layers, heads, ...(kind !== 'decoder' && { kind }) })),
      ...wrap(`${words.tokens({ count: tokens.length })}: ${tokens.map(label).join(' ')}`, look.width),
    ],
    ...(summaries.length > 0
      ? [
          [bold(words.map), ...mapLines(report, words), ...legend(report, words).map((line) => dim(line))],
          [bold(words.strongest), ...clearest(report, words)],
        ]
      : []),
    ...guesses.map((one) => guessLines(one, report, words, label, bold)),
    [dim(words.hint)],
  ];
  return `${parts.map((lines) => lines.join('\n')).join('\n\n')}\n`;
}

function mapLines({ layers, heads, summaries }: Report, { layer }: ModelReportWords): string[] {
  const width = String(heads).length + 1;
  const first = Math.max(displayWidth(layer), String(layers).length);
  const numbers = Array.from({ length: heads }, (_, head) => padStart(String(head + 1), width)).join('');
  const rows = Array.from({ length: layers }, (_, at) => {
    const row = summaries.filter((one) => one.layer === at).map(({ does }) => padStart(LETTERS[does], width));
    return `   ${padStart(String(at + 1), first)} ${row.join('')}`;
  });
  return [`   ${padEnd(layer, first)} ${numbers}`, ...rows];
}

function legend({ summaries }: Report, { does }: ModelReportWords): string[] {
  return HEAD_KINDS.filter((kind) => summaries.some((one) => one.does === kind)).map(
    (kind) => `   ${LETTERS[kind]}  ${does[kind]}`,
  );
}

function clearest({ summaries }: Report, words: ModelReportWords): string[] {
  return [...summaries]
    .filter(({ does }) => does !== 'mixed' && does !== 'spread')
    .sort((a, b) => b.share - a.share || a.layer - b.layer || a.head - b.head)
    .slice(0, CLEAREST)
    .map(
      ({ layer, head, does, share }) =>
        `   ${padEnd(`L${layer + 1}H${head + 1}`, 7)} ${words.share({ does: words.does[does], share: percent(share) })}`,
    );
}

function guessLines(
  { position, before, without }: Guesses,
  report: Report,
  words: ModelReportWords,
  label: (text: string) => string,
  bold: (text: string) => string,
): string[] {
  const title = position === undefined ? words.next : words.gap({ position: position + 1 });
  const cells = (list: readonly NamedGuess[]): string[] =>
    list.map(({ token, probability }) => `${padStart(percent(probability), 6)}  ${label(token)}`);
  const left = cells(before);
  if (!without) return [bold(title), ...left.map((line) => `   ${line}`)];
  const right = cells(without);
  const width = Math.max(...left.map(displayWidth), displayWidth(title)) + 4;
  return [
    bold(`${padEnd(title, width + 3)}${words.without({ heads: report.without.join(', ') })}`),
    ...left.map((line, at) => `   ${padEnd(line, width)}${right[at] ?? ''}`),
  ];
}

function percent(share: number): string {
  return `${(100 * share).toFixed(1)}%`;
}

/** Long lists of tokens go on in the next line. */
function wrap(text: string, width: number): string[] {
  if (width === Infinity) return [text];
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    if (line !== '' && displayWidth(line) + 1 + displayWidth(word) > width) {
      lines.push(line);
      line = `  ${word}`;
    } else line = line === '' ? word : `${line} ${word}`;
  }
  return [...lines, line];
}
