import { dataError, usageError } from './facts.js';
import type { Problem } from './problem.js';
import { tensor, type Shape4, type Tensor } from './tensor.js';

/** Which document a token belongs to; below 0: to none, it is padding. */
export type DocumentOf = (b: number, at: number) => number;

/** The documents of the queries and of the keys. */
export interface Documents {
  readonly query: DocumentOf;
  readonly key: DocumentOf;
  /** How many there are in all. */
  readonly count: number;
  readonly padding: boolean;
}

export function hasDocuments({ documents, queryDocuments, keyDocuments }: Problem): boolean {
  return documents !== undefined || queryDocuments !== undefined || keyDocuments !== undefined;
}

/**
 * Sequences packed into one row: the document of every query and every key. Ids need not be sorted, equality decides.
 *
 * @returns undefined when the problem has no documents
 * @throws AttnError when only one side has ids, or there are not as many ids as queries or keys
 */
export function documentsOf(problem: Problem, [batch, , nQ, nK]: Shape4): Documents | undefined {
  const { documents, queryDocuments: ofQueries = documents, keyDocuments: ofKeys = documents } = problem;
  if (!ofQueries && !ofKeys) return undefined;
  if (!ofQueries || !ofKeys) {
    const [given, missing] = ofQueries ? ['query-documents', 'key-documents'] : ['key-documents', 'query-documents'];
    throw usageError({ code: 'documents-one-side', given: given!, missing: missing! });
  }
  const option = (own: Tensor | undefined, name: string): string => (own ? name : 'documents');
  const ids = [...ofQueries.data, ...ofKeys.data];
  return {
    query: reader(ofQueries, option(problem.queryDocuments, 'query-documents'), 'queries', batch, nQ),
    key: reader(ofKeys, option(problem.keyDocuments, 'key-documents'), 'keys', batch, nK),
    count: new Set(ids.filter((id) => id >= 0)).size,
    padding: ids.some((id) => id < 0),
  };
}

function reader(ids: Tensor, option: string, of: 'queries' | 'keys', batch: number, length: number): DocumentOf {
  const { shape, data } = ids;
  const rows = length === 0 ? 1 : data.length / length;
  const fits = shape.length <= 1 || (shape.length === 2 && shape.at(-1) === length) || shape.at(-1) === 1;
  if (!fits || (data.length === 0) !== (length === 0) || (rows !== 1 && (rows !== batch || shape.at(-1) !== length)))
    throw dataError({ code: 'documents-count', option, found: shape, of, expected: length, batch });
  const odd = data.findIndex((id) => !Number.isInteger(id));
  if (odd >= 0) throw dataError({ code: 'document-id', option, number: odd + 1, found: data[odd]! });
  return (b, at) => data[(rows === 1 ? 0 : b * length) + at]!;
}

/** More tokens than anything here can hold. */
const MOST_TOKENS = 2 ** 28;

/**
 * Where documents begin and end in a packed row, `cu_seqlens` of flash-attention, as one id a token. A document may be empty.
 *
 * @param offsets [0, a, …, n], ascending
 * @returns (n)
 * @throws AttnError (data) when they do not begin with 0 or do not ascend
 * @example documentIds(tensor([4], [0, 3, 4, 6])).data // => Float64Array [0, 0, 0, 1, 2, 2]
 */
export function documentIds({ data, shape }: Tensor): Tensor {
  if (shape.filter((length) => length !== 1).length > 1 || data.length < 2)
    throw dataError({ code: 'document-offsets-shape', found: shape });
  data.forEach((offset, at) => {
    const least = at === 0 ? 0 : data[at - 1]!;
    const right = Number.isInteger(offset) && (at === 0 ? offset === 0 : offset >= least) && offset <= MOST_TOKENS;
    if (!right) throw dataError({ code: 'document-offset', number: at + 1, found: offset, before: least });
  });
  const ids = new Float64Array(data.at(-1)!);
  for (let id = 0; id + 1 < data.length; id++) ids.fill(id, data[id], data[id + 1]);
  return tensor([ids.length], ids);
}
