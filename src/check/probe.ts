import { generator, tensor, type Tensor } from '../core/index.js';

/** Inputs that tell mistakes apart. */
export interface Probe {
  readonly q: Tensor;
  readonly k: Tensor;
  readonly v: Tensor;
  /** 1 = may attend, (batch, 1, n_q, n_k). */
  readonly mask: Tensor;
}

const SEED = 20170612; // arXiv 1706.03762 was first submitted on 2017-06-12

/**
 * Small float32 inputs on which nearly all mistakes give different outputs: every size differs from every other (otherwise
 * 1/d_k could equal 1/√(heads·d_k)), n_k ≤ d_v (the weights can be read back from the output), more queries than key heads,
 * causal from the bottom-right corner, one padded key in the first batch item, one query that may see nobody.
 *
 * `square`: as many queries as keys, as many key heads as query heads, d_k = d_v. Swapped and transposed operands are only
 * possible there.
 *
 * @example probe('usual').q.shape // => [2, 4, 3, 6]
 */
export function probe(kind: 'usual' | 'square'): Probe {
  const [batch, heads, kvHeads, nQ, nK, dK, dV] =
    kind === 'usual' ? ([2, 4, 2, 3, 5, 6, 7] as const) : ([2, 4, 4, 5, 5, 6, 6] as const);
  const { normal } = generator(SEED);
  const draw = (...shape: number[]): Tensor =>
    tensor(
      shape,
      Float64Array.from({ length: shape.reduce((a, b) => a * b, 1) }, () => Math.fround(1.25 * normal())),
      { dtype: 'float32' },
    );
  const mask = Float64Array.from({ length: batch * nQ * nK }, (_, at) => {
    const [b, i, j] = [Math.floor(at / (nQ * nK)), Math.floor(at / nK) % nQ, at % nK];
    const padded = b === 0 && j === nK - 1;
    const nobody = b === 1 && i === 1;
    return j <= i + nK - nQ && !padded && !nobody ? 1 : 0;
  });
  return {
    q: draw(batch, heads, nQ, dK),
    k: draw(batch, kvHeads, nK, dK),
    v: draw(batch, kvHeads, nK, dV),
    mask: tensor([batch, 1, nQ, nK], mask, { dtype: 'bool' }),
  };
}
