import { instance, kernel, smallMemory, type KernelExports } from '../../src/kernel/wasm.js';
import { exp, tanh } from '../../src/core/elementary.js';
import { stream } from './numbers.js';

let engine: KernelExports;
beforeAll(async () => {
  engine = instance((await kernel())!.module, smallMemory());
});

/** How many roundings (half units in the last place, at the least) `found` is away from `true value`. */
const roundings = (found: number, truth: number, unit: number): number =>
  Math.abs(found - truth) / (Math.abs(truth) * unit);

it('exp of the kernel is within 1.5 roundings of the true one in float32', () => {
  const next = stream(7);
  let worst = 0;
  for (let n = 0; n < 20000; n++) {
    const x = Math.fround(-87.3 * next() ** ((n % 4) + 1));
    worst = Math.max(worst, roundings(engine.exp32(x), exp(x), 2 ** -24));
  }
  expect(worst).toBeLessThan(1.5);
});

it('exp of the kernel is within 2.5 roundings of that of the reference in float64', () => {
  const next = stream(8);
  let worst = 0;
  for (let n = 0; n < 20000; n++) {
    const x = -708 * next() ** ((n % 4) + 1);
    worst = Math.max(worst, roundings(engine.exp64(x), exp(x), 2 ** -53));
  }
  expect(worst).toBeLessThan(2.5);
});

it('exp of the kernel is 1 at 0, 0 at −∞ and far below, and NaN at NaN', () => {
  for (const ours of [engine.exp32, engine.exp64]) {
    expect([ours(0), ours(-0), ours(-Infinity), ours(-1e30), ours(NaN)]).toEqual([1, 1, 0, 0, NaN]);
  }
  expect(engine.exp32(-88)).toBe(0);
  expect(engine.exp64(-709)).toBe(0);
});

it('tanh of the kernel is odd, near x at small x, ±1 far out, and within 4 roundings between', () => {
  const next = stream(9);
  let [worst32, worst64] = [0, 0];
  for (let n = 0; n < 20000; n++) {
    const x = Math.fround((next() - 0.5) * 2 ** (8 - (n % 40)));
    worst32 = Math.max(worst32, roundings(engine.tanh32(x), tanh(x), 2 ** -24));
    worst64 = Math.max(worst64, roundings(engine.tanh64(x), tanh(x), 2 ** -53));
    expect(engine.tanh64(-x)).toBe(-engine.tanh64(x));
  }
  expect(worst32).toBeLessThan(4);
  expect(worst64).toBeLessThan(4);
  expect([engine.tanh32(100), engine.tanh64(-100), engine.tanh64(Infinity)]).toEqual([1, -1, 1]);
  expect(Object.is(engine.tanh64(-0), -0)).toBe(true);
  expect(engine.tanh32(NaN)).toBeNaN();
});
