import type { FactOf } from './fact.js';
import { dataError, type CoreFacts } from './facts.js';
import type { Problem } from './problem.js';
import type { Sizes, Trace } from './trace.js';

/**
 * What the queries and the keys are called: the tokens that were given, else the row labels of Q, K, V or X, else
 * q1, q2, … and k1, k2, …; cached keys without a name are past1, past2, ….
 *
 * @throws AttnError when there are more or fewer tokens than rows
 */
export function labels(problem: Problem, { nQ, nK, nPast }: Sizes): Trace['tokens'] {
  const { tokens, q, k, v, x, xKv = x, latent, scores, attentionWeights: saved = scores } = problem;
  const self = nQ === nK && nPast === 0 && !saved && (xKv === undefined ? k === undefined || k === q : xKv === x);
  const query = tokens?.query ?? q?.rows ?? x?.rows ?? saved?.rows ?? (self ? tokens?.key : undefined);
  const key =
    tokens?.key ??
    k?.rows ??
    v?.rows ??
    latent?.rows ??
    xKv?.rows ??
    saved?.columns ??
    (nQ === nK && nPast === 0 ? query : undefined);
  if (key && key === query && nQ === nK && key.length !== nK) {
    throw dataError(miscounted('rows', key, nK));
  }
  const faults = [];
  if (query && query.length !== nQ) faults.push(miscounted('queries', query, nQ));
  if (key && key.length !== nK && key.length !== nK - nPast) faults.push(miscounted('keys', key, nK));
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

function miscounted(
  of: CoreFacts['token-count']['of'],
  tokens: readonly string[],
  expected: number,
): FactOf<Pick<CoreFacts, 'token-count'>> {
  return { code: 'token-count', of, tokens, found: tokens.length, expected };
}
