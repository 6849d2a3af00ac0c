import { type Shape4, sinksOf, slopesOf, type StageName } from '../core/index.js';
import { biasCells, maskCells, type Cells } from './cells.js';
import { headLayer, numbersIn } from './head.js';
import { writeJob } from './job.js';
import { takeMemory } from './reuse-memory.js';
import { EMPTY, NON_FINITE, UNIT_ROWS, MAY_OVERFLOW } from './layout.js';
import type { Numbers } from './panels.js';
import { plan } from './plan.js';
import type { Prepared } from './prepare.js';
import { shares } from './progress.js';
import type { Phase, Task } from './task.js';
import { visibility } from './visibility.js';
import { backwardPhase } from './backward.js';

/** Stands for "no limit"; small enough that adding positions does not overflow. */
const UNLIMITED = 2 ** 29;

/** Pages of 64 KiB that one memory can have. */
const MOST_PAGES = 65536;

/**
 * Lays a problem out: Q as it is, K and V in panels, mask, bias and what belongs to single heads or batch items. Q, K and V
 * are the task's parts, head by head.
 *
 * @param threads how many will work on it
 * @param wanted what is asked for
 * @returns undefined when it does not fit into 4 GiB
 * @throws AttnError when mask, bias, slopes or sinks do not fit
 */
export function layOut(prepared: Prepared, threads: number, wanted: readonly StageName[]): Laid | undefined {
  const {
    problem,
    settings,
    arranged: { sizes },
    alignment,
    scale,
    keys,
    values,
  } = prepared;
  const { batch, heads, nQ, nK, dK, dV } = sizes;
  const shape: Shape4 = [batch, heads, nQ, nK];
  const [keyHeads, valueHeads] = [keys.shape[1]!, values.shape[1]!];
  const attend = settings.maskTrue === 'attend';
  const mask =
    maskCells(problem, settings, shape, sizes.nPast) ?? (problem.hide?.length ? allVisible(nK, attend) : undefined);
  const bias = biasCells(problem, settings, shape, sizes.nPast);
  const slopes = problem.alibi && slopesOf(problem.alibi, heads);
  const sinks = problem.sink === undefined ? undefined : sinksOf(problem.sink, heads, settings.normalizer);
  const single = isSingle(prepared, bias);
  const weights = wanted.includes('weights');
  const strict = wanted.includes('lse') || problem.grad !== undefined; // then the scores themselves must be precise, not only the output
  const places = plan(prepared, single ? 4 : 8, mask, bias, threads, weights);
  const { width, tiles, maskRow, biasRow, at, workspaces, bytes } = places;
  const pages = Math.ceil(bytes / 65536);
  if (pages > MOST_PAGES) return undefined;

  const { memory, giveBack } = takeMemory(pages);
  const { buffer } = memory;
  const perBatch = (start: number, from: readonly number[] | undefined, otherwise: number): void =>
    new Int32Array(buffer, start, batch).set(from ?? Array.from({ length: batch }, () => otherwise));
  if (mask)
    spreadMask(mask, new Uint8Array(buffer, at.mask, mask.rows * maskRow), nK, maskRow, attend, problem.hide ?? []);
  if (bias) spread(bias, numbersIn(buffer, width, at.bias, (bias.rows * biasRow) / width), nK, biasRow / width);
  perBatch(at.causal, alignment.causal?.offset, UNLIMITED);
  perBatch(at.position, alignment.position, 0);
  perBatch(at.lengths, alignment.lengths, nK);
  if (prepared.spans && prepared.spans !== 'scattered')
    new Int32Array(buffer, at.spans, prepared.spans.length).set(prepared.spans);
  if (slopes) new Float64Array(buffer, at.slopes, heads).set(slopes);
  if (sinks) new Float64Array(buffer, at.sinks, heads).set(sinks);
  for (const { start, fields } of workspaces) new Uint32Array(buffer, start, fields.length).set(fields);

  const headUnits = Math.ceil(nQ / UNIT_ROWS);
  const units = batch * heads * headUnits;
  const all = problem.grad ? 2 * units + batch * keyHeads * tiles : weights ? 2 * units : units;
  const [maskB, maskH, maskI] = stepsOf(mask, maskRow);
  const [biasB, biasH, biasI] = stepsOf(bias, biasRow);
  const [before, after] = (problem.window ?? [-1, -1]).map((reach) =>
    reach < 0 ? UNLIMITED : Math.min(reach, UNLIMITED),
  ) as [number, number];
  writeJob(buffer, {
    ...at,
    next: 0,
    ready: 0,
    done: 0,
    units: all,
    forwardUnits: units,
    heads,
    keyHeads,
    valueHeads,
    nQ,
    nK,
    dK,
    dV,
    headUnits,
    maskB,
    maskH,
    maskI,
    biasB,
    biasH,
    biasI,
    before,
    after,
    emptyNaN: settings.emptyRows === 'nan' ? 1 : 0,
    strict: strict ? 1 : 0,
    scale: scale.scale,
    cap: problem.softcap ?? 0,
    temperature: settings.temperature,
  });
  const rows = batch * heads * nQ;
  const found = { single: false, nonFinite: false };
  const lay = headLayer(prepared, places, buffer, found, !weights);
  return {
    memory,
    units: all,
    found,
    giveBack,
    visible: visibility(prepared, mask, bias),
    phases: [
      {
        parts: batch * heads,
        until: units,
        fill: (part) => {
          lay(Math.floor(part / heads), part % heads);
          return (part + 1) * headUnits;
        },
      },
      ...(problem.grad
        ? [backwardPhase(prepared, places, buffer, all)]
        : weights
          ? [weightsPhase(all, new Uint8Array(buffer, at.marks, rows))]
          : []),
    ],
    shares: shares(prepared, weights),
    workspaces: workspaces.map(({ start }) => start),
    ...collector(
      new Float64Array(buffer, at.output, rows * dV),
      new Int32Array(buffer, at.finished, batch * heads),
      headUnits,
    ),
    totals: new Float64Array(buffer, at.totals, rows * 2),
    marks: new Uint8Array(buffer, at.marks, rows),
    ...(weights && { weights: new Float64Array(buffer, at.weights, rows * nK) }),
    ...(problem.grad && {
      gradQ: new Float64Array(buffer, at.gradQ, rows * dK),
      gradK: new Float64Array(buffer, at.gradK, batch * keyHeads * nK * dK),
      gradV: new Float64Array(buffer, at.gradV, batch * valueHeads * nK * dV),
    }),
  };
}

