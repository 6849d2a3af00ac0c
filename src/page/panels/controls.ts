import { LANGUAGE_NAMES, LANGUAGES } from '../../words/index.js';
import { markup, type Markup } from '../../show/index.js';
import { PAGE_WORDS } from '../../words/index.js';
import type { Panel } from './panel.js';

const DIGITS = [0, 1, 2, 3, 4, 6, 8, Infinity];
const TOPS = [1, 2, 3, 5, Infinity];

/** How things are shown: digits, lines, colours, language, theme. */
export const controlsPanel: Panel = {
  id: 'controls',
  key: ({ state: { lang, digits, top, scale, theme } }) => [lang, digits, top, scale, theme].join(' '),
  draw: ({ state }) => {
    const words = PAGE_WORDS[state.lang];
    const count = (x: number): string => (x === Infinity ? words.all : String(x));
    const with_ = (choices: readonly number[], own: number): number[] =>
      [...new Set([...choices, own])].sort((a, b) => a - b);
    return markup`${choose(
      'digits',
      words.digits,
      with_(DIGITS, state.digits).map((x) => [String(x), count(x)]),
      String(state.digits),
    )}
${choose(
  'top',
  words.top,
  with_(TOPS, state.top).map((x) => [String(x), count(x)]),
  String(state.top),
)}
${choose('scale', words.scale, Object.entries(words.scaleChoice), state.scale)}
${choose(
  'lang',
  words.language,
  LANGUAGES.map((lang) => [lang, LANGUAGE_NAMES[lang]]),
  state.lang,
)}
${choose('theme', words.theme, Object.entries(words.themeChoice), state.theme)}`;
  },
};

function choose(id: string, label: string, choices: readonly (readonly [string, string])[], chosen: string): Markup {
  return markup`<label>${label} <select id="${id}">${choices.map(([value, text]) => markup`<option value="${value}"${value === chosen && markup` selected`}>${text}</option>`)}</select></label>`;
}
