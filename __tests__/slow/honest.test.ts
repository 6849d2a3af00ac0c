import { check } from '../../src/check/check.js';
import { honestRun, KINDS, mistakenRun, type KindName } from '../check/honest-runs.js';

/** Figures of docs/check.md. */
const RUNS = 1000;

it('attn check calls none of 1,000 right outputs wrong', () => {
  const kinds = Object.keys(KINDS) as KindName[];
  const wrong: string[] = [];
  for (let run = 0; run < RUNS; run++) {
    const kind = kinds[run % kinds.length]!;
    const { equal, findings } = check(honestRun(kind, run));
    if (!equal) wrong.push(`${kind}, seed ${run}: ${findings[0]?.ids.join(', ') ?? 'no finding'}`);
  }
  expect(wrong).toEqual([]);
}, 600_000);

it('attn check names at least 95 % of the visible mistakes in 1,000 outputs of 4 decimals', () => {
  let [visible, named] = [0, 0];
  for (let seed = 0; seed < RUNS; seed++) {
    const run = mistakenRun(seed);
    if (!run.visible) continue;
    visible++;
    const { equal, findings } = check(run.request);
    if (!equal && findings[0]?.ids.some((id) => run.ids.includes(id))) named++;
  }
  expect(visible).toBeGreaterThan(0.9 * RUNS);
  expect(named / visible).toBeGreaterThanOrEqual(0.95);
}, 600_000);
