import { isPaddedQuery, type Alignment } from '../align.js';
import { changesOutput, outputSizes } from '../differential.js';
import { dataError } from '../facts.js';
import { inward, outward } from '../form.js';
import { joinHeads, unjoinHeads } from '../heads.js';
import { axesOf, isFused } from '../layout.js';
import type { Problem } from '../problem.js';
import { addBias, project, transpose } from '../project.js';
import { recurrenceRule } from '../recurrence/table.js';
import { hasOutput } from '../saved.js';
import { settle } from '../settings.js';
import { tensor, type Tensor, type Tensor4 } from '../tensor.js';
import type { Stage, Trace } from '../trace.js';
import { always, type Step } from './step.js';

/**
 * concat(head₁, …, head_h)·W_O, plus b_O where there is one (Vaswani et al. 2017, section 3.2.2). The heads are joined where the input had them side by
 * side; a single head, or heads that stood apart, is the output as it is.
 */
export const step: Step = {
  name: 'join',
  applies: always,
  makes: [
    {
      name: 'output',
      otherwise: 'gated',
      stage: {
        name: 'output',
        rows: 'query',
        columns: 'feature',
        formula: ({ problem, sizes }) => {
          if (!joined(problem, sizes.heads))
            return lastOfHeads(problem) === 'heads' ? formulaOfHeads(problem) : lastOfHeads(problem);
          const all = concat(outputSizes(sizes).heads, problem);
          return problem.wo ? `${all}·W_O${problem.bo ? ' + b_O' : ''}` : all;
        },
        numbers: (counts) => counts.output,
        shown: hasOutput,
        joined: ({ problem, sizes }) => joined(problem, sizes.heads),
      },
    },
  ],
  forward: ({ problem, alignment, sizes: { heads }, made }) => {
    if (!joined(problem, heads)) return { output: made.gated };
    const side = joinHeads(made.gated); // (B, H, n_q, d_v) → (B, 1, n_q, H·d_v)
    if (!problem.wo) return { output: side };
    const output = addBias(project(side, problem.wo, concat(side.shape[1]!, problem), 'W_O'), problem.bo, 'b_O');
    return { output: problem.bo ? withoutPadding(output, alignment) : output };
  },
  backward: ({ output }, pass) => ({ gated: gradientOfHeads(pass, pass.stages.get('output')!, output) }),
};

/** Rows of padding get no bias either: (batch, 1, n_q, d). */
export function withoutPadding(output: Tensor4, alignment: Alignment): Tensor4 {
  if (!alignment.queryLengths) return output;
  const [, , nQ, d] = output.shape;
  const data = output.data.map((x, at) => {
    const row = Math.floor(at / d);
    return isPaddedQuery(alignment, Math.floor(row / nQ), row % nQ) ? 0 : x;
  });
  return tensor(output.shape, data, { dtype: output.dtype });
}

function joined(problem: Problem, heads: number): boolean {
  return problem.wo !== undefined || joinsHeads(problem, heads);
}

function concat(heads: number, problem: Problem): string {
  const each = lastOfHeads(problem);
  return heads > 1 ? `concat(${each})` : each;
}

function formulaOfHeads({ recurrence }: Problem): string {
  return recurrence === undefined ? 'weights·V' : recurrenceRule(recurrence).read;
}

/** What each head is by the time that they are joined. */
function lastOfHeads(problem: Problem): 'gated' | 'heads_normed' | 'heads' {
  return problem.gate ? 'gated' : changesOutput(problem) ? 'heads_normed' : 'heads';
}

/** Were the heads given side by side, so that the output's stand side by side too? */
export function joinsHeads(problem: Problem, heads: number): boolean {
  const { x, q, heads: given } = problem;
  if (heads === 1) return false;
  return x !== undefined || (q !== undefined && isFused(axesOf('Q', q.shape, settle(problem).layout, given)));
}

/**
 * dO in the user's form → the four axes of the output.
 *
 * @throws AttnError when dO is not shaped like the output
 */
export function gradientOfOutput({ form }: Pick<Trace, 'form'>, output: Stage, grad: Tensor): Tensor4 {
  const wanted = outward({ form }, output).shape;
  if (grad.shape.length !== wanted.length || grad.shape.some((length, axis) => length !== wanted[axis])) {
    throw dataError({ code: 'grad-shape', found: grad.shape, expected: wanted });
  }
  return inward({ form }, output, grad);
}

/** From dO to the gradient of the heads, (batch, heads, n_q, d_v): back through W_O and the joining of the heads. */
export function gradientOfHeads(
  { problem, sizes }: Pick<Trace, 'problem' | 'sizes'>,
  output: Stage,
  dO: Tensor4,
): Tensor4 {
  if (!output.joined) return dO;
  return unjoinHeads(problem.wo ? project(dO, transpose(problem.wo), 'dO', 'W_Oᵀ') : dO, outputSizes(sizes).heads);
}
