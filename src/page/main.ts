import type { Axis } from '../core/index.js';
import { type CellPlace, type Language, type PackedProblem, type ScaleMode, unpack } from '../show/index.js';
import { drawer, takeFocus } from './draw.js';
import { moveFrom, moveInGroup } from './keyboard.js';
import { layout } from './layout.js';
import { lessonPages } from './panels/lesson.js';
import { temperatureAt } from './panels/what-if.js';
import { cellOf, sameCell, shownRange, WINDOW } from './select.js';
import type { App, Change, FileOptions, State } from './state.js';
import { cellText, copy, download, pythonText, svgOf } from './take-away.js';
import { openApp, withChange, withItem, withState } from './update.js';
import { PAGE_WORDS } from '../words/index.js';

const data = JSON.parse(document.querySelector('#attn-problem')!.textContent!) as {
  problems: { problem: PackedProblem; speaker?: number }[];
  options: FileOptions;
};
const root = document.querySelector<HTMLElement>('#app')!;
let app: App = openApp(
  data.problems.map(({ problem, speaker }) => ({ problem: unpack(problem), speaker })),
  data.options,
);
let draw: (app: App) => void;

function build(): void {
  document.documentElement.lang = app.state.lang;
  root.innerHTML = layout(
    app.state.lang,
    app.items.reduce((most, { trace: { sizes } }) => Math.max(most, sizes.nQ, sizes.nK), 0),
  ).markup;
  draw = drawer(root);
  draw(app);
}

function show(next: App): void {
  const language = next.state.lang !== app.state.lang;
  app = next;
  if (language) build();
  else draw(app);
}

const set = (state: Partial<State>): void => show(withState(app, state));
const change = (part: Partial<Change>): void => show(withChange(app, { ...app.state.change, ...part }));

/** What an element stands for: a cell, a line (the weight of it), a word (all its weights). */
function placeOf(target: EventTarget | null): CellPlace | undefined {
  const element = (target as Element | null)?.closest<HTMLElement | SVGElement>(
    '[data-cell], [data-link], [data-word]',
  );
  if (!element) return undefined;
  const { dataset } = element;
  if (dataset['cell'] !== undefined) return cellOf(dataset['cell'], app);
  if (dataset['link'] !== undefined) return cellOf(`weights:${dataset['link']}`, app);
  const [side, at] = dataset['word']!.split(':');
  return cellOf(side === 'query' ? `weights:${at}:-1` : `weights:-1:${at}`, app);
}

/** Pins a cell or lets it go; with `add` beside those that are pinned. Whose row it is speaks from now on. */
function pin(place: CellPlace, add: boolean): void {
  const pinned = app.state.pins.some((one) => sameCell(one, place));
  const others = add ? app.state.pins.filter((one) => !sameCell(one, place)) : [];
  const speaks = place.row >= 0 && place.stage === 'weights' ? { speaker: place.row } : {};
  set({ pins: pinned ? others : [...others, place], ...speaks });
}

root.addEventListener('mouseover', (event) => {
  const place = placeOf(event.target) ?? placeOf(document.activeElement);
  const { cell } = app.state;
  if (place ? !cell || !sameCell(cell, place) : cell) set({ cell: place });
});
root.addEventListener('mouseleave', () => set({ cell: placeOf(document.activeElement) }));

root.addEventListener('focusin', ({ target }) => set({ cell: placeOf(target) }));
root.addEventListener('focusout', (event) => {
  if (!root.contains(event.relatedTarget as Node | null)) set({ cell: undefined });
});

root.addEventListener('keydown', (event) => {
  const target = event.target as HTMLElement;
  if (event.key === 'Escape') {
    set({ pins: [], cell: undefined });
    return;
  }
  const place = placeOf(target);
  if (place && (event.key === 'Enter' || event.key === ' ')) {
    event.preventDefault();
    pin(place, event.shiftKey);
    return;
  }
  const name = target.dataset['cell'];
  if (name !== undefined) {
    const move = moveFrom(app, name, event.key);
    if (!move) return;
    event.preventDefault();
    set({ windows: move.windows });
    takeFocus(root.querySelector<HTMLElement>(`[data-cell="${move.name}"]`));
    return;
  }
  const group = target.closest('[data-roving]');
  const next = group && moveInGroup(group, target, event.key);
  if (next) {
    event.preventDefault();
    takeFocus(next);
  }
});

