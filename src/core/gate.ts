import { dataError } from './facts.js';
import { logistic } from './normalizer/sigmoid.js';
import { tensor, type Tensor, type Tensor4 } from './tensor.js';
import type { Form, Sizes } from './trace.js';

/**
 * How far every number of every head is let through: σ of the logits.
 *
 * | given | meaning |
 * |---|---|
 * | (n, heads×d_v), (n, heads) | token × …: for each number, or one for each head |
 * | (heads, n, d_v), (heads, n, 1) | heads first |
 * | batch in front of any of them | (batch, n, heads, d_v) under `blhd` |
 *
 * @returns (batch, heads, n_q, d_v)
 * @throws AttnError when the shape is none of them
 */
export function gateOf(gate: Tensor, sizes: Sizes, form: Pick<Form, 'layout'>): Tensor4 {
  const { shape, data } = gateLogits(gate, sizes, form);
  return tensor(shape, data.map(logistic));
}

/** The logits themselves, one for each number: (batch, heads, n_q, d_v). @throws AttnError as `gateOf` */
export function gateLogits(gate: Tensor, sizes: Sizes, form: Pick<Form, 'layout'>): Tensor4 {
  const place = placesOf(gate.shape, sizes, form);
  const { batch, heads, nQ, dV } = sizes;
  if (!place) {
    const expected = [
      [nQ, heads * dV],
      [nQ, heads],
      [heads, nQ, dV],
      [batch, heads, nQ, dV],
    ];
    throw dataError({ code: 'gate-shape', found: gate.shape, expected });
  }
  const data = new Float64Array(batch * heads * nQ * dV);
  let at = 0;
  for (let b = 0; b < batch; b++) {
    for (let h = 0; h < heads; h++)
      for (let i = 0; i < nQ; i++) for (let m = 0; m < dV; m++) data[at++] = gate.data[place(b, h, i, m)]!;
  }
  return tensor([batch, heads, nQ, dV], data);
}

type Places = (b: number, h: number, i: number, m: number) => number;

function placesOf(shape: readonly number[], sizes: Sizes, { layout }: Pick<Form, 'layout'>): Places | undefined {
  const { batch, heads, nQ, dV } = sizes;
  const is = (wanted: readonly number[]): boolean =>
    wanted.length === shape.length && wanted.every((length, axis) => length === shape[axis]);
  const tokenFirst = (width: number, own: number): Places => {
    const ofFeature = width === heads ? 0 : 1;
    return (b, h, i, m) => b * own + i * width + (ofFeature ? h * dV + m : h);
  };
  const headsFirst = (width: number, own: number): Places => {
    return (b, h, i, m) => b * own + (h * nQ + i) * width + (width === 1 ? 0 : m);
  };
  const widths = [heads * dV, heads];
  for (const width of widths) if (is([nQ, width])) return tokenFirst(width, 0);
  const fromHeads = (): Places | undefined => {
    for (const width of [dV, 1]) if (is([heads, nQ, width])) return headsFirst(width, 0);
    return undefined;
  };
  const fromBatch = (): Places | undefined => {
    for (const width of widths) {
      if (is([batch, nQ, width])) return tokenFirst(width, nQ * width);
      if (is([1, nQ, width])) return tokenFirst(width, 0);
    }
    return undefined;
  };
  if (shape.length === 3) return batch > 1 ? (fromBatch() ?? fromHeads()) : (fromHeads() ?? fromBatch());
  if (layout === 'blhd') {
    for (const width of [dV, 1]) {
      for (const own of [batch, 1])
        if (is([own, nQ, heads, width]))
          return (b, h, i, m) => (((own === 1 ? 0 : b) * nQ + i) * heads + h) * width + (width === 1 ? 0 : m);
    }
  }
  for (const width of [dV, 1]) {
    if (is([batch, heads, nQ, width])) return headsFirst(width, heads * nQ * width);
    if (is([1, heads, nQ, width])) return headsFirst(width, 0);
  }
  return undefined;
}
