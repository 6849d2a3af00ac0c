import { HEAD_OUTPUT, VALUES, valueFor, type Lens } from '../../lens/index.js';
import type { ListenStep } from '../lesson.js';

/** weight × value of everybody, and their sum: what this head makes of the speaker. */
export function listen(lens: Lens, i: number): ListenStep {
  const weights = lens.row('weights', i);
  const heard = lens.attended(i);
  const values = lens.rows(VALUES).map((_, j) => valueFor(lens, i, j));
  // What is masked takes no part, not even as 0 × NaN.
  const terms = values.map((value, j) => value.map((x) => (heard[j] ? weights[j]! * x : 0)));
  const output = lens.row(HEAD_OUTPUT, i);
  const carried =
    lens.trace.problem.initialState && output.map((value, m) => value - terms.reduce((sum, term) => sum + term[m]!, 0));
  return {
    kind: 'listen',
    relative: lens.trace.problem.relativeValue !== undefined,
    weights,
    heard,
    values,
    terms,
    output,
    ...(carried && { carried }),
  };
}
