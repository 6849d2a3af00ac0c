import { adam } from '../../src/learn/adam.js';

it('adam makes a first step of the rate against the sign of every gradient, whatever its size', () => {
  const weights = Float64Array.of(1, 1, 1);
  adam(3)(weights, Float64Array.of(1000, -0.01, 0), 0.1);
  expect(weights[0]).toBeCloseTo(0.9, 6);
  expect(weights[1]).toBeCloseTo(1.1, 6);
  expect(weights[2]).toBe(1);
});

it('adam follows algorithm 1 of Kingma & Ba over several steps', () => {
  const gradients = [0.5, -1.5, 2, 0.25];
  const weights = Float64Array.of(3);
  const step = adam(1);
  let [theta, m, v] = [3, 0, 0];
  gradients.forEach((g, n) => {
    const t = n + 1;
    step(weights, Float64Array.of(g), 0.01);
    m = 0.9 * m + 0.1 * g;
    v = 0.999 * v + 0.001 * g * g;
    theta -= (0.01 * (m / (1 - 0.9 ** t))) / (Math.sqrt(v / (1 - 0.999 ** t)) + 1e-8);
    expect(weights[0]).toBeCloseTo(theta, 12);
  });
});
