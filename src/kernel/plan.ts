import type { Prepared } from './prepare.js';
import type { Cells } from './cells.js';
import { JOB_BYTES } from './job.js';
import { BENCH_BYTES, KEYS, PANEL, ROW_BYTES, ROWS, UNIT_ROWS } from './layout.js';

/** Where everything lies in the kernel's memory: addresses and lengths of rows in bytes, counts in numbers. */
export interface Plan {
  /** Bytes of a number: 4 or 8. */
  readonly width: 4 | 8;
  /** Panels of keys, and columns of V filled up to whole panels. */
  readonly panels: number;
  readonly columns: number;
  /** The same of K. */
  readonly columnsK: number;
  readonly tiles: number;
  readonly maskRow: number;
  readonly biasRow: number;
  readonly at: Readonly<
    Record<
      | 'q'
      | 'k'
      | 'v'
      | 'output'
      | 'totals'
      | 'marks'
      | 'mask'
      | 'bias'
      | 'causal'
      | 'position'
      | 'lengths'
      | 'slopes'
      | 'sinks'
      | 'norms'
      | 'wild'
      | 'arithmetic'
      | 'finished'
      | 'weights'
      | keyof WayBack,
      number
    >
  >;
  /** For each thread where its fields lie, and the first of them (assembly/bench.ts). */
  readonly benches: readonly { readonly start: number; readonly fields: readonly number[] }[];
  readonly bytes: number;
}

type WayBack = Record<
  | 'gradOut'
  | 'deltas'
  | 'backArithmetic'
  | 'kAsValues'
  | 'vAsKeys'
  | 'qAsValues'
  | 'gradAsValues'
  | 'gradQ'
  | 'gradK'
  | 'gradV',
  number
>;

const NO_WAY_BACK: WayBack = {
  gradOut: 0,
  deltas: 0,
  backArithmetic: 0,
  kAsValues: 0,
  vAsKeys: 0,
  qAsValues: 0,
  gradAsValues: 0,
  gradQ: 0,
  gradK: 0,
  gradV: 0,
};

/** Lays the addresses out, one after the other, each on a cache line of its own. What is not there has address 0. */
export function plan(
  prepared: Prepared,
  width: 4 | 8,
  mask: Cells | undefined,
  bias: Cells | undefined,
  threads: number,
  weights: boolean,
): Plan {
  const {
    problem,
    arranged: { sizes },
    keys,
    values,
  } = prepared;
  const { batch, heads, nQ, nK, dK, dV } = sizes;
  const [keyHeads, valueHeads] = [keys.shape[1]!, values.shape[1]!];
  const panel = PANEL / width;
  const panels = Math.ceil(nK / panel);
  const columns = Math.ceil(dV / panel) * panel;
  const columnsK = Math.ceil(dK / panel) * panel;
  const tiles = Math.ceil(nK / KEYS);
  const tilesQ = Math.ceil(nQ / KEYS);
  const queries = batch * heads * nQ;
  const eights = (bytes: number): number => Math.ceil(bytes / 8) * 8;
  const maskRow = eights(nK);
  const biasRow = eights(nK * width);

  let end = JOB_BYTES;
  /** With room behind for a whole vector read past the end. */
  const take = (bytes: number): number => {
    const start = end;
    end = Math.ceil((end + bytes + 64) / 64) * 64;
    return start;
  };
  const at = {
    q: take(queries * dK * width),
    k: take(batch * keyHeads * panels * dK * PANEL),
    v: take(batch * valueHeads * columns * tiles * KEYS * width),
    output: take(queries * dV * 8),
    totals: take(queries * 16),
    marks: take(queries),
    mask: mask ? take(mask.rows * maskRow) : 0,
    bias: bias ? take(bias.rows * biasRow) : 0,
    causal: take(batch * 4),
    position: take(batch * 4),
    lengths: take(batch * 4),
    slopes: problem.alibi ? take(heads * 8) : 0,
    sinks: problem.sink !== undefined ? take(heads * 8) : 0,
    norms: take(batch * keyHeads * 8),
    wild: take(batch * valueHeads * tiles),
    arithmetic: take(batch * valueHeads * 4),
    finished: take(batch * heads * 4),
    weights: weights ? take(queries * nK * 8) : 0,
    ...(problem.grad
      ? {
          gradOut: take(queries * dV * width),
          deltas: take(queries * 8),
          backArithmetic: take(batch * heads * 4),
          kAsValues: take(batch * keyHeads * columnsK * tiles * KEYS * width),
          vAsKeys: take(batch * valueHeads * panels * dV * PANEL),
          qAsValues: take(batch * heads * columnsK * tilesQ * KEYS * width),
          gradAsValues: take(batch * heads * columns * tilesQ * KEYS * width),
          gradQ: take(queries * dK * 8),
          gradK: take(batch * keyHeads * nK * dK * 8),
          gradV: take(batch * valueHeads * nK * dV * 8),
        }
      : NO_WAY_BACK),
  };
  const rows = Math.max(UNIT_ROWS, KEYS);
  const tile = ROWS * KEYS * 8;
  const benches = Array.from({ length: threads }, () => ({
    start: take(BENCH_BYTES),
    fields: [
      take(rows * dK * 8),
      take(rows * Math.max(columns, problem.grad ? columnsK : 0) * 8),
      take(rows * ROW_BYTES),
      take(tile),
      ...(problem.grad
        ? [rows * dV * 8, tile, tile, KEYS * KEYS * 8, KEYS * KEYS * 8, KEYS * columnsK * 8, KEYS * columns * 8].map(
            take,
          )
        : []),
    ],
  }));
  return { width, panels, columns, columnsK, tiles, maskRow, biasRow, at, benches, bytes: end };
}
