import {
  attend,
  block,
  headByHead,
  isDotProductSoftmax,
  mix,
  multiplyTransposed,
  outward,
  type Problem,
  reshape,
  sharedBlock,
  type Tensor,
  type Tensor4,
  type Trace,
} from '../core/index.js';
import { permute } from './mistakes/tensors.js';

type Gradient = 'grad_q' | 'grad_k' | 'grad_v';
/** What was probably done, and the gradient that comes of it in the user's form. */
type Guess = readonly [text: string, made: () => Tensor | undefined];

/**
 * What turns the right gradient into this one: a factor, a step of the way back that is missing, or the way back of another
 * formula. The catalogue of mistakes has none of the way back; these are what a derivation by hand gets wrong.
 *
 * @param allowed the error that is rounding
 * @returns undefined when nothing fits
 */
export function gradientHint(name: Gradient, actual: Tensor, trace: Trace, allowed: number): string | undefined {
  const right = outward(trace, trace.stages.get(name)!);
  const near = (made: Tensor | undefined): boolean =>
    made !== undefined &&
    made.data.length === actual.data.length &&
    made.data.every((x, at) => Math.abs(x - actual.data[at]!) <= allowed);
  const factor = ratio(actual, right);
  if (factor !== undefined && near({ ...right, data: right.data.map((x) => x * factor) }))
    return factorText(factor, name, trace);
  return [...ofHand(name, trace), ...ofOthers(name, trace)].find(([, made]) => near(made()))?.[0];
}

function ratio(actual: Tensor, right: Tensor): number | undefined {
  const square = right.data.reduce((sum, x) => sum + x * x, 0);
  const factor = right.data.reduce((sum, x, at) => sum + x * actual.data[at]!, 0) / square;
  return Number.isFinite(factor) && factor !== 0 ? factor : undefined;
}

function factorText(factor: number, name: Gradient, { scale, sizes: { batch, heads, kvHeads } }: Trace): string {
  const is = (other: number): boolean => Math.abs(factor / other - 1) < 1e-4;
  const times = `it is the right one times ${Number(factor.toPrecision(5))}`;
  if (is(-1)) return 'it is the right one with the other sign';
  if (name !== 'grad_v' && is(1 / scale)) return `${times}: the scale is missing on the way back`;
  if (name !== 'grad_v' && is(scale)) return `${times}: the scale is applied twice on the way back`;
  if (name !== 'grad_q' && heads > kvHeads && is(kvHeads / heads))
    return `${times}: the mean over the query heads that share a key head, where the sum belongs`;
  if (batch > 1 && is(1 / batch)) return `${times}: divided by the batch size, as the gradient of a mean`;
  return times;
}

