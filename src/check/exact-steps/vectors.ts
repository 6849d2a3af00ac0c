import { block, fourAxes, type Pass, type Problem, sharedHead } from '../../core/index.js';
import type { Case } from '../case.js';
import { product, rowsOf, type Big, type ToBig } from './big.js';

/** Queries, keys and values of one head as they are multiplied: projected, turned by RoPE, behind the cache. */
export interface Vectors {
  readonly queries: Big[][];
  readonly keys: Big[][];
  readonly values: Big[][];
}

/** With 50 digits from the numbers that were given on. */
export function vectors({ trace, right }: Case, pass: Pass, b: number, h: number, big: ToBig): Vectors {
  const { problem } = right;
  const { heads, nPast } = trace.sizes;
  const given = trace.problem;
  const shared = (name: 'q' | 'k' | 'v'): number => (name === 'q' ? h : sharedHead(h, heads, problem[name]!.shape[1]!));
  const fresh = (name: 'q' | 'k' | 'v'): Big[][] => {
    const from = fourAxes(problem[name]!);
    const d = from.shape[3];
    if (!given.x) return rowsOf(block(from, b, shared(name)), d, big);
    const matrix = given[`w${name}`]!;
    const x = trace.stages.get(name !== 'q' && given.xKv ? 'x_kv' : 'x')!.tensor;
    const columns = matrix.shape[1]!;
    const weights = Array.from({ length: d }, (_, m) =>
      Array.from({ length: matrix.shape[0]! }, (_r, row) => big(matrix.data[row * columns + shared(name) * d + m]!)),
    );
    return rowsOf(block(x, b, 0), x.shape[3]!, big).map((row) =>
      weights.map((column, m) => product(row, column, big(given[`b${name}`]?.data[shared(name) * d + m] ?? 0))),
    );
  };
  const cached = (past: Problem['pastKey'], name: 'k' | 'v'): Big[][] =>
    past ? rowsOf(block(fourAxes(past), b, shared(name)), past.shape[3]!, big) : [];
  const turn = (rows: Big[][], start: number): Big[][] =>
    problem.rope ? rotated(rows, problem.rope, pass.settings.ropeBase, start, big) : rows;
  return {
    queries: turn(fresh('q'), nPast > 0 ? nPast : pass.alignment.position[b]!),
    keys: [...cached(problem.pastKey, 'k'), ...turn(fresh('k'), nPast)],
    values: [...cached(problem.pastValue, 'v'), ...fresh('v')],
  };
}

/** Pairs turned by position·base^(−2t/d). Su et al. 2021, "RoFormer", eq. 34. */
function rotated(rows: Big[][], style: 'half' | 'interleaved', base: number, start: number, big: ToBig): Big[][] {
  const d = rows[0]?.length ?? 0;
  const speeds = Array.from({ length: d / 2 }, (_, t) => big(base).pow(big(-2 * t).div(d)));
  return rows.map((row, i) => {
    const out = [...row];
    speeds.forEach((speed, t) => {
      const [a, b] = style === 'half' ? [t, t + d / 2] : [2 * t, 2 * t + 1];
      const angle = speed.times(start + i);
      const [cos, sin] = [angle.cos(), angle.sin()];
      out[a] = row[a]!.times(cos).minus(row[b]!.times(sin));
      out[b] = row[a]!.times(sin).plus(row[b]!.times(cos));
    });
    return out;
  });
}
