import { alignPoints, type Block, type Cell, lesson, type Page, pages, type Table } from '../../explain/index.js';
import { colorStyle, markup, type Markup, weightColor } from '../../show/index.js';
import { names } from '../select.js';
import { sameChange, type App } from '../state.js';
import { PAGE_WORDS } from '../../words/index.js';
import type { Panel } from './panel.js';

/** Digits of the lesson where all are asked for: sentences stay readable. */
const MOST_DIGITS = 6;

/** Panel E, its controls: back, slider, next, and who speaks. */
export const walkPanel: Panel = {
  id: 'walk',
  key: (app) => JSON.stringify([app.at, app.state.lang, lessonPages(app).map(({ name, title }) => [name, title])]),
  draw: (app) => {
    const words = PAGE_WORDS[app.state.lang];
    const told = lessonPages(app);
    return markup`<button type="button" id="step-back">‹ ${words.back}</button>
<label class="slider"><span class="unseen">${words.step}</span><input type="range" id="step" min="1" max="${told.length}"></label>
<button type="button" id="step-next">${words.next} ›</button>
<label>${words.speaker} <select id="speaker">${names(app.trace).queries.map((name, index) => markup`<option value="${index}">${name}</option>`)}</select></label>
<div class="dots" role="group" aria-label="${words.step}">${told.map(({ name, title }, index) => markup`<button type="button" data-step="${index}" tabindex="-1" aria-label="${words.step} ${name}: ${title}">${name}</button>`)}</div>`;
  },
  sync: (app, element) => {
    const told = lessonPages(app);
    const at = Math.min(app.state.step, told.length - 1);
    const slider = element.querySelector<HTMLInputElement>('#step')!;
    slider.value = String(at + 1);
    slider.setAttribute('aria-valuetext', `${told[at]!.name}: ${told[at]!.title}`);
    element.querySelector<HTMLButtonElement>('#step-back')!.disabled = at === 0;
    element.querySelector<HTMLButtonElement>('#step-next')!.disabled = at === told.length - 1;
    element.querySelector<HTMLSelectElement>('#speaker')!.value = String(app.state.speaker);
    element
      .querySelectorAll('[data-step]')
      .forEach((dot, index) =>
        index === at ? dot.setAttribute('aria-current', 'step') : dot.removeAttribute('aria-current'),
      );
  },
};

/** Panel E: the lesson of one word, the same as `--explain`, a step at a time; all of it on paper. */
export const lessonPanel: Panel = {
  id: 'lesson',
  key: ({ version, state: { batch, head, speaker, step, lang, digits } }) =>
    [version, batch, head, speaker, step, lang, digits].join(' '),
  draw: (app) => {
    const told = lessonPages(app);
    const at = Math.min(app.state.step, told.length - 1);
    return markup`${told.map((one, index) => markup`<article${index !== at && markup` class="other"`} data-kind="${one.step}">${pageMarkup(one)}</article>`)}`;
  },
};

/** The lesson of the speaker; compared with the file where something was changed. */
export function lessonPages({ trace, file, state }: App): readonly Page[] {
  const before = sameChange(file.change, state.change) ? undefined : file.trace;
  const told = lesson(trace, { token: state.speaker, head: state.head, batch: state.batch, ...(before && { before }) });
  return pages(told, { lang: state.lang, unicode: true, digits: Math.min(state.digits, MOST_DIGITS) });
}

function pageMarkup({ name, of, title, formula, blocks }: Page): Markup {
  return markup`<h3><small>${name}/${of}</small> ${title}${formula !== undefined && markup` <span>${formula}</span>`}</h3>${blocks.map(blockMarkup)}`;
}

function blockMarkup(block: Block): Markup {
  switch (block.kind) {
    case 'say':
      return markup`<p class="${block.tone ?? 'said'}">${block.text}</p>`;
    case 'table':
      return tableMarkup(block);
    case 'fit':
      return markup`${block.choices[block.page ?? 0]!.map(blockMarkup)}`;
  }
}

function tableMarkup({ columns, head, rows }: Table): Markup {
  const texts = columns.map((column, at) => {
    const cells = rows.map((row) => row[at]?.text ?? '');
    return column.align === 'point' ? alignPoints(cells) : cells;
  });
  const heading = head && headMarkup(head, columns);
  return markup`<div class="scroll"><table class="told">${heading}<tbody>${rows.map((row, line) => markup`<tr>${row.map((cell, at) => cellMarkup(cell, texts[at]![line]!, columns[at]!.align))}</tr>`)}</tbody></table></div>`;
}

function headMarkup(head: readonly Cell[], columns: Table['columns']): Markup {
  let covered = 0;
  return markup`<thead><tr>${head.map(({ text, role, span = 1 }, at) => {
    if (at < covered) return false;
    covered = at + span;
    return markup`<th class="${role ?? ''} ${columns[at]!.align ?? ''}"${span > 1 && markup` colspan="${span}"`}>${text}</th>`;
  })}</tr></thead>`;
}

function cellMarkup({ role, heat, bar }: Cell, text: string, align: Table['columns'][number]['align']): Markup {
  if (bar)
    return markup`<td><i class="share" style="width:${Math.round(1000 * Math.min(1, Math.max(0, bar.share || 0))) / 100}em"></i></td>`;
  const style = heat !== undefined && !Number.isNaN(heat) ? colorStyle(weightColor(heat)) : '';
  return markup`<td class="${role ?? ''} ${align ?? ''}"${style !== '' && markup` style="${style}"`}>${text}</td>`;
}
