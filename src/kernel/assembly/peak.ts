import { madd } from './lanes';

/**
 * Only multiply-adds in registers, float32: the speed limit that the kernel is compared with.
 *
 * @returns a number that depends on all of them; `times`·12·4·2 floating-point operations
 */
export function peak(times: i32): f32 {
  const x = f32x4.splat(0.9999999);
  let a = x, b = x, c = x, d = x, e = x, f = x, g = x, h = x, i = x, j = x, k = x, l = x;
  for (; times > 0; times--) {
    a = madd<f32>(a, x, x);
    b = madd<f32>(b, x, x);
    c = madd<f32>(c, x, x);
    d = madd<f32>(d, x, x);
    e = madd<f32>(e, x, x);
    f = madd<f32>(f, x, x);
    g = madd<f32>(g, x, x);
    h = madd<f32>(h, x, x);
    i = madd<f32>(i, x, x);
    j = madd<f32>(j, x, x);
    k = madd<f32>(k, x, x);
    l = madd<f32>(l, x, x);
  }
  const sum = f32x4.add(f32x4.add(f32x4.add(a, b), f32x4.add(c, d)), f32x4.add(f32x4.add(e, f), f32x4.add(g, h)));
  return f32x4.extract_lane(f32x4.add(sum, f32x4.add(f32x4.add(i, j), f32x4.add(k, l))), 0);
}
