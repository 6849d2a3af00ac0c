// x·W in float32, four numbers at once: what a model multiplies between its attentions. Compiled by scripts/build-product.mjs.
// Multiplied and added in two roundings, so that every machine gives the same bits.

// @ts-ignore: decorator
@inline
function madd(a: v128, b: v128, c: v128): v128 {
  return f32x4.add(f32x4.mul(a, b), c);
}

// @ts-ignore: decorator
@inline
function sum(x: v128): f32 {
  return (
    f32x4.extract_lane(x, 0) + f32x4.extract_lane(x, 1) + (f32x4.extract_lane(x, 2) + f32x4.extract_lane(x, 3))
  );
}

/**
 * Lines of W with one line an output: y[i, o] += x[i] · W[o].
 *
 * @param x (rows, width); `lines` (count, width); `y` where the first of the outputs is, `stride` numbers a row
 */
export function dots(x: usize, rows: i32, width: i32, lines: usize, count: i32, y: usize, stride: i32): void {
  const bytes = <usize>width << 2;
  const whole = <usize>(width & ~3) << 2;
  for (let o = 0; o < count; o++) {
    const w = lines + <usize>o * bytes;
    let i = 0;
    for (; i + 4 <= rows; i += 4) {
      const x0 = x + <usize>i * bytes;
      const x1 = x0 + bytes;
      const x2 = x1 + bytes;
      const x3 = x2 + bytes;
      let s0 = f32x4.splat(0);
      let s1 = f32x4.splat(0);
      let s2 = f32x4.splat(0);
      let s3 = f32x4.splat(0);
      for (let at: usize = 0; at < whole; at += 16) {
        const v = v128.load(w + at);
        s0 = madd(v128.load(x0 + at), v, s0);
        s1 = madd(v128.load(x1 + at), v, s1);
        s2 = madd(v128.load(x2 + at), v, s2);
        s3 = madd(v128.load(x3 + at), v, s3);
      }
      add(y, i, o, stride, sum(s0) + rest(x0, w, whole, bytes));
      add(y, i + 1, o, stride, sum(s1) + rest(x1, w, whole, bytes));
      add(y, i + 2, o, stride, sum(s2) + rest(x2, w, whole, bytes));
      add(y, i + 3, o, stride, sum(s3) + rest(x3, w, whole, bytes));
    }
    for (; i < rows; i++) {
      const x0 = x + <usize>i * bytes;
      let s0 = f32x4.splat(0);
      let s1 = f32x4.splat(0);
      const two = whole & ~31;
      let at: usize = 0;
      for (; at < two; at += 32) {
        s0 = madd(v128.load(x0 + at), v128.load(w + at), s0);
        s1 = madd(v128.load(x0 + at, 16), v128.load(w + at, 16), s1);
      }
      for (; at < whole; at += 16) s0 = madd(v128.load(x0 + at), v128.load(w + at), s0);
      add(y, i, o, stride, sum(s0) + sum(s1) + rest(x0, w, whole, bytes));
    }
  }
}

// @ts-ignore: decorator
@inline
function add(y: usize, i: i32, o: i32, stride: i32, value: f32): void {
  const at = y + (<usize>(i * stride + o) << 2);
  store<f32>(at, load<f32>(at) + value);
}

// @ts-ignore: decorator
@inline
function rest(x: usize, w: usize, from: usize, to: usize): f32 {
  let total: f32 = 0;
  for (let at = from; at < to; at += 4) total += load<f32>(x + at) * load<f32>(w + at);
  return total;
}

/**
 * Lines of W with one line an input: y[i] += x[i, m] · W[m], four lines at once.
 *
 * @param x where the first of these inputs is, `stride` numbers a row; `lines` (count, width); `y` (rows, width)
 */
export function sums(x: usize, rows: i32, stride: i32, lines: usize, count: i32, y: usize, width: i32): void {
  const bytes = <usize>width << 2;
  const whole = <usize>(width & ~3) << 2;
  const step = <usize>stride << 2;
  let m = 0;
  for (; m + 4 <= count; m += 4) {
    const w0 = lines + <usize>m * bytes;
    const w1 = w0 + bytes;
    const w2 = w1 + bytes;
    const w3 = w2 + bytes;
    let i = 0;
    for (; i + 2 <= rows; i += 2) {
      const a = x + <usize>i * step + (<usize>m << 2);
      const b = a + step;
      const a0 = v128.load32_splat(a);
      const a1 = v128.load32_splat(a, 4);
      const a2 = v128.load32_splat(a, 8);
      const a3 = v128.load32_splat(a, 12);
      const b0 = v128.load32_splat(b);
      const b1 = v128.load32_splat(b, 4);
      const b2 = v128.load32_splat(b, 8);
      const b3 = v128.load32_splat(b, 12);
      const ya = y + <usize>i * bytes;
      const yb = ya + bytes;
      for (let at: usize = 0; at < whole; at += 16) {
        const v0 = v128.load(w0 + at);
        const v1 = v128.load(w1 + at);
        const v2 = v128.load(w2 + at);
        const v3 = v128.load(w3 + at);
        v128.store(ya + at, madd(a3, v3, madd(a2, v2, madd(a1, v1, madd(a0, v0, v128.load(ya + at))))));
        v128.store(yb + at, madd(b3, v3, madd(b2, v2, madd(b1, v1, madd(b0, v0, v128.load(yb + at))))));
      }
      for (let at = whole; at < bytes; at += 4) {
        store<f32>(ya + at, load<f32>(ya + at) + four(a, w0, w1, w2, w3, at));
        store<f32>(yb + at, load<f32>(yb + at) + four(b, w0, w1, w2, w3, at));
      }
    }
    for (; i < rows; i++) {
      const a = x + <usize>i * step + (<usize>m << 2);
      const a0 = v128.load32_splat(a);
      const a1 = v128.load32_splat(a, 4);
      const a2 = v128.load32_splat(a, 8);
      const a3 = v128.load32_splat(a, 12);
      const ya = y + <usize>i * bytes;
      for (let at: usize = 0; at < whole; at += 16)
        v128.store(
          ya + at,
          madd(
            a3,
            v128.load(w3 + at),
            madd(a2, v128.load(w2 + at), madd(a1, v128.load(w1 + at), madd(a0, v128.load(w0 + at), v128.load(ya + at)))),
          ),
        );
      for (let at = whole; at < bytes; at += 4)
        store<f32>(ya + at, load<f32>(ya + at) + four(a, w0, w1, w2, w3, at));
    }
  }
  for (; m < count; m++) {
    const w = lines + <usize>m * bytes;
    for (let i = 0; i < rows; i++) {
      const factor = load<f32>(x + <usize>i * step + (<usize>m << 2));
      const row = y + <usize>i * bytes;
      for (let at: usize = 0; at < bytes; at += 4)
        store<f32>(row + at, load<f32>(row + at) + factor * load<f32>(w + at));
    }
  }
}

// @ts-ignore: decorator
@inline
function four(x: usize, w0: usize, w1: usize, w2: usize, w3: usize, at: usize): f32 {
  return (
    load<f32>(x) * load<f32>(w0 + at) +
    load<f32>(x, 4) * load<f32>(w1 + at) +
    load<f32>(x, 8) * load<f32>(w2 + at) +
    load<f32>(x, 12) * load<f32>(w3 + at)
  );
}
