import type { Axis } from '../../core/index.js';
import type { Matrix } from '../../lens/index.js';
import { markup, type Markup } from '../../show/index.js';
import { shownRange } from '../select.js';
import type { App } from '../state.js';
import { PAGE_WORDS, PICTURE_WORDS } from '../../words/index.js';

/** `rows 1–32 of 100 ‹ ›`, for every axis of which only a window is shown. */
export function pager(app: App, { stage, rows, columns }: Matrix): Markup {
  const one = (axis: Axis, length: number): Markup | false => {
    const [from, to] = shownRange(app, axis, length);
    if (to - from >= length) return false;
    const words = PAGE_WORDS[app.state.lang];
    const button = (way: -1 | 1, sign: string, label: string): Markup =>
      markup`<button type="button" id="page-${stage.name}-${axis}-${way}" data-page="${axis}:${length}:${way}" aria-label="${label}"${(way < 0 ? from === 0 : to === length) && markup` disabled`}>${sign}</button>`;
    return markup`<span class="pager">${words.axis[axis]} ${PICTURE_WORDS[app.state.lang].rowsRange(from + 1, to, length)} ${button(-1, '‹', words.earlier)}${button(1, '›', words.later)}</span>`;
  };
  return markup`${one(stage.rows, rows.length)}${one(stage.columns, columns.length)}`;
}
