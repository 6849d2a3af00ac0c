import { usageError } from '../facts.js';
import type { Problem } from '../problem.js';
import { recurrenceRule } from './table.js';

/** What has no meaning, or another one, where the memory alone decides what is read. */
const NOT_BESIDE = [
  ['xKv', 'x-kv'],
  ['queryLengths', 'query-lengths'],
  ['mask', 'mask'],
  ['hide', 'hide'],
  ['bias', 'bias'],
  ['window', 'window'],
  ['chunk', 'chunk'],
  ['selectTop', 'select-top'],
  ['selectBlocks', 'select-blocks'],
  ['queryDocuments', 'query-documents'],
  ['keyDocuments', 'key-documents'],
  ['softcap', 'softcap'],
  ['alibi', 'alibi'],
  ['sink', 'sink'],
  ['scoreMod', 'score-mod'],
  ['relativeKey', 'relative-key'],
  ['relativeQuery', 'relative-query'],
  ['relativeU', 'relative-u'],
  ['relativeValue', 'relative-value'],
  ['pastKey', 'past-key'],
  ['latent', 'latent'],
  ['differential', 'differential'],
] as const satisfies readonly (readonly [keyof Problem, string])[];

const ONLY_RECURRENT = [
  ['logDecay', 'log-decay'],
  ['beta', 'beta'],
  ['bonus', 'bonus'],
  ['initialState', 'initial-state'],
  ['initialSum', 'initial-sum'],
] as const satisfies readonly (readonly [keyof Problem, string])[];

const isGiven = (value: unknown): boolean =>
  value !== undefined && value !== false && !(Array.isArray(value) && value.length === 0);

/**
 * Does everything that is asked go together with the recurrence?
 *
 * @throws AttnError (usage) that names what is too many, or missing
 */
export function checkRecurrence(problem: Problem): void {
  const { recurrence, normalizer, normalizeOver, temperature, similarity, causal } = problem;
  if (recurrence === undefined) {
    const idle = ONLY_RECURRENT.flatMap(([field, option]) => (isGiven(problem[field]) ? [option] : []));
    if (idle.length > 0) throw usageError({ code: 'recurrence-missing', options: idle });
    return;
  }
  const rule = recurrenceRule(recurrence);
  const beside: string[] = NOT_BESIDE.flatMap(([field, option]) => (isGiven(problem[field]) ? [option] : []));
  if (similarity !== undefined && similarity !== 'dot') beside.push('similarity');
  if (normalizeOver !== undefined && normalizeOver !== 'keys') beside.push('normalize-over');
  if (temperature !== undefined && temperature !== 1) beside.push('temperature');
  if (rule.decay === 'none' && problem.logDecay !== undefined) beside.push('log-decay');
  if (!rule.takesBeta && problem.beta !== undefined) beside.push('beta');
  if (!rule.takesBonus && problem.bonus !== undefined) beside.push('bonus');
  if (beside.length > 0) throw usageError({ code: 'recurrence-beside', recurrence, options: beside });
  const divided = (normalizer ?? rule.normalizer) === 'sum';
  if (normalizer !== undefined && normalizer !== 'none' && !(normalizer === 'sum' && rule.takesSum))
    throw usageError({
      code: 'recurrence-normalizer',
      recurrence,
      found: normalizer,
      expected: rule.takesSum ? ['sum', 'none'] : ['none'],
    });
  if (!divided && problem.initialSum) throw usageError({ code: 'recurrence-initial-sum', recurrence });
  if (causal !== undefined && typeof causal === 'string' && causal !== 'top-left')
    throw usageError({ code: 'recurrence-beside', recurrence, options: ['causal'] });
  const missing = [
    rule.decay === 'given' && problem.logDecay === undefined && 'log-decay',
    rule.takesBonus && problem.bonus === undefined && 'bonus',
  ].filter((name) => name !== false && name !== undefined);
  if (missing.length > 0) throw usageError({ code: 'recurrence-needs', recurrence, missing: missing as string[] });
}

/** The problem with the defaults of its recurrence: causal by nature, its scale, its normalizer, its feature map. */
export function withRecurrence(problem: Problem): Problem {
  const { recurrence } = problem;
  if (recurrence === undefined) return problem;
  const rule = recurrenceRule(recurrence);
  return {
    ...problem,
    causal: 'top-left',
    normalizer: problem.normalizer ?? rule.normalizer,
    featureMap: problem.featureMap ?? rule.featureMap,
    ...(problem.scale === undefined && rule.scale !== undefined && { scale: rule.scale }),
  };
}
