import { cell, type Block, type Cell, type Role } from '../block.js';
import type { Sum } from '../telling.js';

export interface SumRow {
  readonly name: Cell;
  readonly sum: Sum;
  readonly mark?: string;
  readonly remark?: string;
}

/** `cat    2·2 + 0·0 + 1·1 + 1·0  =  5  ◄  fits best`, one a line; with the short sums where the long do not fit. */
export function sums(rows: readonly SumRow[], role?: Role): Block {
  const remarked = rows.some((row) => row.remark);
  const table = (form: 'long' | 'short'): Block => ({
    kind: 'table',
    columns: [{}, { gap: 3 }, {}, { align: 'point' }, ...(remarked ? [{}, {}] : [])],
    rows: rows.map(({ name, sum, mark, remark }) => [
      name, cell(sum[form]), cell(sum.relation), cell(sum.value, role),
      ...(remarked ? [cell(mark ?? '', 'mark'), cell(remark ?? '')] : []),
    ]),
  });
  return { kind: 'fit', choices: [[table('long')], [table('short')]] };
}
