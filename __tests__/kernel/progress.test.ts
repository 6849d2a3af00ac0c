import { prepare } from '../../src/kernel/prepare.js';
import { shares } from '../../src/kernel/progress.js';
import { filled, normals } from './numbers.js';

const problem = (more: object) => {
  const q = filled([480, 2], 'float64', normals(1));
  return prepare({ q, k: q, v: q, ...more });
};

it('shares(prepared) grows evenly where every query sees every key', () => {
  expect([...shares(problem({}))].map((share, unit) => Math.round(share * 10 - unit))).toEqual(Array(11).fill(0));
});

it('shares(prepared) knows that under a causal mask the first units are the longest', () => {
  const all = shares(problem({ causal: 'top-left' }));
  expect(all[0]).toBe(0);
  expect(all[10]).toBe(1);
  expect(all[5]).toBeCloseTo(0.75, 2); // the last half of the queries has three quarters of the pairs
});

it('shares(prepared) counts a window and short keys', () => {
  expect(shares(problem({ window: [3, 0] }))[5]).toBeCloseTo(0.5, 2);
  const lengths = filled([1], 'int32', () => 24);
  expect(shares(problem({ causal: 'top-left', keyLengths: lengths }))[5]).toBeCloseTo(0.5, 2);
});

it('shares(prepared) grows to 1 over the units of the backward pass and of the weights, too', () => {
  const grad = filled([480, 2], 'float64', normals(2));
  for (const [all, units] of [
    [shares(problem({ grad, causal: 'top-left' })), 10 + 10 + 8],
    [shares(problem({ causal: 'top-left' }), true), 20],
  ] as const) {
    expect(all).toHaveLength(units + 1);
    expect(all[0]).toBe(0);
    expect(all.at(-1)).toBe(1);
    expect([...all].sort((a, b) => a - b)).toEqual([...all]);
  }
  expect(shares(problem({ grad }))[10]).toBeCloseTo(2 / 9, 1);
  expect(shares(problem({ grad }))[20]).toBeCloseTo(5 / 9, 1);
});
