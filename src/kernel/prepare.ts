import { align, type Alignment } from '../core/align.js';
import { arrange, type Arranged } from '../core/arrange.js';
import { behindCache } from '../core/cells.js';
import { gradientOfHeads } from '../core/gradient.js';
import { rotate } from '../core/position.js';
import type { Problem } from '../core/problem.js';
import { scaleOf } from '../core/scale.js';
import { settle, type Settings } from '../core/settings.js';
import { tensor, sizeOf, type Tensor } from '../core/tensor.js';

/** A problem as the kernel takes it: heads split, embeddings projected, cache prepended, RoPE applied. */
export interface Prepared {
  readonly problem: Problem;
  readonly settings: Settings;
  readonly arranged: Arranged;
  readonly alignment: Alignment;
  readonly scale: { readonly scale: number; readonly scaleText: string; readonly warning?: string };
  readonly queries: Tensor; // (B, H, n_q, d_k)
  readonly keys: Tensor; // (B, H_k, n_k, d_k)
  readonly values: Tensor; // (B, H_v, n_k, d_v)
  /** dO of each head, when gradients are asked for. */
  readonly gradOut?: Tensor; // (B, H, n_q, d_v)
}

/**
 * All that comes before the scores, as in the reference.
 *
 * @throws AttnError as `attend` does
 */
export function prepare(problem: Problem): Prepared {
  const settings = settle(problem);
  const arranged = arrange(problem, settings.layout);
  const { sizes, q, k, keys, values } = arranged;
  const alignment = align(problem, settings, sizes);
  const scale = scaleOf(problem, sizes, true);
  const common = {
    problem,
    settings,
    arranged,
    alignment,
    scale,
    values,
    ...(problem.grad && { gradOut: gradientOut(problem, problem.grad, arranged) }),
  };
  if (!problem.rope) return { ...common, queries: q, keys };
  const start = sizes.nPast > 0 ? alignment.position.map(() => sizes.nPast) : alignment.position;
  const rotated = rotate(
    k,
    problem.rope,
    settings.ropeBase,
    start.map(() => sizes.nPast),
  );
  return {
    ...common,
    queries: rotate(q, problem.rope, settings.ropeBase, start),
    keys: behindCache(keys, rotated, sizes.nPast),
  };
}

/** dO, split into heads like the output that is still to be computed. */
function gradientOut(problem: Problem, grad: Tensor, { form, sizes, x }: Arranged): Tensor {
  const { batch, heads, nQ, dV } = sizes;
  const joined = problem.wo !== undefined || (heads > 1 && (form.fused || x !== undefined));
  const shape = joined ? [batch, 1, nQ, problem.wo?.shape.at(-1) ?? heads * dV] : [batch, heads, nQ, dV];
  const output = {
    name: 'output',
    tensor: tensor(shape, new Float64Array(sizeOf(shape))),
    rows: 'query',
    columns: 'feature',
    joined,
    formula: '',
  } as const;
  return gradientOfHeads({ problem, form, sizes }, output, grad);
}
