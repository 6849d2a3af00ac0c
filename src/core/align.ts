import { dataError, usageError } from './facts.js';
import type { Causal, Problem } from './problem.js';
import type { Settings } from './settings.js';
import type { Sizes } from './trace.js';

/** The position of the queries relative to the keys. One number per batch item. */
export interface Alignment {
  /** With `--causal`: query i may see key j when j ≤ i + offset. */
  readonly causal?: { readonly corner: Causal; readonly offset: readonly number[] };
  /** Query i is at position i + position, from which windows, ALiBi and RoPE measure distances. */
  readonly position: readonly number[];
  /** How many keys come from a cache (0). */
  readonly past?: number;
  /** Real keys per batch item, when `--key-lengths` says so. */
  readonly lengths?: readonly number[];
  /** Real queries per batch item, when `--query-lengths` says so. */
  readonly queryLengths?: readonly number[];
}

/**
 * Settles which corner of a rectangular score matrix "no looking ahead" starts from.
 *
 * Systems differ silently (PyTorch: top-left; flash-attention ≥ 2.1: bottom-right; ONNX: counts cached keys), so a bare
 * `--causal` is refused where the corner matters and nothing decides it.
 *
 * @throws AttnError when the corner is not settled; or when key lengths do not fit the batch or the keys
 * @example align({ causal: 'bottom-right' }, settle({}), { batch: 1, nQ: 2, nK: 5, nPast: 0 }).causal.offset // gives [3]
 */
export function align(problem: Problem, settings: Settings, sizes: Sizes): Alignment {
  const lengths = realLengths(problem, 'key', sizes.batch, sizes.nK);
  const queryLengths = realLengths(problem, 'query', sizes.batch, sizes.nQ);
  const each = (of: (b: number) => number): number[] => Array.from({ length: sizes.batch }, (_, b) => of(b));
  const offsetOf = (corner: Causal): number[] =>
    each((b) => {
      if (corner === 'top-left') return 0;
      if (corner === 'bottom-right') {
        const real = settings.cornerAtRealKeys;
        return ((real ? lengths?.[b] : undefined) ?? sizes.nK) - ((real ? queryLengths?.[b] : undefined) ?? sizes.nQ);
      }
      if (sizes.nPast > 0) return sizes.nPast;
      return lengths ? lengths[b]! - sizes.nQ : 0;
    });

  const corner = problem.causal === true ? bareCorner(settings, sizes) : problem.causal || undefined;
  const causal = corner && { corner, offset: offsetOf(corner) };
  // Without --causal the system's own corner counts; systems without a cache of their own see the cached keys as positions.
  const usual = settings.causalCorner ?? 'top-left';
  const position = causal?.offset ?? offsetOf(sizes.nPast > 0 && usual === 'top-left' ? 'offset' : usual);
  return {
    ...(causal && { causal }),
    position,
    past: sizes.nPast,
    ...(lengths && { lengths }),
    ...(queryLengths && { queryLengths }),
  };
}

function bareCorner(settings: Settings, { nQ, nK, nPast }: Sizes): Causal {
  if (settings.causalCorner) return settings.causalCorner;
  if (nPast > 0) return 'offset';
  if (nQ === nK) return 'top-left';
  throw usageError({ code: 'causal-ambiguous', nQ, nK });
}

/**
 * Is query i of a batch item padding?
 *
 * @example isPaddedQuery({ position: [0], queryLengths: [2] }, 0, 2) // => true
 */
export function isPaddedQuery({ queryLengths }: Alignment, b: number, i: number): boolean {
  return queryLengths !== undefined && i >= queryLengths[b]!;
}

/** @throws AttnError when a length is no whole number from 0 to the length, or there are not as many as batch items */
function realLengths(
  { keyLengths, queryLengths, q, heads }: Problem,
  of: 'key' | 'query',
  batch: number,
  most: number,
): number[] | undefined {
  const given = of === 'key' ? keyLengths : queryLengths;
  if (!given) return undefined;
  const count = given.data.length;
  if (count !== 1 && count !== batch) {
    const readAsHeads = q?.shape.length === 3 && heads === undefined;
    throw dataError({ code: `${of}-lengths-count`, found: count, expected: batch, readAsHeads });
  }
  const faults = [...given.data].flatMap((length, b) =>
    Number.isInteger(length) && length >= 0 && length <= most
      ? []
      : [{ code: `${of}-length-range` as const, item: b + 1, found: length, most }],
  );
  if (faults.length > 0) throw dataError(faults);
  return Array.from({ length: batch }, (_, b) => given.data[count === 1 ? 0 : b]!);
}
