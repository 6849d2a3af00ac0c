import { type Shape4, tensor, type Tensor, type Tensor4 } from '../../core/index.js';

type Place = readonly [b: number, h: number, i: number, m: number];

/** A (B, H, L, D) tensor made cell by cell from places of another. */
export function gather(
  shape: Shape4,
  from: Tensor4,
  place: (b: number, h: number, i: number, m: number) => Place,
): Tensor4 {
  const [batch, heads, length, size] = shape;
  const [, fromHeads, fromLength, fromSize] = from.shape;
  const data = new Float64Array(batch * heads * length * size);
  let cell = 0;
  for (let b = 0; b < batch; b++) {
    for (let h = 0; h < heads; h++) {
      for (let i = 0; i < length; i++) {
        for (let m = 0; m < size; m++, cell++) {
          const [fromB, fromH, fromI, fromM] = place(b, h, i, m);
          data[cell] = from.data[((fromB * fromHeads + fromH) * fromLength + fromI) * fromSize + fromM]!;
        }
      }
    }
  }
  return tensor(shape, data, { dtype: from.dtype });
}

/** The same numbers in memory, read under another shape. */
export function reread(from: Tensor, shape: Shape4): Tensor4;
export function reread(from: Tensor, shape: readonly number[]): Tensor;
export function reread(from: Tensor, shape: readonly number[]): Tensor {
  return tensor(shape, from.data, { dtype: from.dtype });
}

/** Axes in another order. @example permute(t, [0, 2, 1, 3]) // heads and positions swapped */
export function permute(from: Tensor4, order: Shape4): Tensor4;
export function permute(from: Tensor, order: readonly number[]): Tensor;
export function permute(from: Tensor, order: readonly number[]): Tensor {
  const rank = from.shape.length;
  const steps = new Array<number>(rank).fill(1);
  for (let axis = rank - 2; axis >= 0; axis--) steps[axis] = steps[axis + 1]! * from.shape[axis + 1]!;
  const shape = order.map((axis) => from.shape[axis]!);
  const data = new Float64Array(from.data.length);
  const index = new Array<number>(rank).fill(0);
  for (let at = 0; at < data.length; at++) {
    data[at] = from.data[order.reduce((sum, axis, place) => sum + index[place]! * steps[axis]!, 0)]!;
    for (let axis = rank - 1; axis >= 0 && ++index[axis]! === shape[axis]; axis--) index[axis] = 0;
  }
  return tensor(shape, data, { dtype: from.dtype });
}

/** Every vector (the last axis) changed. */
export function eachVector(from: Tensor4, change: (vector: Float64Array) => Float64Array): Tensor4 {
  const size = from.shape.at(-1)!;
  const data = new Float64Array(from.data.length);
  for (let start = 0; start < data.length; start += size)
    data.set(change(from.data.subarray(start, start + size)), start);
  return tensor(from.shape, data, { dtype: from.dtype });
}

/** a + b, cell by cell. */
export function plus(a: Tensor4, b: Tensor): Tensor4 {
  return tensor(
    a.shape,
    a.data.map((x, at) => x + b.data[at]!),
    { dtype: a.dtype },
  );
}

/**
 * The numbers that come out when the bytes of each are read in the other order: a big-endian file taken for a little-endian one.
 *
 * @returns undefined where the type has no bytes to exchange
 */
export function otherBytes(from: Tensor4): Tensor4 | undefined;
export function otherBytes(from: Tensor): Tensor | undefined;
export function otherBytes({ shape, data, dtype }: Tensor): Tensor | undefined {
  const bits = dtype === 'float32' ? 4 : dtype === 'float64' ? 8 : 0;
  if (bits === 0) return undefined;
  const view = new DataView(new ArrayBuffer(8));
  return tensor(
    shape,
    data.map((x) => {
      if (bits === 4) view.setFloat32(0, x, true);
      else view.setFloat64(0, x, true);
      return bits === 4 ? view.getFloat32(0, false) : view.getFloat64(0, false);
    }),
    { dtype },
  );
}
