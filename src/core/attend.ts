import { adjustment, softcap } from './adjust.js';
import { align } from './align.js';
import { arrange } from './arrange.js';
import { block, headByHead, sharedBlock } from './blocks.js';
import type { ScoreShape } from './broadcast.js';
import { conventions } from './conventions.js';
import { joinHeads } from './heads.js';
import { gradients } from './gradient.js';
import { labels } from './labels.js';
import { whoSeesWhom } from './mask.js';
import { mix } from './mix.js';
import { normalizerRule } from './normalizer/normalizer.js';
import { rotate } from './position.js';
import type { Problem } from './problem.js';
import { project } from './project.js';
import { roundTo } from './round.js';
import { scaleOf } from './scale.js';
import { settle } from './settings.js';
import { scoreRule } from './similarity/similarity.js';
import { tensor, type DType, type Tensor } from './tensor.js';
import type { Axis, Stage, StageName, Trace } from './trace.js';
import { emptyRowWarnings, nonFiniteWarnings } from './warnings.js';
import { entropy, weigh } from './weigh.js';

/**
 * Attention, every stage of it: softmax(Q·Kᵀ/√d_k)·V, Vaswani et al. 2017, eq. 1, with the conventions of the problem.
 * Order: scores → scaled → softcapped → score-mod, bias, ALiBi → mask → weights → output.
 *
 * @throws AttnError when the tensors do not fit or an option makes no sense
 * @example
 * const trace = attend({ q: matrix([[1, 0]]), k: matrix([[1, 0], [0, 1]]), v: matrix([[1], [3]]), scale: 1 });
 * [...trace.stages.get('scores').tensor.data] // => [1, 0]
 * [...trace.stages.get('output').tensor.data] // => [1.5378828427399902]
 */
export function attend(problem: Problem): Trace {
  const settings = settle(problem);
  const { x, q, k, v, keys, values, form, sizes } = arrange(problem, settings.layout);
  const { batch, heads, nQ, nK, nPast, dV } = sizes;
  const shape: ScoreShape = [batch, heads, nQ, nK];
  const alignment = align(problem, settings, sizes);
  const rule = scoreRule(problem, sizes, keys.shape[3]!);
  const normalizer = normalizerRule(settings.normalizer);
  const { scale, scaleText, warning: scaleWarning } = scaleOf(problem, sizes, rule.scaledByDefault);

  const round = roundTo(settings.dtype);
  const dtype = storedType(problem, settings.dtype);
  const stages = new Map<StageName, Stage>();
  /** Keeps a stage, rounded as a machine of `--dtype` would, and hands the rounded numbers on. */
  const stage = (name: StageName, formula: string, rows: Axis, columns: Axis, from: Tensor, joined = false, stored: DType = dtype): Tensor => {
    const data = settings.dtype === 'float64' ? from.data : from.data.map(round);
    const kept = tensor(from.shape, data, { dtype: stored });
    stages.set(name, { name, tensor: kept, rows, columns, joined, formula });
    return kept;
  };

  if (x) stage('x', 'X', 'query', 'feature', x, true);
  const queries0 = stage('q', x ? 'X·W_Q' : 'Q', 'query', 'feature', q);
  const newKeys = stage('k', x ? 'X·W_K' : 'K', 'new-key', 'feature', k, false, floating(k.dtype, dtype));
  stage('v', x ? 'X·W_V' : 'V', 'new-key', 'feature', v, false, floating(v.dtype, dtype));

  // RoPE turns queries and new keys by their positions; cached keys were turned when they were new.
  let queries = queries0;
  let allKeys = roundedBy(round, keys);
  if (problem.rope) {
    const start = nPast > 0 ? alignment.position.map(() => nPast) : alignment.position;
    queries = stage('q_rotated', 'RoPE(Q)', 'query', 'feature', rotate(queries0, problem.rope, settings.ropeBase, start));
    const turned = stage('k_rotated', 'RoPE(K)', 'new-key', 'feature', rotate(newKeys, problem.rope, settings.ropeBase, start.map(() => nPast)));
    allKeys = behindCache(allKeys, turned, nPast);
  }
  const allValues = roundedBy(round, values);
  if (nPast > 0 || problem.pastKey) {
    stage('present_key', 'past key, then K', 'key', 'feature', allKeys, false, floating(k.dtype, dtype));
    stage('present_value', 'past value, then V', 'key', 'feature', allValues, false, floating(v.dtype, dtype));
  }

  // (n_q, d_k)·(n_k, d_k)ᵀ → (n_q, n_k), for every batch item and head
  const scores = stage('scores', rotatedFormula(rule.formula, problem.rope !== undefined), 'query', 'key',
    headByHead([...shape], (b, h) => rule.scores(block(queries, b, h), sharedBlock(allKeys, b, h, heads), h)));
  const scaled = stage('scaled', `scores × ${scaleText}`, 'query', 'key', each(scores, (s) => s * scale));
  const cap = problem.softcap;
  const softcapped = cap ? stage('softcapped', `${cap}·tanh(scaled/${cap})`, 'query', 'key', each(scaled, (s) => softcap(s, cap))) : scaled;

  const adjust = adjustment(problem, settings, shape, alignment);
  const adjusted = adjust ? eachCell(softcapped, shape, adjust) : softcapped;
  const keep = leaveOut(whoSeesWhom(problem, settings, shape, alignment), adjusted, shape);
  const masked = adjust || keep
    ? stage('masked', maskedFormula(problem, cap ? 'softcapped' : 'scaled'), 'query', 'key', keep ? behindMask(adjusted, keep) : adjusted)
    : softcapped;

  const weighed = weigh(problem, settings, masked, keep);
  const before = masked === scaled ? 'scaled' : masked === softcapped ? 'softcapped' : 'masked';
  const weights = stage('weights', `${normalizer.formula}(${before}${settings.temperature === 1 ? '' : `/${settings.temperature}`})`, 'query', 'key', weighed.weights);
  const perHead = headByHead([batch, heads, nQ, dV], (b, h) => // (n_q, n_k)·(n_k, d_v) → (n_q, d_v)
    mix(block(weights, b, h), sharedBlock(allValues, b, h, heads), keep && block(keep, b, h), nQ, nK, dV));
  if (settings.emptyRows === 'nan' && problem.sink === undefined) {
    for (const { b, h, i } of weighed.emptyRows) block(perHead, b, h).fill(NaN, i * dV, (i + 1) * dV);
  }

  const joins = heads > 1 && (form.fused || x !== undefined);
  if (!joins && !problem.wo) {
    stage('output', 'weights·V', 'query', 'feature', perHead);
  } else {
    const ofHeads = stage('heads', 'weights·V', 'query', 'feature', perHead);
    const joined = joinHeads(ofHeads); // (B, H, n_q, d_v) → (B, 1, n_q, H·d_v)
    const concat = heads > 1 ? 'concat(heads)' : 'heads';
    stage('output', problem.wo ? `${concat}·W_O` : concat, 'query', 'feature',
      problem.wo ? project(joined, problem.wo, concat, 'W_O') : joined, true);
  }
  if (weighed.lse) stage('lse', `ln Σ e^${before}`, 'query', 'one', weighed.lse);
  if (normalizer.shares) stage('entropy', '−Σ w·log₂ w', 'query', 'one', entropy(weights));

  const trace: Trace = {
    problem, stages, sizes, form, scale, scaleText,
    ...(keep && { mask: keep }),
    tokens: labels(problem, sizes),
    dtype: settings.dtype,
    engine: 'reference',
    conventions: conventions(problem, settings, alignment, sizes, form, scaleText),
    warnings: [],
  };
  if (problem.grad) {
    const { gradQ, gradK, gradV } = gradients({ trace, settings, alignment, rule, grad: problem.grad, queries, keys: allKeys, values: allValues });
    stage('grad_q', '∂L/∂Q', 'query', 'feature', gradQ);
    stage('grad_k', '∂L/∂K', 'new-key', 'feature', gradK);
    stage('grad_v', '∂L/∂V', 'new-key', 'feature', gradV);
  }
  const warnings = [
    ...(scaleWarning ? [scaleWarning] : []),
    ...emptyRowWarnings(weighed.emptyRows, trace, settings.emptyRows),
    ...nonFiniteWarnings(trace),
  ];
  return { ...trace, warnings };
}

