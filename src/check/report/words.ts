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

/** How many times more than allowed: `3.2 × the tolerance`, `180,000 × the tolerance`. */
export function times(factor: number): string {
  if (factor === Infinity) return 'the tolerance is 0 here';
  if (factor < 100) return `OUT is off by ${Number(factor.toPrecision(2))} × the tolerance`;
  if (factor > 1e9) return 'OUT is off by more than a billion × the tolerance';
  return `OUT is off by ${Number(factor.toPrecision(2)).toLocaleString('en-US')} × the tolerance`;
}

/** The first line: equal or not, and by how much. */
export function verdictLine({ equal, comparison, stages, fitted }: CheckResult): string {
  const { worst, notFinite, maxAbs } = comparison;
  if (equal) return maxAbs === 0 ? 'equal to the last bit' : `equal: the largest error is ${brief(maxAbs)}`;
  if (notFinite.length > 0)
    return `differs: ${notFinite.length} ${notFinite.length === 1 ? 'value is' : 'values are'} wrong (${found(comparison)}), the first at ${place(notFinite[0]!.index)}: expected ${brief(notFinite[0]!.expected)}, got ${brief(notFinite[0]!.actual)}`;
  const other = stages.find((stage) => !stage.equal);
  if (comparison.cellsThatDiffer === 0)
    return other && other.name !== 'output'
      ? `the output is equal, ${other.name} differs`
      : fitted.mistake?.id === 'P1'
        ? 'differs in how it was written or read: the numbers are right'
        : 'differs in shape only: the numbers are right';
  return `differs: expected ${worst!.expected}, got ${worst!.actual} at ${place(worst!.index)} (difference ${brief(Math.abs(worst!.actual - worst!.expected))})`;
}

/** Which odd values there are. */
function found({ nanCount, infCount }: Comparison): string {
  if (nanCount > 0 && infCount > 0) return 'NaN and infinities';
  return nanCount > 0 ? 'NaN' : infCount > 0 ? 'infinities' : 'finite where none is expected';
}

/** The rule by which it was judged. */
export function toleranceLine({ tolerance, comparison, made }: CheckResult): string {
  const { arithmetic, rule, atol, rtol, narrowSums } = tolerance;
  if (rule === 'given') return `tolerance: ${brief(atol)} + ${brief(rtol)}·|expected| (--atol, --rtol)`;
  if (rule === 'stage')
    return `tolerance: what rounding every step to ${arithmetic.dtype} changes, times the growth of the sums`;
  const { dK, nK } = made.trace.sizes;
  const { unit, sumUnit } = precision(arithmetic.dtype);
  const sums = unit === sumUnit || narrowSums ? arithmetic.dtype : 'float32';
  const digits = printedText(arithmetic);
  const printed = digits === undefined ? '' : `, printed with ${digits}`;
  const allowed = `tolerance: ${brief(atol)}, 6 × the rounding error expected of ${arithmetic.dtype} with ${sums} sums of ${dK} and ${nK} terms${printed} (${arithmetic.because})${tolerance.accuracy === undefined ? '' : `; ${tolerance.accuracy}`}`;
  return comparison.factor > 1 ? `${allowed}; ${times(comparison.factor)}` : allowed;
}

/** Errors in three measures, and how much of OUT is concerned. */
export function measureLines({ comparison, tolerance, where, keys }: CheckResult): string[] {
  const { maxAbs, maxRel, maxUlp, cellsThatDiffer, nanCount, infCount } = comparison;
  const lines = [
    `largest error: ${brief(maxAbs)} absolute, ${brief(maxRel)} relative, ${brief(Number(maxUlp.toPrecision(3)))} units in the last place of ${tolerance.arithmetic.dtype}`,
  ];
  if (cellsThatDiffer > 0)
    lines.push(
      `${cellsThatDiffer} of ${comparison.factors.length} values are wrong, in ${where?.text ? where.text : rowsText(comparison)}${where?.cause ? ` (${where.cause})` : ''}`,
    );
  if (keys) lines.push(keys.text);
  if (nanCount + infCount > 0)
    lines.push(`OUT holds ${nanCount} NaN and ${infCount} ${infCount === 1 ? 'infinity' : 'infinities'}`);
  if (comparison.notFinite.length > 0 && comparison.notFinite.length === cellsThatDiffer)
    lines.push('the rest of OUT is equal');
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
