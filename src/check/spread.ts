import {
  attend,
  block,
  isDotProductSoftmax,
  multiplyTransposed,
  outward,
  type Pass,
  sharedBlock,
  type Stage,
  type StageName,
  type Tensor,
} from '../core/index.js';
import { HEAD_OUTPUT, stageOf } from '../lens/index.js';
import type { Case } from './case.js';
import { halfSteps, movedProblem, type HalfStep, type InputPrecision } from './inputs.js';

/** So often the inputs are moved at random where the error is measured. */
const SAMPLES = 4;

/**
 * The standard deviation that the printing of the inputs brings into every cell of the output: to first order through the
 * scores and the weights where these are plain softmax attention, measured with inputs moved at random elsewhere.
 *
 * A rounding is uniform over its last digit e, with variance e²/12. A score then has the variance
 * σ² = scale²·Σ(δq²·k² + q²·δk²), and the output at most Σ_j P·σ·|v − o| from the scores (standard deviations of dependent
 * errors add up at most) beside √Σ_j P²·δv² from the values.
 *
 * @param userForm brings (batch, heads, n_q, d_v) into the form of the expected output
 */
export function spreadOf(
  made: Case,
  pass: Pass,
  { printed }: InputPrecision,
  userForm: (data: Float64Array) => Float64Array,
): Float64Array {
  const steps = halfSteps(printed);
  if (steps.size === 0) return new Float64Array(made.expected.data.length);
  const { problem } = made.right;
  const direct =
    isDotProductSoftmax(problem) &&
    !made.trace.problem.x &&
    !problem.wo &&
    !problem.scoreMod &&
    !problem.pastKey &&
    [...steps.keys()].every((field) => field === 'q' || field === 'k' || field === 'v') &&
    [...steps.keys()].every((field) => made.trace.problem[field] !== undefined) &&
    sameNumbers(pass.made.queries, problem.q!) &&
    sameNumbers(pass.made.keys, problem.k!);
  return direct ? userForm(firstOrder(pass, steps)) : measured(made, steps);
}

function sameNumbers(a: Tensor, b: Tensor): boolean {
  return a.data.length === b.data.length && a.data.every((x, at) => Object.is(x, b.data[at]));
}

function firstOrder(pass: Pass, steps: ReadonlyMap<string, HalfStep>): Float64Array {
  const { batch, heads, nQ, nK, dK, dV } = pass.sizes;
  const { queries, keys, values } = pass.made;
  const weights = pass.stages.get('weights')!.tensor;
  const outputs = stageOf(pass, HEAD_OUTPUT)!.tensor;
  const factor = Math.abs(pass.scale) / pass.settings.temperature;
  const none: HalfStep = () => 0;
  const [ofQ, ofV] = [steps.get('q') ?? none, steps.get('v') ?? none];
  // K = Q where K was not given, V = K where V was not.
  const ofK = steps.get('k') ?? (pass.problem.k ? none : ofQ);
  const variance =
    (step: HalfStep) =>
    (x: number): number =>
      step(x) ** 2 / 3;
  const squared = (x: number): number => x * x;
  const out = new Float64Array(batch * heads * nQ * dV);
  for (let b = 0; b < batch; b++) {
    for (let h = 0; h < heads; h++) {
      const q = block(queries, b, h);
      const k = sharedBlock(keys, b, h, heads);
      const v = sharedBlock(values, b, h, heads);
      const fromQueries = multiplyTransposed(q.map(variance(ofQ)), k.map(squared), nQ, dK, nK);
      const fromKeys = multiplyTransposed(q.map(squared), k.map(variance(ofK)), nQ, dK, nK);
      const ownVariance = v.map(variance(ofV));
      const [p, o] = [block(weights, b, h), block(outputs, b, h)];
      for (let i = 0; i < nQ; i++) {
        const start = ((b * heads + h) * nQ + i) * dV;
        for (let n = 0; n < dV; n++) {
          let [spread, own] = [0, 0];
          for (let j = 0; j < nK; j++) {
            const weight = p[i * nK + j]!;
            if (weight === 0) continue;
            const score = factor * Math.sqrt(fromQueries[i * nK + j]! + fromKeys[i * nK + j]!);
            spread += weight * Math.expm1(Math.min(score, 30)) * Math.abs(v[j * dV + n]! - o[i * dV + n]!);
            own += weight * weight * ownVariance[j * dV + n]!;
          }
          out[start + n] = Math.sqrt(spread * spread + own);
        }
      }
    }
  }
  return out;
}

/** Root mean square over a few random moves; of a cell, or of its row where that is more. */
function measured({ trace, expected }: Case, steps: ReturnType<typeof halfSteps>): Float64Array {
  const moves = movesOf(trace.problem, steps, 'output').map((stage) => outward(trace, stage));
  const columns = expected.shape.at(-1) ?? 1;
  const squares = expected.data.map((x, at) =>
    moves.reduce((sum, other) => sum + finite(other.data[at]! - x) ** 2 / moves.length, 0),
  );
  return squares.map((square, at) => {
    const start = at - (at % columns);
    let row = 0;
    for (let n = 0; n < columns; n++) row += squares[start + n]! / columns;
    return Math.sqrt(Math.max(square, row));
  });
}

/** A stage with the inputs moved at random, a few times. */
export function movesOf(
  problem: Case['trace']['problem'],
  steps: ReturnType<typeof halfSteps>,
  name: StageName,
): Stage[] {
  return Array.from({ length: SAMPLES }, (_, seed) => attend(movedProblem(problem, steps, seed)).stages.get(name)!);
}

const finite = (x: number): number => (Number.isFinite(x) ? x : 0);
