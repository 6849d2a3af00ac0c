import { type Problem, reshape, tensor, type Tensor } from '../core/index.js';

/**
 * Saved scores or weights as queries: S = S·I with the unit matrix as keys, so that mistakes are tried on them as on any
 * problem. Scores of −∞ become a bias of −∞; weights are scores under the normalizer `none`.
 *
 * @returns any other problem as it is
 */
export function withQueries(given: Problem): Problem {
  const { scores, attentionWeights, ...problem } = given;
  const saved = scores ?? attentionWeights;
  if (!saved || saved.shape.length < 2 || saved.shape.length > 4) return given;
  const { shape, data, dtype } = saved;
  const nK = shape.at(-1)!;
  const single = shape.slice(0, -2).map((length, axis) => (axis === shape.length - 4 ? length : 1));
  const batch = single.reduce((a, b) => a * b, 1);
  const unit = Float64Array.from({ length: batch * nK * nK }, (_, at) => Number(Math.floor(at / nK) % nK === at % nK));
  const lost = data.includes(-Infinity);
  const finite = data.map((x) => (x !== -Infinity ? x : problem.bias ? LEAST : 0));
  return {
    ...problem,
    q: tensor(shape, finite, { dtype }),
    k: tensor([...single, nK, nK], unit, { dtype }),
    ...(problem.v && { v: sameAxes(problem.v, shape.length) }),
    ...(attentionWeights ? { scale: 1, normalizer: 'none' as const } : { scale: problem.scale ?? 1 }),
    ...(lost &&
      !problem.bias && {
        bias: tensor(
          shape,
          data.map((x) => (x === -Infinity ? x : 0)),
        ),
      }),
    ...(saved.rows &&
      !problem.tokens && { tokens: { query: saved.rows, ...(saved.columns && { key: saved.columns }) } }),
  };
}

/** e to this is 0. */
const LEAST = -1e300;

function sameAxes(v: Tensor, axes: number): Tensor {
  return v.shape.length >= axes ? v : reshape(v, [...Array<number>(axes - v.shape.length).fill(1), ...v.shape]);
}
