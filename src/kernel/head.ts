import { block } from '../core/index.js';
import { FLOAT32, FLOAT64, KEYS, PANEL, WIDENED } from './layout.js';
import { packKeys, packValues, type Numbers } from './panels.js';
import type { Plan } from './plan.js';
import type { Prepared } from './prepare.js';
import type { Task } from './task.js';

/** With fewer keys than this, float32 sums have too few roundings to average out, so the kernel uses float64 from the start. */
const FEW_KEYS = 256;

/** Numbers of 4 or 8 bytes at an address. */
export function numbersIn(buffer: SharedArrayBuffer, width: 4 | 8, start: number, count: number): Numbers {
  return width === 4 ? new Float32Array(buffer, start, count) : new Float64Array(buffer, start, count);
}

/**
 * Lays out Q, K and V of one head after the other; keys and values that several query heads share, once.
 *
 * @param found receives what was noticed while packing
 * @param coarse whether float32 may be used where it is precise enough for the output
 */
export function headLayer(
  { arranged: { sizes }, queries, keys, values }: Prepared,
  { width, panels, columns, tiles, at }: Plan,
  buffer: SharedArrayBuffer,
  found: Task['found'],
  coarse: boolean,
): (b: number, h: number) => void {
  const { batch, heads, nQ, nK, dK, dV } = sizes;
  const [keyHeads, valueHeads] = [keys.shape[1]!, values.shape[1]!];
  const keySize = (panels * dK * PANEL) / width;
  const valueSize = columns * tiles * KEYS;
  const norms = new Float64Array(buffer, at.norms, batch * keyHeads);
  const arithmetic = new Int32Array(buffer, at.arithmetic, batch * valueHeads);
  return (b, h) => {
    numbersIn(buffer, width, at.q + (b * heads + h) * nQ * dK * width, nQ * dK).set(block(queries, b, h));
    if (h % (heads / keyHeads) === 0) {
      const head = b * keyHeads + h / (heads / keyHeads);
      norms[head] = packKeys(
        block(keys, b, h / (heads / keyHeads)),
        numbersIn(buffer, width, at.k + head * keySize * width, keySize),
        nK,
        dK,
      );
      if (norms[head] === Infinity) found.nonFinite = true;
    }
    if (h % (heads / valueHeads) === 0) {
      const head = b * valueHeads + h / (heads / valueHeads);
      const nonFinite = new Uint8Array(buffer, at.nonFinite + head * tiles, tiles);
      const largest = packValues(
        block(values, b, h / (heads / valueHeads)),
        numbersIn(buffer, width, at.v + head * valueSize * width, valueSize),
        nonFinite,
        nK,
        dV,
      );
      const hasNonFinite = nonFinite.includes(1);
      // Values that float32 sums neither lose nor overflow.
      const safe =
        coarse && nK >= FEW_KEYS && !hasNonFinite && (largest === 0 || (largest > 2 ** -60 && largest < 2 ** 100));
      arithmetic[head] = width === 8 ? FLOAT64 : safe ? FLOAT32 : WIDENED;
      if (arithmetic[head] === FLOAT32) found.single = true;
      if (hasNonFinite) found.nonFinite = true;
    }
  };
}
