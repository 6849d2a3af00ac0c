import { type Alignment, documentsOf, isPaddedQuery, type Problem, type Sizes } from '../core/index.js';

/**
 * The first and the last key that chunk, documents and query lengths leave to each query: (B, n_q, 2). The kernel goes through them as it goes
 * through the keys of a window.
 *
 * @param alignment where query 0 stands, and which queries are padding
 * @returns undefined without any of them; `scattered` where the keys of a document do not stand side by side, or a
 * later query begins or ends before an earlier one
 */
export function spansOf(
  problem: Problem,
  { batch, heads, nQ, nK }: Sizes,
  alignment: Alignment,
): Int32Array | 'scattered' | undefined {
  const { chunk } = problem;
  const { position, queryLengths } = alignment;
  const documents = documentsOf(problem, [batch, heads, nQ, nK]);
  if (chunk === undefined && !documents && !queryLengths) return undefined;
  const spans = new Int32Array(batch * nQ * 2);
  for (let b = 0; b < batch; b++) {
    const places = documents && placesOf(documents.key, b, nK);
    if (documents && !places) return 'scattered';
    let [first, last] = [0, -1];
    for (let i = 0; i < nQ; i++) {
      const [from, to] = chunk === undefined ? [0, nK - 1] : chunkAround(i + position[b]!, chunk, nK);
      const id = documents?.query(b, i) ?? 0;
      const own = isPaddedQuery(alignment, b, i)
        ? undefined
        : places
          ? id < 0
            ? undefined
            : places.get(id)
          : ([0, nK - 1] as const);
      const begins = own ? Math.max(from, own[0]) : last + 1;
      const ends = own ? Math.min(to, own[1]) : last;
      // Nobody to see: a span without keys, where the one before ended.
      const span = begins > ends ? ([Math.max(first, last + 1), last] as const) : ([begins, ends] as const);
      if (span[0] < first || span[1] < last) return 'scattered';
      [first, last] = span;
      spans.set(span, (b * nQ + i) * 2);
    }
  }
  return spans;
}

function chunkAround(here: number, size: number, nK: number): readonly [number, number] {
  const start = Math.floor(here / size) * size;
  return [Math.max(0, start), Math.min(nK - 1, start + size - 1)];
}

/** The first and last key of each document; undefined where others stand between them. */
function placesOf(
  key: (b: number, j: number) => number,
  b: number,
  nK: number,
): ReadonlyMap<number, readonly [number, number]> | undefined {
  const places = new Map<number, readonly [number, number]>();
  for (let j = 0; j < nK; j++) {
    const id = key(b, j);
    const before = places.get(id);
    if (before && before[1] !== j - 1 && id >= 0) return undefined;
    places.set(id, [before?.[0] ?? j, j]);
  }
  return places;
}
