import { tensor, type DType, type Tensor } from '../../src/core/tensor.js';

/** Numbers that look random and are the same in every run (xorshift32). */
export function stream(seed: number): () => number {
  let state = seed | 1;
  return () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) / 2 ** 32;
  };
}

/** Normal numbers (Box and Muller). */
export function normals(seed: number): () => number {
  const next = stream(seed);
  return () => Math.sqrt(-2 * Math.log(next() + 2 ** -33)) * Math.cos(2 * Math.PI * next());
}

/** A frozen tensor of the given type, its numbers rounded to it. */
export function filled(shape: readonly number[], dtype: DType, next: () => number): Tensor {
  const data = new Float64Array(shape.reduce((size, axis) => size * axis, 1));
  for (let n = 0; n < data.length; n++) data[n] = dtype === 'float32' ? Math.fround(next()) : next();
  return Object.freeze(tensor(shape, data, { dtype }));
}

/** The largest finite |x|. */
export function largest(numbers: Float64Array): number {
  let most = 0;
  for (const x of numbers) if (Math.abs(x) > most && Number.isFinite(x)) most = Math.abs(x);
  return most;
}

/** The largest difference; Infinity where one of the two is NaN or infinite and the other is not the same. */
export function apart(a: Float64Array, b: Float64Array): number {
  let most = a.length === b.length ? 0 : Infinity;
  for (let n = 0; n < a.length; n++) {
    if (Object.is(a[n], b[n]) || a[n] === b[n]) continue;
    const difference = Math.abs(a[n]! - b[n]!);
    most = Math.max(most, Number.isNaN(difference) ? Infinity : difference);
  }
  return most;
}
