import {
  type Alignment,
  type Arranged,
  gateOf,
  gradientOfHeads,
  gradientOfOutput,
  INPUTS,
  joinsHeads,
  type Pass,
  type Problem,
  runSteps,
  type Settings,
  type Shape4,
  sizeOf,
  start,
  tensor,
  type Tensor,
  type Tensor4,
  type Warning,
} from '../core/index.js';
import { spansOf } from './spans.js';

/** A problem as the kernel takes it: heads split, embeddings projected, cache prepended, RoPE applied. */
export interface Prepared {
  readonly problem: Problem;
  readonly settings: Settings;
  readonly arranged: Arranged;
  readonly alignment: Alignment;
  readonly scale: { readonly scale: number; readonly scaleText: string; readonly warning?: Warning };
  /** The reference's steps up to here. */
  readonly pass: Pass;
  readonly queries: Tensor4; // (B, H, n_q, d_k)
  readonly keys: Tensor4; // (B, H_k, n_k, d_k)
  readonly values: Tensor4; // (B, H_v, n_k, d_v)
  /** The keys of each query's chunk and document, none for padding; `scattered`: they are no runs of keys. */
  readonly spans?: Int32Array | 'scattered';
  /** dO of each head, when gradients are asked for. */
  readonly gradOut?: Tensor4; // (B, H, n_q, d_v)
}

/**
 * All that comes before the scores, as in the reference.
 *
 * @throws AttnError as `attend` does
 */
export function prepare(problem: Problem): Prepared {
  const pass = runSteps(start(problem), INPUTS);
  const { settings, arranged, alignment, scale, scaleText, scaleWarning, made } = pass;
  const spans = spansOf(problem, arranged.sizes, alignment);
  return {
    problem,
    settings,
    arranged,
    alignment,
    scale: { scale, scaleText, ...(scaleWarning && { warning: scaleWarning }) },
    pass,
    queries: made.queries,
    keys: made.keys,
    values: made.values,
    ...(spans && { spans }),
    ...(problem.grad && { gradOut: gradientOut(problem, problem.grad, arranged) }),
  };
}

/** dO, split into heads like the output that is still to be computed. */
function gradientOut(problem: Problem, grad: Tensor, { form, sizes }: Arranged): Tensor4 {
  const { batch, heads, nQ, dV } = sizes;
  const joined = problem.wo !== undefined || joinsHeads(problem, heads);
  const shape: Shape4 = joined ? [batch, 1, nQ, problem.wo?.shape.at(-1) ?? heads * dV] : [batch, heads, nQ, dV];
  const output = {
    name: 'output',
    tensor: tensor(shape, new Float64Array(sizeOf(shape))),
    rows: 'query',
    columns: 'feature',
    joined,
    formula: '',
  } as const;
  const dHeads = gradientOfHeads({ problem, sizes }, output, gradientOfOutput({ form }, output, grad));
  if (!problem.gate) return dHeads;
  const open = gateOf(problem.gate, sizes, form);
  return tensor(
    dHeads.shape,
    dHeads.data.map((value, at) => value * open.data[at]!),
  );
}
