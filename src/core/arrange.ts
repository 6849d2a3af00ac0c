import { block, headByHead } from './blocks.js';
import { pairingOf } from './differential.js';
import { dataError, usageError, type FitAdvice, type Misfit } from './facts.js';
import { splitHeads } from './heads.js';
import { checkLatent, expand, latentOf, type Latent } from './latent.js';
import { axesOf, isFused, swapFirst } from './layout.js';
import type { Layout, Problem } from './problem.js';
import { addBias, checkBiases, project } from './project.js';
import { fromSaved, savedName } from './saved.js';
import { tensor, type Tensor, type Tensor4 } from './tensor.js';
import type { Form, Sizes } from './trace.js';

/** Q, K, V in the form in which `core` computes, and what is known about their sizes. */
export interface Arranged {
  /** (batch, 1, length, d_model), when the problem starts from embeddings. */
  readonly x?: Tensor4;
  /** What keys and values are made of, where that is not X. */
  readonly xKv?: Tensor4;
  readonly q: Tensor4; // (B, H, n_q, d_k)
  /** New keys and values only. */
  readonly k: Tensor4; // (B, H_k, n_new, d_k)
  readonly v: Tensor4; // (B, H_v, n_new, d_v)
  /** Cached ones in front of the new: what the queries really see. */
  readonly keys: Tensor4; // (B, H_k, n_k, d_k)
  readonly values: Tensor4; // (B, H_v, n_k, d_v)
  readonly form: Form;
  readonly sizes: Sizes;
  /** What K and V were made of, under multi-head latent attention. */
  readonly latent?: Latent;
  /** Scores or weights that another program saved: (B, H, n_q, n_k). */
  readonly saved?: Tensor4;
}

/**
 * Takes the user's tensors apart into heads, projects embeddings where they are given (Q = X·W_Q), puts the cache in
 * front, and checks that everything fits.
 *
 * @throws AttnError that names every pair of shapes that does not fit
 */
export function arrange(problem: Problem, layout: Layout): Arranged {
  checkBiases(problem);
  checkLatent(problem);
  const { x, xKv, q, k, v, form, dModel, latent, cells } = partsOf(problem, layout);
  const keys = withCache(problem.pastKey, k, form, 'past_key', 'K');
  const values = withCache(problem.pastValue, v, form, 'past_value', 'V');
  if ((problem.pastKey === undefined) !== (problem.pastValue === undefined)) {
    throw usageError({ code: 'cache-half-given', given: problem.pastKey ? 'keys' : 'values' });
  }
  checkFit(problem, form, q, keys, values);
  const [batch, , nQ, dK] = q.shape;
  const heads = headsOf(problem, q, keys, values);
  const pairing = pairingOf(problem, heads, keys.shape[1], values.shape[1]);
  const sizes: Sizes = {
    batch,
    heads,
    nQ,
    dK,
    kvHeads: keys.shape[1],
    nK: keys.shape[2],
    nPast: keys.shape[2] - k.shape[2],
    dV: values.shape[3] * (pairing?.sideBySide ? 2 : 1),
    dModel: dModel ?? heads * dK,
    ...(pairing && { pairing }),
    ...(problem.recurrence !== undefined && {
      ownHeads: { q: q.shape[1], k: keys.shape[1], v: values.shape[1] },
    }),
  };
  return {
    ...(x && { x }),
    ...(xKv && { xKv }),
    q,
    k,
    v,
    keys,
    values,
    form,
    sizes,
    ...(latent && { latent }),
    ...(cells && { saved: cells }),
  };
}

function partsOf(problem: Problem, layout: Layout): Parts {
  if (savedName(problem)) return fromSaved(problem);
  if (problem.x) return fromEmbeddings(problem, problem.x, layout);
  return problem.latent ? fromLatent(problem, layout) : fromMatrices(problem, layout);
}

/** As many heads as the queries; a recurrence repeats whatever has fewer, queries too. */
function headsOf({ recurrence }: Problem, q: Tensor4, keys: Tensor4, values: Tensor4): number {
  return recurrence === undefined ? q.shape[1] : Math.max(q.shape[1], keys.shape[1], values.shape[1]);
}

/** What one stage of scores may take. Several are held at once. */
const LARGEST_STAGE = 2 ** 32; // bytes

/**
 * Refused before anything is allocated: when memory runs out, the system ends the process without a message.
 *
 * @throws AttnError when one stage of scores would be larger than that
 */
export function checkSize({ batch, heads, nQ, nK }: Sizes): void {
  const bytes = batch * heads * nQ * nK * 8;
  if (bytes <= LARGEST_STAGE) return;
  throw dataError({ code: 'scores-too-large', shape: [batch, heads, nQ, nK], bytes });
}

