import { check } from '../../src/check/check.js';
import { exact } from '../../src/check/exact.js';
import { probe } from '../../src/check/probe.js';
import { exactLines } from '../../src/check/report/exact.js';
import { htmlReport } from '../../src/check/report/html.js';
import { attend } from '../../src/core/attend.js';
import type { Problem } from '../../src/core/problem.js';
import { generator } from '../../src/core/random.js';
import { matrix, tensor, type Tensor } from '../../src/core/tensor.js';
import { attention, flat, inputs } from './plain.js';
import { rejectionOf } from '../said.js';

const made = probe('usual');
const right = flat(attention(inputs(made)));

/** Tensors of these shapes, of normal numbers. */
function random<Name extends string>(shapes: Record<Name, number[]>): Record<Name, Tensor> {
  const { normal } = generator(11);
  const entries = Object.entries<number[]>(shapes).map(([name, shape]) => [
    name,
    tensor(
      shape,
      Float64Array.from({ length: shape.reduce((a, b) => a * b, 1) }, () => normal()),
    ),
  ]);
  return Object.fromEntries(entries) as Record<Name, Tensor>;
}
describe('exact', () => {
  it('agrees with float64 to 13 digits at least, and gives float32 about 7', async () => {
    const result = check({ problem: made, actual: right });
    const { digits, output } = await exact(result.made, result.actual);
    expect(digits.float64.worst).toBeGreaterThan(13);
    expect(digits.float32.middle).toBeGreaterThan(6);
    expect(digits.float32.middle).toBeLessThan(9);
    expect(
      Math.max(...output.map((x, at) => Math.abs(x - result.made.trace.stages.get('output')!.tensor.data[at]!))),
    ).toBeLessThan(1e-14);
  });

  const layer: Problem = { ...random({ x: [4, 6], wq: [6, 6], wk: [6, 6], wv: [6, 6], wo: [6, 5] }), heads: 2 };
  const small = random({
    q: [1, 4, 3, 6],
    k: [1, 2, 5, 6],
    v: [1, 2, 5, 3],
    pastKey: [1, 2, 2, 6],
    pastValue: [1, 2, 2, 3],
  });
  it.each<[string, Problem]>([
    ['RoPE behind a cache', { ...small, rope: 'half', causal: 'offset' }],
    ['interleaved RoPE', { ...small, rope: 'interleaved', ropeBase: 500 }],
    ['projections and W_O', { ...layer, causal: 'top-left' }],
    ['distance', { ...small, similarity: 'distance', scale: 0.5 }],
    ['cosine', { ...small, similarity: 'cosine', scale: 3 }],
    ['general', { ...small, similarity: 'general', ...random({ wScore: [4, 6, 6] }) }],
    ['additive', { ...small, similarity: 'additive', ...random({ wScore: [12, 4], vScore: [4] }) }],
    ['additive without W', { ...small, similarity: 'additive' }],
    ['sigmoid', { ...small, normalizer: 'sigmoid' }],
    ['sparsemax', { ...small, normalizer: 'sparsemax' }],
    ['hardmax', { ...small, normalizer: 'hardmax' }],
    [
      'sinks, softcap, ALiBi, bias, temperature',
      { ...small, sink: 0.4, softcap: 2, alibi: true, temperature: 0.7, ...random({ bias: [3, 7] }) },
    ],
  ])('knows %s', async (_name, problem) => {
    const { made: one } = check({ problem, actual: attend(problem).stages.get('output')!.tensor, diagnose: false });
    const { digits, output } = await exact(one, one.expected);
    expect(digits.float64.worst).toBeGreaterThan(11);
    expect(output.some((x) => x !== 0)).toBe(true);
  });

  it('says that it does not know a score-mod', async () => {
    const problem: Problem = {
      q: matrix([[1]]),
      k: matrix([[1]]),
      v: matrix([[1]]),
      scoreMod: { text: 's', at: (s) => s, slope: () => 1 },
    };
    const { made: one } = check({ problem, actual: matrix([[1]]) });
    expect(await rejectionOf(exact(one, one.expected))).toBe('--exact  does not go with --score-mod');
  });

  it('knows softmax([1, 0]) to the last bit: e/(1 + e)', async () => {
    const problem = { q: matrix([[1]]), k: matrix([[1], [0]]), v: matrix([[1], [0]]), scale: 1 };
    const result = check({ problem, actual: matrix([[0.731058578630005]]) });
    expect([...(await exact(result.made, result.actual)).output]).toEqual([0.7310585786300049]);
  });

  it('stands in the page of the report too, and says nothing of a condition that it does not know', async () => {
    const problem: Problem = { q: matrix([[1]]), k: matrix([[1], [0]]), v: matrix([[1], [3]]), normalizer: 'sigmoid' };
    const result = check({ problem, actual: matrix([[2]]), diagnose: false });
    const lines = exactLines(await exact(result.made, result.actual));
    expect(htmlReport(result, lines)).toContain('<pre>against 50 digits in every step:');
    expect(lines.join()).not.toContain('condition');
  });
});