/** @param finished per head, how many of its units are done */
function collector(from: Float64Array, finished: Int32Array, headUnits: number): Pick<Task, 'output' | 'collect'> {
  const output = new Float64Array(from.length);
  const size = from.length / finished.length;
  finished.fill(0);
  let heads = 0;
  return {
    output,
    collect: () => {
      for (; heads < finished.length && Atomics.load(finished, heads) === headUnits; heads++) {
        output.set(from.subarray(heads * size, (heads + 1) * size), heads * size);
      }
    },
  };
}

/** Computes the weights again, to store them: each row's largest score and sum are known now. */
function weightsPhase(until: number, marks: Uint8Array): Phase {
  return {
    parts: 1,
    until,
    refusal: () =>
      marks.some((mark) => (mark & MAY_OVERFLOW) !== 0 || (mark & (NON_FINITE | EMPTY)) === NON_FINITE)
        ? { code: 'kernel-not-finite', of: 'weights' }
        : undefined,
    fill: () => until,
  };
}

/** A task, and the function that returns its memory for reuse. */
interface Laid extends Task {
  readonly giveBack: () => void;
}

const FLOAT32_TYPES: ReadonlySet<string> = new Set(['float32', 'float16', 'bfloat16']);

/** Whether float32 represents every input exactly: then float32 storage loses nothing, even where float64 computes. */
function isSingle({ problem, queries, keys, values }: Prepared, bias: Cells | undefined): boolean {
  const tensors = [queries, keys, values, problem.pastKey, problem.pastValue, problem.grad].filter(
    (one) => one !== undefined,
  );
  return (
    !problem.rope &&
    problem.qNorm === undefined &&
    problem.kNorm === undefined &&
    !problem.x &&
    !(problem.grad && (problem.wo || problem.gate)) &&
    tensors.every(({ dtype }) => FLOAT32_TYPES.has(dtype)) &&
    (!bias || bias.data.every((x) => Object.is(Math.fround(x), x)))
  );
}

function stepsOf(cells: Cells | undefined, row: number): [number, number, number] {
  return (cells?.steps ?? [0, 0, 0]).map((step) => step * row) as [number, number, number];
}

/** Copies rows of n_k numbers so that each row begins at a multiple of 8 bytes. */
function spread({ rows, data }: Cells, to: Numbers, nK: number, step: number): void {
  for (let row = 0; row < rows; row++) to.set(data.subarray(row * nK, (row + 1) * nK), row * step);
}

/** The same for a mask: 255 = may attend. Hidden keys may not. */
function spreadMask(
  { rows, data }: Cells,
  to: Uint8Array,
  nK: number,
  step: number,
  attend: boolean,
  hide: readonly number[],
): void {
  to.fill(0); // the padding after the last key is read, too
  for (let row = 0; row < rows; row++) {
    for (let j = 0; j < nK; j++) to[row * step + j] = (data[row * nK + j] !== 0) === attend ? 255 : 0;
    for (const j of hide) if (j < nK) to[row * step + j] = 0;
  }
}

function allVisible(nK: number, attend: boolean): Cells {
  return { rows: 1, data: new Float64Array(nK).fill(attend ? 1 : 0), steps: [0, 0, 0] };
}
