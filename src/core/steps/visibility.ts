import { leaveOut } from '../cells.js';
import { masksAsked, whoSeesWhom } from '../mask.js';
import { always, type Step } from './step.js';

/** Decides who may see whom: the masks that were asked for, and every score that has become −∞ by now. */
export const step: Step = {
  name: 'visibility',
  applies: always,
  makes: [{ name: 'unmasked', otherwise: 'adjusted' }],
  forward: ({ problem, settings, alignment, sizes: { batch, heads, nQ, nK }, made, rows }) => {
    const shape = [batch, heads, nQ, nK] as const;
    const keep = leaveOut(whoSeesWhom(problem, settings, shape, alignment), made.adjusted, shape, rows);
    return keep && { keep };
  },
  backward: ({ unmasked }) => ({ adjusted: unmasked }),
  keeps: (problem, counts) => (masksAsked(problem) ? { mask: counts.scores } : {}),
  beside: (problem) => (masksAsked(problem) ? 1 : 0),
};
