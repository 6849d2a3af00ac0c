import { adjustment, softcap } from './adjust.js';
import { align, type Alignment } from './align.js';
import { arrange, checkSize } from './arrange.js';
import { block, headByHead, sharedBlock } from './blocks.js';
import type { ScoreShape } from './broadcast.js';
import { behindCache, behindMask, each, eachCell, leaveOut } from './cells.js';
import { checkOptions } from './check-options.js';
import { conventions } from './conventions.js';
import { joinHeads } from './heads.js';
import { gradients } from './gradient.js';
import { inType } from './in-type.js';
import { labels } from './labels.js';
import { whoSeesWhom } from './mask.js';
import { mix } from './mix.js';
import { normalizerRule } from './normalizer/normalizer.js';
import { rotate } from './position.js';
import type { Problem } from './problem.js';
import { project } from './project.js';
import { roundTo } from './round.js';
import { scaleOf } from './scale.js';
import { settle, type Settings } from './settings.js';
import { scoreRule, type ScoreRule } from './similarity/similarity.js';
import { tensor, type DType, type Tensor } from './tensor.js';
import type { Axis, Form, Sizes, Stage, StageName, Trace } from './trace.js';
import { TWISTED_AS_KEPT, type SoFar, type Step, type Twist } from './twist.js';
import { behindMaskWarnings, emptyRowWarnings, nonFiniteWarnings } from './warnings.js';
import { entropy, logSums, weigh, type Weighed } from './weigh.js';

/**
 * Attention, every stage of it: softmax(Q·Kᵀ/√d_k)·V, Vaswani et al. 2017, eq. 1, with the conventions of the problem.
 *
 * @throws AttnError when the tensors do not fit or an option makes no sense
 * @example
 * const trace = attend({ q: matrix([[1, 0]]), k: matrix([[1, 0], [0, 1]]), v: matrix([[1], [3]]), scale: 1 });
 * [...trace.stages.get('scores').tensor.data] // => [1, 0]
 * [...trace.stages.get('output').tensor.data] // => [1.5378828427399902]
 */
export function attend(given: Problem): Trace {
  checkOptions(given);
  const { problem, stage, stages, settings, sizes, form, alignment, keep, weighed, ...more } = forward(given);
  const { rule, queries, keys, values, scale, scaleText, scaleWarning } = more;
  const before = (['masked', 'softcapped', 'scaled'] as const).find((name) => stages.has(name));
  if (settings.normalizer === 'softmax')
    stage('lse', `ln Σ e^${before}`, 'query', 'one', logSums(problem, settings, stages.get(before!)!.tensor, keep));
  if (normalizerRule(settings.normalizer).shares)
    stage('entropy', '−Σ w·log₂ w', 'query', 'one', entropy(stages.get('weights')!.tensor));

  const trace: Trace = {
    problem,
    stages,
    sizes,
    form,
    scale,
    scaleText,
    ...(keep && { mask: keep }),
    tokens: labels(problem, sizes),
    dtype: settings.dtype,
    engine: 'reference',
    conventions: conventions(problem, settings, alignment, sizes, form, scaleText),
    warnings: [],
  };
  if (problem.grad) {
    const { gradQ, gradK, gradV } = gradients({
      trace,
      settings,
      alignment,
      rule,
      grad: problem.grad,
      queries,
      keys,
      values,
    });
    stage('grad_q', '∂L/∂Q', 'query', 'feature', gradQ);
    stage('grad_k', '∂L/∂K', 'new-key', 'feature', gradK);
    stage('grad_v', '∂L/∂V', 'new-key', 'feature', gradV);
  }
  const warnings = [
    ...(scaleWarning ? [scaleWarning] : []),
    ...emptyRowWarnings(weighed.emptyRows, trace, settings.emptyRows),
    ...nonFiniteWarnings(trace, settings.emptyRows === 'nan' && problem.sink === undefined ? weighed.emptyRows : []),
    ...behindMaskWarnings(trace, keys, values),
  ];
  return { ...trace, warnings };
}

/** Keeps a stage, rounded as a machine of `--dtype` would, and hands the rounded numbers on. */
type KeepStage = (
  name: StageName,
  formula: string,
  rows: Axis,
  columns: Axis,
  from: Tensor,
  joined?: boolean,
  stored?: DType,
) => Tensor;

/** What the way forward leaves behind, for the way back and for the trace. */
export interface Forward {
  /** As the machine of `--dtype` holds it. */
  readonly problem: Problem;
  readonly stages: Map<StageName, Stage>;
  readonly stage: KeepStage;
  readonly settings: Settings;
  readonly sizes: Sizes;
  readonly form: Form;
  readonly alignment: Alignment;
  readonly rule: ScoreRule;
  readonly queries: Tensor; // (B, H, n_q, d_k)
  readonly keys: Tensor; // (B, H_k, n_k, d_k)
  readonly values: Tensor; // (B, H_v, n_k, d_v)
  readonly keep?: Tensor; // (B, H, n_q, n_k)
  readonly weighed: Weighed;
  readonly scale: number;
  readonly scaleText: string;
  readonly scaleWarning?: string;
}

