import type { Alignment } from './align.js';
import { documentsOf } from './documents.js';
import { outputNorm, pairOf } from './differential.js';
import { featureMapRule } from './feature-map.js';
import { axisNames } from './layout.js';
import type { Problem } from './problem.js';
import { hasRelativeScores, relativeText } from './relative.js';
import { blockRule, topRule } from './select.js';
import { recurrenceRule } from './recurrence/table.js';
import { savedName } from './saved.js';
import type { Settings } from './settings.js';
import { scalingText } from './rope/scaling.js';
import { isTensor } from './tensor.js';
import type { ConventionValue } from './trace-facts.js';
import type { Convention, Form, Sizes } from './trace.js';

/** Conventions that say how scores become weights. */
const BEFORE_WEIGHTS = ['similarity', 'scale', 'causal', 'mask_true', 'normalizer', 'empty_rows', 'lse'];

/**
 * Every convention that was assumed: the content of `meta.conventions` and of the lines below the tables.
 *
 * @returns in the order of the computation; `standard` marks the default of `attn`
 */
export function conventions(
  problem: Problem,
  settings: Settings,
  alignment: Alignment,
  sizes: Sizes,
  form: Form,
  scaleText: string,
): Convention[] {
  const list: Convention[] = [];
  const say = (name: string, value: string | ConventionValue, standard: boolean): void =>
    void list.push({ name, value: typeof value === 'string' ? { code: 'verbatim', text: value } : value, standard });
  if (problem.like) say('like', problem.like, false);
  say('layout', { code: 'axes', axes: axesText(form) }, !form.fused && form.layout === 'bhld');
  if (problem.recurrence === undefined && sizes.kvHeads !== sizes.heads)
    say('kv_heads', { code: 'heads-share-keys', queryHeads: sizes.heads / sizes.kvHeads }, false);
  if (problem.xKv) say('cross_attention', 'K = X_kv·W_K, V = X_kv·W_V', false);
  const biased = (['q', 'k', 'v', 'o'] as const).filter((name) => problem[`b${name}`]);
  if (biased.length > 0)
    say(
      'projection_bias',
      biased.map((name) => `·W_${name.toUpperCase()} + b_${name.toUpperCase()}`).join(', '),
      false,
    );
  if (problem.latent) say('latent', `k_h = ${problem.kRope ? '[c·W_UK | k_rope]' : 'c·W_UK'}, v_h = c·W_UV`, false);
  say('similarity', settings.similarity, settings.similarity === 'dot');
  say('scale', scaleText, problem.scale === undefined);
  if (hasRelativeScores(problem) || problem.relativeValue) say('relative', relativeConvention(problem), false);
  if (problem.let) say('let', arraysText(problem.let), false);
  if (problem.softcap) say('softcap', { code: 'softcap-before-mask', cap: problem.softcap }, false);
  if (problem.scoreMod) say('score_mod', problem.scoreMod.text, false);
  if (problem.bias)
    say(
      'bias',
      {
        code: 'bias-added',
        ...('text' in problem.bias && { text: problem.bias.text }),
        to: problem.softcap ? 'softcapped' : 'scaled',
      },
      false,
    );
  if (problem.alibi) say('alibi', { code: 'alibi-slopes', given: problem.alibi !== true }, false);
  if (problem.qNorm !== undefined || problem.kNorm !== undefined) say('norm', normText(problem), false);
  if (problem.rope) ropeConventions(problem, settings).forEach(([name, value]) => say(name, value, false));
  if (problem.pastKey) say('cache', { code: 'cached-keys', count: sizes.nPast, rotated: Boolean(problem.rope) }, false);
  const counted = problem.rope && !(problem.positions || (problem.queryPositions && problem.keyPositions));
  if (counted || problem.alibi || problem.window || problem.chunk)
    say(
      'position',
      { code: 'query-position', offsets: alignment.position },
      alignment.position.every((at) => at === 0),
    );
  say(
    'causal',
    alignment.causal
      ? { code: 'causal', corner: alignment.causal.corner, offsets: alignment.causal.offset }
      : { code: 'not-causal' },
    !alignment.causal,
  );
  if (problem.window) {
    const [before, after] = problem.window;
    say('window', { code: 'window', before, after }, false);
  }
  if (problem.chunk !== undefined) say('chunk', { code: 'chunk', size: problem.chunk }, false);
  const documents = documentsOf(problem, [sizes.batch, sizes.heads, sizes.nQ, sizes.nK]);
  if (documents)
    say('documents', { code: 'documents-apart', count: documents.count, padding: documents.padding }, false);
  if (alignment.lengths) say('key_lengths', alignment.lengths.join(', '), false);
  if (alignment.queryLengths) say('query_lengths', alignment.queryLengths.join(', '), false);
  if (problem.mask && 'text' in problem.mask) say('mask', problem.mask.text, false);
  say('mask_true', { code: 'mask-true', means: settings.maskTrue }, settings.maskTrue === 'attend');
  if (settings.shortMask === 'masked' && (problem.mask || problem.bias))
    say('short_mask', { code: 'short-mask-masked' }, false);
  if (settings.stackedMasks && (isStack(problem.mask) || isStack(problem.bias)))
    say('mask_axes', { code: 'stacked-mask' }, false);
  if (problem.selectTop !== undefined) say('select_top', { code: 'select-top', ...topRule(problem.selectTop) }, false);
  if (problem.selectBlocks !== undefined)
    say('select_blocks', { code: 'select-blocks', ...blockRule(problem.selectBlocks) }, false);
  say('normalizer', settings.normalizer, settings.normalizer === 'softmax');
  if (settings.normalizeOver !== 'keys') say('normalize_over', settings.normalizeOver, false);
  if (settings.temperature !== 1) say('temperature', String(settings.temperature), false);
  if (problem.sink !== undefined) say('sink', { code: 'sink-in-denominator' }, false);
  if (problem.featureMap !== undefined && problem.featureMap !== 'identity')
    say('feature_map', `φ(x) = ${featureMapRule(problem.featureMap).formula}`, false);
  if (problem.recurrence !== undefined)
    recurrenceConventions(problem, sizes).forEach(([name, value]) => say(name, value, false));
  if (problem.differential !== undefined) say('differential', differentialText(problem, sizes), false);
  if (problem.gate) say('gate', 'heads ⊙ σ(gate)', false);
  say('empty_rows', settings.emptyRows, settings.emptyRows === 'zero');
  if (settings.dtype !== 'float64') say('dtype', { code: 'stages-rounded', dtype: settings.dtype }, false);
  say('lse', { code: 'natural-logarithm' }, true);
  say('entropy', { code: 'bits' }, true);
  const saved = savedName(problem);
  if (!saved) return list;
  // What acts before a saved stage was not assumed here.
  const before = saved === 'scores' ? ['similarity'] : BEFORE_WEIGHTS;
  return [
    { name: 'saved', value: { code: 'verbatim', text: saved }, standard: false },
    ...list.filter(({ name }) => !before.includes(name)),
  ];
}

