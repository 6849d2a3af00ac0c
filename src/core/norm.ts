import { dataError, usageError } from './facts.js';
import type { Problem } from './problem.js';
import { tensor, type Tensor, type Tensor4 } from './tensor.js';

export type NormKind = 'rms' | 'l2' | 'layernorm';

/** How the queries (or the keys) are normed, everything filled in. */
export interface Norm {
  readonly kind: NormKind;
  readonly epsilon: number;
  /** One statistic for each head, or one for all heads of a token together. */
  readonly over: 'head' | 'joined';
  /** The factor and the addend of feature m of head h. */
  readonly gain: (h: number, m: number) => number;
  readonly bias: (h: number, m: number) => number;
}

const NEEDS_NORM = [
  ['normGain', 'norm-gain'],
  ['normOver', 'norm-over'],
  ['normEps', 'norm-eps'],
  ['normOrder', 'norm-order'],
] as const;

/**
 * What only says how to norm makes no sense without a norm.
 *
 * @throws AttnError (usage) that names the option and what is missing
 */
export function checkNorms(problem: Problem): void {
  const { qNorm, kNorm } = problem;
  const sides = [
    ['q', qNorm],
    ['k', kNorm],
  ] as const;
  for (const [side, kind] of sides) {
    if (kind !== undefined) continue;
    const idle = ([`${side}NormGain`, `${side}NormBias`] as const).filter((field) => problem[field] !== undefined);
    const [first] = idle;
    if (first !== undefined)
      throw usageError({
        code: 'norm-missing',
        option: `${side}-norm-${first.endsWith('Gain') ? 'gain' : 'bias'}`,
        missing: [`${side}-norm`],
      });
  }
  const idle = qNorm === undefined && kNorm === undefined ? NEEDS_NORM.find(([field]) => problem[field]) : undefined;
  if (idle) throw usageError({ code: 'norm-missing', option: idle[1], missing: ['q-norm', 'k-norm'] });
  if (problem.normGain === '1+g' && !problem.qNormGain && !problem.kNormGain)
    throw usageError({ code: 'norm-gain-missing' });
}

/**
 * The norm of one side.
 *
 * A gain of (d) serves all heads; (heads, d) is each head's own; (heads×d) beside several heads says that the statistics
 * are taken over all of them together, as OLMo 2 does.
 *
 * @throws AttnError when gain or bias do not fit
 */
export function normOf(problem: Problem, side: 'q' | 'k', heads: number, d: number): Norm | undefined {
  const kind = problem[`${side}Norm`];
  if (kind === undefined) return undefined;
  const gain = problem[`${side}NormGain`];
  const joined = heads > 1 && gain?.data.length === heads * d && gain.shape.length === 1;
  const read = (from: Tensor | undefined, option: string): ((h: number, m: number) => number) | undefined => {
    if (!from) return undefined;
    if (from.data.length === d) return (_, m) => from.data[m]!;
    if (from.data.length === heads * d) return (h, m) => from.data[h * d + m]!;
    throw dataError({ code: 'norm-size', option, found: from.shape, heads, d });
  };
  const factor = read(gain, `${side}-norm`);
  const one = problem.normGain === '1+g' ? 1 : 0;
  return {
    kind,
    epsilon: problem.normEps ?? (kind === 'layernorm' ? 1e-5 : 1e-6),
    over: problem.normOver ?? (joined ? 'joined' : 'head'),
    gain: factor ? (h, m) => one + factor(h, m) : () => 1,
    bias: read(problem[`${side}NormBias`], `${side}-norm-bias`) ?? (() => 0),
  };
}

