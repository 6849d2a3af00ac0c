import type { Alignment } from './align.js';
import { broadcastSteps, type ScoreShape } from './broadcast.js';
import { dataError } from './facts.js';
import type { CellFunction, Problem } from './problem.js';
import type { Settings } from './settings.js';
import { reshape, tensor, type Tensor } from './tensor.js';

/**
 * Who may see whom: causal AND window AND key lengths AND mask AND nobody hidden. All systems that combine masks
 * combine them so (ONNX Attention-25, FlexAttention, flash-attention).
 *
 * @returns (batch, heads, n_q, n_k), 1 = may attend; undefined when nothing was asked
 * @throws AttnError when a mask does not fit, or holds anything but 0 and 1
 */
export function whoSeesWhom(
  problem: Problem,
  settings: Settings,
  shape: ScoreShape,
  alignment: Alignment,
): Float64Array | undefined {
  const { mask, window, hide } = problem;
  if (!mask && !window && !hide?.length && !alignment.causal && !alignment.lengths) return undefined;
  const [batch, heads, nQ, nK] = shape;
  const allowed = mask && maskReader(mask, settings, shape);
  const hidden = new Set(hide);
  const keep = new Float64Array(batch * heads * nQ * nK);
  let cell = 0;
  for (let b = 0; b < batch; b++) {
    for (let h = 0; h < heads; h++) {
      for (let i = 0; i < nQ; i++) {
        const [first, last] = reach(problem, alignment, b, i, nK);
        for (let j = 0; j < nK; j++, cell++) {
          const seen = j >= first && j <= last && !hidden.has(j) && (!allowed || allowed(i, j, h, b));
          keep[cell] = seen ? 1 : 0;
        }
      }
    }
  }
  return keep;
}

/** Does the problem ask for any mask? */
export function masksAsked({ mask, causal, window, keyLengths, hide }: Problem): boolean {
  return Boolean(mask || causal || window || keyLengths || hide?.length);
}

/** The first and the last key that the geometry leaves to query i: causal, window and padding are all intervals. */
function reach(
  { window }: Problem,
  { causal, position, lengths }: Alignment,
  b: number,
  i: number,
  nK: number,
): [number, number] {
  let first = 0;
  let last = nK - 1;
  if (lengths) last = Math.min(last, lengths[b]! - 1);
  if (causal) last = Math.min(last, i + causal.offset[b]!);
  if (window) {
    const [before, after] = window;
    const here = i + position[b]!;
    if (before >= 0) first = Math.max(first, here - before);
    if (after >= 0) last = Math.min(last, here + after);
  }
  return [first, last];
}

type MaskReader = (i: number, j: number, h: number, b: number) => boolean;

function maskReader(mask: Tensor | CellFunction, settings: Settings, shape: ScoreShape): MaskReader {
  const attend = settings.maskTrue === 'attend';
  const [, , nQ, nK] = shape;
  if ('at' in mask) return (i, j, h, b) => (mask.at(i, j, h, b, nQ, nK) !== 0) === attend;

  checkBoolean(mask);
  const value = cellReader(mask, settings, shape, 'mask', attend ? 0 : 1);
  return (i, j, h, b) => (value(i, j, h, b) !== 0) === attend;
}

/**
 * Reads a mask or a bias cell by cell, as broadcast over the scores.
 *
 * @param missing what stands where it has fewer columns than there are keys, if the settings allow that
 * @throws AttnError when it does not fit the scores
 */
export function cellReader(
  from: Tensor,
  settings: Settings,
  shape: ScoreShape,
  name: string,
  missing: number,
): (i: number, j: number, h: number, b: number) => number {
  const [batch, heads, , nK] = shape;
  const full = settings.shortMask === 'masked' ? lengthen(from, nK, missing) : from;
  const columns = full.shape.at(-1) ?? 1;
  if (columns < nK && columns > 1) {
    throw dataError({ code: 'columns-missing', name, shape: from.shape, found: columns, expected: nK });
  }
  const stacked = settings.stackedMasks && full.shape.length === 3 && full.shape[0] === batch * heads;
  const cells = stacked ? reshape(full, [batch, heads, ...full.shape.slice(1)]) : full;
  const [stepB, stepH, stepI, stepJ] = broadcastSteps(cells, shape, name);
  return (i, j, h, b) => cells.data[b * stepB + h * stepH + i * stepI + j * stepJ]!;
}

/** A mask says yes or no; numbers to be added are a bias, and mixing them up gives plausible wrong answers. */
export function checkBoolean(mask: Tensor): void {
  if (mask.dtype === 'bool') return;
  const at = mask.data.findIndex((value) => value !== 0 && value !== 1);
  if (at < 0) return;
  const columns = mask.shape.at(-1) ?? 1;
  throw dataError({
    code: 'mask-not-boolean',
    found: mask.data[at]!,
    row: Math.floor(at / columns) + 1,
    column: (at % columns) + 1,
  });
}

/**
 * The mask with its last axis made up to n_k columns of `fill`, as ONNX Attention prescribes for masks shorter than the
 * keys (https://onnx.ai/onnx/operators/onnx__Attention.html).
 */
function lengthen(mask: Tensor, nK: number, fill: number): Tensor {
  const columns = mask.shape.at(-1) ?? nK;
  if (columns >= nK || mask.shape.length === 0) return mask;
  const rows = columns === 0 ? 0 : mask.data.length / columns;
  const data = new Float64Array(rows * nK).fill(fill);
  for (let row = 0; row < rows; row++) data.set(mask.data.subarray(row * columns, (row + 1) * columns), row * nK);
  return tensor([...mask.shape.slice(0, -1), nK], data, { dtype: mask.dtype });
}