/** `Q: rms·g, K: rms·(1+g), ε 1e-6, before-rope`: names of formulas and options, alike in every language. */
function normText(problem: Problem): string {
  const sides = (['q', 'k'] as const).flatMap((side) => {
    const kind = problem[`${side}Norm`];
    if (kind === undefined) return [];
    const gain = problem[`${side}NormGain`] ? (problem.normGain === '1+g' ? '·(1+g)' : '·g') : '';
    const epsilon = problem.normEps ?? (kind === 'layernorm' ? 1e-5 : 1e-6);
    return [`${side.toUpperCase()}: ${kind}${gain}${problem[`${side}NormBias`] ? ' + b' : ''}, ε ${epsilon}`];
  });
  return [...sides, ...(problem.normOver ? [problem.normOver] : []), problem.normOrder ?? 'before-rope'].join(', ');
}

/** `P_1 − λ·P_2, λ 0.45, × (1 − 0.2), rms·g, adjacent`: names of formulas and options, alike in every language. */
function differentialText(problem: Problem, { pairing, dV }: Sizes): string {
  const { differential, differentialInit = 0, differentialGain, differentialPairs = 'adjacent' } = problem;
  const [first, second] = pairOf(problem, 0, pairing!.pairs);
  const lambda = typeof differential === 'number' ? String(differential) : shapeName(differential!.shape);
  return [
    `P_${first + 1} − λ·P_${second + 1}`,
    `λ ${lambda}`,
    outputNorm(problem, dV) ? `rms${differentialGain ? '·g' : ''}` : 'no norm',
    ...(differentialInit === 0 ? [] : [`× (1 − ${differentialInit})`]),
    differentialPairs,
  ].join(', ');
}

const shapeName = (shape: readonly number[]): string => (shape.length === 0 ? '1' : shape.join('×'));