/** Steps that a derivation by hand forgets; only of softmax(Q·Kᵀ·scale)·V itself. */
function ofHand(name: Gradient, trace: Trace): Guess[] {
  const {
    problem,
    sizes: { batch, heads, kvHeads, nQ, nK, nPast, dK, dV },
    scale,
    form,
  } = trace;
  const plain =
    !problem.rope &&
    !problem.softcap &&
    !problem.scoreMod &&
    !problem.wo &&
    !problem.x &&
    nPast === 0 &&
    !form.fused &&
    form.layout === 'bhld' &&
    isDotProductSoftmax(problem) &&
    (problem.temperature ?? 1) === 1;
  if (!plain) return [];
  const at = (stage: 'q' | 'k' | 'v' | 'weights'): Tensor4 => trace.stages.get(stage)!.tensor;
  const dO = reshape(problem.grad!, [batch, heads, nQ, dV]);
  const scores = [batch, heads, nQ, nK] as const;
  const dP = headByHead(scores, (b, h) =>
    multiplyTransposed(block(dO, b, h), sharedBlock(at('v'), b, h, heads), nQ, dV, nK),
  );
  const weights = at('weights');
  const own = (cell: number): number => {
    const start = cell - (cell % nK);
    let sum = 0;
    for (let j = 0; j < nK; j++) sum += weights.data[start + j]! * dP.data[start + j]!;
    return sum;
  };
  const seen = (cell: number): number => (trace.mask && trace.mask.data[cell] === 0 ? 0 : 1);
  const slopes = (of: (cell: number) => number): Tensor4 => ({
    ...dP,
    data: dP.data.map((_, cell) => scale * of(cell)),
  });
  const right = slopes((cell) => weights.data[cell]! * (dP.data[cell]! - own(cell)));
  const back = (dS: Tensor4): Tensor =>
    outward(trace, {
      ...trace.stages.get(name)!,
      tensor:
        name === 'grad_q'
          ? headByHead([batch, heads, nQ, dK], (b, h) =>
              mix(block(dS, b, h), sharedBlock(at('k'), b, h, heads), undefined, nQ, nK, dK),
            )
          : shared(permute(dS, [0, 1, 3, 2]), name === 'grad_k' ? at('q') : dO, kvHeads),
    });
  const alone = (dS: Tensor4, which: number): Tensor => {
    const group = heads / kvHeads;
    const only = { ...dS, data: dS.data.map((x, cell) => (Math.floor(cell / (nQ * nK)) % group === which ? x : 0)) };
    return back(only);
  };
  const dS = name === 'grad_v' ? weights : right;
  return [
    ...(name === 'grad_v'
      ? []
      : ([
          [
            'dS = P∘dP: the row sum Σ P∘dP of the softmax is not taken off',
            () => back(slopes((cell) => weights.data[cell]! * dP.data[cell]!)),
          ],
          [
            'dS = dP − Σ P∘dP: not multiplied by the weights',
            () => back(slopes((cell) => seen(cell) * (dP.data[cell]! - own(cell)))),
          ],
          [
            'dS = dP: the way back through the softmax is left out',
            () => back(slopes((cell) => seen(cell) * dP.data[cell]!)),
          ],
        ] satisfies Guess[])),
    ...(nQ === nK ? ([['dS is transposed', () => back(permute(dS, [0, 1, 3, 2]))]] satisfies Guess[]) : []),
    ...(name !== 'grad_q' && heads > kvHeads
      ? [0, heads / kvHeads - 1].map((which): Guess => [
          `only query head ${which} of each group is counted: the heads that share a key head must be added up`,
          () => alone(dS, which),
        ])
      : []),
  ];
}

/** (B, H, n_k, n_q)·(B, H, n_q, d), added up over the query heads that share a key head. */
function shared(slopes: Tensor4, rows: Tensor4, kvHeads: number): Tensor4 {
  const [batch, heads, nK, nQ] = slopes.shape;
  const d = rows.shape[3]!;
  const group = heads / kvHeads;
  return headByHead([batch, kvHeads, nK, d], (b, g) => {
    const sum = new Float64Array(nK * d);
    for (let h = g * group; h < (g + 1) * group; h++)
      mix(block(slopes, b, h), block(rows, b, h), undefined, nK, nQ, d).forEach((x, at) => {
        sum[at]! += x;
      });
    return sum;
  });
}

/** Another gradient, or that of another formula. */
function ofOthers(name: Gradient, trace: Trace): Guess[] {
  const { problem } = trace;
  const without = (...names: (keyof Problem)[]): Problem =>
    Object.fromEntries(Object.entries(problem).filter(([key]) => !names.includes(key as keyof Problem)));
  const of = (changed: Problem): Tensor => {
    const other = attend(changed);
    return outward(other, other.stages.get(name)!);
  };
  const gradients = ['grad_q', 'grad_k', 'grad_v'] as const;
  return [
    ...gradients
      .filter((other) => other !== name)
      .map((other): Guess => [
        `it is ${other}: the order of what is returned`,
        () => outward(trace, trace.stages.get(other)!),
      ]),
    ...(problem.causal
      ? ([['it is the gradient without the causal mask', () => of(without('causal'))]] satisfies Guess[])
      : []),
    ...(problem.mask
      ? ([['it is the gradient without the mask', () => of(without('mask', 'maskTrue'))]] satisfies Guess[])
      : []),
    ['it is the gradient without a scale', () => of({ ...problem, scale: 1 })],
  ];
}
