import { PROBLEM_OPTIONS, takesTensor } from './options.js';
import type { FloatType, Problem } from './problem.js';
import { roundTo } from './round.js';
import { isTensor, tensor, type Tensor } from './tensor.js';

const ROUNDED = PROBLEM_OPTIONS.filter((option) => takesTensor(option) && option.rounded).map(({ field }) => field);

/**
 * The problem as a machine of `--dtype` would hold it: every tensor of numbers rounded to the type, once. What the tensors
 * are used for is rounded stage by stage; masks, lengths and the factors (scale, softcap, temperature) stay as they are.
 *
 * @returns the same tensor for the same tensor, so that `k` is still `q` where it was
 * @example inType({ q: matrix([[0.1]]) }, 'float16').q.data // => Float64Array [0.0999755859375]
 */
export function inType(problem: Problem, dtype: FloatType): Problem {
  if (dtype === 'float64') return problem;
  const round = roundTo(dtype);
  const done = new Map<Tensor, Tensor>();
  const rounded = (from: Tensor): Tensor => {
    const before = done.get(from);
    if (before) return before;
    const { dtype: stored, rows, columns } = from;
    const now = tensor(from.shape, from.data.map(round), {
      dtype: stored,
      ...(rows && { rows }),
      ...(columns && { columns }),
    });
    done.set(from, now);
    return now;
  };
  const changed = ROUNDED.flatMap((name): [string, unknown][] => {
    const value = problem[name];
    if (typeof value === 'number') return [[name, round(value)]];
    return isTensor(value) ? [[name, rounded(value)]] : [];
  });
  return { ...problem, ...Object.fromEntries(changed) };
}
