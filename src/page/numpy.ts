import type { Matrix } from '../lens/index.js';
import { exactNumber } from '../show/index.js';

/**
 * A matrix as a line of Python that makes the same array.
 *
 * @example numpyText(weights) // gives 'weights = np.array([[0.3112296656009273, …]])\n'
 */
export function numpyText({ stage, rows, columns, at }: Matrix): string {
  const number = (x: number): string =>
    Number.isNaN(x) ? 'np.nan' : Number.isFinite(x) ? exactNumber(x) : x > 0 ? 'np.inf' : '-np.inf';
  const lines = rows.map((_, row) => `[${columns.map((_label, column) => number(at(row, column))).join(', ')}]`);
  return `import numpy as np\n${stage.name} = np.array([${lines.join(',\n  ')}])\n`;
}
