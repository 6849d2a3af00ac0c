import type { ScoreShape } from '../core/broadcast.js';
import { slopesOf } from '../core/position.js';
import { sinksOf } from '../core/weigh.js';
import { biasCells, maskCells, type Cells } from './cells.js';
import { writeJob } from './job.js';
import { FLOAT32, FLOAT64, KEYS, PANEL, UNIT_ROWS, WIDENED } from './layout.js';
import { packKeys, packValues, type Numbers } from './panels.js';
import { plan } from './plan.js';
import type { Prepared } from './prepare.js';
import { shares } from './progress.js';
import { WebAssembly, type WasmMemory } from './webassembly.js';

/** A problem laid out in memory that all threads share, ready to be computed. */
export interface Task {
  readonly memory: WasmMemory;
  readonly units: number;
  /** The share of all work that lies in the first units: (units + 1), from 0 to 1. */
  readonly shares: Float64Array;
  /** One for each thread. */
  readonly benches: readonly number[];
  readonly output: Numbers; // (B, H, n_q, d_v)
  /** Per query: the largest score and the sum of e^(score − largest). */
  readonly totals: Float64Array; // (B, H, n_q, 2)
  /** Per query: 1 when it may see no key. */
  readonly empty: Uint8Array; // (B, H, n_q)
  /** Float32 where that is fine enough, or float64 throughout. */
  readonly arithmetic: 'float32' | 'float64';
  /** NaN or ∞ stands in K or V. */
  readonly wild: boolean;
}

/** No limit, small enough that adding positions does not overflow. */
const FAR = 2 ** 29;

/** Below this many keys float32 sums have too few roundings to average out: the kernel begins with float64. */
const FEW_KEYS = 256;

/** Pages of 64 KiB that one memory can have. */
const MOST_PAGES = 65536;

/**
 * Lays a problem out: Q as it is, K and V in panels, mask, bias and what belongs to single heads or batch items.
 *
 * @param threads how many will work on it
 * @param strict lse must be right, too
 * @returns undefined when it does not fit into 4 GiB
 * @throws AttnError when mask, bias, slopes or sinks do not fit
 */
