import { LESSON_WORDS } from '../words/index.js';
import { latexFormula, latexText } from '../show/index.js';
import type { Block, Cell, Table } from './block.js';
import type { Lesson } from './lesson.js';
import { headline, pages, type TellOptions } from './pages.js';
import { penOf } from './lesson-text.js';
import { tableLines } from './text/table.js';

/** Characters of a table that fit on a page in small type. */
const PAGE_WIDTH = 92;

/**
 * The whole derivation, of each lesson, as a LaTeX document that compiles as it is, with pdfLaTeX, LuaLaTeX or XeLaTeX.
 * Words in scripts that the standard fonts lack (Chinese, Arabic) need LuaLaTeX and a font that has them.
 */
export function renderLessonLatex(lessons: readonly Lesson[], options: TellOptions): string {
  return `${[preamble(options.lang), ...lessons.flatMap((lesson) => latexLesson(lesson, options)), '\\end{document}'].join('\n\n')}\n`;
}

function latexLesson(lesson: Lesson, options: TellOptions): string[] {
  const { formula, facts } = headline(lesson, options);
  const told = { ...options, unicode: true };
  const sections = pages(lesson, told).flatMap((page) => [
    `\\section*{${page.name}/${page.of}\\quad ${text(page.title)}}`,
    ...(page.formula ? [`\\noindent\\textbf{${text(page.formula)}}`] : []),
    ...page.blocks.flatMap(latexBlocks),
  ]);
  return [
    `\\section*{$${latexFormula(formula)}$}`,
    `\\noindent ${facts.map(text).join(' · ')}`.replaceAll('·', '$\\cdot$'),
    ...sections,
  ];
}

function preamble(lang: TellOptions['lang']): string {
  return [
    '\\documentclass[11pt]{article}',
    '\\usepackage{iftex}',
    '\\ifPDFTeX',
    `  \\usepackage[${LESSON_WORDS[lang].latexEncoding}]{fontenc}`,
    '  \\usepackage[utf8]{inputenc}',
    '\\else',
    '  \\usepackage{fontspec}',
    '\\fi',
    '\\usepackage{amsmath}',
    '\\usepackage[margin=2cm]{geometry}',
    '\\setlength{\\parindent}{0pt}\\setlength{\\parskip}{6pt}',
    '\\begin{document}',
  ].join('\n');
}

function latexBlocks(block: Block): string[] {
  switch (block.kind) {
    case 'say':
      return [
        block.tone === 'code'
          ? `\\texttt{${code(block.text)}}`
          : block.tone === 'note'
            ? `\\emph{${text(block.text)}}`
            : text(block.text),
      ];
    case 'table':
      return [latexTable(block)];
    case 'fit': {
      const fits = (choice: readonly Block[]): boolean =>
        choice.every(
          (one) => one.kind !== 'table' || tableLines(one, penOf({ color: 0, unicode: true })).width <= PAGE_WIDTH,
        );
      return (block.choices.slice(block.page ?? 0).find(fits) ?? block.choices.at(-1)!).flatMap(latexBlocks);
    }
  }
}

function latexTable({ columns, head, rows }: Table): string {
  const used = columns.flatMap((_, at) =>
    rows.some((row) => row[at] && (row[at].bar || row[at].text !== '')) ? [at] : [],
  );
  const line = (cells: readonly Cell[]): string => `  ${used.map((at) => cellText(cells[at]!)).join(' & ')} \\\\`;
  const form = used
    .map((at) => (columns[at]!.align === undefined || columns[at]!.align === 'left' ? 'l' : 'r'))
    .join('');
  return [
    '{\\small',
    `\\begin{tabular}{${form}}`,
    ...(head ? [`${line(head)} \\hline`] : []),
    ...rows.map(line),
    '\\end{tabular}',
    '}',
  ].join('\n');
}

function cellText(cell: Cell): string {
  if (cell.bar)
    return `\\rule{${(Math.min(1, Math.max(0, cell.bar.share || 0)) * cell.bar.width * 0.2).toFixed(2)}cm}{1.2ex}`;
  const plain = cell.text.trim().replace(/ {2,}/g, ' ');
  if (plain !== '' && /^[\d\s.e≈=−·×÷∞…()[\]+]+$/.test(plain)) return `$${mathematics(plain)}$`;
  return cell.role === 'self' ? `\\textbf{${text(plain)}}` : text(plain);
}

const MATHEMATICS: ReadonlyMap<string, string> = new Map([
  ['≈', '\\approx '],
  ['−', '-'],
  ['·', '\\cdot '],
  ['×', '\\times '],
  ['÷', '\\div '],
  ['∞', '\\infty '],
  ['…', '\\dots '],
]);

/** Numbers, products and vectors; an exponent becomes a power of ten. */
function mathematics(plain: string): string {
  return (
    plain
      .replace(/e([+-]?\d+)/g, (_, power: string) => `·10^{${Number(power)}}`)
      .replace(/[≈−·×÷∞…]/g, (sign) => MATHEMATICS.get(sign)!)
      // Blanks between the numbers of a vector would vanish in mathematics.
      .replace(/(?<=[\d}]) +(?=[\d-])/g, '\\;\\; ')
  );
}

const TEXT: ReadonlyMap<string, string> = new Map([
  ['►', '$\\triangleright$'],
  ['◄', '$\\triangleleft$'],
  ['—', '---'],
  ['²', '$^2$'],
  ['\u00a0', '~'],
]);

/** A sentence; the roots and the names of our formulas in it become mathematics, what the user wrote stays text. */
function text(plain: string): string {
  const parts = plain
    .split(/(√(?:d_k|\d+)|e\^−?x|\b(?:d_[kv]|W_[QKVO])\b)/)
    .map((part, at) =>
      at % 2 === 1 ? `$${latexFormula(part)}$` : latexText(part).replace(/[►◄—²\u00a0]/g, (sign) => TEXT.get(sign)!),
    );
  // One formula of two that touch: `$-$$\infty$` is `$- \infty$`.
  return parts.join('').replace(/(?<!\\)\$\$/g, ' ');
}

/** Two hyphens would be drawn as a dash. */
const code = (plain: string): string => text(plain).replace(/--/g, '-{}-');
