import type { FaultIn } from './error.js';
import type { CoreFacts } from './facts.js';
import { OPTION_LIST, type Option } from './options.js';
import type { Need } from './options/spec.js';
import type { Problem } from './problem.js';
import { actsBefore, hasOutput, savedName } from './saved.js';
import { settle } from './settings.js';

export type IdleFact = FaultIn<Pick<CoreFacts, 'option-without' | 'option-beside' | 'option-axes'>>;

/**
 * The options that were given and would change nothing: each entry of the table says without which others it means nothing,
 * and beside which.
 *
 * @param given names of options, from whatever place
 * @param problem what came of them
 * @returns one fact an option, in the order of the table
 * @example idleOptions(new Set(['q', 'rope-base']), { ropeBase: 500000 }) // => [{ code: 'option-without', option: 'rope-base', needs: ['rope'] }]
 */
export function idleOptions(given: ReadonlySet<string>, problem: Problem): IdleFact[] {
  const inEffect: Readonly<Record<string, unknown>> = { ...settle(problem) };
  const holds = (need: Need): boolean => {
    if (typeof need === 'string') return given.has(need);
    const option = OPTION_LIST.find(({ name }) => name === need.option);
    const value = option && ((problem as Readonly<Record<string, unknown>>)[option.field] ?? inEffect[option.field]);
    return typeof value === 'string' && need.among.includes(value);
  };
  return OPTION_LIST.filter(({ name }) => given.has(name)).flatMap((option) => factOf(option, problem, holds) ?? []);
}

function factOf(
  { name, needs, excludes, axes, ...more }: Option,
  problem: Problem,
  holds: (need: Need) => boolean,
): IdleFact | undefined {
  const { q, x } = problem;
  const step = 'step' in more ? more.step : undefined;
  if (needs && !needs.some(holds)) return { code: 'option-without', option: name, needs };
  const saved = savedName(problem);
  if (saved && step) {
    if (actsBefore(name, step, problem)) return { code: 'option-beside', option: name, beside: saved };
    if (!hasOutput(problem) && (step === 'join' || step === 'gate'))
      return { code: 'option-without', option: name, needs: ['v'] };
  }
  const beside = excludes?.find(holds);
  if (beside !== undefined) return { code: 'option-beside', option: name, beside };
  const from = q ?? x;
  if (axes !== undefined && from && from.shape.length < axes)
    return { code: 'option-axes', option: name, of: q ? 'Q' : 'X', found: from.shape.length, least: axes };
  return undefined;
}
