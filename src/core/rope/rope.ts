import type { Alignment } from '../align.js';
import { usageError } from '../facts.js';
import type { Problem } from '../problem.js';
import type { Settings } from '../settings.js';
import type { Sizes } from '../trace.js';
import { givenPositions, type GivenPositions } from './positions.js';
import { axialSpeeds, axisOfPairs, sectionsOf, type Sections } from './sections.js';
import { checkScaling, ropeFrequencies, type Frequencies } from './scaling.js';
import type { Turn } from './turn.js';

/** What RoPE does in a problem, everything filled in. */
export interface Rope {
  readonly queries: Turn;
  readonly keys: Turn;
  /** The factor on cos and sin. */
  readonly factor: number;
  readonly first: number;
  readonly width: number;
}

const ONLY_ROPE = [
  ['ropeDim', 'rope-dim'],
  ['ropeScaling', 'rope-scaling'],
  ['ropeSections', 'rope-sections'],
  ['positions', 'positions'],
  ['queryPositions', 'query-positions'],
  ['keyPositions', 'key-positions'],
] as const;

/**
 * What only moves RoPE makes no sense without it.
 *
 * @throws AttnError (usage) that names every such option
 */
export function checkRope(problem: Problem): void {
  if (problem.rope) return;
  const idle = ONLY_ROPE.flatMap(([field, option]) => (problem[field] === undefined ? [] : [option]));
  if (idle.length > 0) throw usageError({ code: 'rope-missing', options: idle });
}

/** Is it RoPE on all features, by the index, with the ladder of the paper? */
export function isPlainRope(problem: Problem): boolean {
  return ONLY_ROPE.every(([field]) => problem[field] === undefined);
}

/**
 * The rotation of a problem: which features of queries and keys turn, how fast and by which positions.
 * Queries and new keys stand behind the cached ones, unless their positions are given.
 *
 * @throws AttnError when sizes, sections, scaling or positions do not fit each other
 */
export function ropeOf(problem: Problem, settings: Settings, sizes: Sizes, alignment: Alignment): Rope {
  const { rope, ropeScaling: scaling } = problem;
  const { batch, nQ, nK, nPast, dK } = sizes;
  const { first, width } = turnedFeatures(problem, dK);
  const sections = problem.ropeSections === undefined ? undefined : sectionsOf(String(problem.ropeSections), width);
  const axes = sections?.sizes.length;
  const side = (own: 'query-positions' | 'key-positions', length: number): GivenPositions | undefined => {
    const given = own === 'query-positions' ? problem.queryPositions : problem.keyPositions;
    if (given) return givenPositions(given, own, batch, length, axes);
    return problem.positions && givenPositions(problem.positions, 'positions', batch, length, axes);
  };
  const queries = side('query-positions', nQ);
  const keys = side('key-positions', nK - nPast);
  const start = nPast > 0 ? alignment.position.map(() => nPast) : alignment.position;
  const largest = Math.max(queries ? queries.largest : Math.max(...start) + nQ - 1, keys ? keys.largest : nK - 1);
  const base = problem.ropeBase ?? scaling?.rope_theta ?? settings.ropeBase;
  const { speeds, factor } = frequencies(problem, sections, { width, base, length: largest + 1 });
  const axis = sections ? axisOfPairs(sections) : undefined;
  const turnOf = (given: GivenPositions | undefined, from: (b: number) => number): Turn => ({
    style: rope === 'interleaved' ? 'interleaved' : 'half',
    first,
    width,
    speeds,
    factor,
    position: given ? (b, i, t) => given.at(axis?.[t] ?? 0, b, i) : (b, i) => from(b) + i,
  });
  return {
    queries: turnOf(queries, (b) => start[b]!),
    keys: turnOf(keys, () => nPast),
    factor,
    first,
    width,
  };
}

function frequencies(
  { ropeScaling: scaling }: Problem,
  sections: Sections | undefined,
  ladder: { width: number; base: number; length: number },
): Frequencies {
  if (sections?.form !== 'axial') return ropeFrequencies(scaling, ladder);
  const name = scaling ? checkScaling(scaling) : 'default';
  if (name !== 'default') throw usageError({ code: 'rope-axial-scaled', name });
  return { speeds: axialSpeeds(sections, ladder), factor: 1 };
}

/** @throws AttnError (usage) when no even number of features turns, or more than there are */
function turnedFeatures({ ropeDim, ropeScaling }: Problem, dK: number): { first: number; width: number } {
  const share = ropeScaling?.partial_rotary_factor;
  const proportional = (ropeScaling?.rope_type ?? ropeScaling?.type) === 'proportional';
  if (proportional && ropeDim !== undefined)
    throw usageError({ code: 'rope-dim-proportional', ropeDim: String(ropeDim) });
  const text =
    ropeDim !== undefined
      ? String(ropeDim)
      : !proportional && share !== undefined
        ? String(Math.floor(dK * share))
        : undefined;
  if (text === undefined) {
    if (dK % 2 !== 0) throw usageError({ code: 'rope-odd-size', found: dK });
    return { first: 0, width: dK };
  }
  const width = Number(text.replace('last:', ''));
  if (width % 2 !== 0 || width < 2 || width > dK) throw usageError({ code: 'rope-dim-range', ropeDim: text, most: dK });
  return { first: text.startsWith('last:') ? dK - width : 0, width };
}
