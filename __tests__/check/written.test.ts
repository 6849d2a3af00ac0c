import * as fc from 'fast-check';
import { check } from '../../src/check/check.js';
import { generator } from '../../src/core/random.js';
import { roundTo } from '../../src/core/round.js';
import { tensor, type Tensor } from '../../src/core/tensor.js';
import { halfStep, writtenAs } from '../../src/check/written.js';

type Numbers = Float64Array;

/** softmax(Q·Kᵀ·scale)·V by plain loops; every step but the division by √d in `round`, as NumPy promotes. */
function attention(
  q: Numbers,
  k: Numbers,
  v: Numbers,
  d: number,
  causal: boolean,
  scale: number,
  round = (x: number) => x,
): Numbers {
  const [nQ, nK] = [q.length / d, k.length / d];
  const out = new Float64Array(q.length);
  for (let i = 0; i < nQ; i++) {
    const scores = Array.from({ length: nK }, (_, j) => {
      if (causal && j > i) return -Infinity;
      let sum = 0;
      for (let m = 0; m < d; m++) sum = round(sum + round(q[i * d + m]! * k[j * d + m]!));
      return sum * scale;
    });
    const most = Math.max(...scores);
    const powers = scores.map((s) => Math.exp(s - most));
    const total = powers.reduce((a, b) => a + b, 0);
    for (let m = 0; m < d; m++) out[i * d + m] = powers.reduce((sum, p, j) => sum + (p / total) * v[j * d + m]!, 0);
  }
  return out;
}

const decimals = (n: number) => (x: number) => Number(x.toFixed(n));
const digits = (n: number) => (x: number) => Number(x.toPrecision(n));
/** How the inputs are held, how the products are rounded, and how all is written. */
const KINDS = {
  'float32 promoted by NumPy': [Math.fround, Math.fround, undefined],
  'float16 promoted by NumPy': [roundTo('float16'), roundTo('float16'), undefined],
  '4 decimals': [(x: number) => x, (x: number) => x, decimals(4)],
  '6 digits': [Math.fround, Math.fround, digits(6)],
  '7 digits': [Math.fround, Math.fround, digits(7)],
  '9 digits': [Math.fround, Math.fround, digits(9)],
} as const;

function made(
  kind: keyof typeof KINDS,
  seed: number,
  n: number,
  d: number,
  causal: boolean,
  wrong = 1,
): { q: Tensor; k: Tensor; v: Tensor; out: Tensor } {
  const [hold, round, write = (x: number) => x] = KINDS[kind];
  const { normal } = generator(seed);
  const [q, k, v] = [0, 1, 2].map(() => Float64Array.from({ length: n * d }, () => hold(normal()))) as [
    Numbers,
    Numbers,
    Numbers,
  ];
  const out = attention(q, k, v, d, causal, wrong / Math.sqrt(d), round);
  const [a, b, c, o] = [q, k, v, out].map((data) => tensor([n, d], data.map(write))) as [
    Tensor,
    Tensor,
    Tensor,
    Tensor,
  ];
  return { q: a, k: b, v: c, out: o };
}

describe.each(Object.keys(KINDS) as (keyof typeof KINDS)[])('inputs and OUT as %s', (kind) => {
  it('are never called wrong when they are right', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 1e6 }),
        fc.integer({ min: 3, max: 12 }),
        fc.constantFrom(4, 8, 16),
        fc.boolean(),
        (seed, n, d, causal) => {
          const { q, k, v, out } = made(kind, seed, n, d, causal);
          return check({ problem: { q, k, v, ...(causal && { causal: 'bottom-right' as const }) }, actual: out }).equal;
        },
      ),
      { numRuns: kind.startsWith('float16') ? 3 : 8, seed: 3 },
    );
  });

  it('give S1 first when the scale is forgotten', () => {
    const { q, k, v, out } = made(kind, 5, 6, 8, true, Math.sqrt(8));
    const { equal, findings } = check({ problem: { q, k, v, causal: 'bottom-right' }, actual: out });
    expect(equal).toBe(false);
    expect(findings[0]?.ids).toContain('S1');
  });
});

it('says that OUT is stored as float64 and accurate to float32', () => {
  const { q, k, v, out } = made('float32 promoted by NumPy', 4, 8, 8, false);
  expect(check({ problem: { q, k, v }, actual: out }).tolerance.accuracy).toBe(
    'OUT is stored as float64 and accurate to float32',
  );
});

it('takes inputs of three decimals as exact where OUT has all its digits: half a percent on the scale differs', () => {
  const { uniform } = generator(9);
  const short = (): Numbers => Float64Array.from({ length: 12 }, () => Math.round((4 * uniform() - 2) * 1000) / 1000);
  const [q, k, v] = [short(), short(), short()];
  const problem = { q: tensor([3, 4], q), k: tensor([3, 4], k), v: tensor([3, 4], v) };
  const verdict = (scale: number): boolean =>
    check({ problem, actual: tensor([3, 4], attention(q, k, v, 4, false, scale)) }).equal;
  expect([verdict(0.5), verdict(0.5025)]).toEqual([true, false]);
});

it('reads decimals and digits off the numbers, and nothing off whole ones', () => {
  const of = (...data: number[]): ReturnType<typeof writtenAs> => writtenAs(tensor([data.length], data));
  expect(of(0.1234, 1.5071, -0.2218, 0.9937)).toEqual({ decimals: 4, digits: 5 });
  expect(of(1, 2, 0.5, 3, 4, 7)).toEqual({});
  expect(halfStep({ digits: 3 }, 123)).toBe(0.5);
});
