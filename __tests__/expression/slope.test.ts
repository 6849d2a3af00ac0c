import fc from 'fast-check';
import { compileScore } from '../../src/expression/index.js';
import { expression } from './generate.js';

/** One-sided five-point difference; its error falls with the fourth power of the step. Negative steps look backwards. */
function difference(f: (s: number) => number, s: number, step: number): number {
  const [f0, f1, f2, f3, f4] = [0, 1, 2, 3, 4].map((n) => f(s + n * step)) as [number, number, number, number, number];
  return (-25 * f0 + 48 * f1 - 36 * f2 + 16 * f3 - 3 * f4) / (12 * step);
}

describe('slopeOf', () => {
  it('the slope of every expression is that of finite differences, away from kinks and jumps', async () => {
    let compared = 0;
    await fc.assert(
      fc.asyncProperty(
        expression,
        fc.integer({ min: -3000, max: 3000 }),
        fc.nat(7),
        fc.nat(7),
        async (text, thousandths, i, j) => {
          fc.pre(text.length <= 500);
          // Never on a round number, where kinks hide from differences.
          const s = (thousandths + 0.37) / 1000;
          const { at, slope } = await compileScore(text, 'test');
          const f = (x: number) => at(x, i, j, 0, 0, 8, 8);
          const exact = slope(s, i, j, 0, 0, 8, 8);
          const [before, after, near] = [-1e-3, 1e-3, 4e-4].map((step) => difference(f, s, step)) as [
            number,
            number,
            number,
          ];
          const tolerance = 1e-6 * Math.max(1, Math.abs(after));
          // Both sides, and two steps, agree only where the function is smooth.
          if (!(Math.abs(before - after) < tolerance && Math.abs(near - after) < tolerance)) return;
          compared++;
          expect(Math.abs(exact - after)).toBeLessThanOrEqual(4 * tolerance);
        },
      ),
      { numRuns: 200 },
    );
    expect(compared).toBeGreaterThan(100);
  });

  it.each([
    ['s^3', 2, 12],
    ['2^s', 3, 8 * Math.LN2],
    ['s^s', 1, 1],
    ['s^0', 0, 0],
    ['0^s', 2, 0],
    ['s mod 3', 7, 1],
    ['7 mod s', 3, -2],
    ['log(s, 2)', 4, 1 / (4 * Math.LN2)],
    ['log(2, s)', 2, -1 / (2 * Math.LN2)],
    ['exp(2*s)', 0, 2],
    ['1/s', 2, -0.25],
    ['min(s, 0)', -1, 1],
    ['min(s, 0)', 1, 0],
    ['max(s, 0)', 0, 0.5],
    ['abs(s)', 0, 0],
    ['floor(s) + ceil(s) + round(s) + sign(s)', 0.3, 0],
    ['s < 1', 0, 0],
    ['(s < 1) * s', 0.5, 1],
    ['not s', 1, 0],
    ['+s - -s', 1, 2],
    ['0 < s < 1', 0.5, 0],
    ['s and 3', 1, 0],
  ])('the slope of %s at s = %d is %d', async (text, s, slope) => {
    expect((await compileScore(text, 'test')).slope(s, 0, 0, 0, 0, 1, 1)).toBeCloseTo(slope, 14);
  });

  it('what does not move adds nothing, though it be infinite', async () => {
    const masked = await compileScore('where(abs(i - j) < 2, s, -inf)', '--score-mod');
    expect([
      masked.at(3, 0, 5, 0, 0, 9, 9),
      masked.slope(3, 0, 5, 0, 0, 9, 9),
      masked.slope(3, 5, 5, 0, 0, 9, 9),
    ]).toEqual([-Infinity, 0, 1]);
    const { slope } = await compileScore('sqrt(max(s, 0)) * inf', '--score-mod');
    expect(slope(-1, 0, 0, 0, 0, 1, 1)).toBe(0);
  });
});
