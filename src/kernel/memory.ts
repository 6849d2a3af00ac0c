import type { ScoreShape } from '../core/broadcast.js';
import { slopesOf } from '../core/position.js';
import { sinksOf } from '../core/weigh.js';
import { biasCells, maskCells, type Cells } from './cells.js';
import { JOB_BYTES, writeJob } from './job.js';
import { FLOAT32, FLOAT64, KEYS, MOST_ROWS, ROW_BYTES, ROWS, WIDENED } from './layout.js';
import { packKeys, packValues, type Numbers } from './panels.js';
import type { Prepared } from './prepare.js';
import { WebAssembly, type WasmMemory } from './webassembly.js';

/** A problem laid out in memory that all threads share, ready to be computed. */
export interface Task {
  readonly memory: WasmMemory;
  readonly units: number;
  /** One for each thread. */
  readonly benches: readonly number[];
  readonly arithmetic: 'float32' | 'float64';
  readonly output: Numbers; // (B, H, n_q, d_v)
  /** Per query: the largest score and the sum of e^(score − largest). */
  readonly totals: Float64Array; // (B, H, n_q, 2)
  /** Per query: 1 when it may see no key. */
  readonly empty: Uint8Array; // (B, H, n_q)
}

/** No limit, small enough that adding positions does not overflow. */
const FAR = 2 ** 29;

/** Below this many keys float32 sums have too few roundings to average out: the kernel begins with float64. */
const FEW_KEYS = 256;

const FLOAT32_TYPES: ReadonlySet<string> = new Set(['float32', 'float16', 'bfloat16']);

/** Bytes that one memory can address. */
const MOST_BYTES = 65536 * 65536;

/**
 * Lays a problem out: Q as it is, K and V in panels, mask, bias and what belongs to single heads or batch items.
 *
 * @param threads how many will work on it
 * @param strict lse must be right, too
 * @returns undefined when it does not fit into 4 GiB
 */
