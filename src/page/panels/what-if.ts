import { type Causal, OPTIONS, type Trace } from '../../core/index.js';
import { markup } from '../../show/index.js';
import { names } from '../select.js';
import { sameChange, type App } from '../state.js';
import { PAGE_WORDS, type PageWords } from '../../words/index.js';
import type { Panel } from './panel.js';

/** From a tenth to ten, 1 in the middle: the slider runs over powers of ten. */
export const temperatureAt = (slider: number): number => Math.round(10 ** (slider / 50) * 100) / 100;
export const sliderAt = (temperature: number): number => Math.round(50 * Math.log10(temperature));

/** What if a word were hidden, nobody could look ahead, the temperature were another: computed again in the page. */
export const whatIfPanel: Panel = {
  id: 'what-if',
  key: ({ at, state: { lang } }) => `${at} ${lang}`,
  draw: ({ trace, state: { lang } }) => {
    const words = PAGE_WORDS[lang];
    return markup`<fieldset class="hide"><legend>${words.hide}</legend><div class="chips" data-roving>${names(trace).keys.map((name, at) => markup`<button type="button" data-hide="${at}" aria-label="${words.hideWord(name)}" tabindex="${at === 0 ? 0 : -1}">${name}</button>`)}</div></fieldset>
<label>${words.causal} <select id="causal">${causalChoices(trace).map((choice) => markup`<option value="${choice}">${words.causalChoice[isSquare(trace) && choice === 'top-left' ? 'on' : choice]}</option>`)}</select></label>
<label>${words.temperature} <input type="range" id="temperature" min="-50" max="50"><output></output></label>`;
  },
  sync: ({ state: { change } }, element) => {
    element
      .querySelectorAll<HTMLElement>('[data-hide]')
      .forEach((chip) => chip.setAttribute('aria-pressed', String(change.hide.includes(Number(chip.dataset['hide'])))));
    element.querySelector<HTMLSelectElement>('#causal')!.value = change.causal || 'none';
    const slider = element.querySelector<HTMLInputElement>('#temperature')!;
    if (temperatureAt(Number(slider.value)) !== change.temperature) slider.value = String(sliderAt(change.temperature));
    slider.setAttribute('aria-valuetext', String(change.temperature));
    element.querySelector('output')!.textContent = String(change.temperature);
  },
};

/** Whether the page still shows what the file holds, and the way back to it. */
export const changedPanel: Panel = {
  id: 'changed',
  key: ({ version, state: { lang }, failed }) => `${version} ${lang} ${failed}`,
  draw: (app) => {
    const { file, state, failed, trace } = app;
    const words = PAGE_WORDS[state.lang];
    return markup`${failed && markup`<p class="failure">${words.failed}</p>`}
${!sameChange(file.change, state.change) && markup`<p class="badge">${words.changed(changes(app, words, names(trace).keys))} <button type="button" id="reset">${words.reset}</button></p>`}`;
  },
};

const isSquare = ({ sizes }: Trace): boolean => sizes.nQ === sizes.nK;

function causalChoices({ sizes }: Trace): readonly ('none' | Causal)[] {
  if (sizes.nQ === sizes.nK) return ['none', 'top-left'];
  return ['none', ...OPTIONS.causal.choices.filter((corner) => corner !== 'offset' || sizes.nPast > 0)];
}

/** In words: `without cat`, `causal mask on`, `temperature 2`. */
function changes({ file, state: { change } }: App, words: PageWords, keys: readonly string[]): string[] {
  const gone = change.hide.filter((at) => !file.change.hide.includes(at)).map((at) => keys[at]!);
  const back = file.change.hide.filter((at) => !change.hide.includes(at)).map((at) => keys[at]!);
  return [
    ...(gone.length > 0 ? [words.without(gone)] : []),
    ...(back.length > 0 ? [words.withAgain(back)] : []),
    ...(change.causal !== file.change.causal
      ? [`${words.causal} ${words.causalChoice[change.causal === 'top-left' ? 'on' : change.causal || 'none']}`]
      : []),
    ...(change.temperature !== file.change.temperature ? [`${words.temperature} ${change.temperature}`] : []),
  ];
}
