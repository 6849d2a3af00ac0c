/** All digits of a float64 number, not only those that tell it from its neighbours. */
export function exactDigits(x: number): string {
  return Number.isInteger(x) ? BigInt(x).toString() : x.toPrecision(100);
}

const view = new DataView(new ArrayBuffer(8));

/** The 64 bits as 16 hexadecimal digits, sign and exponent first. */
export function bits(x: number): string {
  view.setFloat64(0, x);
  return view.getBigUint64(0).toString(16).padStart(16, '0');
}

/** The float64 number `steps` places above x (below, if negative); x must not cross 0. */
export function neighbour(x: number, steps: number): number {
  view.setFloat64(0, x);
  view.setBigInt64(0, view.getBigInt64(0) + BigInt(x < 0 ? -steps : steps));
  return view.getFloat64(0);
}

/** `count` numbers spread over [from, to] without a period: steps of the golden ratio. */
export function spread(from: number, to: number, count: number): number[] {
  return Array.from({ length: count }, (_, i) => from + (to - from) * (((i + 1) * 0.6180339887498949) % 1));
}
