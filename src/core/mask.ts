import { isPaddedQuery, type Alignment } from './align.js';
import { broadcastSteps } from './broadcast.js';
import { forRows } from './cells.js';
import { documentsOf, hasDocuments } from './documents.js';
import { dataError } from './facts.js';
import { MASK_REASONS, reasonNumber, type MaskReason } from './mask-reason.js';
import type { CellFunction, Problem } from './problem.js';
import type { Settings } from './settings.js';
import { reshape, sizeOf, tensor, type Shape4, type Tensor } from './tensor.js';

/** Does a rule forbid query i to see key j? */
export type Forbids = (i: number, j: number, h: number, b: number) => boolean;

/** One rule of who may see whom, with the name under which it is told. */
export interface MaskRule {
  readonly reason: MaskReason;
  readonly forbids: Forbids;
}

type RuleOf = (
  problem: Problem,
  alignment: Alignment,
  settings: Settings,
  shape: Shape4,
) => Forbids | undefined | false;

/** A rule is added by its reason and its line here. What makes a score −∞ is seen by the score itself. */
const RULES: { readonly [reason in MaskReason]?: RuleOf } = {
  'query-padding': (_problem, alignment) =>
    alignment.queryLengths && ((i, _j, _h, b) => isPaddedQuery(alignment, b, i)),
  hidden: ({ hide }) => {
    const hidden = new Set(hide);
    return hidden.size > 0 && ((_i, j) => hidden.has(j));
  },
  padding: (_problem, { lengths }) => lengths && ((_i, j, _h, b) => j >= lengths[b]!),
  causal: (_problem, { causal }) => causal && ((i, j, _h, b) => j > i + causal.offset[b]!),
  window: ({ window }, { position }) => {
    if (!window) return undefined;
    const [before, after] = window.map((reach) => (reach < 0 ? Infinity : reach)) as [number, number];
    return (i, j, _h, b) => {
      const distance = j - (i + position[b]!);
      return -distance > before || distance > after;
    };
  },
  chunk: ({ chunk }, { position }) => {
    if (chunk === undefined) return undefined;
    return (i, j, _h, b) => Math.floor((i + position[b]!) / chunk) !== Math.floor(j / chunk);
  },
  document: (problem, _alignment, _settings, shape) => {
    const documents = documentsOf(problem, shape);
    if (!documents) return undefined;
    return (i, j, _h, b) => {
      const own = documents.query(b, i);
      return own < 0 || own !== documents.key(b, j);
    };
  },
  mask: ({ mask }, { past }, settings, shape) => mask && maskReader(mask, settings, shape, past),
};

/**
 * The rules of a problem: query lengths, hidden keys, key lengths, causal, window, chunk, documents and mask; a key must pass all of them. All systems that
 * combine masks combine them so (ONNX Attention-25, FlexAttention, flash-attention).
 *
 * @returns in the order of `MASK_REASONS`
 * @throws AttnError when a mask does not fit, or holds anything but 0 and 1
 */
export function maskRules(
  problem: Problem,
  settings: Settings,
  shape: Shape4,
  alignment: Alignment,
): readonly MaskRule[] {
  return MASK_REASONS.flatMap((reason) => {
    const forbids = RULES[reason]?.(problem, alignment, settings, shape);
    return forbids ? [{ reason, forbids }] : [];
  });
}

/**
 * The first rule that forbids a cell, as its number; 0: none does.
 *
 * @example
 * const at = firstReason([{ reason: 'causal', forbids: (i, j) => j > i }]);
 * [at(0, 1, 0, 0), at(1, 1, 0, 0)] // => [4, 0]
 */
export function firstReason(rules: readonly MaskRule[]): (i: number, j: number, h: number, b: number) => number {
  const numbered = rules.map(({ reason, forbids }) => ({ number: reasonNumber(reason), forbids }));
  return (i, j, h, b) => {
    for (const { number, forbids } of numbered) if (forbids(i, j, h, b)) return number;
    return 0;
  };
}

/**
 * Why each key is left out, by the masks alone: a number of `reasonNumber` for every cell, 0 where it may be seen.
 *
 * @returns (batch, heads, n_q, n_k); undefined when nothing was asked
 * @throws AttnError when a mask does not fit, or holds anything but 0 and 1
 */
export function maskReasons(
  problem: Problem,
  settings: Settings,
  shape: Shape4,
  alignment: Alignment,
): Uint8Array | undefined {
  const rules = maskRules(problem, settings, shape, alignment);
  if (rules.length === 0) return undefined;
  const at = firstReason(rules);
  const reasons = new Uint8Array(sizeOf(shape));
  forRows(shape, undefined, (start, end, i, h, b) => {
    for (let cell = start; cell < end; cell++) reasons[cell] = at(i, cell - start, h, b);
  });
  return reasons;
}

/** Does the problem ask for any mask? */
export function masksAsked(problem: Problem): boolean {
  const { mask, causal, window, chunk, keyLengths, queryLengths, hide } = problem;
  const lengths = keyLengths ?? queryLengths;
  return Boolean(mask || causal || window || chunk || hasDocuments(problem) || lengths || hide?.length);
}

/** The user's mask, as what it forbids. */
function maskReader(mask: Tensor | CellFunction, settings: Settings, shape: Shape4, past = 0): Forbids {
  const attend = settings.maskTrue === 'attend';
  const [, , nQ, nK] = shape;
  if ('at' in mask) return (i, j, h, b) => (mask.at(i, j, h, b, nQ, nK, past) !== 0) !== attend;

  checkBoolean(mask);
  const value = cellReader(mask, settings, shape, 'mask', attend ? 0 : 1);
  return (i, j, h, b) => (value(i, j, h, b) !== 0) !== attend;
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
  shape: Shape4,
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
