import { block, sharedBlock } from './blocks.js';
import type { EmptyRow } from './steps/step.js';
import type { EmptyRows } from './problem.js';
import type { Tensor } from './tensor.js';
import type { StageName, Trace } from './trace.js';

const SCORES = 'scores that are no finite numbers';

/** So many places are named, the others counted. */
const SHOWN = 5;

/** `'it' (row 3, head 2)`: batch item and head only where there are several; no head where they are joined. */
function place(trace: Trace, b: number, h: number | undefined, i: number): string {
  const { batch, heads } = trace.sizes;
  const where = [`row ${i + 1}`, heads > 1 && h !== undefined && `head ${h + 1}`, batch > 1 && `batch item ${b + 1}`]
    .filter(Boolean)
    .join(', ');
  return `'${trace.tokens.query[i]}' (${where})`;
}

function listed(names: readonly string[]): string {
  const more = names.length - SHOWN;
  return names.slice(0, SHOWN).join(', ') + (more > 0 ? ` and ${more} more` : '');
}

/** Warnings that name the queries without visible keys, and their output. */
export function emptyRowWarnings(rows: readonly EmptyRow[], trace: Trace, done: EmptyRows): string[] {
  if (rows.length === 0) return [];
  const all = trace.sizes.heads * trace.sizes.batch;
  const timesEmpty = new Map<number, number>();
  for (const { i } of rows) timesEmpty.set(i, (timesEmpty.get(i) ?? 0) + 1);
  const everywhere = [...timesEmpty.values()].every((times) => times === all);
  const names = everywhere // the same row in every head is said once
    ? [...timesEmpty.keys()].map((i) => `'${trace.tokens.query[i]}' (row ${i + 1}${all > 1 ? ', everywhere' : ''})`)
    : rows.map(({ b, h, i }) => place(trace, b, h, i));
  const result =
    trace.problem.sink !== undefined
      ? 'the sink takes all their weight'
      : {
          zero: 'weights and output are 0',
          nan: 'weights and output are NaN',
          uniform: 'all keys get the same weight',
        }[done];
  return [
    `${names.length === 1 ? 'this query' : 'these queries'} may see no key: ${listed(names)}; ${result} (--empty-rows)`,
  ];
}

/**
 * Warnings for NaN and ∞ that are not masked: they are always reported.
 *
 * @param reported queries whose output is NaN by `--empty-rows nan`, which is already reported
 */
export function nonFiniteWarnings(trace: Trace, reported: readonly EmptyRow[]): string[] {
  const warnings: string[] = [];
  const known = new Set(reported.flatMap(({ b, h, i }) => [`${b} ${h} ${i}`, `${b} joined ${i}`]));
  const look = (name: StageName, wanted: string): void => {
    const stage = trace.stages.get(name);
    if (!stage) return;
    const { joined } = stage;
    const [, heads, rows, columns] = stage.tensor.shape as [number, number, number, number];
    const found: string[] = [];
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
      const column =
        stage.columns === 'key' ? ` for '${trace.tokens.key[cell % columns]}'` : `, column ${(cell % columns) + 1}`;
      found.push(`${numberName(value)} at ${place(trace, b, joined ? undefined : h, i)}${column}`);
    }
    warnings.push(...oddNumbers(wanted, found, count));
  };
  look('scores', SCORES);
  look('output', 'output that is no finite number');
  return warnings;
}

function numberName(value: number): string {
  return Number.isNaN(value) ? 'NaN' : value > 0 ? '∞' : '−∞';
}

function oddNumbers(what: string, found: readonly string[], count: number): string[] {
  return count > 0
    ? [`${what}: ${found.join('; ')}${count > found.length ? `; and ${count - found.length} more` : ''}`]
    : [];
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
): string[] {
  const found: string[] = [];
  let count = 0;
  for (const { b, h, i, j, score } of cells) {
    if (count++ < SHOWN) found.push(`${numberName(score)} at ${place(trace, b, h, i)} for '${trace.tokens.key[j]}'`);
  }
  return oddNumbers(SCORES, found, count);
}

/**
 * NaN and ∞ in a key or a value that some query may not see. Here they change nothing; where a machine multiplies them by a
 * weight of 0 they come through (https://github.com/pytorch/pytorch/issues/101967).
 *
 * @param keys (B, H_k, n_k, d_k)
 * @param values (B, H_v, n_k, d_v)
 */
export function behindMaskWarnings(trace: Trace, keys: Tensor, values: Tensor): string[] {
  const {
    mask,
    sizes: { batch, heads, nQ, nK },
  } = trace;
  if (!mask || (finite(keys.data) && finite(values.data))) return [];
  const found = new Set<number>();
  const bad = (from: Tensor, b: number, h: number, j: number): boolean => {
    const d = from.shape[3]!;
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
export function behindMask(trace: Trace, keys: ReadonlySet<number>): string[] {
  if (keys.size === 0) return [];
  const names = listed([...keys].map((j) => `'${trace.tokens.key[j]}'`));
  return [
    `NaN or ∞ in K or V of ${names} stands behind the mask and changes nothing here; 0·NaN makes it NaN in PyTorch`,
  ];
}

function finite(numbers: Float64Array): boolean {
  return numbers.every(Number.isFinite);
}
