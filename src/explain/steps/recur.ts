import { recurrenceRule } from '../../core/index.js';
import { HEAD_OUTPUT, type Lens } from '../../lens/index.js';
import type { RecurStep, Vector } from '../lesson.js';

/** The memory before and after the speaker. */
export function recur(lens: Lens, i: number): RecurStep | undefined {
  const { problem, sizes } = lens.trace;
  if (problem.recurrence === undefined) return undefined;
  const { update, read } = recurrenceRule(problem.recurrence);
  const { dK: d, dV } = sizes;
  const rows = (state: Vector): Vector[] => Array.from({ length: d }, (_, m) => state.slice(m * dV, (m + 1) * dV));
  const sum = lens.rowIfAny('state_sum', i);
  return {
    kind: 'recur',
    name: problem.recurrence,
    update,
    read: sum ? `${read} ÷ s·(q·z)` : read,
    d,
    dV,
    before: rows(i > 0 ? lens.row('state', i - 1) : firstState(lens)),
    after: rows(lens.row('state', i)),
    ...(sum && { sum }),
    output: lens.row(HEAD_OUTPUT, i),
    weights: lens.row('weights', i),
  };
}

/** S before the first token: what was given, or zeros. */
function firstState(lens: Lens): Vector {
  const { problem, sizes } = lens.trace;
  const size = sizes.dK * sizes.dV;
  const given = problem.initialState?.data;
  if (!given) return Array<number>(size).fill(0);
  const count = given.length / size;
  const ofBatch = count > sizes.heads ? lens.batch * sizes.heads : 0;
  const own = ofBatch + Math.floor(lens.head / Math.max(1, sizes.heads / Math.min(count, sizes.heads)));
  return Array.from(given.subarray(own * size, (own + 1) * size));
}
