import { log, tensor } from '../../core/index.js';
import { inward, type Case } from '../case.js';
import type { CheckResult } from '../check.js';

/** How much of one head differs, as a coarse picture: 0 nothing, up to 1 the largest error; NaN: no number. */
export interface HeadPicture {
  readonly title: string;
  readonly cells: readonly (readonly number[])[];
}

/** Heads in a picture, its rows and its columns. */
interface Most {
  readonly heads: number;
  readonly rows: number;
  readonly columns: number;
}

/** The faintest shade stands for errors so many times smaller than the largest. */
const RANGE = 1e4;

/**
 * Where OUT is wrong: a picture for each head, rows down, columns across, by the logarithm of the error beside the largest;
 * large heads as blocks that show the worst of their cells.
 */
export function pictures(
  { made, comparison, tolerance, actual }: CheckResult,
  most: Most,
): { heads: HeadPicture[]; left: number } {
  if (tolerance.rule === 'stage') return { heads: [], left: 0 };
  const { maxAbs, factors } = comparison;
  const shares = factors.map((factor, cell) => {
    if (factor === Infinity) return NaN;
    if (factor <= 1) return 0;
    const error = Math.abs(actual.data[cell]! - made.expected.data[cell]!);
    return Math.max(0.1, 1 + log(error / maxAbs) / log(RANGE));
  });
  const { batch, heads, rows, columns, at } = layout(made, shares);
  const all = Array.from({ length: batch * heads }, (_, which) => ({ b: Math.floor(which / heads), h: which % heads }));
  const down = Math.ceil(rows / most.rows);
  const across = Math.ceil(columns / most.columns);
  const drawn = all.slice(0, most.heads).map(({ b, h }): HeadPicture => ({
    title: [batch > 1 && `batch ${b}`, heads > 1 && `head ${h}`].filter(Boolean).join(', '),
    cells: Array.from({ length: Math.ceil(rows / down) }, (_, r) =>
      Array.from({ length: Math.ceil(columns / across) }, (_c, c) => {
        let top = 0;
        for (let i = r * down; i < Math.min(rows, (r + 1) * down); i++) {
          for (let m = c * across; m < Math.min(columns, (c + 1) * across); m++) top = Math.max(top, at(b, h, i, m)); // NaN stays NaN
        }
        return top;
      }),
    ),
  }));
  return { heads: drawn, left: Math.max(0, all.length - most.heads) };
}

/** The user's form, seen as (batch, heads, rows, columns). */
function layout(
  made: Case,
  factors: Float64Array,
): {
  batch: number;
  heads: number;
  rows: number;
  columns: number;
  at: (b: number, h: number, i: number, m: number) => number;
} {
  const cells = inward(made, tensor([factors.length], factors));
  const [batch, heads, rows, columns] = cells.shape;
  return {
    batch,
    heads,
    rows,
    columns,
    at: (b, h, i, m) => cells.data[((b * heads + h) * rows + i) * columns + m]!,
  };
}
