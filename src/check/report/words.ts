import type { CheckResult } from '../check.js';
import type { Comparison } from '../compare.js';
import { precision } from '../precision.js';
import { printedText } from '../written.js';

/** A number for a sentence: three digits, `2.1e-7`. */
export function brief(x: number): string {
  if (Number.isNaN(x)) return 'NaN';
  if (!Number.isFinite(x)) return x > 0 ? '∞' : '−∞';
  if (x === 0) return '0';
  const text =
    Math.abs(x) < 1e-3 || Math.abs(x) >= 1e5
      ? x.toExponential(1).replace('.0e', 'e').replace('e+', 'e')
      : String(Number(x.toPrecision(3)));
  return text;
}

/** `[0, 2, 1, 4]`: places are counted from 0, as in code. */
export function place(index: readonly number[]): string {
  return `[${index.join(', ')}]`;
}

/** How many times more than allowed: `3.2 times`, `180,000 times`. */
export function times(factor: number): string {
  if (factor === Infinity) return 'no number at all';
  if (factor < 100) return `${Number(factor.toPrecision(2))} times that`;
  if (factor > 1e9) return 'more than a billion times that';
  return `${Number(factor.toPrecision(2)).toLocaleString('en-US')} times that`;
}

/** The first line: equal or not, and by how much. */
export function verdictLine({ equal, comparison, stages, fitted }: CheckResult): string {
  const { worst, notFinite, maxAbs } = comparison;
  if (equal) return maxAbs === 0 ? 'equal to the last bit' : `equal: the largest error is ${brief(maxAbs)}`;
  if (notFinite.length > 0)
    return `differs: ${notFinite.length} ${notFinite.length === 1 ? 'cell is' : 'cells are'} not the number that is right, first at ${place(notFinite[0]!.index)}: ${brief(notFinite[0]!.actual)}, ${brief(notFinite[0]!.expected)} is right`;
  const other = stages.find((stage) => !stage.equal);
  if (comparison.cellsThatDiffer === 0)
    return other && other.name !== 'output'
      ? `the output is equal, ${other.name} differs`
      : fitted.mistake?.id === 'P1'
        ? 'differs in how it was written or read: the numbers are right'
        : 'differs in shape only: the numbers are right';
  return `differs by ${brief(Math.abs(worst!.actual - worst!.expected))} at ${place(worst!.index)}: ${worst!.actual}, ${worst!.expected} is right`;
}

/** The rule by which it was judged. */
export function toleranceLine({ tolerance, comparison, made }: CheckResult): string {
  const { arithmetic, rule, atol, rtol, narrowSums } = tolerance;
  if (rule === 'given') return `allowed: ${brief(atol)} + ${brief(rtol)}·|right| (--atol, --rtol)`;
  if (rule === 'stage')
    return `allowed: what rounding every step to ${arithmetic.dtype} changes, times the growth of the sums`;
  const { dK, nK } = made.trace.sizes;
  const { unit, sumUnit } = precision(arithmetic.dtype);
  const sums = unit === sumUnit || narrowSums ? arithmetic.dtype : 'float32';
  const digits = printedText(arithmetic);
  const printed = digits === undefined ? '' : `, printed with ${digits}`;
  const allowed = `allowed: ${brief(atol)} at most, six times what honest ${arithmetic.dtype} arithmetic with ${sums} sums of ${dK} and ${nK} terms loses${printed} (${arithmetic.because})${tolerance.accuracy === undefined ? '' : `; ${tolerance.accuracy}`}`;
  return comparison.factor > 1 ? `${allowed}; OUT is off by ${times(comparison.factor)}` : allowed;
}

/** Errors in three measures, and how much of OUT is concerned. */
export function measureLines({ comparison, tolerance, where, keys }: CheckResult): string[] {
  const { maxAbs, maxRel, maxUlp, cellsThatDiffer, nanCount, infCount } = comparison;
  const lines = [
    `largest error: ${brief(maxAbs)} absolute, ${brief(maxRel)} relative, ${brief(Number(maxUlp.toPrecision(3)))} units in the last place of ${tolerance.arithmetic.dtype}`,
  ];
  if (cellsThatDiffer > 0)
    lines.push(
      `${cellsThatDiffer} of ${comparison.factors.length} cells differ, in ${where?.text ? where.text : rowsText(comparison)}${where?.cause ? ` (${where.cause})` : ''}`,
    );
  if (keys) lines.push(keys.text);
  if (nanCount + infCount > 0)
    lines.push(`OUT holds ${nanCount} NaN and ${infCount} ${infCount === 1 ? 'infinity' : 'infinities'}`);
  if (comparison.notFinite.length > 0 && comparison.notFinite.length === cellsThatDiffer)
    lines.push('everywhere else OUT is equal');
  return lines;
}

function rowsText({ rowsThatDiffer, shape }: Comparison): string {
  const all = shape.slice(0, -1).reduce((product, axis) => product * axis, 1);
  if (rowsThatDiffer.length === all) return all === 1 ? 'the only row' : `all ${all} rows`;
  const shown = rowsThatDiffer
    .slice(0, 8)
    .map((row) => (row.length === 1 ? String(row[0]) : place(row)))
    .join(', ');
  return `${rowsThatDiffer.length} of ${all} rows: ${shown}${rowsThatDiffer.length > 8 ? ', …' : ''}`;
}
