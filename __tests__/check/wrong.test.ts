import { check } from '../../src/check/check.js';
import { dice } from './wrong/layer.js';
import { KINDS } from './wrong/kinds.js';

// Implementations that are wrong in one way, made here by plain loops on random tensors of random sizes.

describe('attn check names what was done wrong, on any inputs', () => {
  it.each(KINDS.map(([ids, what, make]) => ({ ids, what, make })))('$what', ({ ids, make }) => {
    for (const seed of [1, 2]) {
      const { problem, actual } = make(dice(seed));
      const { equal, findings } = check({ problem, actual });
      expect([seed, equal, findings[0]?.ids.flatMap((id) => id.split('+')).some((id) => ids.includes(id))]).toEqual([
        seed,
        false,
        true,
      ]);
    }
  });
});
