import { block, headByHead } from './blocks.js';
import { dataError, usageError } from './facts.js';
import { splitHeads } from './heads.js';
import { swapFirst } from './layout.js';
import { multiply, multiplyTransposed } from './matrix.js';
import type { Layout, Problem } from './problem.js';
import { tensor, type Tensor, type Tensor4 } from './tensor.js';
import type { Form, Sizes } from './trace.js';

/** What multi-head latent attention starts from, the heads apart. */
export interface Latent {
  /** (batch, 1, n, d_c) */
  readonly c: Tensor4;
  /** (1, heads, d_c, d_nope) and (1, heads, d_c, d_v) */
  readonly upKey: Tensor4;
  readonly upValue: Tensor4;
  /** (batch, heads, n_q, d_r) and (batch, 1, n, d_r) */
  readonly rope?: { readonly q: Tensor4; readonly k: Tensor4 };
}

/**
 * Queries, keys and values of multi-head latent attention: k_h = [c·W_UK,h | k_rope], v_h = c·W_UV,h, q_h = [q_nope | q_rope].
 * DeepSeek-AI 2024, "DeepSeek-V2" (arXiv 2405.04434), section 2.1, equations 9 to 19.
 */
export interface Expanded {
  readonly q: Tensor4;
  readonly k: Tensor4;
  readonly v: Tensor4;
}

/**
 * Does a problem start from a latent? What belongs to one makes no sense without it, and the reverse.
 *
 * @throws AttnError (usage) that names what is missing or too many
 */
export function checkLatent({ latent, wUk, wUv, kRope, qRope, q, k, v, x, rope }: Problem): void {
  const parts = { 'w-uk': wUk, 'w-uv': wUv, 'k-rope': kRope, 'q-rope': qRope };
  const given = Object.entries(parts).flatMap(([name, value]) => (value ? [name] : []));
  const [first] = given;
  if (!latent && first !== undefined)
    throw usageError({ code: 'latent-incomplete', given: first, missing: ['latent'] });
  if (!latent) return;
  const beside = Object.entries({ k, v, x }).flatMap(([name, value]) => (value ? [name] : []));
  if (beside.length > 0) throw usageError({ code: 'latent-beside', options: beside });
  const missing = [!q && 'q', !wUk && 'w-uk', !wUv && 'w-uv'].filter((name) => name !== false && name !== undefined);
  if (missing.length > 0)
    throw usageError({ code: 'latent-incomplete', given: 'latent', missing: missing as string[] });
  if (Boolean(kRope) !== Boolean(qRope))
    throw usageError({
      code: 'latent-incomplete',
      given: kRope ? 'k-rope' : 'q-rope',
      missing: [kRope ? 'q-rope' : 'k-rope'],
    });
  if (rope && !kRope) throw usageError({ code: 'latent-incomplete', given: 'rope', missing: ['k-rope', 'q-rope'] });
}

/** RoPE turns the part that is there for it, unless other features are named. */
export function withLatentRope(problem: Problem): Problem {
  const { kRope, rope, ropeDim } = problem;
  return kRope && rope && ropeDim === undefined ? { ...problem, ropeDim: `last:${kRope.shape.at(-1)!}` } : problem;
}

/**
 * The latent and its matrices in the form in which all of `core` computes.
 *
 * @param q (batch, heads, n_q, d_nope)
 * @throws AttnError that names the shape that does not fit
 */
export function latentOf(problem: Problem, q: Tensor4, form: Form, layout: Layout): Latent {
  const [batch, heads, nQ, dNope] = q.shape;
  const c = oneHead(problem.latent!, 'latent', batch, form);
  const [, , length, dC] = c.shape;
  const upKey = perHead(problem.wUk!, 'w-uk', heads, dC);
  if (upKey.shape[3] !== dNope)
    throw dataError({
      code: 'latent-shape',
      option: 'w-uk',
      found: problem.wUk!.shape,
      expected: [
        [dC, heads * dNope],
        [heads, dC, dNope],
      ],
    });
  const upValue = perHead(problem.wUv!, 'w-uv', heads, dC);
  if (!problem.kRope || !problem.qRope) return { c, upKey, upValue };
  const k = oneHead(problem.kRope, 'k-rope', batch, form);
  const fused = form.fused ? { heads } : {};
  const turned = splitHeads(problem.qRope, { name: 'q_rope', layout, ...fused });
  const dR = k.shape[3];
  if (k.shape[2] !== length)
    throw dataError({ code: 'latent-shape', option: 'k-rope', found: problem.kRope.shape, expected: [[length, dR]] });
  if (turned.shape[0] !== batch || turned.shape[1] !== heads || turned.shape[2] !== nQ || turned.shape[3] !== dR)
    throw dataError({
      code: 'latent-shape',
      option: 'q-rope',
      found: problem.qRope.shape,
      expected: [[heads, nQ, dR]],
    });
  return { c, upKey, upValue, rope: { q: turned, k } };
}

