import { forRows } from '../cells.js';
import { reasonNumber } from '../mask-reason.js';
import { maskReasons, masksAsked } from '../mask.js';
import { tensor } from '../tensor.js';
import { lossReason } from './adjust.js';
import { always, type Step } from './step.js';

/**
 * Decides who may see whom, and why not: the masks that were asked for, and every score that has become −∞ by now (an
 * additive mask). This is the one place where it is decided.
 */
export const step: Step = {
  name: 'visibility',
  applies: always,
  makes: [{ name: 'unmasked', otherwise: 'adjusted' }],
  forward: ({
    problem,
    settings,
    alignment,
    sizes: { batch, heads, nQ, nK },
    made: { scores: first, softcapped, adjusted },
    rows,
  }) => {
    const shape = [batch, heads, nQ, nK] as const;
    const scores = adjusted.data;
    const asked = maskReasons(problem, settings, shape, alignment);
    // A saved score of −∞ was masked where it came from; a softcap or a factor does not bring it back.
    const masked = problem.scores && first.data;
    if (!asked && !scores.includes(-Infinity) && !masked?.includes(-Infinity)) return undefined;
    const reasons = asked ?? new Uint8Array(scores.length);
    const keep = new Float64Array(scores.length);
    const why = scores.includes(-Infinity) ? lossReason(problem, settings, shape, alignment) : undefined;
    let some = false;
    forRows(shape, rows, (start, end, i, h, b) => {
      for (let cell = start; cell < end; cell++) {
        if (reasons[cell] === 0 && masked?.[cell] === -Infinity) reasons[cell] = reasonNumber('mask');
        if (reasons[cell] === 0 && scores[cell] === -Infinity)
          reasons[cell] = reasonNumber(why!(softcapped.data[cell]!, i, cell - start, h, b));
        if (reasons[cell] === 0) keep[cell] = 1;
        else some = true;
      }
    });
    return some ? { keep: tensor(shape, keep, { dtype: 'bool' }), reasons } : undefined;
  },
  backward: ({ unmasked }) => ({ adjusted: unmasked }),
  keeps: (problem, counts) => (masksAsked(problem) ? { mask: counts.scores } : {}),
  beside: (problem) => (masksAsked(problem) ? 1 : 0),
};
