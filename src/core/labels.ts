import { dataError } from './error.js';
import type { Problem } from './problem.js';
import type { Sizes, Trace } from './trace.js';

/**
 * What the queries and the keys are called: the tokens that were given, else the row labels of Q, K, V or X, else
 * q1, q2, … and k1, k2, …; cached keys without a name are past1, past2, ….
 *
 * @throws AttnError when there are more or fewer tokens than rows
 */
export function labels(problem: Problem, { nQ, nK, nPast }: Sizes): Trace['tokens'] {
  const { tokens, q, k, v, x } = problem;
  const self = nQ === nK && nPast === 0 && (x !== undefined || k === undefined || k === q);
  const query = tokens?.query ?? q?.rows ?? x?.rows ?? (self ? tokens?.key : undefined);
  const key = tokens?.key ?? k?.rows ?? v?.rows ?? x?.rows ?? (nQ === nK && nPast === 0 ? query : undefined);
  if (key && key === query && nQ === nK && key.length !== nK) {
    throw dataError({
      what: `${counted(key, 'token')} for ${nK} rows`,
      detail: key.join(' '),
      fix: 'give one token for each row',
    });
  }
  const faults = [];
  if (query && query.length !== nQ)
    faults.push({
      what: `${counted(query, 'query token')} for ${nQ} queries`,
      detail: query.join(' '),
      fix: 'give one token for each row of Q',
    });
  if (key && key.length !== nK && key.length !== nK - nPast)
    faults.push({
      what: `${counted(key, 'key token')} for ${nK} keys`,
      detail: key.join(' '),
      fix: 'give one token for each row of K',
    });
  if (faults.length > 0) throw dataError(faults);

  const numbered = (letter: string, count: number): string[] =>
    Array.from({ length: count }, (_, i) => `${letter}${i + 1}`);
  const newKeys = key ?? numbered('k', nK - nPast);
  return {
    query: query ?? numbered('q', nQ),
    key: newKeys.length === nK ? newKeys : [...numbered('past', nPast), ...newKeys],
    given: query !== undefined || key !== undefined,
  };
}

function counted(tokens: readonly string[], name: string): string {
  return `${tokens.length} ${name}${tokens.length === 1 ? '' : 's'}`;
}
