import { cell, type Block, type Cell, type Role } from '../block.js';
import type { Sum } from '../telling.js';

export interface SumRow {
  readonly name: Cell;
  readonly sum: Sum;
  readonly mark?: string;
  readonly remark?: string;
}

/** `cat    2·2 + 0·0 + 1·1 + 1·0  =  5  ◄  fits best`: whole, or the largest products, or those on two lines each. */
export function sums(rows: readonly SumRow[], role?: Role): Block {
  const remarked = rows.some((row) => row.remark);
  const table = (write: (sum: Sum) => string): Block => ({
    kind: 'table',
    columns: [{}, { gap: 3 }, {}, { align: 'point' }, ...(remarked ? [{}, {}] : [])],
    rows: rows.map(({ name, sum, mark, remark }) => [
      name,
      cell(write(sum)),
      cell(sum.relation),
      cell(sum.value, role),
      ...(remarked ? [cell(mark ?? '', 'mark'), cell(remark ?? '')] : []),
    ]),
  });
  const split: Block = {
    kind: 'table',
    columns: [{}, { gap: 3 }],
    rows: rows.flatMap(({ name, sum, mark, remark }): Cell[][] => {
      const end = [sum.relation, sum.value, ...(mark ? [mark] : []), ...(remark ? [remark] : [])].join('  ');
      return [
        [name, cell(sum.largest)],
        [cell(''), cell(sum.rest ? `+ ${sum.rest}  ${end}` : end)],
      ];
    }),
  };
  return {
    kind: 'fit',
    choices: [
      [table((sum) => sum.long)],
      [table((sum) => (sum.rest ? `${sum.largest} + ${sum.rest}` : sum.largest))],
      [split],
    ],
  };
}
