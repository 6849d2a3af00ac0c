import { lensOn, mixProducts } from '../../lens/index.js';
import { inward } from '../case.js';
import type { CheckResult } from '../check.js';
import { indexOf } from '../compare.js';
import { tensor } from '../../core/index.js';
import { brief } from './words.js';

const SHOWN = 5;

/**
 * How the right number of the worst cell comes about: its row of weights times its column of values.
 *
 * @returns one line, `Σ_j w·v = 0.62·1.3 + 0.38·0.2 = 0.88`; undefined behind a projection, where it is a sum of sums
 */
export function cellDerivation(result: CheckResult): string | undefined {
  const { made, comparison } = result;
  const { worst } = comparison;
  if (!worst || made.right.problem.wo || comparison.maxAbs === 0 || result.tolerance.rule === 'stage') return undefined;
  // The same cell in (batch, heads, rows, columns): marked, and brought inward.
  const mark = tensor(comparison.shape, new Float64Array(comparison.factors.length));
  const flat = worst.index.reduce((at, one, axis) => at * comparison.shape[axis]! + one, 0);
  mark.data[flat] = 1;
  const inside = inward(made, mark);
  const [b, h, i, m] = indexOf(inside.data.indexOf(1), inside.shape) as [number, number, number, number];
  const terms = mixProducts(lensOn(made.trace, b, h), i, m)
    .filter(([weight]) => weight !== 0)
    .sort((x, y) => Math.abs(y[0] * y[1]) - Math.abs(x[0] * x[1]));
  if (terms.length === 0) return `right: no key may be seen, so ${brief(worst.expected)}`;
  const shown = terms
    .slice(0, SHOWN)
    .map(([w, v]) => `${brief(w)}·${v < 0 ? `(${brief(v)})` : brief(v)}`)
    .join(' + ');
  return `right: Σ_j weight·value = ${shown}${terms.length > SHOWN ? ` + ${terms.length - SHOWN} smaller` : ''} = ${Number(worst.expected.toPrecision(6))}`;
}