/** `q·R_K + k·R_Q, weights·R_V, distance j - i`: formulas and expressions, alike in every language. */
function relativeConvention(problem: Problem): string {
  const { relativeValue, relativeIndex, relativeQueryIndex } = problem;
  const index = (given: Problem['relativeIndex']): string => (!given ? 'j - i' : 'text' in given ? given.text : 'SRC');
  const tables = problem.relativeKey ?? problem.relativeQuery ?? relativeValue;
  return [
    relativeText(problem),
    relativeValue && 'weights·R_V',
    tables && `δ = ${index(relativeIndex)}`,
    relativeQueryIndex && `R_Q: δ = ${index(relativeQueryIndex)}`,
  ]
    .filter(Boolean)
    .join(', ');
}

/** `table (8, 4), r (4)` */
function arraysText(arrays: NonNullable<Problem['let']>): string {
  return Object.entries(arrays)
    .map(([name, { shape }]) => `${name} (${shape.join(', ')})`)
    .join(', ');
}

/** How the memory is written and read, and what it begins with. */
function recurrenceConventions(problem: Problem, sizes: Sizes): [string, string | ConventionValue][] {
  const { recurrence, logDecay, beta, initialState, initialSum } = problem;
  const { update, read, decay, takesBeta } = recurrenceRule(recurrence!);
  const given = (value: unknown): string =>
    typeof value === 'number'
      ? String(value)
      : isTensor(value) && value.data.length === 1
        ? String(value.data[0])
        : 'SRC';
  const decayText =
    logDecay !== undefined
      ? typeof logDecay === 'object' && 'text' in logDecay
        ? logDecay.text
        : given(logDecay)
      : decay === 'default'
        ? 'ln(1 − 2^(−5−h))'
        : undefined;
  const { q, k, v } = sizes.ownHeads ?? { q: sizes.heads, k: sizes.heads, v: sizes.heads };
  return [
    ['recurrence', `${recurrence}: ${update}; ${read}`],
    ...(decayText === undefined ? [] : [['log_decay', decayText] as [string, string]]),
    ...(takesBeta ? [['beta', beta === undefined ? '1' : given(beta)] as [string, string]] : []),
    ...(initialState || initialSum
      ? [['initial', [initialState && 'S₀', initialSum && 'z₀'].filter(Boolean).join(', ')] as [string, string]]
      : []),
    ...(q === sizes.heads && k === sizes.heads && v === sizes.heads
      ? []
      : [['heads', { code: 'heads-repeated', q, k, v, heads: sizes.heads }] as [string, ConventionValue]]),
  ];
}

/** How RoPE turns: which pairs and how fast, which features, by which positions. */
function ropeConventions(problem: Problem, settings: Settings): [string, string | ConventionValue][] {
  const { ropeScaling: scaling, ropeDim, ropeSections: sections } = problem;
  const base = problem.ropeBase ?? scaling?.rope_theta ?? settings.ropeBase;
  const given = (['positions', 'queryPositions', 'keyPositions'] as const).filter((name) => problem[name]);
  return [
    ['rope', { code: 'rope-pairs', pairs: problem.rope === 'interleaved' ? 'interleaved' : 'half', base }],
    ...(ropeDim === undefined ? [] : [['rope_dim', String(ropeDim)] as [string, string]]),
    ...(scaling ? [['rope_scaling', scalingText(scaling)] as [string, string]] : []),
    ...(sections === undefined ? [] : [['rope_sections', String(sections)] as [string, string]]),
    ...(given.length > 0
      ? [
          ['positions', { code: 'positions-given', of: given.map((name) => OF_POSITIONS[name]) }] as [
            string,
            ConventionValue,
          ],
        ]
      : []),
  ];
}

const OF_POSITIONS = { positions: 'both', queryPositions: 'queries', keyPositions: 'keys' } as const;

function axesText({ batch, heads, fused, layout, lengthFirst }: Form): string[] {
  if (fused) return lengthFirst ? axisNames('lbe') : axisNames(batch ? 'ble' : 'le');
  if (layout === 'blhd') return axisNames(batch ? 'blhd' : 'lhd');
  return [...(batch ? ['batch'] : []), ...(heads ? ['heads'] : []), 'length', 'size'];
}

function isStack(mask: Problem['mask']): boolean {
  return mask !== undefined && 'shape' in mask && mask.shape.length === 3;
}
