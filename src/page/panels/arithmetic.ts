import { markup } from '../../show/svg/markup.js';
import { arithmeticOf, arithmeticOfSeveral } from '../arithmetic.js';
import { sameCell } from '../select.js';
import { PAGE_WORDS } from '../words.js';
import type { Panel } from './panel.js';

/** Panel D: how the number that is pointed at came about; what is pinned comes back when nothing is. */
export const arithmeticPanel: Panel = {
  id: 'arithmetic',
  key: ({ version, state: { cell, pins, lang } }) => JSON.stringify([version, cell, pins, lang]),
  draw: (app) => {
    const { cell, pins, lang } = app.state;
    const words = PAGE_WORDS[lang];
    if (!cell && pins.length === 0) return markup`<p class="hint">${words.keys}</p>`;
    const pinned = !cell || pins.some((pin) => sameCell(pin, cell));
    const { title, lines } = pinned && pins.length > 1 ? arithmeticOfSeveral(app, pins) : arithmeticOf(app, cell ?? pins[0]!);
    return markup`<p class="equation">${title}${pinned && markup` <em>${words.pinned}</em>`}</p>${lines.map((line) => markup`<p>${line}</p>`)}`;
  },
};
