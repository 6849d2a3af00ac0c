import { align, type Alignment } from './align.js';
import { dataError, usageError } from './facts.js';
import { cellReader } from './mask.js';
import type { CellFunction, Problem } from './problem.js';
import { settle, type Settings } from './settings.js';
import type { Shape4, Tensor } from './tensor.js';
import type { Sizes, Trace } from './trace.js';

// What a score or a value owes to the distance of query and key, learned as one vector for each distance. Shaw et al. 2018
// (arXiv 1803.02155) for keys and values, Dai et al. 2019 (Transformer-XL, arXiv 1901.02860) for u and v, He et al. 2021
// (DeBERTa, arXiv 2006.03654) for the term of the key's own content. docs/relative-positions.md has the formulas side by side.

/** Does the problem add to its scores what the distance says? */
export function hasRelativeScores({ relativeKey, relativeQuery, relativeU }: Problem): boolean {
  return relativeKey !== undefined || relativeQuery !== undefined || relativeU !== undefined;
}

/** A vector for each distance, of each head. */
export interface RelativeTable {
  readonly rows: number;
  readonly d: number;
  /** (rows, d) */
  readonly of: (h: number) => Float64Array;
}

/**
 * (rows, d) for all heads, or (heads, rows, d).
 *
 * @throws AttnError (data) for another shape
 */
function tableOf(given: Tensor, option: string, heads: number, d: number): RelativeTable {
  const { shape, data } = given;
  const [rows = 0, columns] = shape.slice(-2);
  const perHead = shape.length === 3 && shape[0] === heads;
  if ((shape.length !== 2 && !perHead) || columns !== d || rows === 0)
    throw dataError({ code: 'relative-table', option, found: shape, heads, d });
  return { rows, d, of: (h) => (perHead ? data.subarray(h * rows * d, (h + 1) * rows * d) : data) };
}

/** One vector for all heads, (d), or one each, (heads, d). */
function vectorOf(given: Tensor, option: string, heads: number, d: number): (h: number) => Float64Array {
  const { shape, data } = given;
  const one = data.length === d && shape.at(-1) === d;
  if (!one && !(shape.length === 2 && shape[0] === heads && shape[1] === d))
    throw dataError({ code: 'relative-vector', option, found: shape, heads, d });
  return (h) => (one ? data : data.subarray(h * d, (h + 1) * d));
}

type At = (i: number, j: number, h: number, b: number) => number;

/**
 * The row of a table for a query and a key: their distance, counted from the middle row, and kept inside the table. A table of
 * 2c + 1 rows has the distances −c to c, one of 2c rows −c to c − 1.
 *
 * @throws AttnError (data) for a distance that is no whole number
 */
function rowOf(distance: At, rows: number, option: string): At {
  const middle = Math.floor(rows / 2);
  return (i, j, h, b) => {
    const found = distance(i, j, h, b);
    if (!Number.isInteger(found)) throw dataError({ code: 'relative-distance', option, found, cell: { i, j, h, b } });
    return Math.min(Math.max(found + middle, 0), rows - 1);
  };
}

function distanceOf(
  given: Tensor | CellFunction | undefined,
  option: string,
  settings: Settings,
  shape: Shape4,
  { position, past = 0 }: Alignment,
): At {
  const [, , nQ, nK] = shape;
  if (!given) return (i, j, _h, b) => j - (i + position[b]!);
  if ('at' in given) return (i, j, h, b) => given.at(i, j, h, b, nQ, nK, past);
  return cellReader(given, settings, shape, option, 0);
}

/** The relative terms of the scores, with all that belongs to a cell. */
export interface RelativeScores {
  /** R_K and its row; q + v is held against it. */
  readonly key?: { readonly table: RelativeTable; readonly row: At; readonly v?: (h: number) => Float64Array };
  /** R_Q and its row; k is held against it. */
  readonly query?: { readonly table: RelativeTable; readonly row: At };
  /** Held against k, whoever asks. */
  readonly u?: (h: number) => Float64Array;
}