/**
 * The formula itself: scores → scaled → softcapped → score-mod, bias, ALiBi → mask → weights → output.
 *
 * @param twist one thing done wrong on purpose, for `attn check`
 * @throws AttnError when the tensors do not fit or an option makes no sense
 */
export function forward(given: Problem, twist: Twist = {}): Forward {
  const settings = settle(given);
  const problem = inType(given, settings.dtype);
  const { x, q, k, v, keys, values, form, sizes } = arrange(problem, settings.layout);
  checkSize(sizes);
  const { batch, heads, nQ, nK, nPast, dV } = sizes;
  const shape: ScoreShape = [batch, heads, nQ, nK];
  const alignment = align(problem, settings, sizes);
  const rule = scoreRule(problem, sizes, keys.shape[3]!);
  const normalizer = normalizerRule(settings.normalizer);
  const { scale, scaleText, warning: scaleWarning } = scaleOf(problem, sizes, rule.scaledByDefault);

  const round = roundTo(settings.dtype);
  const rounded = (from: Tensor): Tensor => (settings.dtype === 'float64' ? from : each(from, round));
  const dtype = storedType(problem, settings.dtype);
  const typeOf = (own: Tensor): DType => (settings.dtype === 'float64' ? floating(own.dtype, dtype) : settings.dtype);
  // Outside `attn check` nothing is twisted: every step goes through as it is.
  const known: { keep?: Tensor } = {}; // (B, H, n_q, n_k), 0 = left out; filled by the mask
  const made = new Map<Step, Tensor>();
  const twisted = (step: Step, from: Tensor): Tensor => {
    if (!twist.steps) return from;
    const soFar: SoFar = {
      settings,
      sizes,
      alignment,
      scale,
      made: (earlier) => made.get(earlier)!,
      ...known,
      ...(twist.rows && { rows: twist.rows }),
    };
    const now = twist.steps[step]?.(from, soFar) ?? from;
    made.set(step, now);
    return now;
  };
  const stages = new Map<StageName, Stage>();
  const stage: KeepStage = (name, formula, rows, columns, from, joined = false, stored = dtype) => {
    const now = TWISTED_AS_KEPT.has(name) ? twisted(name as Step, from) : from;
    const kept = tensor(now.shape, rounded(now).data, { dtype: stored });
    stages.set(name, { name, tensor: kept, rows, columns, joined, formula });
    return kept;
  };

  if (x) stage('x', 'X', 'query', 'feature', x, true);
  const plainQ = stage('q', x ? 'X·W_Q' : 'Q', 'query', 'feature', q);
  const newKeys = stage('k', x ? 'X·W_K' : 'K', 'new-key', 'feature', k, false, typeOf(k));
  const newValues = stage('v', x ? 'X·W_V' : 'V', 'new-key', 'feature', v, false, typeOf(v));

  // RoPE turns queries and new keys by their positions; cached keys were turned when they were new.
  let queries = plainQ;
  let allKeys = behindCache(keys, newKeys, nPast);
  if (problem.rope) {
    const start = nPast > 0 ? alignment.position.map(() => nPast) : alignment.position;
    queries = stage('q_rotated', 'RoPE(Q)', 'query', 'feature', rotate(plainQ, problem.rope, settings.ropeBase, start));
    const turned = stage(
      'k_rotated',
      'RoPE(K)',
      'new-key',
      'feature',
      rotate(
        newKeys,
        problem.rope,
        settings.ropeBase,
        start.map(() => nPast),
      ),
    );
    allKeys = behindCache(allKeys, turned, nPast);
  }
  queries = twisted('queries', queries);
  allKeys = twisted('keys', allKeys);
  const allValues = twisted('values', behindCache(values, newValues, nPast));
  if (nPast > 0 || problem.pastKey) {
    stage('present_key', 'past key, then K', 'key', 'feature', allKeys, false, typeOf(k));
    stage('present_value', 'past value, then V', 'key', 'feature', allValues, false, typeOf(v));
  }

  // (n_q, d_k)·(n_k, d_k)ᵀ → (n_q, n_k), for every batch item and head
  const multiply = (): Tensor =>
    headByHead(
      [...shape],
      (b, h) => rule.scores(block(queries, b, h), sharedBlock(allKeys, b, h, heads), h, twist.rows),
      'float64',
      twist.rows,
    );
  const scores = stage(
    'scores',
    rotatedFormula(rule.formula, problem.rope !== undefined),
    'query',
    'key',
    twist.recall ? twist.recall(queries, allKeys, twist.rows, multiply) : multiply(),
  );
  const scaled = stage(
    'scaled',
    `scores × ${scaleText}`,
    'query',
    'key',
    each(scores, (s) => s * scale, twist.rows),
  );
  const cap = problem.softcap;
  const softcapped = twisted(
    'softcapped',
    cap
      ? stage(
          'softcapped',
          `${cap}·tanh(scaled/${cap})`,
          'query',
          'key',
          each(scaled, (s) => softcap(s, cap), twist.rows),
        )
      : scaled,
  );

  const adjust = adjustment(problem, settings, shape, alignment);
  const whole = adjust ? rounded(eachCell(softcapped, shape, adjust, twist.rows)) : softcapped; // float16: −10⁵ is −∞
  const seen = twist.keep === undefined ? whoSeesWhom(problem, settings, shape, alignment) : (twist.keep ?? undefined);
  const left = leaveOut(seen, whole, shape, twist.rows);
  if (left) known.keep = left;
  const adjusted = twisted('adjusted', whole);
  const keep = twist.maskless ? undefined : left;
  const masked = twisted(
    'masked',
    adjust || keep
      ? stage(
          'masked',
          maskedFormula(problem, cap ? 'softcapped' : 'scaled'),
          'query',
          'key',
          keep ? behindMask(adjusted, keep, twist.rows) : adjusted,
        )
      : adjusted,
  );

  const weighed = weigh(problem, settings, masked, keep, twist.rows);
  const before = masked === scaled ? 'scaled' : masked === softcapped ? 'softcapped' : 'masked';
  const weights = stage(
    'weights',
    `${normalizer.formula}(${before}${settings.temperature === 1 ? '' : `/${settings.temperature}`})`,
    'query',
    'key',
    weighed.weights,
  );
  const perHead = headByHead(
    [batch, heads, nQ, dV],
    (b, h) =>
      // (n_q, n_k)·(n_k, d_v) → (n_q, d_v)
      mix(block(weights, b, h), sharedBlock(allValues, b, h, heads), keep && block(keep, b, h), nQ, nK, dV, twist.rows),
    'float64',
    twist.rows,
  );
  if (settings.emptyRows === 'nan' && problem.sink === undefined) {
    for (const { b, h, i } of weighed.emptyRows) block(perHead, b, h).fill(NaN, i * dV, (i + 1) * dV);
  }

  const finished = twisted('heads', perHead);
  const joins = heads > 1 && (form.fused || x !== undefined);
  if (!joins && !problem.wo) {
    stage('output', 'weights·V', 'query', 'feature', finished);
  } else {
    const ofHeads = stage('heads', 'weights·V', 'query', 'feature', finished);
    const joined = joinHeads(ofHeads); // (B, H, n_q, d_v) → (B, 1, n_q, H·d_v)
    const concat = heads > 1 ? 'concat(heads)' : 'heads';
    stage(
      'output',
      problem.wo ? `${concat}·W_O` : concat,
      'query',
      'feature',
      problem.wo ? project(joined, problem.wo, concat, 'W_O') : joined,
      true,
    );
  }
  return {
    problem,
    stages,
    stage,
    settings,
    sizes,
    form,
    alignment,
    rule,
    queries,
    keys: allKeys,
    values: allValues,
    weighed,
    scale,
    scaleText,
    ...(keep && { keep }),
    ...(scaleWarning && { scaleWarning }),
  };
}

/** Results go back in the type that came in: Q's, if it is a floating one; or the type of `--dtype`. */
function storedType({ q, x }: Problem, dtype: Trace['dtype']): DType {
  return dtype === 'float64' ? floating((q ?? x)!.dtype, 'float64') : dtype;
}

function floating(own: DType, otherwise: DType): DType {
  return /float/.test(own) ? own : otherwise;
}

function rotatedFormula(formula: string, rotated: boolean): string {
  return rotated ? formula.replace('Q', 'RoPE(Q)').replace('K', 'RoPE(K)') : formula;
}

function maskedFormula(
  { scoreMod, bias, alibi, mask, causal, window, keyLengths, hide }: Problem,
  before: string,
): string {
  const changed = scoreMod ? `mod(${before})` : before;
  const sum = [changed, bias && 'bias', alibi && 'ALiBi'].filter(Boolean).join(' + ');
  const masks = [
    causal && 'causal',
    window && 'window',
    keyLengths && 'lengths',
    mask && 'mask',
    hide?.length && 'hidden',
  ].filter(Boolean);
  return masks.length > 0 ? `${sum}, −∞ where forbidden by ${masks.join(', ')}` : sum;
}
