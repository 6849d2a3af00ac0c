import { check } from '../../src/check/check.js';
import { MISTAKES } from '../../src/check/mistakes/index.js';
import { CASES } from './formulas.js';
import { square, usual } from './formula-parts.js';
import { flat, inputs } from './plain.js';
import { RARE } from './rare-formulas.js';
import { KINDS } from './wrong/kinds.js';

// The wrong formula of every mistake, written down here with plain loops in float32: attn check has to name it first, or
// among those that the same inputs cannot tell apart.

describe('attn check names the mistake', () => {
  it.each([...CASES, ...RARE].map(([id, what, wrong, more = {}]) => ({ id, what, wrong, more })))(
    '$id: $what',
    ({ id, wrong, more }) => {
      const made = more.made ?? (more.square ? square : usual);
      const actual = flat(wrong(inputs(made)));
      const { equal, findings } = check({ problem: { ...made, ...more.problem }, actual });
      expect(equal).toBe(false);
      expect(findings[0]?.ids).toContain(id);
    },
  );

  it('has a test for every mistake that it knows', () => {
    // In wrong.test.ts, and in check.test.ts: O5 and P4 are told by the shape of OUT, O9 needs an output projection.
    const elsewhere = ['O5', 'O9', 'P4'];
    const tested = new Set([
      ...CASES.map(([id]) => id),
      ...RARE.map(([id]) => id),
      ...KINDS.flatMap(([ids]) => ids),
      ...elsewhere,
    ]);
    expect([...new Set(MISTAKES.map(({ id }) => id))].filter((id) => !tested.has(id))).toEqual([]);
  });
});
