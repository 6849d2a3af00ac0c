import { type Language, takesBlackText, weightColor } from '../show/index.js';
import type { Block, Cell, Table } from './block.js';
import type { Lesson } from './lesson.js';
import type { PageDocument } from './page.js';
import { pageOfLesson } from './page-of-lesson.js';
import type { TellOptions } from './pages.js';

/** Lessons, one below the other, as one HTML page: no script, no network, light and dark, fit for print. */
export function renderLessonHtml(lessons: readonly Lesson[], options: TellOptions): string {
  return renderHtmlPages(
    lessons.map((lesson) => pageOfLesson(lesson, options)),
    options.lang,
  );
}

// Q, K and V in the colours of the terminal, darker on white and lighter on black: a contrast of 4.5:1 at least.
const STYLE = `
:root { color-scheme: light dark; --query: #1a5fb4; --key: #9c4a06; --value: #0d6b25; --rule: #bbb }
@media (prefers-color-scheme: dark) { :root { --query: #78aeed; --key: #f0a050; --value: #6fd08a; --rule: #555 } }
body { font: 1rem/1.5 system-ui, sans-serif; max-width: 60rem; margin: 2rem auto; padding: 0 1rem }
h2 { border-bottom: 1px solid var(--rule) }
table { border-collapse: collapse; margin: .5rem 0; font-family: ui-monospace, monospace; font-variant-numeric: tabular-nums; display: block; overflow-x: auto }
td, th { padding: .1rem .6rem; text-align: left; white-space: pre }
.right { text-align: right }
.query { color: var(--query) } .key { color: var(--key) } .value { color: var(--value) }
.self, .mark { font-weight: bold }
.bar { display: inline-block; height: .8em; background: var(--query) }
@media print { h2 { break-after: avoid } table { break-inside: avoid } }`;

/** Any page in HTML. Every text is escaped. */
export function renderHtmlPage(page: PageDocument, lang: Language): string {
  return renderHtmlPages([page], lang);
}

function renderHtmlPages(pages: readonly PageDocument[], lang: Language): string {
  return `${[
    '<!DOCTYPE html>',
    `<html lang="${lang}">`,
    '<meta charset="utf-8">',
    `<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">`,
    '<meta name="viewport" content="width=device-width">',
    `<title>${escaped(pages[0]!.title)}</title>`,
    `<style>${STYLE}\n</style>`,
    ...pages.flatMap(({ title, intro, sections }) => [
      `<h1>${escaped(title)}</h1>`,
      ...intro.flatMap(htmlBlocks),
      ...sections.flatMap(({ heading, formula, blocks }) => [
        '<section>',
        `<h2>${escaped(heading)}</h2>`,
        ...(formula ? [`<p><strong>${escaped(formula)}</strong></p>`] : []),
        ...blocks.flatMap(htmlBlocks),
        '</section>',
      ]),
    ]),
    '</html>',
  ].join('\n')}\n`;
}

function htmlBlocks(block: Block): string[] {
  switch (block.kind) {
    case 'say': {
      const text = escaped(block.text);
      return [
        `<p>${block.tone === 'code' ? `<code>${text}</code>` : block.tone === 'note' ? `<em>${text}</em>` : text}</p>`,
      ];
    }
    case 'table':
      return [htmlTable(block)];
    case 'fit':
      return block.choices[block.page ?? 0]!.flatMap(htmlBlocks);
  }
}

function htmlTable({ columns, head, rows }: Table): string {
  const line = (cells: readonly Cell[], tag: 'td' | 'th'): string =>
    `<tr>${cells.map((cell, at) => cellOf(cell, tag, columns[at]?.align)).join('')}</tr>`;
  return [
    '<table>',
    ...(head ? [`<thead>${line(head, 'th')}</thead>`] : []),
    '<tbody>',
    ...rows.map((row) => line(row, 'td')),
    '</tbody>',
    '</table>',
  ].join('\n');
}

function cellOf(cell: Cell, tag: 'td' | 'th', align: 'left' | 'right' | 'point' | undefined): string {
  const name = cell.role === 'self' || cell.role === 'label';
  const classes = [
    ...(align === 'right' || align === 'point' ? ['right'] : []),
    ...(cell.role && cell.role !== 'weight' && cell.role !== 'label' ? [cell.role] : []),
  ];
  const attributes = [
    ...(classes.length > 0 ? [`class="${classes.join(' ')}"`] : []),
    ...(cell.heat !== undefined && Number.isFinite(cell.heat) ? [`style="${heat(cell.heat)}"`] : []),
    ...(tag === 'th' ? ['scope="col"'] : name ? ['scope="row"'] : []),
  ];
  const element = name ? 'th' : tag;
  return `<${[element, ...attributes].join(' ')}>${cell.bar ? bar(cell.bar) : escaped(cell.text)}</${element}>`;
}

function heat(share: number): string {
  const color = weightColor(share, 'viridis');
  return `background:rgb(${color.join(',')});color:${takesBlackText(color) ? '#000' : '#fff'}`;
}

/** A bar says in length what stands beside it as a number. */
const bar = ({ share, width }: NonNullable<Cell['bar']>): string =>
  `<span class="bar" aria-hidden="true" style="width:${(Math.min(1, Math.max(0, share || 0)) * width * 0.5).toFixed(2)}em"></span>`;

const SIGNS: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

const escaped = (text: string): string => text.replace(/[&<>"']/g, (sign) => SIGNS[sign]!);
