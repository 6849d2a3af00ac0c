import { markup } from '../../show/index.js';
import { shownArithmetic } from '../arithmetic.js';
import { PAGE_WORDS } from '../../words/index.js';
import type { Panel } from './panel.js';

/** Panel D: how the number that is pointed at came about; what is pinned comes back when nothing is. */
export const arithmeticPanel: Panel = {
  id: 'arithmetic',
  key: ({ version, state: { cell, pins, lang, batch, head, speaker } }) =>
    JSON.stringify([version, cell, pins, lang, batch, head, speaker]),
  draw: (app) => {
    const { pinned, title, lines } = shownArithmetic(app);
    return markup`<p class="equation">${title}${pinned && markup` <em>${PAGE_WORDS[app.state.lang].pinned}</em>`}</p>${lines.map((line) => markup`<p>${line}</p>`)}`;
  },
};
