import { check } from '../../src/check/check.js';
import { honestRun, KINDS, mistakenRun, type KindName } from './honest-runs.js';

// 1,000 runs of each sort are in __tests__/slow/honest.test.ts; these are a share of them.

describe.each(Object.keys(KINDS) as KindName[])('a right OUT, %s', (kind) => {
  it('is never called wrong', () => {
    for (let seed = 1; seed <= 4; seed++) {
      const { equal, findings } = check(honestRun(kind, seed));
      expect([seed, equal, findings]).toEqual([seed, true, []]);
    }
  });
});

describe('a wrong OUT of numbers printed with 4 decimals', () => {
  it('is called by its name where the mistake is visible', () => {
    for (let seed = 0; seed < 16; seed++) {
      const { request, ids, visible } = mistakenRun(seed);
      if (!visible) continue;
      const [first] = check(request).findings;
      expect([seed, first?.ids.filter((id) => ids.includes(id)).length ?? 0]).not.toEqual([seed, 0]);
    }
  });

  it('is a large share of what is drawn: the test above is not empty', () => {
    const visible = Array.from({ length: 16 }, (_, seed) => mistakenRun(seed).visible);
    expect(visible.filter(Boolean).length).toBeGreaterThan(12);
  });
});
