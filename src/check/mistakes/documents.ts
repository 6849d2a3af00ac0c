import { withGeometry, type Attempt } from '../attempt.js';
import { ruleOf, type Geometry, type Rule } from '../geometry.js';
import { without } from './mask-value.js';
import { sizesOf, ways, type Mistake } from './mistake.js';

/** Of more boundaries only all together are moved. */
const MOST_BOUNDARIES = 12;

/**
 * Where documents begin, when that is what the mask says beside its other rules: a query sees the keys of its own
 * document. Of one batch item and head, if all are alike; undefined for another mask.
 */
export function boundariesOf({ geometry }: Attempt): number[] | undefined {
  const known = found.get(geometry);
  if (known !== undefined) return known ?? undefined;
  const made = boundariesIn(geometry) ?? null;
  found.set(geometry, made);
  return made ?? undefined;
}

const found = new WeakMap<Geometry, number[] | null>();

function boundariesIn({ shape, rest, causal }: Geometry): number[] | undefined {
  const [batch, heads, nQ, nK] = shape;
  if (!rest || nQ !== nK || causal?.some((offset) => offset !== 0)) return undefined;
  const edges: number[] = [];
  for (let i = 1; i < nQ; i++) if (!rest(i, i - 1, 0, 0)) edges.push(i);
  if (edges.length === 0 || edges.length > nQ / 2) return undefined;
  const same = together(edges, nQ);
  for (let b = 0; b < batch; b++)
    for (let h = 0; h < heads; h += Math.max(1, heads - 1))
      for (let i = 0; i < nQ; i++)
        for (let j = 0; j <= (causal ? i : nK - 1); j++) if (rest(i, j, h, b) !== same(i, j)) return undefined;
  return edges;
}

/** Do two places lie in one document? */
function together(edges: readonly number[], n: number): (i: number, j: number) => boolean {
  const of = new Int32Array(n);
  for (let i = 1; i < n; i++) of[i] = of[i - 1]! + edges.filter((edge) => edge === i).length;
  return (i, j) => of[i] === of[j];
}

/** The documents begin elsewhere. */
function begins(of: (edges: readonly number[], n: number) => readonly number[] | undefined): Mistake['put'] {
  return (attempt) => {
    const edges = boundariesOf(attempt);
    const { nQ } = sizesOf(attempt);
    const now = edges && of(edges, nQ)?.filter((edge) => edge > 0 && edge < nQ);
    if (!now || now.join() === edges.join()) return undefined;
    const others = ruleOf(without('rest', attempt.geometry));
    const same = together(now, nQ);
    const whole: Rule = (i, j, h, b) => same(i, j) && (!others || others(i, j, h, b));
    return withGeometry(attempt, { whole });
  };
}

const upTo = (n: number): number[] => Array.from({ length: n }, (_, at) => at);

/** Packed documents whose boundaries are wrong. */
export const DOCUMENTS: readonly Mistake[] = ways(
  {
    id: 'G13',
    title: 'the boundaries of the packed documents are off by one',
    formula: 'documents begin at cu_seqlens + 1',
    lookFor: 'cu_seqlens that counts from 1, a separator that is counted with the wrong document',
    instead: 'a document begins at its offset in cu_seqlens: [0, len0, len0 + len1, …]',
  },
  [
    ...[1, -1, 2, -2].map((by) => ({
      alone: Math.abs(by) > 1,
      formula: `documents begin at cu_seqlens ${by < 0 ? '−' : '+'} ${Math.abs(by)}`,
      put: begins((edges) => edges.map((edge) => edge + by)),
    })),
    ...upTo(MOST_BOUNDARIES).flatMap((one) =>
      [1, -1].map((by) => ({
        alone: true,
        title: `one boundary of the packed documents is off by one (boundary ${one + 1})`,
        formula: `boundary ${one + 1} at cu_seqlens[${one + 1}] ${by < 0 ? '− 1' : '+ 1'}`,
        put: begins((edges) =>
          edges.length > 1 && one < edges.length && edges.length <= MOST_BOUNDARIES
            ? edges.map((edge, at) => (at === one ? edge + by : edge))
            : undefined,
        ),
      })),
    ),
    ...upTo(MOST_BOUNDARIES).map((one) => ({
      alone: true,
      title: `two packed documents see each other: boundary ${one + 1} is missing`,
      formula: `cu_seqlens without its entry ${one + 1}`,
      put: begins((edges) =>
        edges.length > 1 && one < edges.length && edges.length <= MOST_BOUNDARIES
          ? edges.filter((_, at) => at !== one)
          : undefined,
      ),
    })),
    {
      alone: true,
      title: 'all documents are taken to be as long as the first',
      formula: 'document = ⌊i / length of the first⌋',
      put: begins(([first], n) => (first === undefined ? undefined : multiples(first, n))),
    },
  ],
);

const multiples = (size: number, n: number): number[] => upTo(Math.ceil(n / size)).map((at) => at * size);

/** Chunks and windows, one taken for the other. */
export const CHUNKS: readonly Mistake[] = ways(
  {
    id: 'G16',
    title: 'chunks instead of a sliding window',
    formula: '⌊i/w⌋ = ⌊j/w⌋ instead of i − w < j ≤ i',
    lookFor: 'i // w == j // w, blocks that do not see the block before',
    instead: 'i - w < j <= i',
  },
  [
    ...[1, 0].map((more) => ({
      put: (attempt: Attempt) => {
        const { window } = attempt.geometry;
        if (!window || window[0] < 1) return undefined;
        const size = window[0] + more;
        return chunked(attempt, size);
      },
    })),
    {
      title: 'a sliding window instead of chunks',
      formula: 'i − c < j ≤ i instead of ⌊i/c⌋ = ⌊j/c⌋',
      lookFor: 'a window of the size of a chunk',
      instead: 'i // c == j // c',
      put: (attempt) => {
        const edges = boundariesOf(attempt);
        const { nQ } = sizesOf(attempt);
        const [size] = edges ?? [];
        if (size === undefined || edges!.some((edge, at) => edge !== size * (at + 1))) return undefined;
        const geometry = without('rest', attempt.geometry);
        return edges!.length === Math.ceil(nQ / size) - 1
          ? { ...attempt, geometry: { ...geometry, window: [size - 1, -1] } }
          : undefined;
      },
    },
    ...[1, -1].map((by) => ({
      title: 'the chunks are one too long or too short',
      formula: `chunks of c ${by < 0 ? '− 1' : '+ 1'}`,
      lookFor: 'the size of a chunk',
      instead: 'i // c == j // c',
      put: begins((edges, n) => {
        const [size] = edges;
        return size !== undefined && size + by > 0 && edges.every((edge, at) => edge === size * (at + 1))
          ? multiples(size + by, n)
          : undefined;
      }),
    })),
  ],
);

function chunked(attempt: Attempt, size: number): Attempt | undefined {
  if (size < 1) return undefined;
  const { position } = attempt.geometry;
  const others = ruleOf(without('window', attempt.geometry));
  const whole: Rule = (i, j, h, b) =>
    Math.floor((i + position[b]!) / size) === Math.floor(j / size) && (!others || others(i, j, h, b));
  return withGeometry(attempt, { whole });
}
