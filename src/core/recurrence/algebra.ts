/** Sᵀ·q: what the memory says of a vector. (d, d_v), (d) → (d_v) */
export function readOut(state: Float64Array, q: Float64Array, dV: number): Float64Array {
  const out = new Float64Array(dV);
  for (let m = 0; m < q.length; m++) {
    const factor = q[m]!;
    for (let n = 0; n < dV; n++) out[n]! += factor * state[m * dV + n]!;
  }
  return out;
}

/** S·v: (d, d_v), (d_v) → (d) */
export function timesRow(state: Float64Array, v: Float64Array, d: number): Float64Array {
  const dV = v.length;
  return Float64Array.from({ length: d }, (_, m) => {
    let sum = 0;
    for (let n = 0; n < dV; n++) sum += state[m * dV + n]! * v[n]!;
    return sum;
  });
}

/** S += factor·k·vᵀ, in place. */
export function addOuter(state: Float64Array, k: Float64Array, v: Float64Array, factor = 1): void {
  const dV = v.length;
  for (let m = 0; m < k.length; m++) {
    const scaled = factor * k[m]!;
    for (let n = 0; n < dV; n++) state[m * dV + n]! += scaled * v[n]!;
  }
}

/** e^g ⊙ S, row by row, in place. */
export function fadeRows(state: Float64Array, fade: Float64Array | undefined, dV: number): void {
  if (!fade) return;
  for (let m = 0; m < fade.length; m++) for (let n = 0; n < dV; n++) state[m * dV + n]! *= fade[m]!;
}

export function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let m = 0; m < a.length; m++) sum += a[m]! * b[m]!;
  return sum;
}

export function times(a: Float64Array, factor: number): Float64Array {
  return a.map((x) => x * factor);
}
