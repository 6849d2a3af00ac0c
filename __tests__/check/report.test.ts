import { check } from '../../src/check/check.js';
import { githubReport } from '../../src/check/report/github.js';
import { jsonReport } from '../../src/check/report/json.js';
import { textReport } from '../../src/check/report/report-text.js';
import { asTensor, attend, causal, dice, layer, problemOf } from './wrong/layer.js';
import { pair } from './wrong/pairs.js';

const made = layer(dice(5), { B: 1, H: 4, G: 4, L: 40, D: 8, E: 6 });
const right = attend(made.q, made.k, made.v, { keep: causal });
const problem = problemOf(made, { causal: 'top-left' });
const screen = { color: 0, unicode: true, width: Infinity } as const;

describe('the report of attn check', () => {
  it('begins with the verdict and the likely mistake, in eight lines at most', () => {
    const out = attend(made.q, made.k, made.v, { keep: causal, scale: 1 });
    const [head] = textReport(check({ problem, actual: asTensor(out) }), screen).split('\n\n');
    const lines = head!.split('\n');
    expect(lines.length).toBeLessThanOrEqual(8);
    expect(lines[0]).toMatch(/^differs: expected .*, got .* at \[0, .*difference/);
    expect(lines[1]).toMatch(/^S1 {2}the scores are not scaled/);
    expect(head).toMatch(/formula.*\n.*look for.*\n.*write.*\n.*residual/);
  });

  it('holds where OUT differs as ranges in JSON', () => {
    const noisy = right.map((b) =>
      b.map((h, at) => h.map((row, i) => row.map((x, m) => (at === 2 && i >= 32 ? x + Math.sin(7 * i + m) : x)))),
    );
    const json = JSON.parse(jsonReport(check({ problem, actual: asTensor(noisy), diagnose: false }), true)) as {
      where: unknown;
    };
    expect(json.where).toMatchObject({
      text: expect.stringMatching(/head 2, rows 32–39/),
      boxes: [{ heads: [[2, 2]], rows: [[32, 39]] }],
    });
  });

  it('is an annotation for GitHub, with newlines and percent signs escaped', () => {
    const wrong = check({ problem, actual: asTensor(right.map((b) => b.map((h) => h.map((r) => r.map(() => 0))))) });
    expect(githubReport(wrong)).toMatch(
      /^::error title=attn check%3A V1::differs.*%0Aevery number of OUT is 0%0A[^\n]*\n$/,
    );
    expect(githubReport(check({ problem, actual: asTensor(right) }))).toMatch(/^::notice title=attn check::equal/);
  });

  it('finds a scale to the last digits of float64', () => {
    const scale = 0.337219847;
    const { q, k, v } = problem as Required<Pick<typeof problem, 'q' | 'k' | 'v'>>;
    const double = {
      q: { ...q, dtype: 'float64' },
      k: { ...k, dtype: 'float64' },
      v: { ...v, dtype: 'float64' },
    } as const;
    const out = attend(made.q, made.k, made.v, { scale });
    const actual = { shape: [1, 4, 40, 6], data: Float64Array.from(out.flat(3)), dtype: 'float64' } as const;
    const { findings } = check({ problem: double, actual });
    expect(findings[0]?.ids).toContain('scale');
    expect(Math.abs((findings[0]?.value as number) - scale)).toBeLessThan(1e-13);
  });

  it('names two mistakes of different steps', () => {
    for (const seed of [1, 2, 3]) {
      const { ids, ...both } = pair(dice(seed));
      const first = check(both).findings[0]?.ids ?? [];
      const named = first.some((id) => ids.every((of) => id.split('+').some((part) => of.includes(part))));
      expect([seed, named]).toEqual([seed, true]);
    }
  });
});
