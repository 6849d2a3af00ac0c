import { check } from '../../src/check/check.js';
import { FAULTS } from './wrong/faults.js';
import { asTensor, attend, causal, dice, layer, problemOf } from './wrong/layer.js';

// What anybody would see in a wrong output has to be said first, whatever attention it was.

const SHAPES = [
  { name: 'full attention', problem: {}, way: {}, G: 4 },
  { name: 'causal, two key heads', problem: { causal: 'top-left' }, way: { keep: causal }, G: 2 },
] as const;

describe.each(SHAPES)('attn check says what anybody would see: $name', ({ problem, way, G }) => {
  it.each(FAULTS.map(([what, says, make]) => ({ what, says, make })))('$what', ({ says, make }) => {
    const random = dice(3);
    const made = layer(random, { B: 2, H: 4, G, L: 12, D: 6, E: 6 });
    const right = attend(made.q, made.k, made.v, way);
    const rounded = right.map((b) => b.map((h) => h.map((row) => row.map(Math.fround))));
    const { equal, findings } = check({
      problem: problemOf(made, problem),
      actual: asTensor(make(rounded, made, random)),
    });
    expect(equal).toBe(false);
    expect(findings[0]?.title).toMatch(says);
  });
});
