import { alignPoints } from '../align.js';
import { cell, type Block, type Cell, type Role } from '../block.js';
import { keyName, type Telling } from '../telling.js';

/** One row of a grid: a text for every key told of, in order, and what is said behind it. */
export interface GridRow {
  readonly label: string;
  readonly texts: readonly string[];
  readonly role?: Role;
  /** What those keys have together that are not told of one by one. */
  readonly others?: string;
  /** A word and a number: `sum ≈2.0565`. */
  readonly tail?: { readonly name: string; readonly value: string };
  /** Said in the place of a tail. */
  readonly remark?: string;
}

/**
 * Keys across, rows of numbers down; where that is too wide, keys down.
 */
export function grid(telling: Telling, rows: readonly GridRow[]): Block {
  const { told, others, say } = telling;
  const names = [
    ...told.map((j) => keyName(telling, j)),
    ...(others > 0 ? [cell(say.othersShare({ count: others }))] : []),
  ];
  const columns = names.map((_, at) =>
    alignPoints(rows.map((row) => (at < told.length ? row.texts[at]! : (row.others ?? '…')))),
  );
  const signs = columns.some((column) => column.some((text) => /[≈−]/.test(text)));
  const tails = rows.some((row) => row.tail) ? tailTexts(rows) : undefined;

  const across: Block = {
    kind: 'table',
    columns: [
      {},
      // Digits start in the same place, with signs or without.
      ...columns.map((_, at) => ({ least: 6, gap: at === 0 && !signs ? 3 : 2 })),
      ...(tails ? [{}] : []),
    ],
    head: [
      cell(''),
      ...names.map((name) => (signs ? { ...name, text: ` ${name.text}` } : name)),
      ...(tails ? [cell('')] : []),
    ],
    rows: rows.map((row, at): Cell[] => [
      cell(row.label),
      ...columns.map((column) => cell(column[at]!.trimEnd(), row.role)),
      ...(tails ? [cell(tails[at]!)] : []),
    ]),
  };
  const down: Block[] = [
    {
      kind: 'table',
      columns: [{}, ...rows.map(() => ({ align: 'point' as const }))],
      head: [cell(''), ...rows.map((row) => cell(row.label))],
      rows: [
        ...names.map((name, at) => [name, ...rows.map((row) => cell(row.texts[at] ?? row.others ?? '…', row.role))]),
        ...(tails
          ? [[cell(rows.find((row) => row.tail)!.tail!.name), ...rows.map((row) => cell(row.tail?.value ?? ''))]]
          : []),
      ],
    },
    ...rows.flatMap((row): Block[] => (row.remark ? [{ kind: 'say', text: row.remark, tone: 'note' }] : [])),
  ];
  return { kind: 'fit', choices: [[across], down], page: telling.told.length > 8 ? 1 : 0 };
}

/** `sum ≈2.0565` over `sum  1`: the numbers start under each other. */
function tailTexts(rows: readonly GridRow[]): string[] {
  const signed = (value: string): boolean => /^[≈−]/.test(value);
  const signs = rows.some((row) => row.tail && signed(row.tail.value));
  return rows.map(({ tail, remark }) =>
    tail ? `${tail.name} ${signs && !signed(tail.value) ? ' ' : ''}${tail.value}` : (remark ?? ''),
  );
}
