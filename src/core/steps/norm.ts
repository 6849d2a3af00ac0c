import { normed, normedBackward, normOf } from '../norm.js';
import type { Problem } from '../problem.js';
import type { Tensor4 } from '../tensor.js';
import type { Pass, Step, Value, ValueName } from './step.js';

type Order = 'before-rope' | 'after-rope';

/** The values that each of the two places of the norm takes and makes, for queries and keys. */
const PLACES = {
  'before-rope': { q: ['q', 'q_normed'], k: ['k', 'k_normed'] },
  'after-rope': { q: ['q_rotated', 'q_entering'], k: ['k_rotated', 'k_entering'] },
} as const;

/**
 * Queries and new keys brought to one length; cached keys were normed when they were new. Before RoPE, or after it where
 * `--norm-order` says so.
 */
function normStep(order: Order): Step {
  const { q, k } = PLACES[order];
  return {
    name: `norm-${order}`,
    applies: (problem) => applies(problem, order),
    makes: [made(q, 'q'), made(k, 'k')],
    forward: (pass) => {
      const [queries, keys] = [normSide(pass, 'q', pass.made[q[0]]), normSide(pass, 'k', pass.made[k[0]])];
      const zero = [queries?.zero && 'q', keys?.zero && 'k'].filter((side) => side === 'q' || side === 'k');
      return {
        ...(queries && { [q[1]]: queries.tensor }),
        ...(keys && { [k[1]]: keys.tensor }),
        ...(zero.length > 0 && { zeroVectors: zero }),
      };
    },
    backward: (gradient, pass) => ({
      [q[0]]: backwardSide(pass, 'q', pass.made[q[0]], gradient[q[1]]),
      [k[0]]: backwardSide(pass, 'k', pass.made[k[0]], gradient[k[1]]),
    }),
  };
}

export const beforeRope = normStep('before-rope');
export const afterRope = normStep('after-rope');

function applies({ qNorm, kNorm, normOrder }: Problem, order: Order): boolean {
  return (qNorm !== undefined || kNorm !== undefined) && (normOrder ?? 'before-rope') === order;
}

function made([otherwise, name]: readonly [ValueName, ValueName], side: 'q' | 'k'): Value {
  return {
    name,
    otherwise,
    stage: {
      name: `${side}_normed`,
      rows: side === 'q' ? 'query' : 'new-key',
      columns: 'feature',
      formula: ({ problem }) => `${problem[`${side}Norm`]}(${formulaBefore(problem, side)})`,
      numbers: (counts) => counts[side],
      shown: (problem) => problem[`${side}Norm`] !== undefined,
    },
  };
}

function formulaBefore({ normOrder, rope }: Problem, side: 'q' | 'k'): string {
  const letter = side.toUpperCase();
  return normOrder === 'after-rope' && rope ? `RoPE(${letter})` : letter;
}

function normSide(pass: Pass, side: 'q' | 'k', from: Tensor4) {
  const [, heads, , d] = from.shape;
  const norm = normOf(pass.problem, side, heads, d);
  return norm && normed(from, norm);
}

function backwardSide(pass: Pass, side: 'q' | 'k', from: Tensor4, gradient: Tensor4): Tensor4 {
  const [, heads, , d] = from.shape;
  const norm = normOf(pass.problem, side, heads, d);
  return norm ? normedBackward(from, norm, gradient) : gradient;
}