/**
 * Reads the relative terms of the scores.
 *
 * @throws AttnError when a table, a vector or a distance does not fit, or the scores are no dot products
 */
export function relativeScores(
  problem: Problem,
  settings: Settings,
  { batch, heads, nQ, nK, dK }: Sizes,
  alignment: Alignment,
): RelativeScores {
  const { relativeKey, relativeQuery, relativeU, relativeV, relativeIndex, relativeQueryIndex } = problem;
  const { similarity } = settings;
  if (similarity !== 'dot') throw usageError({ code: 'relative-similarity', similarity });
  if (relativeV && !relativeKey) throw usageError({ code: 'relative-v-alone' });
  const shape: Shape4 = [batch, heads, nQ, nK];
  const keyTable = relativeKey && tableOf(relativeKey, 'relative-key', heads, dK);
  const queryTable = relativeQuery && tableOf(relativeQuery, 'relative-query', heads, dK);
  const distance = distanceOf(relativeIndex, 'relative-index', settings, shape, alignment);
  const other = relativeQueryIndex
    ? distanceOf(relativeQueryIndex, 'relative-query-index', settings, shape, alignment)
    : distance;
  return {
    ...(keyTable && {
      key: {
        table: keyTable,
        row: rowOf(distance, keyTable.rows, 'relative-index'),
        ...(relativeV && { v: vectorOf(relativeV, 'relative-v', heads, dK) }),
      },
    }),
    ...(queryTable && {
      query: {
        table: queryTable,
        row: rowOf(other, queryTable.rows, relativeQueryIndex ? 'relative-query-index' : 'relative-index'),
      },
    }),
    ...(relativeU && { u: vectorOf(relativeU, 'relative-u', heads, dK) }),
  };
}

/** What key j tells query i beside its value: the row of R_V for their distance, of d_v numbers. */
export type RelativeValue = (i: number, j: number, h: number, b: number) => Float64Array;

/**
 * Reads `--relative-value`.
 *
 * @returns undefined without it
 * @throws AttnError when it does not fit, or stands beside something that mixes other values
 */
export function relativeValues(
  problem: Problem,
  settings: Settings,
  { batch, heads, nQ, nK, dV }: Sizes,
  alignment: Alignment,
): RelativeValue | undefined {
  const { relativeValue, relativeIndex } = problem;
  if (!relativeValue) return undefined;
  for (const option of ['latent', 'differential'] as const)
    if (problem[option] !== undefined) throw usageError({ code: 'relative-value-beside', option });
  const table = tableOf(relativeValue, 'relative-value', heads, dV);
  const distance = distanceOf(relativeIndex, 'relative-index', settings, [batch, heads, nQ, nK], alignment);
  const row = rowOf(distance, table.rows, 'relative-index');
  return (i, j, h, b) => {
    const at = row(i, j, h, b);
    return table.of(h).subarray(at * dV, (at + 1) * dV);
  };
}

/** The same of a finished trace, for who tells how the output came about. */
export function relativeValuesOf({ problem, sizes }: Pick<Trace, 'problem' | 'sizes'>): RelativeValue | undefined {
  if (!problem.relativeValue) return undefined;
  const settings = settle(problem);
  return relativeValues(problem, settings, sizes, align(problem, settings, sizes));
}

/**
 * The terms as they are written, `q·R_K + k·R_Q + u·k`; with v `(q + v)·R_K`.
 *
 * @example relativeText({ relativeKey: matrix([[0]]) }) // => 'q·R_K'
 */
export function relativeText({ relativeKey, relativeQuery, relativeU, relativeV }: Problem): string {
  return [relativeKey && (relativeV ? '(q + v)·R_K' : 'q·R_K'), relativeQuery && 'k·R_Q', relativeU && 'u·k']
    .filter(Boolean)
    .join(' + ');
}
