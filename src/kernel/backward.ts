import { block } from '../core/index.js';
import { numbersIn } from './head.js';
import { EMPTY, FLOAT32, FLOAT64, KEYS, NON_FINITE, PANEL, UNIT_ROWS, WIDENED } from './layout.js';
import { packKeys, packValues } from './panels.js';
import type { Plan } from './plan.js';
import type { Prepared } from './prepare.js';
import type { Phase } from './task.js';

/** Magnitudes whose products neither overflow nor vanish in float32. */
const [LEAST, MOST] = [2 ** -30, 2 ** 30];

/**
 * The backward pass, from dO to ∂L/∂Q, ∂L/∂K and ∂L/∂V: units of queries as in the forward pass, then units of keys (Dao 2023,
 * FlashAttention-2, algorithm 2, its two loops separate, so that no thread adds to another's sums). Tiles of weights are computed
 * again from each row's largest score and sum; there is no n×n matrix.
 *
 * @param until all units of the task
 */
export function backwardPhase(
  prepared: Prepared,
  { width, panels, columns, columnsK, tiles, at }: Plan,
  buffer: SharedArrayBuffer,
  until: number,
): Phase {
  const {
    problem,
    settings,
    arranged: { sizes },
    queries,
    keys,
    values,
    gradOut,
  } = prepared;
  const { batch, heads, nQ, nK, dK, dV } = sizes;
  const group = heads / keys.shape[1]!;
  const units = Math.ceil(nQ / UNIT_ROWS);
  const tilesQ = Math.ceil(nQ / KEYS);
  const output = new Float64Array(buffer, at.output, batch * heads * nQ * dV);
  const marks = new Uint8Array(buffer, at.marks, batch * heads * nQ);
  const deltas = new Float64Array(buffer, at.deltas, batch * heads * nQ);
  const arithmetic = new Int32Array(buffer, at.backwardArithmetic, batch * heads);
  const forward = new Int32Array(buffer, at.arithmetic, batch * keys.shape[1]!);
  const part = (start: number, index: number, size: number) =>
    numbersIn(buffer, width, start + index * size * width, size);
  return {
    parts: batch * heads,
    until,
    refusal: () => {
      if (
        marks.some((mark) => (mark & (NON_FINITE | EMPTY)) === NON_FINITE) ||
        ![queries, keys, values, gradOut!].every(({ data }) => data.every(Number.isFinite))
      ) {
        return { code: 'kernel-not-finite', of: 'gradients' };
      }
      if (settings.emptyRows !== 'zero' && problem.sink === undefined && marks.some((mark) => (mark & EMPTY) !== 0)) {
        return { code: 'kernel-empty-rows', emptyRows: settings.emptyRows };
      }
      return undefined;
    },
    fill: (head) => {
      const [b, h] = [Math.floor(head / heads), head % heads];
      const shared = b * (heads / group) + Math.floor(h / group);
      const dO = block(gradOut!, b, h);
      part(at.gradOut, head, nQ * dV).set(dO);
      const q = block(queries, b, h);
      const mostQ = packValues(q, part(at.qAsValues, head, columnsK * tilesQ * KEYS), new Uint8Array(tilesQ), nQ, dK);
      const mostGrad = packValues(
        dO,
        part(at.gradAsValues, head, columns * tilesQ * KEYS),
        new Uint8Array(tilesQ),
        nQ,
        dV,
      );
      const k = block(keys, b, Math.floor(h / group));
      const v = block(values, b, Math.floor(h / group));
      if (h % group === 0) {
        packValues(k, part(at.kAsValues, shared, columnsK * tiles * KEYS), new Uint8Array(tiles), nK, dK);
        packKeys(v, part(at.vAsKeys, shared, (panels * dV * PANEL) / width), nK, dV);
      }
      const safe =
        forward[shared] === FLOAT32 &&
        [mostQ, mostGrad, largest(k), largest(v)].every((most) => most === 0 || (most > LEAST && most < MOST));
      arithmetic[head] = width === 8 ? FLOAT64 : safe ? FLOAT32 : WIDENED;
      for (let i = 0; i < nQ; i++) {
        let delta = 0;
        for (let n = i * dV; n < (i + 1) * dV; n++) delta += dO[n]! * output[head * nQ * dV + n]!;
        deltas[head * nQ + i] = delta;
      }
      return head + 1 === batch * heads ? until : (batch * heads + head + 1) * units;
    },
  };
}

function largest(numbers: Float64Array): number {
  let most = 0;
  for (let n = 0; n < numbers.length; n++) most = Math.max(most, Math.abs(numbers[n]!));
  return most;
}
