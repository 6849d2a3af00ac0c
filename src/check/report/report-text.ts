import { asciiFormula, displayWidth, glyphs, palette, type Palette, wrapParts } from '../../show/index.js';
import type { CheckResult } from '../check.js';
import type { Finding } from '../finding.js';
import { cellDerivation } from './cell.js';
import { afterwards } from './afterwards.js';
import { pictures, type HeadPicture } from './picture.js';
import { brief, measureLines, toleranceLine, verdictLine } from './words.js';

/** What a terminal can show. */
export interface ReportScreen {
  readonly color: 0 | 1 | 2 | 3;
  readonly unicode: boolean;
  /** Infinity in a pipe. */
  readonly width: number;
}

/** The report for people: verdict, measures, picture, what the code probably does. */
export function textReport(result: CheckResult, screen: ReportScreen): string {
  const paint = palette(screen.color);
  const width = Math.min(screen.width, 100);
  const wrap = (text: string, indent = ''): string =>
    wrapParts([text], '', width - indent.length)
      .split('\n')
      .map((line) => indent + line)
      .join('\n');
  const [first, ...others] = result.findings;
  const headline = (result.equal ? paint.bold : paint.error)(wrap(verdictLine(result)));
  const measured = [
    ...(result.fitted.note ? [wrap(result.fitted.note, '  ')] : []),
    ...(result.equal ? [] : measureLines(result).map((line) => wrap(line, '  '))),
    wrap(toleranceLine(result), '  '),
    ...(result.narrowed ? [wrap(result.narrowed, '  ')] : []),
  ];
  // The likely mistake comes first, in a few lines; where OUT differs, the picture and all else below it.
  const sections = [
    first ? `${headline}\n${findingText(first, 0, paint, wrap)}` : [headline, ...measured].join('\n'),
    ...(first ? [measured.join('\n')] : []),
    ...(result.equal || result.comparison.cellsThatDiffer === 0
      ? []
      : [
          [...derivation(result).map((line) => wrap(line, '  ')), pictureText(result, screen, paint, width)]
            .filter((part) => part !== '')
            .join('\n'),
        ]),
    ...others.map((finding) => findingText(finding, 1, paint, wrap)),
    ...afterwards(result).map((line) => wrap(line)),
  ];
  const text = `${sections.filter((section) => section !== '').join('\n\n')}\n`;
  return screen.unicode ? text : asciiFormula(text);
}

function derivation(result: CheckResult): string[] {
  const line = cellDerivation(result);
  return line === undefined ? [] : [line];
}

function findingText(
  { ids, title, formula, lookFor, instead, residual, others }: Finding,
  at: number,
  paint: Palette,
  wrap: (text: string, indent?: string) => string,
): string {
  const lead = at === 0 ? '' : 'or ';
  const field = (name: string, text: string): string => wrap(`${name.padEnd(9)} ${text}`, '  ');
  return [
    paint.bold(wrap(`${lead}${ids[0]}  ${title}`)),
    field('formula', formula),
    field('look for', lookFor),
    field('write', instead),
    field('residual', `${brief(residual)} after this fix`),
    ...(others.length > 0
      ? [
          field(
            'or',
            `indistinguishable on these inputs: ${others.map((other) => `${other.id} (${other.title})`).join('; ')}`,
          ),
        ]
      : []),
  ].join('\n');
}

/** Heads side by side, as many as the width takes. */
function pictureText(result: CheckResult, { unicode }: ReportScreen, paint: Palette, width: number): string {
  const { heads, left } = pictures(result, { heads: 8, rows: 12, columns: 24 });
  if (heads.length === 0) return '';
  const { shades } = glyphs(unicode);
  const draw = ({ title, cells }: HeadPicture): string[] => {
    const across = Math.max(displayWidth(title), cells[0]?.length ?? 0);
    const lines = cells.map(
      (row) =>
        row
          .map((share) => {
            if (Number.isNaN(share)) return paint.error('N');
            const sign =
              share === 0 ? (unicode ? '·' : '.') : shades[Math.max(1, Math.round(share * (shades.length - 1)))]!;
            return share === 0 ? paint.dim(sign) : paint.error(sign);
          })
          .join('') + ' '.repeat(across - row.length),
    );
    return [...(title === '' ? [] : [paint.dim(title.padEnd(across))]), ...lines];
  };
  const blocks = heads.map(draw);
  const rows: string[] = [];
  let line: string[][] = [];
  let used = 2;
  const flush = (): void => {
    if (line.length === 0) return;
    for (let at = 0; at < line[0]!.length; at++) rows.push(`  ${line.map((block) => block[at]).join('   ')}`.trimEnd());
    line = [];
    used = 2;
  };
  heads.forEach((head, at) => {
    const across = Math.max(displayWidth(head.title), head.cells[0]?.length ?? 0) + 3;
    if (used + across > width) flush();
    line.push(blocks[at]!);
    used += across;
  });
  flush();
  const legend = `rows down, columns across; ${unicode ? '·' : '.'} equal, ${shades.slice(1).join('')} size of the difference, N not finite`;
  return ['', ...rows, paint.dim(`  ${legend}${left > 0 ? `; ${left} more heads` : ''}`)].join('\n');
}