/** Results go back in the type that came in: Q's, if it is a floating one; or the type of `--dtype`. */
function storedType({ q, x }: Problem, dtype: Trace['dtype']): DType {
  return dtype === 'float64' ? floating((q ?? x)!.dtype, 'float64') : dtype;
}

function floating(own: DType, otherwise: DType): DType {
  return /float/.test(own) ? own : otherwise;
}

function each(from: Tensor, change: (s: number) => number): Tensor {
  return tensor(from.shape, from.data.map(change));
}

function roundedBy(round: (x: number) => number, from: Tensor): Tensor {
  return each(from, round);
}

function eachCell(from: Tensor, [batch, heads, nQ, nK]: ScoreShape, change: (s: number, i: number, j: number, h: number, b: number) => number): Tensor {
  const data = new Float64Array(from.data.length);
  let cell = 0;
  for (let b = 0; b < batch; b++) {
    for (let h = 0; h < heads; h++) {
      for (let i = 0; i < nQ; i++) for (let j = 0; j < nK; j++, cell++) data[cell] = change(from.data[cell]!, i, j, h, b);
    }
  }
  return tensor(from.shape, data);
}

/** The mask, and every score that became −∞ (an additive mask): both leave the key out. */
function leaveOut(keep: Float64Array | undefined, scores: Tensor, shape: ScoreShape): Tensor | undefined {
  const out = keep ?? new Float64Array(scores.data.length).fill(1);
  let some = false;
  for (let cell = 0; cell < out.length; cell++) {
    if (scores.data[cell] === -Infinity) out[cell] = 0;
    if (out[cell] === 0) some = true;
  }
  return some ? tensor(shape, out, { dtype: 'bool' }) : undefined;
}

function behindMask(scores: Tensor, keep: Tensor): Tensor {
  return tensor(scores.shape, scores.data.map((s, cell) => (keep.data[cell] === 0 ? -Infinity : s)));
}

/** `turned` put behind the cached part of `all`, in its place. */
function behindCache(all: Tensor, turned: Tensor, nPast: number): Tensor {
  const [, , nNew, d] = turned.shape as [number, number, number, number];
  const [batch, heads, , ] = all.shape as [number, number, number, number];
  return headByHead([batch, heads, nPast + nNew, d], (b, h) => {
    const rows = Float64Array.from(block(all, b, h));
    rows.set(block(turned, b, h), nPast * d);
    return rows;
  });
}

function rotatedFormula(formula: string, rotated: boolean): string {
  return rotated ? formula.replace('Q', 'RoPE(Q)').replace('K', 'RoPE(K)') : formula;
}

function maskedFormula({ scoreMod, bias, alibi, mask, causal, window, keyLengths, hide }: Problem, before: string): string {
  const changed = scoreMod ? `mod(${before})` : before;
  const sum = [changed, bias && 'bias', alibi && 'ALiBi'].filter(Boolean).join(' + ');
  const masks = [causal && 'causal', window && 'window', keyLengths && 'lengths', mask && 'mask', hide?.length && 'hidden'].filter(Boolean);
  return masks.length > 0 ? `${sum}, −∞ where ${masks.join(', ')} forbid` : sum;
}
