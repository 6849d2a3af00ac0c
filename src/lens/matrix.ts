import {
  type Axis,
  block,
  isOfParameter,
  maskBeforeSelection,
  pairOf,
  type Stage,
  type StageName,
  type Trace,
} from '../core/index.js';
/** One head of one batch item of one stage: what a person looks at. */
export interface Matrix {
  readonly stage: Stage;
  readonly batch: number;
  readonly head: number;
  /** Labels as the user gave them: not yet safe to show. */
  readonly rows: readonly string[];
  readonly columns: readonly string[];
  readonly at: (row: number, column: number) => number;
  /** The mask forbids this cell, and what stands in it (−∞, or a weight of 0) is only the sign of it. */
  readonly masked: (row: number, column: number) => boolean;
}

/** Every head of every batch item of a stage, batch by batch. A joined stage has one head. */
export function matricesOf(trace: Trace, stage: Stage): Matrix[] {
  const [batches, heads] = stage.tensor.shape;
  return Array.from({ length: batches * heads }, (_, at) => matrixOf(trace, stage, Math.floor(at / heads), at % heads));
}

const AFTER_SELECTION: ReadonlySet<StageName> = new Set(['selected', 'maps', 'weights']);

/** One head of one batch item, numbered from 0. */
export function matrixOf(trace: Trace, stage: Stage, batch: number, head: number): Matrix {
  const { data, shape } = stage.tensor;
  const [, heads, rows, columns] = shape;
  const start = (batch * heads + head) * rows * columns;
  const sign = stage.name === 'weights' || stage.name === 'maps' ? 0 : -Infinity;
  const mask =
    stage.name === 'masked' ? maskBeforeSelection(trace) : AFTER_SELECTION.has(stage.name) ? trace.mask : undefined;
  const { pairing } = trace.sizes;
  // The masks of the two heads whose maps the weights are made of, or of the one head.
  const masks = !mask
    ? []
    : stage.name === 'weights' && pairing
      ? pairOf(trace.problem, head, pairing.pairs).map((h) => block(mask, batch, h))
      : [block(mask, batch, head)];
  return {
    stage,
    batch,
    head,
    rows: labelsOf(trace, stage, stage.rows, rows),
    columns: labelsOf(trace, stage, stage.columns, columns),
    at: (row, column) => data[start + row * columns + column] ?? NaN,
    // A row that sees nobody may still hold weights, under --empty-rows uniform or nan: those are shown.
    masked: (row, column) =>
      masks.length > 0 &&
      masks.every((ofHead) => ofHead[row * columns + column] === 0) &&
      data[start + row * columns + column] === sign,
  };
}

function labelsOf(trace: Trace, stage: Stage, axis: Axis, count: number): readonly string[] {
  const { query, key } = trace.tokens;
  if (axis === 'query') return query;
  if (axis === 'key') return key;
  if (axis === 'new-key') return key.slice(trace.sizes.nPast);
  if (axis === 'one') return [stage.name];
  if (isOfParameter(stage.name)) return Array.from({ length: count }, (_, i) => String(i + 1));
  if (stage.inner)
    return Array.from(
      { length: count },
      (_, i) => `${Math.floor(i / stage.inner![1]) + 1},${(i % stage.inner![1]) + 1}`,
    );
  const named = stage.tensor.columns ?? columnNames(trace, stage.name);
  return named?.length === count ? named : Array.from({ length: count }, (_, i) => String(i + 1));
}

/** The names that the user's own file gave to its columns. */
function columnNames({ problem: { x, xKv, q, k, v, wo } }: Trace, name: StageName): readonly string[] | undefined {
  switch (name) {
    case 'x':
    case 'grad_x':
      return x?.columns;
    case 'x_kv':
    case 'grad_x_kv':
      return xKv?.columns;
    case 'q':
    case 'q_normed':
    case 'q_rotated':
    case 'grad_q':
      return q?.columns;
    case 'k':
    case 'k_normed':
    case 'k_rotated':
    case 'grad_k':
    case 'present_key':
      return k?.columns;
    case 'output':
      return wo ? wo.columns : v?.columns;
    default:
      return v?.columns;
  }
}