/** A tensor that all heads share: (n, d), (batch, n, d), or with an axis of one head. */
function oneHead(from: Tensor, option: string, batch: number, form: Form): Tensor4 {
  const { shape } = from;
  const alone = shape.length === 4 && (shape[1] === 1 || shape[2] === 1);
  const [length, d] = [shape.length === 4 && shape[1] !== 1 ? shape[1]! : (shape.at(-2) ?? 0), shape.at(-1) ?? 0];
  const expected = batch > 1 ? [[batch, length, d]] : [[length, d]];
  if (shape.length !== 2 && shape.length !== 3 && !alone)
    throw dataError({ code: 'latent-shape', option, found: shape, expected });
  const swapped = shape.length === 3 && form.lengthFirst ? swapFirst(from) : from;
  const items = swapped.shape.length === 2 ? 1 : swapped.shape[0]!;
  const rows = shape.length === 4 ? length : swapped.shape.at(-2)!;
  if (items !== batch) throw dataError({ code: 'latent-shape', option, found: shape, expected: [[batch, rows, d]] });
  return tensor([items, 1, rows, d], swapped.data, { dtype: from.dtype });
}

/** (d_c, heads×d) or (heads, d_c, d) → (1, heads, d_c, d) */
function perHead(from: Tensor, option: string, heads: number, dC: number): Tensor4 {
  const { shape } = from;
  const more = { dtype: from.dtype };
  if (shape.length === 3 && shape[0] === heads && shape[1] === dC)
    return tensor([1, heads, dC, shape[2]!], from.data, more);
  const width = shape[1] ?? 0;
  if (shape.length !== 2 || shape[0] !== dC || width % heads !== 0)
    throw dataError({
      code: 'latent-shape',
      option,
      found: shape,
      expected: [[dC, heads * Math.max(1, Math.floor(width / heads))]],
    });
  return headByHead([1, heads, dC, width / heads], (_, h) => columnsOf(from, dC, h, width / heads), from.dtype);
}

function columnsOf({ data, shape }: Tensor, rows: number, h: number, d: number): Float64Array {
  const out = new Float64Array(rows * d);
  for (let row = 0; row < rows; row++)
    out.set(data.subarray(row * shape[1]! + h * d, row * shape[1]! + (h + 1) * d), row * d);
  return out;
}

/**
 * Keys and values written out, and queries with the part that is turned.
 *
 * @param q (batch, heads, n_q, d_nope)
 */
export function expand({ c, upKey, upValue, rope }: Latent, q: Tensor4): Expanded {
  const [batch, , length, dC] = c.shape;
  const heads = q.shape[1];
  const times = (up: Tensor4): Tensor4 =>
    headByHead(
      [batch, heads, length, up.shape[3]],
      (b, h) => multiply(block(c, b, 0), block(up, 0, h), length, dC, up.shape[3]),
      c.dtype,
    );
  const k = times(upKey);
  return {
    q: rope ? beside(q, rope.q) : q,
    k: rope ? beside(k, rope.k) : k,
    v: times(upValue),
  };
}

/** The latent of key j, of new keys alone; undefined where there is none. */
export function latentRow(
  { latent }: Problem,
  { batch, nPast }: Sizes,
  { lengthFirst }: Form,
  b: number,
  j: number,
): number[] | undefined {
  if (!latent || j < nPast) return undefined;
  const d = latent.shape.at(-1)!;
  const length = latent.data.length / d / batch;
  const row = lengthFirst ? (j - nPast) * batch + b : b * length + j - nPast;
  return Array.from(latent.data.subarray(row * d, (row + 1) * d));
}

/**
 * The numbers that c is multiplied by for number m of head h's key or value.
 *
 * @param w (d_c, heads×d) or (heads, d_c, d)
 */
export function upColumn({ shape, data }: Tensor, heads: number, h: number, m: number): number[] {
  const [dC, d] = shape.length === 3 ? [shape[1]!, shape[2]!] : [shape[0]!, shape[1]! / heads];
  return Array.from({ length: dC }, (_, row) =>
    shape.length === 3 ? data[(h * dC + row) * d + m]! : data[row * shape[1]! + h * d + m]!,
  );
}

/** Two tensors side by side in the last axis; one head of the second serves all of the first. */
function beside(left: Tensor4, right: Tensor4): Tensor4 {
  const [batch, heads, length, a] = left.shape;
  const d = right.shape[3];
  return headByHead(
    [batch, heads, length, a + d],
    (b, h) => {
      const [first, second] = [block(left, b, h), block(right, b, right.shape[1] === 1 ? 0 : h)];
      const out = new Float64Array(length * (a + d));
      for (let i = 0; i < length; i++) {
        out.set(first.subarray(i * a, (i + 1) * a), i * (a + d));
        out.set(second.subarray(i * d, (i + 1) * d), i * (a + d) + a);
      }
      return out;
    },
    left.dtype,
  );
}

/**
 * The queries in the space of the latent: q_nope·W_UKᵀ. Their products with c, plus q_rope·k_rope, are the scores: keys need not be
 * written out. DeepSeek-V2, section 2.1.2.
 *
 * @param q (batch, heads, n_q, d_nope + d_r): the stage q
 * @returns (batch, heads, n_q, d_c)
 */
export function absorbedQueries({ upKey }: Latent, q: Tensor4): Tensor4 {
  const [batch, heads, nQ, d] = q.shape;
  const [, , dC, dNope] = upKey.shape;
  return headByHead([batch, heads, nQ, dC], (b, h) => {
    const rows = block(q, b, h);
    const nope = new Float64Array(nQ * dNope);
    for (let i = 0; i < nQ; i++) nope.set(rows.subarray(i * d, i * d + dNope), i * dNope);
    return multiplyTransposed(nope, block(upKey, 0, h), nQ, dNope, dC);
  });
}
