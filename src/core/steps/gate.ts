import { outputSizes } from '../differential.js';
import { gateOf } from '../gate.js';
import { tensor } from '../tensor.js';
import type { Step } from './step.js';

/** Each head's output, let through by its gate: heads ⊙ σ(gate), before the heads are joined. Qiu et al. 2025, arXiv 2505.06708. */
export const step: Step = {
  name: 'gate',
  applies: ({ gate }) => gate !== undefined,
  makes: [
    {
      name: 'gated',
      otherwise: 'heads_normed',
      stage: {
        name: 'gated',
        rows: 'query',
        columns: 'feature',
        formula: ({ stages }) => `${stages.has('heads_normed') ? 'heads_normed' : 'heads'} ⊙ σ(gate)`,
        numbers: (counts) => counts.heads,
      },
    },
  ],
  forward: ({ problem, sizes, form, made: { heads_normed: heads } }) => {
    const open = gateOf(problem.gate!, outputSizes(sizes), form);
    return {
      gated: tensor(
        heads.shape,
        heads.data.map((value, at) => value * open.data[at]!),
      ),
    };
  },
  backward: ({ gated }, { problem, sizes, form }) => {
    const open = gateOf(problem.gate!, outputSizes(sizes), form);
    return {
      heads_normed: tensor(
        gated.shape,
        gated.data.map((value, at) => value * open.data[at]!),
      ),
    };
  },
};
