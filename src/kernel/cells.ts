import {
  broadcastSteps,
  type CellFunction,
  cellReader,
  checkBoolean,
  type Problem,
  type Shape4,
  type Settings,
  type Tensor,
} from '../core/index.js';

/** A number for every cell of the scores: rows of n_k numbers, and which row belongs to (batch item, head, query). */
export interface Cells {
  readonly rows: number;
  /** (rows, n_k) */
  readonly data: Float64Array;
  /** Row of (b, h, i) = b·steps[0] + h·steps[1] + i·steps[2] */
  readonly steps: readonly [number, number, number];
}

/** The mask of a problem, as given. @throws AttnError when it does not fit, or is not Boolean */
export function maskCells({ mask }: Problem, settings: Settings, shape: Shape4, past = 0): Cells | undefined {
  if (!mask) return undefined;
  if (!('at' in mask)) checkBoolean(mask);
  return cellsOf(mask, settings, shape, 'mask', settings.maskTrue === 'attend' ? 0 : 1, past);
}

/** The bias of a problem. @throws AttnError when it does not fit */
export function biasCells({ bias }: Problem, settings: Settings, shape: Shape4, past = 0): Cells | undefined {
  return bias && cellsOf(bias, settings, shape, 'bias', -Infinity, past);
}

/** How many cells an expression has to be evaluated for: once for all heads or batch items where it does not name them. */
export function cellCount({ text }: CellFunction, [batch, heads, nQ, nK]: Shape4): number {
  return (names(text, 'b') ? batch : 1) * (names(text, 'h') ? heads : 1) * nQ * nK;
}

function cellsOf(
  from: Tensor | CellFunction,
  settings: Settings,
  shape: Shape4,
  name: string,
  missing: number,
  past: number,
): Cells {
  const [batch, heads, nQ, nK] = shape;
  if ('at' in from) {
    return rowByRow(shape, (i, j, h, b) => from.at(i, j, h, b, nQ, nK, past), [
      names(from.text, 'b') ? batch : 1,
      names(from.text, 'h') ? heads : 1,
      nQ,
    ]);
  }
  const rank = from.shape.length;
  const stacked = settings.stackedMasks === true && rank === 3;
  if (from.shape.at(-1) === nK && !stacked) {
    const [b, h, i] = broadcastSteps(from, shape, name);
    return { rows: from.data.length / nK, data: from.data, steps: [b / nK, h / nK, i / nK] };
  }
  const axes = [rank > 3 || stacked ? batch : 1, rank > 2 ? heads : 1, rank > 1 ? nQ : 1] as const;
  return rowByRow(shape, cellReader(from, settings, shape, name, missing), axes);
}

function rowByRow(
  [, , , nK]: Shape4,
  at: (i: number, j: number, h: number, b: number) => number,
  axes: readonly [number, number, number],
): Cells {
  const [batches, heads, queries] = axes;
  const data = new Float64Array(batches * heads * queries * nK);
  let cell = 0;
  for (let b = 0; b < batches; b++) {
    for (let h = 0; h < heads; h++) {
      for (let i = 0; i < queries; i++) for (let j = 0; j < nK; j++) data[cell++] = at(i, j, h, b);
    }
  }
  return {
    rows: batches * heads * queries,
    data,
    steps: [batches > 1 ? heads * queries : 0, heads > 1 ? queries : 0, queries > 1 ? 1 : 0],
  };
}

function names(text: string, variable: string): boolean {
  return new RegExp(`\\b${variable}\\b`).test(text);
}
