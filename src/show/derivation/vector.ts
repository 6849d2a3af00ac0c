import type { Tensor } from '../../core/tensor.js';
import type { StageName } from '../../core/trace.js';
import { digitsOf, sumOfProducts } from './equation.js';
import { VALUES, type HeadView } from './head-view.js';
import type { Naming } from './derivation.js';

/** One number of the output: weights times values, and W_O where there is one. */
export function outputLines(view: HeadView, stage: StageName, i: number, m: number, naming: Naming): string[] {
  const { trace, batch } = view;
  const { heads, dV } = trace.sizes;
  const output = trace.stages.get('output')!;
  if (stage === 'heads' || !output.joined) return [mixLine(view, i, m, view.row(i, stage)![m]!, naming)];
  const { wo } = trace.problem;
  if (!wo) {
    // heads side by side: the column says which
    const head = Math.floor(m / dV);
    return [
      `= heads ${head + 1}[${(m % dV) + 1}]`,
      mixLine(view.other(head), i, m % dV, view.row(i, 'output')![m]!, naming),
    ];
  }
  const parts = trace.stages.get('heads')!.tensor;
  const joined = Array.from({ length: heads }, (_, h) =>
    Array.from({ length: dV }, (_none, d) => parts.data[((batch * heads + h) * parts.shape[2]! + i) * dV + d]!),
  ).flat();
  return [
    `= heads·W_O = ${sumOfProducts(
      joined.map((x, row) => [x, column(wo, row, m)]),
      view.row(i, 'output')![m]!,
      naming.most,
      naming.words,
    )}`,
  ];
}

function mixLine(view: HeadView, i: number, m: number, value: number, { most, words }: Naming): string {
  const weights = view.row(i, 'weights')!;
  const products = Array.from(weights, (weight, j): [number, number] => [weight, view.row(j, ...VALUES)![m]!]).filter(
    (_, j) => !view.masked(i, j),
  );
  return `= weights·V = ${sumOfProducts(products, value, most, words)}`;
}

/** A number of q, k or v: x·W where there is an x; turned by RoPE; or as it was given. */
export function givenLine(view: HeadView, stage: StageName, i: number, m: number, { words, most }: Naming): string[] {
  const { problem, sizes } = view.trace;
  const turned = ({ q_rotated: 'q', k_rotated: 'k' } as const)[stage as 'q_rotated'];
  const value = view.row(i, stage)![m]!;
  if (turned) return [`RoPE: ${digitsOf(view.row(i, turned)![m]!)} → ${digitsOf(value)}`];
  const weights = ({ q: ['W_Q', problem.wq], k: ['W_K', problem.wk], v: ['W_V', problem.wv] } as const)[stage as 'q'];
  const x = view.row(i, 'x');
  if (!x || !weights?.[1])
    return [(stage === 'present_key' || stage === 'present_value') && i < sizes.nPast ? words.cached : words.given];
  const [name, w] = weights;
  const heads = view.trace.stages.get(stage)!.tensor.shape[1]!;
  const first = Math.floor((view.head * heads) / sizes.heads) * (w.shape[1]! / heads);
  return [
    `= x·${name} = ${sumOfProducts(
      Array.from(x, (factor, row) => [factor, column(w, row, first + m)]),
      value,
      most,
      words,
    )}`,
  ];
}

const column = (w: Tensor, row: number, at: number): number => w.data[row * w.shape[1]! + at]!;
