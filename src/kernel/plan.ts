import type { Prepared } from './prepare.js';
import type { Cells } from './cells.js';
import { JOB_BYTES } from './job.js';
import { WORKSPACE_BYTES, KEYS, PANEL, ROW_BYTES, ROWS, UNIT_ROWS } from './layout.js';

/** The layout of the kernel's memory: addresses and row lengths in bytes, counts in numbers. */
export interface Plan {
  /** Bytes of a number: 4 or 8. */
  readonly width: 4 | 8;
  /** Number of panels of keys, and of columns of V padded to whole panels. */
  readonly panels: number;
  readonly columns: number;
  /** Columns of K padded to whole panels. */
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
      | 'spans'
      | 'slopes'
      | 'sinks'
      | 'norms'
      | 'nonFinite'
      | 'arithmetic'
      | 'finished'
      | 'weights'
      | keyof BackwardAddresses,
      number
    >
  >;
  /** For each thread the address of its workspace, and the values of its first fields (assembly/workspace.ts). */
  readonly workspaces: readonly { readonly start: number; readonly fields: readonly number[] }[];
  readonly bytes: number;
}

type BackwardAddresses = Record<
  | 'gradOut'
  | 'deltas'
  | 'backwardArithmetic'
  | 'kAsValues'
  | 'vAsKeys'
  | 'qAsValues'
  | 'gradAsValues'
  | 'gradQ'
  | 'gradK'
  | 'gradV',
  number
>;

const NO_BACKWARD: BackwardAddresses = {
  gradOut: 0,
  deltas: 0,
  backwardArithmetic: 0,
  kAsValues: 0,
  vAsKeys: 0,
  qAsValues: 0,
  gradAsValues: 0,
  gradQ: 0,
  gradK: 0,
  gradV: 0,
};

/** Assigns the addresses one after the other, each on its own cache line. What is absent has address 0. */
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
  /** With padding so that a whole vector may be read past the end. */
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
    spans: prepared.spans ? take(batch * nQ * 8) : 0,
    slopes: problem.alibi ? take(heads * 8) : 0,
    sinks: problem.sink !== undefined ? take(heads * 8) : 0,
    norms: take(batch * keyHeads * 8),
    nonFinite: take(batch * valueHeads * tiles),
    arithmetic: take(batch * valueHeads * 4),
    finished: take(batch * heads * 4),
    weights: weights ? take(queries * nK * 8) : 0,
    ...(problem.grad
      ? {
          gradOut: take(queries * dV * width),
          deltas: take(queries * 8),
          backwardArithmetic: take(batch * heads * 4),
          kAsValues: take(batch * keyHeads * columnsK * tiles * KEYS * width),
          vAsKeys: take(batch * valueHeads * panels * dV * PANEL),
          qAsValues: take(batch * heads * columnsK * tilesQ * KEYS * width),
          gradAsValues: take(batch * heads * columns * tilesQ * KEYS * width),
          gradQ: take(queries * dK * 8),
          gradK: take(batch * keyHeads * nK * dK * 8),
          gradV: take(batch * valueHeads * nK * dV * 8),
        }
      : NO_BACKWARD),
  };
  const rows = Math.max(UNIT_ROWS, KEYS);
  const tile = ROWS * KEYS * 8;
  const workspaces = Array.from({ length: threads }, () => ({
    start: take(WORKSPACE_BYTES),
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
  return { width, panels, columns, columnsK, tiles, maskRow, biasRow, at, workspaces, bytes: end };
}
