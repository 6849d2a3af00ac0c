import fc from 'fast-check';
import { attend } from '../../src/core/attend.js';
import { outward } from '../../src/core/form.js';
import { normalizerRule } from '../../src/core/normalizer/normalizer.js';
import type { Normalizer, Problem } from '../../src/core/problem.js';
import { tensor, type Tensor } from '../../src/core/tensor.js';
import { compileCell, compileScale, compileScore } from '../../src/expression/index.js';
import { random } from '../semantics/helpers.js';

// The new options, several at a time: what each does to a score or a value must let the slopes of the others through.

const table = random([6, 2], 50);
const arrays = { names: ['t'], get: (name: string) => (name === 't' ? table : undefined) };

async function pieces(): Promise<readonly Problem[]> {
  const [bias, mask, scoreMod, scale] = await Promise.all([
    compileCell('t[t5_bucket(i - j, 6, 8), h]', '--bias', 'usage', arrays),
    compileCell('i != 1 or j != 2', '--mask'),
    compileScore('s + 0.3*tanh(s)*t[h, 0]', '--score-mod', 'usage', arrays),
    compileScale('(1 + 0.2*i)/(1 + h)', '--scale'),
  ]);
  return [
    { bias },
    { mask },
    { scoreMod },
    { scale },
    { selectTop: 2 },
    { chunk: 3 },
    { documents: tensor([4], [0, 0, 1, 1]) },
    { relativeKey: random([3, 4], 51), relativeV: random([2, 4], 52) },
    { relativeQuery: random([2, 4, 4], 53), relativeU: random([4], 54) },
    { relativeValue: random([5, 3], 55) },
    { similarity: 'distance' },
    { qNorm: 'rms', kNorm: 'layernorm' },
    { rope: 'half', ropeDim: 2 },
    { gate: random([4, 6], 56) },
    { softcap: 1.5 },
    { alibi: true },
    { temperature: 1.4 },
    { normalizer: 'sigmoid' },
    { normalizer: 'softmax1' },
    { normalizer: 'entmax15' },
    { normalizer: 'stick-breaking' },
    { normalizer: 'relu2' },
    { normalizeOver: 'queries' },
  ];
}

/** Combinations that core refuses, since no system has them. */
function goTogether(problem: Problem): boolean {
  const relative = problem.relativeKey ?? problem.relativeQuery;
  const { anyOrder } = normalizerRule(problem.normalizer ?? ('softmax' satisfies Normalizer));
  return !(relative && problem.similarity === 'distance') && !(problem.normalizeOver && !anyOrder);
}

const total = (problem: Problem, grad: Tensor): number => {
  const trace = attend(problem);
  return outward(trace, trace.stages.get('output')!).data.reduce((sum, x, at) => sum + x * grad.data[at]!, 0);
};

it('gradients of the new options together equal the differences of the output', async () => {
  const all = await pieces();
  fc.assert(
    fc.property(fc.subarray([...all.keys()], { maxLength: 6 }), fc.integer({ min: 1, max: 1e6 }), (chosen, seed) => {
      const problem: Problem = {
        q: random([2, 4, 4], seed),
        k: random([1, 4, 4], seed + 1),
        v: random([1, 4, 3], seed + 2),
        ...Object.assign({}, ...chosen.map((at) => all[at])),
      } as Problem;
      fc.pre(goTogether(problem));
      const grad = random([2, 4, 3], seed + 3);
      const { stages } = attend({ ...problem, grad });
      for (const name of ['q', 'k', 'v'] as const) {
        stages.get(`grad_${name}`)!.tensor.data.forEach((slope, at) => {
          const moved = (by: number): Problem => {
            const data = problem[name]!.data.slice();
            data[at]! += by;
            return { ...problem, [name]: tensor(problem[name]!.shape, data) };
          };
          const h = 1e-5;
          const [after, here, before] = [total(moved(h), grad), total(problem, grad), total(moved(-h), grad)];
          // Another key is chosen, or a support ends, within the step: there is no slope to compare.
          if (Math.abs(after - 2 * here + before) > 1e-7 * Math.max(1, Math.abs(slope))) return;
          expect(Math.abs((after - before) / (2 * h) - slope)).toBeLessThanOrEqual(1e-4 * Math.max(1, Math.abs(slope)));
        });
      }
    }),
    { numRuns: 20 },
  );
});