export function layOut(prepared: Prepared, threads: number, strict: boolean): Task | undefined {
  const { problem, settings, arranged: { sizes }, alignment, scale, queries, keys, values } = prepared;
  const { batch, heads, nQ, nK, dK, dV } = sizes;
  const shape: ScoreShape = [batch, heads, nQ, nK];
  const [keyHeads, valueHeads] = [keys.shape[1]!, values.shape[1]!];
  const mask = maskCells(problem, settings, shape) ?? (problem.hide?.length ? everybody(nK, settings.maskTrue === 'attend') : undefined);
  const bias = biasCells(problem, settings, shape);
  const single = !problem.rope && !problem.x && [queries, keys, values].every(({ dtype }) => FLOAT32_TYPES.has(dtype))
    && (!bias || bias.data.every((x) => Object.is(Math.fround(x), x)));
  const width = single ? 4 : 8;

  const panel = 32 / width;
  const panels = Math.ceil(nK / panel);
  const columns = Math.ceil(dV / panel) * panel;
  const tiles = Math.ceil(nK / KEYS);
  const rows = batch * heads * nQ;
  const unitRows = Math.min(MOST_ROWS, Math.max(1, Math.ceil(rows / (threads * 8 * ROWS))) * ROWS);
  const headUnits = Math.ceil(nQ / unitRows);
  const rowBytes = (cells: Cells | undefined, bytes: number): number => (cells ? Math.ceil((nK * bytes) / 8) * 8 : 0);
  const maskRow = rowBytes(mask, 1);
  const biasRow = rowBytes(bias, width);

  let end = JOB_BYTES;
  /** Takes bytes on a cache line of their own, with room behind for a whole vector read past the end. */
  const take = (bytes: number): number => {
    const start = end;
    end = Math.ceil((end + bytes + 64) / 64) * 64;
    return start;
  };
  const at = {
    q: take(rows * dK * width),
    k: take(batch * keyHeads * panels * dK * 32),
    v: take(batch * valueHeads * columns * panels * 32),
    output: take(rows * dV * width),
    totals: take(rows * 16),
    empty: take(rows),
    mask: mask ? take(mask.rows * maskRow) : 0,
    bias: bias ? take(bias.rows * biasRow) : 0,
    causal: take(batch * 4),
    position: take(batch * 4),
    lengths: take(batch * 4),
    slopes: problem.alibi ? take(heads * 8) : 0,
    sinks: problem.sink !== undefined ? take(heads * 8) : 0,
    norms: take(batch * keyHeads * 8),
    wild: take(batch * valueHeads * tiles),
  };
  const benches = Array.from({ length: threads }, () => ({
    start: take(64),
    parts: [take(MOST_ROWS * dK * 8), take(MOST_ROWS * columns * 8), take(MOST_ROWS * ROW_BYTES), take(ROWS * KEYS * 8), columns],
  }));
  if (end > MOST_BYTES) return undefined;

  const pages = Math.ceil(end / 65536);
  const memory = new WebAssembly.Memory({ initial: pages, maximum: pages, shared: true });
  const buffer = memory.buffer;
  const numbers = (start: number, count: number): Numbers => (single ? new Float32Array(buffer, start, count) : new Float64Array(buffer, start, count));
  const whole = (start: number): Int32Array => new Int32Array(buffer, start, batch);

  numbers(at.q, rows * dK).set(queries.data);
  const norms = new Float64Array(buffer, at.norms, batch * keyHeads);
  for (let head = 0; head < batch * keyHeads; head++) {
    const size = panels * dK * panel;
    norms[head] = packKeys(keys.data.subarray(head * nK * dK, (head + 1) * nK * dK), numbers(at.k + head * panels * dK * 32, size), nK, dK);
  }
  const wild = new Uint8Array(buffer, at.wild, batch * valueHeads * tiles);
  for (let head = 0; head < batch * valueHeads; head++) {
    const size = columns * panels * panel;
    packValues(values.data.subarray(head * nK * dV, (head + 1) * nK * dV), numbers(at.v + head * size * width, size), wild.subarray(head * tiles, (head + 1) * tiles), nK, dV);
  }
  if (mask) spreadMask(mask, new Uint8Array(buffer, at.mask, mask.rows * maskRow), nK, maskRow, settings.maskTrue === 'attend', problem.hide ?? []);
  if (bias) spread(bias, numbers(at.bias, (bias.rows * biasRow) / width), nK, biasRow / width);

  const [before, after] = (problem.window ?? [-1, -1]).map((reach) => (reach < 0 ? FAR : Math.min(reach, FAR))) as [number, number];
  whole(at.causal).set(alignment.causal?.offset ?? Array.from({ length: batch }, () => FAR));
  whole(at.position).set(alignment.position);
  whole(at.lengths).set(alignment.lengths ?? Array.from({ length: batch }, () => nK));
  if (problem.alibi) new Float64Array(buffer, at.slopes, heads).set(slopesOf(problem.alibi, heads));
  if (problem.sink !== undefined) new Float64Array(buffer, at.sinks, heads).set(sinksOf(problem.sink, heads, settings.normalizer));
  for (const { start, parts } of benches) new Uint32Array(buffer, start, parts.length).set(parts);

  const tame = nK >= FEW_KEYS && !wild.some((byte) => byte !== 0) && mild(values.data);
  const units = batch * heads * headUnits;
  const [maskB, maskH, maskI] = (mask?.steps ?? [0, 0, 0]).map((step) => step * maskRow) as [number, number, number];
  const [biasB, biasH, biasI] = (bias?.steps ?? [0, 0, 0]).map((step) => step * biasRow) as [number, number, number];
  writeJob(buffer, {
    ...at, next: 0, units, heads, keyHeads, valueHeads, nQ, nK, dK, dV, unitRows, headUnits,
    arithmetic: !single ? FLOAT64 : tame ? FLOAT32 : WIDENED,
    maskB, maskH, maskI, biasB, biasH, biasI, before, after,
    emptyNaN: settings.emptyRows === 'nan' ? 1 : 0, strict: strict ? 1 : 0,
    scale: scale.scale, cap: problem.softcap ?? 0, temperature: settings.temperature,
  });
  return {
    memory, units,
    benches: benches.map(({ start }) => start),
    arithmetic: single ? 'float32' : 'float64',
    output: numbers(at.output, rows * dV),
    totals: new Float64Array(buffer, at.totals, rows * 2),
    empty: new Uint8Array(buffer, at.empty, rows),
  };
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

/** Values that float32 sums neither lose nor overflow. */
function mild(values: Float64Array): boolean {
  let largest = 0;
  for (const x of values) {
    const size = Math.abs(x);
    if (size > largest) largest = size;
  }
  return largest === 0 || (largest > 2 ** -60 && largest < 2 ** 100);
}
