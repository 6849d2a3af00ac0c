import { block, sharedBlock } from './blocks.js';
import type { EmptyRow } from './steps/step.js';
import type { EmptyRows } from './problem.js';
import type { Tensor4 } from './tensor.js';
import type { NonFiniteCell, RowPlace, Warning } from './trace-facts.js';
import type { Trace } from './trace.js';

/** So many places are named, the others counted. */
const SHOWN = 5;

/** Batch item and head only where there are several; no head where they are joined. */
function place(trace: Trace, b: number, h: number | undefined, i: number): RowPlace {
  const { batch, heads } = trace.sizes;
  return {
    token: trace.tokens.query[i]!,
    row: i + 1,
    ...(heads > 1 && h !== undefined && { head: h + 1 }),
    ...(batch > 1 && { item: b + 1 }),
  };
}

/** Warnings that name the queries without visible keys, and their output. */
export function emptyRowWarnings(rows: readonly EmptyRow[], trace: Trace, done: EmptyRows): Warning[] {
  if (rows.length === 0) return [];
  const all = trace.sizes.heads * trace.sizes.batch;
  const timesEmpty = new Map<number, number>();
  for (const { i } of rows) timesEmpty.set(i, (timesEmpty.get(i) ?? 0) + 1);
  const everywhere = [...timesEmpty.values()].every((times) => times === all);
  const places = everywhere // the same row in every head is said once
    ? [...timesEmpty.keys()].map((i) => ({
        token: trace.tokens.query[i]!,
        row: i + 1,
        ...(all > 1 && { everywhere: true }),
      }))
    : rows.map(({ b, h, i }) => place(trace, b, h, i));
  const result = trace.problem.sink !== undefined ? 'sink' : done;
  return [{ code: 'empty-rows', rows: places.slice(0, SHOWN), more: Math.max(0, places.length - SHOWN), result }];
}

/**
 * Warnings for NaN and ∞ that are not masked: they are always reported.
 *
 * @param reported queries whose output is NaN by `--empty-rows nan`, which is already reported
 */
export function nonFiniteWarnings(trace: Trace, reported: readonly EmptyRow[]): Warning[] {
  const warnings: Warning[] = [];
  const known = new Set(reported.flatMap(({ b, h, i }) => [`${b} ${h} ${i}`, `${b} joined ${i}`]));
  const look = (name: 'scores' | 'output'): void => {
    const stage = trace.stages.get(name);
    if (!stage) return;
    const { joined } = stage;
    const [, heads, rows, columns] = stage.tensor.shape;
    const found: NonFiniteCell[] = [];
    let count = 0;
    for (let cell = 0; cell < stage.tensor.data.length; cell++) {
      const value = stage.tensor.data[cell]!;
      if (Number.isFinite(value) || (stage.columns === 'key' && trace.mask?.data[cell] === 0)) continue;
      const i = Math.floor(cell / columns) % rows;
      const h = Math.floor(cell / (columns * rows)) % heads;
      const b = Math.floor(cell / (columns * rows * heads));
      if (name === 'output' && Number.isNaN(value) && known.has(`${b} ${joined ? 'joined' : h} ${i}`)) continue;
      count++;
      if (found.length >= SHOWN) continue;
      found.push({
        value,
        at: place(trace, b, joined ? undefined : h, i),
        ...(stage.columns === 'key' ? { key: trace.tokens.key[cell % columns]! } : { column: (cell % columns) + 1 }),
      });
    }
    warnings.push(...nonFinite(name, found, count));
  };
  look('scores');
  look('output');
  return warnings;
}

function nonFinite(stage: 'scores' | 'output', cells: readonly NonFiniteCell[], count: number): Warning[] {
  return count > 0 ? [{ code: 'stage-not-finite', stage, cells, more: count - cells.length }] : [];
}

/** The warning about scores, for who has them cell by cell and not as a stage. */
export function nonFiniteScores(
  trace: Trace,
  cells: Iterable<{
    readonly b: number;
    readonly h: number;
    readonly i: number;
    readonly j: number;
    readonly score: number;
  }>,
): Warning[] {
  const found: NonFiniteCell[] = [];
  let count = 0;
  for (const { b, h, i, j, score } of cells) {
    if (count++ < SHOWN) found.push({ value: score, at: place(trace, b, h, i), key: trace.tokens.key[j]! });
  }
  return nonFinite('scores', found, count);
}

/**
 * NaN and ∞ in a key or a value that some query may not see. Here they change nothing; where a machine multiplies them by a
 * weight of 0 they come through (https://github.com/pytorch/pytorch/issues/101967).
 *
 * @param keys (B, H_k, n_k, d_k)
 * @param values (B, H_v, n_k, d_v)
 */
export function behindMaskWarnings(trace: Trace, keys: Tensor4, values: Tensor4): Warning[] {
  const {
    mask,
    sizes: { batch, heads, nQ, nK },
  } = trace;
  if (!mask || (finite(keys.data) && finite(values.data))) return [];
  const found = new Set<number>();
  const bad = (from: Tensor4, b: number, h: number, j: number): boolean => {
    const d = from.shape[3];
    return !finite(sharedBlock(from, b, h, heads).subarray(j * d, (j + 1) * d));
  };
  for (let b = 0; b < batch; b++) {
    for (let h = 0; h < heads; h++) {
      const seen = block(mask, b, h);
      for (let j = 0; j < nK; j++) {
        if (found.has(j) || !(bad(keys, b, h, j) || bad(values, b, h, j))) continue;
        for (let i = 0; i < nQ; i++) if (seen[i * nK + j] === 0) found.add(j);
      }
    }
  }
  return behindMask(trace, found);
}

/** The warning about these keys. */
export function behindMask(trace: Trace, keys: ReadonlySet<number>): Warning[] {
  if (keys.size === 0) return [];
  const names = [...keys].map((j) => trace.tokens.key[j]!);
  return [{ code: 'masked-not-finite', keys: names.slice(0, SHOWN), more: Math.max(0, names.length - SHOWN) }];
}

function finite(numbers: Float64Array): boolean {
  return numbers.every(Number.isFinite);
}