export function layOut(prepared: Prepared, threads: number, strict: boolean): Task | undefined {
  const { problem, settings, arranged: { sizes }, alignment, scale, queries, keys, values } = prepared;
  const { batch, heads, nQ, nK, dK, dV } = sizes;
  const shape: ScoreShape = [batch, heads, nQ, nK];
  const [keyHeads, valueHeads] = [keys.shape[1]!, values.shape[1]!];
  const attend = settings.maskTrue === 'attend';
  const mask = maskCells(problem, settings, shape) ?? (problem.hide?.length ? everybody(nK, attend) : undefined);
  const bias = biasCells(problem, settings, shape);
  const slopes = problem.alibi && slopesOf(problem.alibi, heads);
  const sinks = problem.sink === undefined ? undefined : sinksOf(problem.sink, heads, settings.normalizer);
  const single = isSingle(prepared, bias);
  const { width, panels, columns, tiles, maskRow, biasRow, at, benches, bytes } = plan(prepared, single ? 4 : 8, mask, bias, threads);
  const pages = Math.ceil(bytes / 65536);
  if (pages > MOST_PAGES) return undefined;

  const memory = new WebAssembly.Memory({ initial: pages, maximum: pages, shared: true });
  const { buffer } = memory;
  const numbers = (start: number, count: number): Numbers => (single ? new Float32Array(buffer, start, count) : new Float64Array(buffer, start, count));
  const perBatch = (start: number, from: readonly number[] | undefined, otherwise: number): void =>
    new Int32Array(buffer, start, batch).set(from ?? Array.from({ length: batch }, () => otherwise));

  const rows = batch * heads * nQ;
  numbers(at.q, rows * dK).set(queries.data);
  const norms = new Float64Array(buffer, at.norms, batch * keyHeads);
  for (let head = 0; head < norms.length; head++) {
    const size = (panels * dK * PANEL) / width;
    norms[head] = packKeys(keys.data.subarray(head * nK * dK, (head + 1) * nK * dK), numbers(at.k + head * size * width, size), nK, dK);
  }
  const wild = new Uint8Array(buffer, at.wild, batch * valueHeads * tiles);
  let largest = 0;
  for (let head = 0; head < batch * valueHeads; head++) {
    const size = columns * tiles * KEYS;
    const from = values.data.subarray(head * nK * dV, (head + 1) * nK * dV);
    largest = Math.max(largest, packValues(from, numbers(at.v + head * size * width, size), wild.subarray(head * tiles, (head + 1) * tiles), nK, dV));
  }
  if (mask) spreadMask(mask, new Uint8Array(buffer, at.mask, mask.rows * maskRow), nK, maskRow, attend, problem.hide ?? []);
  if (bias) spread(bias, numbers(at.bias, (bias.rows * biasRow) / width), nK, biasRow / width);
  perBatch(at.causal, alignment.causal?.offset, FAR);
  perBatch(at.position, alignment.position, 0);
  perBatch(at.lengths, alignment.lengths, nK);
  if (slopes) new Float64Array(buffer, at.slopes, heads).set(slopes);
  if (sinks) new Float64Array(buffer, at.sinks, heads).set(sinks);
  for (const { start, fields } of benches) new Uint32Array(buffer, start, fields.length).set(fields);

  // Values that float32 sums neither lose nor overflow.
  const tame = nK >= FEW_KEYS && !wild.includes(1) && (largest === 0 || (largest > 2 ** -60 && largest < 2 ** 100));
  const headUnits = Math.ceil(nQ / UNIT_ROWS);
  const units = batch * heads * headUnits;
  const [maskB, maskH, maskI] = stepsOf(mask, maskRow);
  const [biasB, biasH, biasI] = stepsOf(bias, biasRow);
  const [before, after] = (problem.window ?? [-1, -1]).map((reach) => (reach < 0 ? FAR : Math.min(reach, FAR))) as [number, number];
  writeJob(buffer, {
    ...at, next: 0, units, heads, keyHeads, valueHeads, nQ, nK, dK, dV, headUnits,
    arithmetic: !single ? FLOAT64 : tame ? FLOAT32 : WIDENED,
    maskB, maskH, maskI, biasB, biasH, biasI, before, after,
    emptyNaN: settings.emptyRows === 'nan' ? 1 : 0, strict: strict ? 1 : 0,
    scale: scale.scale, cap: problem.softcap ?? 0, temperature: settings.temperature,
  });
  return {
    memory, units,
    shares: shares(prepared),
    benches: benches.map(({ start }) => start),
    output: numbers(at.output, rows * dV),
    totals: new Float64Array(buffer, at.totals, rows * 2),
    empty: new Uint8Array(buffer, at.empty, rows),
    arithmetic: single && tame ? 'float32' : 'float64',
    wild: wild.includes(1) || norms.includes(Infinity),
  };
}

const FLOAT32_TYPES: ReadonlySet<string> = new Set(['float32', 'float16', 'bfloat16']);

/** Whether float32 holds everything without rounding it: then nothing is lost where it has to be computed in float64. */
function isSingle({ problem, queries, keys, values }: Prepared, bias: Cells | undefined): boolean {
  const tensors = [queries, keys, values, problem.pastKey, problem.pastValue].filter((one) => one !== undefined);
  return !problem.rope && !problem.x && tensors.every(({ dtype }) => FLOAT32_TYPES.has(dtype))
    && (!bias || bias.data.every((x) => Object.is(Math.fround(x), x)));
}

function stepsOf(cells: Cells | undefined, row: number): [number, number, number] {
  return (cells?.steps ?? [0, 0, 0]).map((step) => step * row) as [number, number, number];
}

/** Rows of n_k numbers, put where each row begins on a multiple of 8 bytes. */
function spread({ rows, data }: Cells, to: Numbers, nK: number, step: number): void {
  for (let row = 0; row < rows; row++) to.set(data.subarray(row * nK, (row + 1) * nK), row * step);
}

/** The same for a mask: 255 = may attend. Hidden keys may not. */
function spreadMask({ rows, data }: Cells, to: Uint8Array, nK: number, step: number, attend: boolean, hide: readonly number[]): void {
  for (let row = 0; row < rows; row++) {
    for (let j = 0; j < nK; j++) to[row * step + j] = (data[row * nK + j] !== 0) === attend ? 255 : 0;
    for (const j of hide) if (j < nK) to[row * step + j] = 0;
  }
}

function everybody(nK: number, attend: boolean): Cells {
  return { rows: 1, data: new Float64Array(nK).fill(attend ? 1 : 0), steps: [0, 0, 0] };
}