/**
 * Embeddings have no heads: of a layout only the order of batch and length concerns them.
 *
 * @throws AttnError (usage) for a layout with heads of their own
 */
function batchFirst(x: Tensor, layout: Layout): Tensor {
  if (layout === 'hld' || layout === 'lhd') throw usageError({ code: 'x-layout', layout });
  return layout === 'lbe' && x.shape.length === 3 ? swapFirst(x) : x;
}

/** Without `heads`, Q would be one head and K several, which cannot be intended. */
function refuseLoneKvHeads({ heads, kvHeads }: Problem): void {
  if (kvHeads === undefined || heads !== undefined) return;
  throw usageError({ code: 'kv-heads-without-heads', kvHeads });
}

type Parts = Pick<Arranged, 'x' | 'xKv' | 'q' | 'k' | 'v' | 'form' | 'latent'> & {
  readonly dModel?: number;
  readonly cells?: Tensor4;
};

function fromEmbeddings(problem: Problem, given: Tensor, layout: Layout): Parts {
  const x = batchFirst(given, layout);
  if (x.shape.length !== 2 && x.shape.length !== 3) {
    throw dataError({ code: 'x-axes', shape: x.shape });
  }
  const xKv = problem.xKv && batchFirst(problem.xKv, layout);
  if (xKv && (xKv.shape.length !== x.shape.length || (x.shape.length === 3 && xKv.shape[0] !== x.shape[0])))
    throw dataError({ code: 'x-kv-shape', x: given.shape, found: problem.xKv.shape });
  const { wq, wk, wv, bq, bk, bv } = problem;
  const weights = [
    ['W_Q', wq],
    ['W_K', wk],
    ['W_V', wv],
  ] as const;
  const missing = weights.filter(([, w]) => w === undefined).map(([name]) => name);
  if (missing.length > 0) throw usageError({ code: 'projections-missing', missing });
  refuseLoneKvHeads(problem);
  const heads = problem.heads ?? 1;
  const kvHeads = problem.kvHeads ?? heads;
  // (L, d_model)·(d_model, H·d) → (L, H·d) → (B, H, L, d)
  const part = (name: 'Q' | 'K' | 'V', w: Tensor, bias: Tensor | undefined, count: number): Tensor4 => {
    const [from, source] = xKv && name !== 'Q' ? [xKv, 'X_kv'] : [x, 'X'];
    return splitHeads(addBias(project(from, w, source, `W_${name}`), bias, `b_${name}`), {
      name: `${name} = ${source}·W_${name}`,
      heads: count,
      layout: 'bhld',
    });
  };
  return {
    x: oneHead(x),
    ...(xKv && { xKv: oneHead(xKv) }),
    q: part('Q', wq!, bq, heads),
    k: part('K', wk!, bk, kvHeads),
    v: part('V', wv!, bv, kvHeads),
    form: {
      batch: x.shape.length === 3,
      heads: heads > 1,
      fused: false,
      layout: 'bhld',
      ...(layout === 'lbe' && x.shape.length === 3 && { lengthFirst: true }),
    },
    dModel: x.shape.at(-1)!,
  };
}

/** (length, d_model) or (batch, length, d_model) → (batch, 1, length, d_model). */
function oneHead(x: Tensor): Tensor4 {
  const [batch, length, dModel] =
    x.shape.length === 3 ? (x.shape as [number, number, number]) : [1, x.shape[0]!, x.shape[1]!];
  return tensor([batch, 1, length, dModel], x.data, { dtype: x.dtype });
}

/** Q as it was given, K and V made of the latent. */
function fromLatent(problem: Problem, layout: Layout): Parts {
  const { q: nope, form } = fromMatrices({ ...problem, k: problem.q!, v: problem.q! }, layout);
  const latent = latentOf(problem, nope, form, layout);
  return { ...expand(latent, nope), form, latent };
}

function fromMatrices(problem: Problem, layout: Layout): Parts {
  const { q } = problem;
  if (!q) throw usageError({ code: 'query-missing' });
  const k = problem.k ?? q;
  const v = problem.v ?? k;
  const others = [
    ['K', k],
    ['V', v],
  ] as const;
  const rank = q.shape.length;
  const differ = others.filter(([, other]) => other.shape.length !== rank).map(([name]) => name);
  if (differ.length > 0) throw dataError({ code: 'axes-differ', q: q.shape, k: k.shape, v: v.shape, differ });
  const { heads } = problem;
  const axes = axesOf('Q', q.shape, layout, heads);
  if (rank < 4) refuseLoneKvHeads(problem);
  const kvHeads = problem.kvHeads ?? (isFused(axes) ? heads : undefined);
  // All three are read as Q is.
  const same = axes === 'le' ? layout : axes;
  const split = (name: string, from: Tensor, count: number | undefined): Tensor4 =>
    splitHeads(from, { name, layout: same, ...(count !== undefined && { heads: count }) });
  return {
    q: split('Q', q, heads),
    k: split('K', k, kvHeads),
    v: split('V', v, kvHeads),
    form: {
      batch: axes.includes('b'),
      heads: axes.includes('h') || (heads ?? 1) > 1,
      fused: isFused(axes) && (axes !== 'le' || (heads ?? 1) > 1),
      layout: axes.endsWith('lhd') ? 'blhd' : 'bhld',
      ...(axes === 'lbe' && { lengthFirst: true }),
    },
  };
}