root.addEventListener('click', (event) => {
  const target = event.target as HTMLElement;
  const place = placeOf(target);
  if (place) {
    takeFocus(target.closest<HTMLElement>('[data-cell], [data-word]'), true);
    pin(place, event.shiftKey);
    return;
  }
  const box = target.closest('[data-overview]');
  if (box) {
    moveWindow(box, event);
    return;
  }
  const button = target.closest<HTMLElement>('button');
  if (!button) return;
  const { dataset } = button;
  if (dataset['step'] !== undefined) set({ step: Number(dataset['step']) });
  else if (dataset['hide'] !== undefined) toggleHidden(Number(dataset['hide']));
  else if (dataset['head'] !== undefined) chooseHead(dataset['head'], Number(dataset['item']));
  else if (dataset['page'] !== undefined) turnPage(dataset['page']);
  else if (dataset['action'] !== undefined) void act(dataset['action']);
  else if (button.id === 'step-back') walk(-1);
  else if (button.id === 'step-next') walk(1);
  else if (button.id === 'reset') show(withChange(app, app.file.change));
});

function walk(way: -1 | 1): void {
  const last = lessonPages(app).length - 1;
  set({ step: Math.max(0, Math.min(last, Math.min(app.state.step, last) + way)) });
}

function toggleHidden(at: number): void {
  const { hide } = app.state.change;
  change({ hide: hide.includes(at) ? hide.filter((one) => one !== at) : [...hide, at].sort((a, b) => a - b) });
}

function chooseHead(name: string, item: number): void {
  const [batch, head] = name.split(':').map(Number) as [number, number];
  const chosen = withItem(app, item);
  const here = (place: CellPlace): CellPlace => ({ ...place, batch, head });
  show(withState(chosen, { batch, head, pins: chosen.state.pins.map(here), cell: undefined }));
}

function turnPage(page: string): void {
  const [axis, length, way] = page.split(':') as [Axis, string, string];
  const [from] = shownRange(app, axis, Number(length));
  set({
    windows: {
      ...app.state.windows,
      [axis]: Math.max(0, Math.min(Number(length) - WINDOW, from + Number(way) * WINDOW)),
    },
  });
}

/** The window of the table, with the place that was clicked in its middle. */
function moveWindow(box: Element, event: MouseEvent): void {
  const { left, top, width, height } = box.getBoundingClientRect();
  const { nQ, nK } = app.trace.sizes;
  const start = (share: number, length: number): number =>
    Math.max(0, Math.min(length - WINDOW, Math.round(share * length - WINDOW / 2)));
  set({
    windows: {
      ...app.state.windows,
      query: start((event.clientY - top) / height, nQ),
      key: start((event.clientX - left) / width, nK),
    },
  });
}

async function act(action: string): Promise<void> {
  const words = PAGE_WORDS[app.state.lang];
  const say = (text: string): void => void (root.querySelector('#said')!.textContent = text);
  if (action === 'print') window.print();
  else if (action === 'save-svg') {
    download('attn.svg', 'image/svg+xml', svgOf(app));
    say(words.saved);
  } else {
    await copy(action === 'copy-numpy' ? pythonText(app) : cellText(app));
    say(words.copied);
  }
}

root.addEventListener('input', (event) => {
  const { id, value } = event.target as HTMLInputElement;
  switch (id) {
    case 'step':
      set({ step: Number(value) - 1 });
      break;
    case 'temperature':
      change({ temperature: temperatureAt(Number(value)) });
      break;
    case 'causal':
      change({ causal: value === 'none' ? false : (value as Exclude<Change['causal'], false>) });
      break;
    case 'speaker':
      set({ speaker: Number(value) });
      break;
    case 'digits':
      set({ digits: Number(value) });
      break;
    case 'top':
      set({ top: Number(value) });
      break;
    case 'scale':
      set({ scale: value as ScaleMode });
      break;
    case 'lang':
      set({ lang: value as Language });
      break;
    case 'theme': {
      set({ theme: value as State['theme'] });
      document.documentElement.dataset['theme'] = value;
    }
  }
});

build();
