import { cell, rowRange, type Source } from './sheet.js';

/** A formula, and the number that it gives with the cells it refers to as they are. */
export interface Derived {
  readonly formula: string;
  readonly value: number;
}

/** How a cell comes from the stages before. */
export type Derivation = (block: number, row: number, column: number) => Derived;

/** Σ of the products of a row of one with a row of the other, from column `from` of `b` on. */
export function dotRows(a: Source, ofA: number, row: number, b: Source, ofB: number, other: number, from = 0): Derived {
  let value = 0;
  for (let n = 0; n < a.columns; n++) value += a.at(ofA, row, n) * b.at(ofB, other, from + n);
  return {
    formula: `SUMPRODUCT(${rowRange(a, ofA, row)},${rowRange(b, ofB, other, from, from + a.columns)})`,
    value,
  };
}

/** A·Bᵀ; where B has fewer heads, several of A share one. `headsOf`: which block of B belongs to a block of A. */
export function product(a: Source, b: Source, partner: (block: number) => number): Derivation {
  return (block, row, column) => dotRows(a, block, row, b, partner(block), column);
}

/** X·W + b of a head: `w` has a row for each output feature of all heads. */
export function projection(x: Source, w: Source, bias: Source | undefined, heads: number, columns: number): Derivation {
  return (block, row, column) => {
    const feature = (block % heads) * columns + column;
    const dot = dotRows(x, Math.floor(block / heads), row, w, 0, feature);
    return bias
      ? { formula: `${dot.formula}+${cell(bias, 0, 0, feature)}`, value: dot.value + bias.at(0, 0, feature) }
      : dot;
  };
}

/** The heads side by side, times W_O, + b_O. */
export function outputOf(heads: Source, count: number, w: Source, bias: Source | undefined): Derivation {
  return (block, row, column) => {
    const parts = Array.from({ length: count }, (_, head) =>
      dotRows(heads, block * count + head, row, w, 0, column, head * heads.columns),
    );
    const formula = parts.map((part) => part.formula).join('+');
    const value = parts.reduce((sum, part) => sum + part.value, 0);
    return bias
      ? { formula: `${formula}+${cell(bias, 0, 0, column)}`, value: value + bias.at(0, 0, column) }
      : { formula, value };
  };
}

/** The cell of one head, where the heads stand side by side. */
export function joinedCell(heads: Source, count: number): Derivation {
  return (block, row, column) => {
    const of = block * count + Math.floor(column / heads.columns);
    const at = column % heads.columns;
    return { formula: cell(heads, of, row, at), value: heads.at(of, row, at) };
  };
}

/** The same cell of one other sheet, changed. */
export function changed(
  source: Source,
  text: (place: string) => string,
  change: (value: number) => number,
): Derivation {
  return (block, row, column) => ({
    formula: text(cell(source, block, row, column)),
    value: change(source.at(block, row, column)),
  });
}

/** Rows as columns. */
export function transposed(source: Source): Derivation {
  return (block, row, column) => ({ formula: cell(source, block, column, row), value: source.at(block, column, row) });
}

/** Where the mask is 1, the cell plus what is added to it; −∞, as text, elsewhere. */
export function maskedCell(logits: Source, mask: Source | undefined, added: Source | undefined): Derivation {
  return (block, row, column) => {
    const plus = added ? `+${cell(added, block, row, column)}` : '';
    const sum = logits.at(block, row, column) + (added?.at(block, row, column) ?? 0);
    const formula = `${cell(logits, block, row, column)}${plus}`;
    if (!mask) return { formula, value: sum };
    return {
      formula: `IF(${cell(mask, block, row, column)}=1,${formula},"−∞")`,
      value: mask.at(block, row, column) === 1 ? sum : -Infinity,
    };
  };
}

/** e to the power of the distance from the largest of the row: MAX passes over text. */
export function exponential(logits: Source): Derivation {
  return (block, row, column) => {
    const place = cell(logits, block, row, column);
    let most = -Infinity;
    for (let n = 0; n < logits.columns; n++) most = Math.max(most, logits.at(block, row, n));
    const value = logits.at(block, row, column);
    return {
      formula: `IF(ISNUMBER(${place}),EXP(${place}-MAX(${rowRange(logits, block, row)})),0)`,
      value: value === -Infinity ? 0 : Math.exp(value - most),
    };
  };
}

/** The share of a cell in its row; 0 where the whole row is. */
export function share(exp: Source): Derivation {
  return (block, row, column) => {
    const range = rowRange(exp, block, row);
    let sum = 0;
    for (let n = 0; n < exp.columns; n++) sum += exp.at(block, row, n);
    return {
      formula: `IF(SUM(${range})=0,0,${cell(exp, block, row, column)}/SUM(${range}))`,
      value: sum === 0 ? 0 : exp.at(block, row, column) / sum,
    };
  };
}

/** ln Σ e^score of a row. */
export function logSum(logits: Source, exp: Source): Derivation {
  return (block, row) => {
    let most = -Infinity;
    let sum = 0;
    for (let n = 0; n < logits.columns; n++) most = Math.max(most, logits.at(block, row, n));
    for (let n = 0; n < exp.columns; n++) sum += exp.at(block, row, n);
    return {
      formula: `IF(SUM(${rowRange(exp, block, row)})=0,"−∞",MAX(${rowRange(logits, block, row)})+LN(SUM(${rowRange(exp, block, row)})))`,
      value: sum === 0 ? -Infinity : most + Math.log(sum),
    };
  };
}
