import { carryOut } from '../../src/check/attempt.js';
import { makeCase } from '../../src/check/case.js';
import { MISTAKES } from '../../src/check/mistakes/index.js';
import { generator } from '../../src/core/random.js';
import type { Problem } from '../../src/core/problem.js';
import { tensor, type Tensor } from '../../src/core/tensor.js';

const { normal } = generator(11);
const draw = (...shape: number[]): Tensor => {
  const made = tensor(
    shape,
    Float64Array.from({ length: shape.reduce((a, b) => a * b) }, () => Math.fround(normal())),
    { dtype: 'float32' },
  );
  return Object.freeze(made);
};
const [q, k, v] = [draw(2, 4, 9, 6), draw(2, 2, 9, 6), draw(2, 2, 9, 6)];
const mask = tensor(
  [9, 9],
  Float64Array.from({ length: 81 }, (_, at) => (at % 5 === 3 || Math.floor(at / 9) === 4 ? 0 : 1)),
  { dtype: 'bool' },
);

const PROBLEMS: readonly (readonly [string, Problem])[] = [
  ['plain', { q, k, v }],
  ['masked, causal, with a window', { q, k, v, mask, causal: true, window: [3, -1] }],
  [
    'RoPE, ALiBi, softcap and a sink',
    { q, k, v, rope: 'half', alibi: true, softcap: 2, sink: 0.4, causal: true } as unknown as Problem,
  ],
  ['a bias and padding', { q, k, v, bias: draw(4, 9, 9), keyLengths: tensor([2], [9, 6]) }],
  [
    'one head',
    {
      q: tensor([9, 6], q.data.slice(0, 54)),
      k: tensor([9, 6], k.data.slice(0, 54)),
      v: tensor([9, 6], v.data.slice(0, 54)),
      causal: true,
    },
  ],
];

describe('a few rows of an attempt come out as they do among all', () => {
  it.each(PROBLEMS)('%s', (_name, problem) => {
    const { right } = makeCase(problem);
    const rows = [0, 3, 4, 8];
    let compared = 0;
    for (const mistake of MISTAKES) {
      const attempt = mistake.put(right);
      // N3 is refused where no score overflows.
      if (
        !attempt ||
        mistake.id === 'N3' ||
        attempt.finish ||
        (attempt.reach !== undefined && attempt.reach !== 'heads')
      )
        continue;
      const whole = carryOut(attempt).output;
      const few = carryOut(attempt, undefined, rows).output;
      const [batch, heads, nQ, d] = whole.shape as [number, number, number, number];
      const of = (from: Tensor): number[] =>
        Array.from({ length: batch * heads }, (_, head) =>
          rows.map((i) => [...from.data.slice((head * nQ + i) * d, (head * nQ + i + 1) * d)]),
        ).flat(2);
      expect({ mistake: mistake.id, formula: mistake.formula, output: of(few) }).toEqual({
        mistake: mistake.id,
        formula: mistake.formula,
        output: of(whole),
      });
      compared++;
    }
    expect(compared).toBeGreaterThan(60);
  });
});
