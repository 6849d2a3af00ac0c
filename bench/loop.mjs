/** The straightforward implementation: three loops and a softmax, one head after the other. */
export function plainLoop(q, k, v, heads, n, d, causal) {
  const out = new q.constructor(heads * n * d);
  const weights = new q.constructor(n);
  const scale = 1 / Math.sqrt(d);
  for (let h = 0; h < heads; h++) {
    const head = h * n * d;
    for (let i = 0; i < n; i++) {
      const keys = causal ? i + 1 : n;
      let max = -Infinity;
      for (let j = 0; j < keys; j++) {
        let dot = 0;
        for (let m = 0; m < d; m++) dot += q[head + i * d + m] * k[head + j * d + m];
        weights[j] = dot * scale;
        if (weights[j] > max) max = weights[j];
      }
      let sum = 0;
      for (let j = 0; j < keys; j++) sum += weights[j] = Math.exp(weights[j] - max);
      for (let j = 0; j < keys; j++) {
        const weight = weights[j] / sum;
        for (let m = 0; m < d; m++) out[head + i * d + m] += weight * v[head + j * d + m];
      }
    }
  }
  return out;
}

/** mathjs with its matrices, one head after the other. */
export function withMathjs({ matrix, multiply, transpose, map, exp, max, sum }, q, k, v, heads, n, d) {
  const rows = (from, h) =>
    matrix(Array.from({ length: n }, (_, i) => [...from.subarray((h * n + i) * d, (h * n + i + 1) * d)]));
  const out = [];
  for (let h = 0; h < heads; h++) {
    const scores = multiply(multiply(rows(q, h), transpose(rows(k, h))), 1 / Math.sqrt(d));
    const weights = matrix(
      scores.toArray().map((row) => {
        const most = max(row);
        const powers = map(row, (s) => exp(s - most));
        const whole = sum(powers);
        return powers.map((p) => p / whole);
      }),
    );
    out.push(multiply(weights, rows(v, h)).toArray());
  }
  return out.flat(2);
}