/**
 * Every vector brought to one length, then times its gain, plus its bias:
 *
 *     rms: x/√(mean x² + ε)    l2: x/√(Σ x² + ε)    layernorm: (x − mean)/√(var + ε)
 *
 * A vector of zeros (or, under layernorm, of equal numbers) with ε = 0 becomes zeros. Zhang & Sennrich 2019 (arXiv 1910.07467,
 * RMSNorm); Ba et al. 2016 (1607.06450, LayerNorm); Henry et al. 2020 (2010.04245, norms of queries and keys).
 *
 * @param from (batch, heads, length, d)
 * @returns the normed vectors, and whether one of them had no length
 * @example
 * const norm = { kind: 'l2', epsilon: 0, over: 'head', gain: () => 1, bias: () => 0 };
 * normed(tensor([1, 1, 1, 2], [3, 4]), norm).tensor.data[1] // => 0.8
 */
export function normed(from: Tensor4, norm: Norm): { readonly tensor: Tensor4; readonly zero: boolean } {
  const out = new Float64Array(from.data.length);
  let zero = false;
  eachVector(from, norm, (cells) => {
    const { centre, inverse } = statistics(from.data, cells, norm);
    if (inverse === 0) zero = true;
    for (const { at, h, m } of cells) out[at] = (from.data[at]! - centre) * inverse * norm.gain(h, m) + norm.bias(h, m);
  });
  return { tensor: tensor(from.shape, out, { dtype: from.dtype }), zero };
}

/**
 * From the gradient of the normed vectors to that of the vectors: with z = (x − centre)·r and g = gain·dy,
 * dx = r·(g − z·Σ g·z / n), and for layernorm also without the mean of g; n = 1 for l2.
 *
 * @param gradient shaped like `from`
 */
export function normedBackward(from: Tensor4, norm: Norm, gradient: Tensor): Tensor4 {
  const out = new Float64Array(from.data.length);
  eachVector(from, norm, (cells) => {
    const { centre, inverse } = statistics(from.data, cells, norm);
    const count = norm.kind === 'l2' ? 1 : cells.length;
    let along = 0;
    let sum = 0;
    for (const { at, h, m } of cells) {
      const g = norm.gain(h, m) * gradient.data[at]!;
      along += g * (from.data[at]! - centre) * inverse;
      sum += g;
    }
    const mean = norm.kind === 'layernorm' ? sum / cells.length : 0;
    for (const { at, h, m } of cells) {
      const z = (from.data[at]! - centre) * inverse;
      out[at] = inverse * (norm.gain(h, m) * gradient.data[at]! - mean - (z * along) / count);
    }
  });
  return tensor(from.shape, out);
}

interface Cell {
  readonly at: number;
  readonly h: number;
  readonly m: number;
}

/** Every vector that has statistics of its own: a head of a token, or all its heads. */
function eachVector(from: Tensor4, { over }: Norm, visit: (cells: readonly Cell[]) => void): void {
  const [batch, heads, length, d] = from.shape;
  const cellsOf = (b: number, h: number, i: number): Cell[] =>
    Array.from({ length: d }, (_, m) => ({ at: ((b * heads + h) * length + i) * d + m, h, m }));
  for (let b = 0; b < batch; b++) {
    for (let i = 0; i < length; i++) {
      const each = Array.from({ length: heads }, (_, h) => cellsOf(b, h, i));
      if (over === 'joined') visit(each.flat());
      else each.forEach(visit);
    }
  }
}

/** What is subtracted and what is multiplied by; 0 for a vector without length. */
function statistics(
  data: Float64Array,
  cells: readonly Cell[],
  { kind, epsilon }: Norm,
): { centre: number; inverse: number } {
  const n = cells.length;
  let sum = 0;
  if (kind === 'layernorm') for (const { at } of cells) sum += data[at]!;
  const centre = kind === 'layernorm' ? sum / n : 0;
  const first = data[cells[0]?.at ?? 0];
  // Equal numbers have no spread, whatever their rounded mean says.
  if (kind === 'layernorm' && epsilon === 0 && cells.every(({ at }) => data[at] === first))
    return { centre, inverse: 0 };
  let squares = 0;
  for (const { at } of cells) squares += (data[at]! - centre) * (data[at]! - centre);
  const size = (kind === 'l2' ? squares : squares / n) + epsilon;
  return { centre, inverse: size === 0 ? 0 : 1 / Math.sqrt(size) };
}
