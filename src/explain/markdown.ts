import { glyphs, markdownText } from '../show/index.js';
import type { Block, Cell, Table } from './block.js';
import type { Lesson } from './lesson.js';
import type { PageDocument } from './page.js';
import { pageOfLesson } from './page-of-lesson.js';
import type { TellOptions } from './pages.js';
import { barText } from './text/bar.js';

/**
 * The whole lesson as a page of GitHub-flavoured Markdown: a heading a step, sentences, tables.
 *
 * @see https://github.github.com/gfm/#tables-extension-
 */
export function renderLessonMarkdown(lesson: Lesson, options: TellOptions): string {
  return renderMarkdownPage(pageOfLesson(lesson, options));
}

/** Any page in Markdown. Nothing in it, whoever wrote it, is taken as markup. */
export function renderMarkdownPage({ title, intro, sections }: PageDocument): string {
  const parts = [
    `# ${markdownText(title)}`,
    ...intro.flatMap(markdownBlocks),
    ...sections.flatMap(({ heading, formula, blocks }) => [
      `## ${markdownText(heading)}`,
      ...(formula ? [`**${markdownText(formula)}**`] : []),
      ...blocks.flatMap(markdownBlocks),
    ]),
  ];
  return `${parts.join('\n\n').replaceAll('\u00a0', ' ')}\n`;
}

function markdownBlocks(block: Block): string[] {
  switch (block.kind) {
    case 'say':
      return [
        block.tone === 'code'
          ? `    ${block.text}`
          : block.tone === 'note'
            ? `*${markdownText(block.text)}*`
            : markdownText(block.text),
      ];
    case 'table':
      return [markdownTable(block)];
    case 'fit':
      return block.choices[block.page ?? 0]!.flatMap(markdownBlocks);
  }
}

/** Columns that hold nothing are left out; a table without headings has empty ones, as the format wants. */
function markdownTable({ columns, head, rows }: Table): string {
  const used = columns.flatMap((_, at) => (rows.some((row) => row[at] && textOf(row[at]) !== '') ? [at] : []));
  const line = (cells: readonly Cell[]): string => `| ${used.map((at) => textOf(cells[at]!)).join(' | ')} |`;
  const rule = used.map((at) => (columns[at]!.align === undefined || columns[at]!.align === 'left' ? '---' : '---:'));
  return [line(head ?? columns.map(() => ({ text: '' }))), `| ${rule.join(' | ')} |`, ...rows.map(line)].join('\n');
}

function textOf(cell: Cell): string {
  if (cell.bar) return barText(cell.bar, glyphs(true).bars).trim();
  const text = markdownText(cell.text.trim().replace(/ {2,}/g, ' '));
  return cell.role === 'self' ? `**${text}**` : text;
}