/** The cache in front of the new keys (or values), along the length. */
function withCache(
  given: Tensor | undefined,
  now: Tensor4,
  form: Form,
  cache: 'past_key' | 'past_value',
  name: 'K' | 'V',
): Tensor4 {
  if (!given) return now;
  const [batch, heads, length, size] = now.shape;
  const past = cacheAsHeads(given, form, heads, cache);
  const [pastBatch, pastHeads, pastLength, pastSize] = past.shape;
  if (pastBatch !== batch || pastHeads !== heads || pastSize !== size) {
    throw dataError({ code: 'cache-shape', cache, found: given.shape, beside: name, expected: now.shape });
  }
  return headByHead(
    [batch, heads, pastLength + length, size],
    (b, h) => {
      const rows = new Float64Array((pastLength + length) * size);
      rows.set(block(past, b, h));
      rows.set(block(now, b, h), pastLength * size);
      return rows;
    },
    now.dtype,
  );
}

/** A cache in the form of K itself, or with its heads apart, whatever the form of K: (batch, heads, length, size). */
function cacheAsHeads(past: Tensor, form: Form, heads: number, name: string): Tensor4 {
  const rank = past.shape.length;
  const likeK = form.fused && rank === (form.batch ? 3 : 2);
  if (likeK) return splitHeads(past, { name, layout: form.lengthFirst ? 'lbe' : 'ble', heads });
  return splitHeads(past, { name, layout: form.layout });
}

/** Every disagreement between Q, K and V, reported together. */
function checkFit(problem: Problem, form: Form, q: Tensor4, k: Tensor4, v: Tensor4): void {
  const [batch, ownHeads, nQ, dK] = q.shape;
  const heads = headsOf(problem, q, k, v);
  const [batchK, headsK, nK, dKey] = k.shape;
  const [batchV, headsV, nV] = v.shape;
  const plain = [q, k, v].every((t) => t.shape[0] === 1 && t.shape[1] === 1);
  const shape = (t: Tensor4): readonly number[] => (plain ? t.shape.slice(2) : t.shape);
  const misfits: Misfit[] = [];
  const general = problem.similarity === 'general' || problem.similarity === 'additive';
  if (dKey !== dK && !general) misfits.push({ of: 'd_k', q: shape(q), k: shape(k) });
  if (nV !== nK) misfits.push({ of: 'values', k: shape(k), v: shape(v) });
  if (batchK !== batch || batchV !== batch) misfits.push({ of: 'batch', q: batch, k: batchK, v: batchV });
  const shared = (of: number): boolean => (of === 0 ? heads === 0 : heads % of === 0);
  if (problem.recurrence !== undefined && nQ !== nK) throw dataError({ code: 'recurrence-lengths', nQ, nK });
  if (!shared(ownHeads)) misfits.push({ of: 'key-heads', q: heads, found: ownHeads });
  if (!shared(headsK)) misfits.push({ of: 'key-heads', q: heads, found: headsK });
  if (headsV !== headsK && !shared(headsV)) misfits.push({ of: 'value-heads', q: heads, found: headsV });
  if (misfits.length === 0) return;
  throw dataError({ code: 'shapes-do-not-fit', misfits, advice: fitAdvice(problem, form, dK, dKey) });
}

/** The likeliest reading of the user's that was not ours. */
function fitAdvice({ q, heads, kvHeads }: Problem, form: Form, dK: number, dKey: number): FitAdvice {
  if (form.layout === 'blhd')
    return { try: 'layout', ...(form.batch ? { axes: 'blhd', other: 'bhld' } : { axes: 'lhd', other: 'hld' }) };
  const ratio = dK / dKey;
  if (heads !== undefined && kvHeads === undefined && ratio > 1 && heads % ratio === 0) {
    return { try: 'kv-heads', kvHeads: heads / ratio, dK };
  }
  return { try: heads === undefined && q?.shape.length === 3 ? 'heads' : 'transpose' };
}
