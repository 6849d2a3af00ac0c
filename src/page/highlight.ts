import type { StageName } from '../core/trace.js';
import type { CellPlace } from '../show/derivation/derivation.js';
import { KEYS, QUERIES, VALUES } from '../show/derivation/head-view.js';
import { cellName, sameCell } from './select.js';
import type { App } from './state.js';

const MARKS = ['here', 'pin', 'from-q', 'from-k', 'from-v', 'from'];

/**
 * Outlines what is pointed at, what is pinned, and the rows of q, k and v that its number came from; the lines of its word stand
 * out in the head view.
 */
export function highlight(app: App, root: ParentNode): void {
  for (const mark of MARKS) root.querySelectorAll(`.${mark}`).forEach((element) => element.classList.remove(mark));
  const { cell, pins, speaker } = app.state;
  const shown = cell ?? pins[0];
  const mark = (selector: string, name: string): void => root.querySelectorAll(selector).forEach((element) => element.classList.add(name));
  for (const pin of pins) markCell(pin, 'pin');
  if (shown) {
    markCell(shown, 'here');
    sources(app, shown).forEach(([selector, name]) => mark(selector, name));
  }
  const row = shown && shown.row >= 0 && isPair(shown.stage) ? shown.row : undefined;
  const column = shown && shown.row < 0 ? shown.column : undefined;
  const lines = root.querySelector('.lines');
  lines?.classList.toggle('some', row !== undefined || column !== undefined || pins.length > 0);
  root.querySelectorAll<SVGElement>('[data-link]').forEach((line) => {
    const [from, to] = line.dataset['link']!.split(':').map(Number);
    const own = (at: CellPlace): boolean => (at.row < 0 ? at.column === to : at.row === from && isPair(at.stage));
    line.classList.toggle('on', [...(cell ? [cell] : []), ...pins].some(own));
    line.classList.toggle('strong', shown !== undefined && shown.row === from && shown.column === to && isPair(shown.stage));
  });
  root.querySelectorAll<SVGElement>('[data-word]').forEach((word) => {
    const [side, at] = word.dataset['word']!.split(':');
    word.classList.toggle('speaks', side === 'query' && Number(at) === speaker);
    word.classList.toggle('on', side === 'query' ? row === Number(at) : (shown?.column ?? -1) === Number(at) && (row !== undefined || column !== undefined));
  });

  function markCell(place: CellPlace, name: string): void {
    if (!sameCell(place, { ...place, batch: app.state.batch, head: app.state.head })) return;
    if (place.row < 0) mark(`[data-column="${place.stage}:${place.column}"]`, name);
    else mark(`[data-cell="${cellName(place)}"]`, name);
  }
}

const isPair = (stage: StageName): boolean => ['scores', 'scaled', 'softcapped', 'masked', 'weights'].includes(stage);

function sources({ trace }: App, { stage, row, column }: CellPlace): (readonly [selector: string, name: string])[] {
  const own = (names: readonly StageName[]): string => names.find((name) => trace.stages.has(name))!;
  if (row < 0) return [];
  if (isPair(stage)) {
    const pair: (readonly [string, string])[] = [[`[data-row="${own(QUERIES)}:${row}"]`, 'from-q']];
    if (column >= 0) pair.push([`[data-row="${own(KEYS)}:${column}"]`, 'from-k'], [`[data-row="${own(VALUES)}:${column}"]`, 'from-v'], [`[data-cell$=":${row}:${column}"]:is(.scores *, .scaled *, .softcapped *, .masked *, .weights *)`, 'from']);
    return pair;
  }
  if (stage === 'output' || stage === 'heads') return [[`[data-row="weights:${row}"]`, 'from-q'], [`[data-row^="${own(VALUES)}:"]`, 'from-v']];
  return [];
}
