import { indexSet, type IndexSet, type Ranges } from './index-set.js';

/** A part of (batch, heads, rows, columns): every cell whose indices are in these sets. */
export interface Box {
  readonly items: IndexSet;
  readonly heads: IndexSet;
  readonly rows: IndexSet;
  readonly columns: IndexSet;
}

/** Where cells differ. */
export interface Region {
  readonly boxes: readonly Box[];
  /** The boxes hold all cells that differ, and hardly any other. */
  readonly exact: boolean;
  readonly shape: readonly [number, number, number, number];
}

/** A few cells of a box may be right by chance, not more than this share. */
const MOST_OF = 0.5;

/** Of more boxes only how many rows there are is said. */
const MOST_BOXES = 3;

/**
 * The cells of a set as a few boxes: one where one is enough, else one for each group of heads whose rows are alike.
 *
 * @param bad (B, H, L, D) in memory order: 1 where a cell is in the set
 */
export function regionOf(bad: ArrayLike<number>, shape: readonly [number, number, number, number]): Region {
  const [B, H, L, D] = shape;
  const rowBad = new Uint8Array(B * H * L);
  const columnBad = new Uint32Array(D);
  let cells = 0;
  for (let at = 0; at < B * H * L * D; at++) {
    if (!bad[at]) continue;
    rowBad[Math.floor(at / D)] = 1;
    columnBad[at % D]!++;
    cells++;
  }
  const columns = which(D, (m) => columnBad[m]! > 0);
  const across = indexSet(columns, D, 'c');
  const groups = new Map<string, { heads: [number, number][]; rows: number[] }>();
  for (let b = 0; b < B; b++)
    for (let h = 0; h < H; h++) {
      const rows = which(L, (i) => rowBad[(b * H + h) * L + i] === 1);
      if (rows.length === 0) continue;
      const key = rows.join();
      const group = groups.get(key) ?? { heads: [], rows };
      group.heads.push([b, h]);
      groups.set(key, group);
    }
  const boxes = [...groups.values()].flatMap(({ heads, rows }) => {
    const down = indexSet(rows, L, 'i');
    const items = [...new Set(heads.map(([b]) => b))];
    const product = items.map((b) => heads.filter(([one]) => one === b).map(([, h]) => h));
    const same = product.every((of) => of.join() === product[0]!.join());
    const parts = same ? [{ of: items, heads: product[0]! }] : items.map((b, at) => ({ of: [b], heads: product[at]! }));
    return parts.map((part): Box => ({
      items: indexSet(part.of, B, 'b'),
      heads: indexSet(part.heads, H, 'h'),
      rows: down,
      columns: across,
    }));
  });
  const held = boxes.reduce((sum, { items, heads, rows }) => sum + items.count * heads.count * rows.count, 0);
  const exact = boxes.length <= MOST_BOXES && held * across.count * MOST_OF <= cells;
  return { boxes, exact, shape };
}

function which(n: number, holds: (index: number) => boolean): number[] {
  return Array.from({ length: n }, (_, index) => index).filter(holds);
}

/** `head 5, rows 64–76`; empty where it is everything. */
export function boxText({ items, heads, rows, columns }: Box, axis: 'head' | 'group' = 'head'): string {
  const name = (set: IndexSet, one: string, many: string): string[] =>
    set.text === '' ? [] : [`${set.count === 1 ? one : many} ${set.text}`];
  return [
    ...name(items, 'batch item', 'batch items'),
    ...name(heads, axis, `${axis}s`),
    ...name(rows, 'row', rows.text.startsWith('i mod') ? 'rows i with' : 'rows'),
    ...name(columns, 'column', columns.text.startsWith('c mod') ? 'columns c with' : 'columns'),
  ].join(', ');
}

/** A region in words: `head 5`, `rows 64–76`, `batch item 0, row 3; batch item 1, rows 5–6`. */
export function regionText(region: Region): string {
  const { boxes, exact, shape } = region;
  if (exact) {
    const texts = boxes.map((box) => boxText(box));
    return texts.some((text) => text === '') ? 'everywhere' : texts.join('; ');
  }
  const rows = boxes.reduce((sum, box) => sum + box.items.count * box.heads.count * box.rows.count, 0);
  const heads = boxes.reduce((sum, box) => sum + box.items.count * box.heads.count, 0);
  const [B, H, L] = shape;
  return `${rows} of ${B * H * L} rows, in ${heads} of ${B * H} heads`;
}

/** For scripts: ranges by axis, those axes left out of which all is meant. */
export function boxRanges(box: Box): Record<string, Ranges> {
  const axes = [
    ['items', box.items],
    ['heads', box.heads],
    ['rows', box.rows],
    ['columns', box.columns],
  ] as const;
  return Object.fromEntries(axes.filter(([, set]) => set.text !== '').map(([name, set]) => [name, set.ranges]));
}
