import { displayWidth, glyphs, palette, type ShowOptions } from '../show/index.js';
import { inAscii } from './ascii.js';
import type { Block, Page } from './block.js';
import type { Lesson } from './lesson.js';
import { headline, pages, type TellOptions } from './pages.js';
import { wrapped } from './text/prose.js';
import { foldedLines, tableLines, type Pen } from './text/table.js';

export interface TextOptions extends TellOptions, Pick<ShowOptions, 'color' | 'cmap' | 'width'> {}

/** Sentences are never set wider than this, however wide the terminal: longer lines are hard to read. */
const MEASURE = 80;
/** In front of sentences, and in front of tables. */
const SAID = 1;
const TABLED = 3;

/**
 * The whole lesson as text, screen after screen: for a pipe, a file, or a terminal that is not asked to pause.
 *
 * @example renderLessonText(lesson(trace, { token: 2 }), { lang: 'en', unicode: true, color: 0, width: 80 })
 */
export function renderLessonText(lesson: Lesson, options: TextOptions): string {
  const screens = pages(lesson, options).map((page) => pageLines(page, options));
  return [headLines(lesson, options), ...screens].map((lines) => `${lines.join('\n')}\n`).join('\n');
}

/** ` softmax( Q·Kᵀ / √d_k ) · V        4 tokens · d_k 4 · d_v 2 · 1 head · no mask` */
export function headLines(lesson: Lesson, options: TextOptions): string[] {
  const { write, palette: paint } = penOf(options);
  const { formula, facts } = headline(lesson, options);
  const left = write(formula);
  const right = options.unicode ? facts.join(' · ') : facts.map(write).join(', ');
  return displayWidth(left) + displayWidth(right) + 10 <= Math.min(options.width, MEASURE)
    ? [` ${paint.bold(left)}        ${right}`]
    : [` ${paint.bold(left)}`, ...wrapped(right, Math.min(options.width, MEASURE) - SAID).map((line) => ` ${line}`)];
}

/** One screen as lines: its title, then what it has to say. */
export function pageLines(page: Page, options: TextOptions): string[] {
  const pen = penOf(options);
  return [...titleLines(page, options, pen), ...page.blocks.flatMap((block) => blockLines(block, options.width, pen))];
}

export function penOf({ color, cmap, unicode }: Pick<TextOptions, 'color' | 'cmap' | 'unicode'>): Pen {
  return { palette: palette(color, cmap), glyphs: glyphs(unicode), write: unicode ? (text) => text : inAscii };
}

/** `●●○○○○  2/6  I ASK EVERYONE   score = q · k ─────`; the formula on a line of its own where there is no room. */
function titleLines(
  { number, of, name, title, formula }: Page,
  { width }: TextOptions,
  { palette: paint, write, glyphs: signs }: Pen,
): string[] {
  const room = Math.min(width, MEASURE);
  const left = `${write('●'.repeat(number) + '○'.repeat(of - number))}  ${name}/${of}  `;
  const both = write([title, ...(formula ? [formula] : [])].join('   '));
  const fits = displayWidth(left + both) + 2 <= room;
  const head = fits ? both : write(title);
  const rule = signs.box.top.repeat(Math.max(0, room - displayWidth(left + head) - 1));
  return [
    `${left}${paint.bold(head)} ${paint.dim(rule)}`.trimEnd(),
    ...(fits || !formula ? [] : [' '.repeat(TABLED) + paint.bold(write(formula))]),
  ];
}

function blockLines(block: Block, width: number, pen: Pen): string[] {
  switch (block.kind) {
    case 'say': {
      const indent = block.tone === 'code' ? TABLED : SAID;
      const hang = block.tone === undefined ? 0 : 1;
      return wrapped(pen.write(block.text), Math.min(width, MEASURE) - indent, hang).map(
        (line) => ' '.repeat(indent) + line,
      );
    }
    case 'table': {
      const { lines, width: natural } = tableLines(block, pen);
      return (natural + TABLED <= width ? lines : foldedLines(block, pen, width - TABLED)).map(
        (line) => ' '.repeat(TABLED) + line,
      );
    }
    case 'fit': {
      const fits = (choice: readonly Block[]): boolean =>
        choice.every((one) => one.kind !== 'table' || tableLines(one, pen).width + TABLED <= width);
      return (block.choices.find(fits) ?? block.choices.at(-1)!).flatMap((one) => blockLines(one, width, pen));
    }
  }
}
