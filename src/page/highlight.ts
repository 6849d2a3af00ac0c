import { SCORE_STAGES, type StageName } from '../core/index.js';
import type { StepKind } from '../explain/index.js';
import type { CellPlace } from '../show/index.js';
import { KEYS, QUERIES, stageOf, VALUES, type Which } from '../lens/index.js';
import { cellName, shownCell } from './select.js';
import type { App } from './state.js';

const MARKS = ['here', 'pin', 'from-q', 'from-k', 'from-v', 'from', 'told-of'];

/** Which matrices a step of the lesson is about. */
const ABOUT: Readonly<Record<StepKind, readonly StageName[]>> = {
  who: ['q', 'k', 'v', 'present_key', 'present_value'],
  project: ['x', 'x_kv', 'q', 'k', 'v'],
  latent: ['k', 'v', 'q_absorbed'],
  norm: ['q_normed', 'k_normed'],
  rotate: ['q_rotated', 'k_rotated'],
  gate: ['heads', 'gated'],
  ask: ['scores'],
  relative: ['relative'],
  scale: ['scaled'],
  softcap: ['softcapped'],
  adjust: ['masked'],
  mask: ['masked', 'selected'],
  recur: ['state', 'weights'],
  share: ['maps', 'weights'],
  difference: ['maps', 'weights'],
  'head-norm': ['heads', 'heads_normed'],
  listen: ['v', 'heads', 'output'],
  join: ['heads', 'output'],
  now: ['output'],
  compare: ['weights', 'output'],
};

/**
 * Outlines what is pointed at, what is pinned, and the rows of q, k and v that its number came from; the lines of its word stand
 * out in the head view.
 */
export function highlight(app: App, root: ParentNode): void {
  for (const mark of MARKS) root.querySelectorAll(`.${mark}`).forEach((element) => element.classList.remove(mark));
  const { cell, pins, speaker, change } = app.state;
  const shown = shownCell(app);
  const mark = (selector: string, name: string): void =>
    root.querySelectorAll(selector).forEach((element) => element.classList.add(name));
  for (const pin of pins) markCell(pin, 'pin');
  markCell(shown, 'here');
  sources(app, shown).forEach(([selector, name]) => mark(selector, name));
  told(root).forEach((stage) => mark(`#steps [data-stage="${stage}"]`, 'told-of'));
  const row = shown.row >= 0 && isPair(shown.stage) ? shown.row : undefined;
  const column = shown.row < 0 ? shown.column : undefined;
  const lines = root.querySelector('.lines');
  lines?.classList.toggle('some', cell !== undefined || pins.length > 0);
  root.querySelectorAll<SVGElement>('[data-link]').forEach((line) => {
    const [from, to] = line.dataset['link']!.split(':').map(Number);
    const own = (at: CellPlace): boolean => (at.row < 0 ? at.column === to : at.row === from && isPair(at.stage));
    line.classList.toggle('on', [...(cell ? [cell] : []), ...pins].some(own));
    line.classList.toggle('strong', shown.row === from && shown.column === to && isPair(shown.stage));
  });
  root.querySelectorAll<SVGElement>('[data-word]').forEach((word) => {
    const [side, at] = word.dataset['word']!.split(':');
    word.classList.toggle('gone', side === 'key' && change.hide.includes(Number(at)));
    word.classList.toggle('speaks', side === 'query' && Number(at) === speaker);
    word.classList.toggle(
      'on',
      side === 'query'
        ? row === Number(at)
        : shown.column === Number(at) && (row !== undefined || column !== undefined),
    );
  });

  function markCell(place: CellPlace, name: string): void {
    if (place.batch !== app.state.batch || place.head !== app.state.head) return;
    if (place.row < 0) mark(`[data-column="${place.stage}:${place.column}"]`, name);
    else mark(`[data-cell="${cellName(place)}"]`, name);
  }
}

function told(root: ParentNode): readonly StageName[] {
  return ABOUT[root.querySelector<HTMLElement>('#lesson article:not(.other)')!.dataset['kind'] as StepKind];
}

const isPair = (stage: StageName): boolean =>
  ([...SCORE_STAGES, 'maps', 'weights'] as readonly StageName[]).includes(stage);

function sources({ trace }: App, { stage, row, column }: CellPlace): (readonly [selector: string, name: string])[] {
  const own = (which: Which): string => stageOf(trace, which)!.name;
  if (row < 0) return [];
  if (isPair(stage)) {
    const pair: (readonly [string, string])[] = [[`[data-row="${own(QUERIES)}:${row}"]`, 'from-q']];
    if (column >= 0)
      pair.push(
        [`[data-row="${own(KEYS)}:${column}"]`, 'from-k'],
        [`[data-row="${own(VALUES)}:${column}"]`, 'from-v'],
        [`[data-cell$=":${row}:${column}"]:is(.scores *, .scaled *, .softcapped *, .masked *, .weights *)`, 'from'],
      );
    return pair;
  }
  if (stage === 'output' || stage === 'heads')
    return [
      [`[data-row="weights:${row}"]`, 'from-q'],
      [`[data-cell^="${own(VALUES)}:"][data-cell$=":${column}"]:not(th)`, 'from'],
    ];
  return [];
}
