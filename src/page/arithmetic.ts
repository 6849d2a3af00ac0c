import { lensOn } from '../lens/index.js';
import { type CellPlace, type Derivation, deriver, digitsOf } from '../show/index.js';
import { names, sameCell, shownCell } from './select.js';
import type { App } from './state.js';
import { PAGE_WORDS } from '../words/index.js';

/** What panel D says: of one cell, or of all that are pinned. */
export function shownArithmetic(app: App): Derivation & { readonly pinned: boolean } {
  const { pins } = app.state;
  const cell = shownCell(app);
  const pinned = pins.some((pin) => sameCell(pin, cell));
  return { pinned, ...(pinned && pins.length > 1 ? arithmeticOfSeveral(app, pins) : arithmeticOf(app, cell)) };
}

/**
 * How the number of a cell came about, every digit of it. Column −1 stands for a whole row of weights (whom a word listens to), row
 * −1 for a whole column (who listens to it).
 */
function arithmeticOf(app: App, cell: CellPlace): Derivation {
  if (cell.column >= 0 && cell.row >= 0) return deriver(app.trace, { lang: app.state.lang, most: Infinity })(cell);
  return { title: wordTitle(app, cell), lines: [shares(wordWeights(app, [cell]))] };
}

/** Several pinned cells: added up. Several words: what they give to each other word, added up. */
function arithmeticOfSeveral(app: App, cells: readonly CellPlace[]): Derivation {
  const words = PAGE_WORDS[app.state.lang];
  if (cells.every(({ column }) => column < 0) || cells.every(({ row }) => row < 0)) {
    return {
      title: `${words.together}: ${cells.map((cell) => wordTitle(app, cell)).join(' + ')}`,
      lines: [shares(wordWeights(app, cells))],
    };
  }
  const exact = cells.filter(({ row, column }) => row >= 0 && column >= 0);
  const values = exact.map((cell) => valueAt(app, cell));
  const derive = deriver(app.trace, { lang: app.state.lang, most: 3 });
  return {
    title: `${words.together}: ${values.map(digitsOf).join(' + ')} = ${digitsOf(values.reduce((total, x) => total + x, 0))}`,
    lines: exact.map((cell) => derive(cell).title),
  };
}

function valueAt({ trace }: Pick<App, 'trace'>, { stage, batch, head, row, column }: CellPlace): number {
  return lensOn(trace, batch, head).at(stage, row, column);
}

function wordTitle(app: App, { row, column }: CellPlace): string {
  const { queries, keys } = names(app.trace);
  const words = PAGE_WORDS[app.state.lang];
  return column < 0 ? words.wordListens(queries[row]!) : words.wordHeard(keys[column]!);
}

/** For each word of the other side the weights of all these words, added up; the largest first. */
function wordWeights(app: App, cells: readonly CellPlace[]): { name: string; weight: number }[] {
  const { queries, keys } = names(app.trace);
  const others = cells[0]!.column < 0 ? keys : queries;
  return others
    .map((name, at) => ({
      name,
      weight: cells.reduce(
        (sum, cell) => sum + valueAt(app, { ...cell, ...(cell.column < 0 ? { column: at } : { row: at }) }),
        0,
      ),
    }))
    .sort((a, b) => b.weight - a.weight);
}

const shares = (weights: readonly { name: string; weight: number }[]): string =>
  weights.map(({ name, weight }) => `${name} ${digitsOf(weight)}`).join(' · ');
