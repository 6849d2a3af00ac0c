import { markup } from '../../show/index.js';
import { PAGE_WORDS } from '../../words/index.js';
import type { Panel } from './panel.js';

/** What can be taken away from the page. */
export const actionsPanel: Panel = {
  id: 'actions',
  key: ({ state }) => state.lang,
  draw: ({ state }) => {
    const words = PAGE_WORDS[state.lang];
    return markup`<button type="button" id="save-svg" data-action="save-svg">${words.saveSvg}</button>
<button type="button" id="copy-cell" data-action="copy-cell">${words.copyCell}</button>
<button type="button" id="copy-numpy" data-action="copy-numpy">${words.copyNumpy}</button>
<button type="button" id="print" data-action="print">${words.print}</button> <span id="said" role="status"></span>`;
  },
};
