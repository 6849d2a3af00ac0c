import { attend } from '../../../src/core/attend.js';
import type { Problem } from '../../../src/core/problem.js';
import { tensor } from '../../../src/core/tensor.js';
import { compileCell, compileScale, compileScore } from '../../../src/expression/index.js';
import { pack, unpack } from '../../../src/show/html/pack.js';
import { CAT, waves } from '../sample.js';

const through = (problem: Problem): Problem =>
  unpack(JSON.parse(JSON.stringify(pack(attend(problem)))) as Record<string, unknown>);

/** The same stages to the last bit, −0 and NaN told apart from 0. */
function expectSame(problem: Problem): void {
  const [first, second] = [attend(problem), attend(through(problem))];
  expect([...second.stages.keys()]).toEqual([...first.stages.keys()]);
  for (const [
    name,
    {
      tensor: { data, shape },
    },
  ] of first.stages) {
    expect(second.stages.get(name)!.tensor.shape).toEqual(shape);
    expect(second.stages.get(name)!.tensor.data).toEqual(data);
  }
  expect(second.mask).toEqual(first.mask);
  expect(second.tokens).toEqual(first.tokens);
  expect(second.conventions).toEqual(first.conventions);
}

describe('pack', () => {
  it.each<[string, Problem]>([
    ['tokens', CAT],
    ['no tokens', { q: waves(3, 4), k: waves(5, 4), v: waves(5, 2) }],
    [
      'heads, batch and a cache',
      {
        q: waves(2, 4, 3, 2),
        k: waves(2, 2, 3, 2),
        v: waves(2, 2, 3, 2),
        pastKey: waves(2, 2, 2, 2),
        pastValue: waves(2, 2, 2, 2),
        causal: 'offset',
      },
    ],
    [
      'projections',
      { x: waves(3, 4), wq: waves(4, 4), wk: waves(4, 4), wv: waves(4, 4), wo: waves(4, 5), heads: 2, rope: 'half' },
    ],
    [
      'hidden words, softcap, temperature, ALiBi, a sink',
      { ...CAT, hide: [1], softcap: 5, temperature: 2, alibi: true, sink: 0.5 },
    ],
    [
      'a sink of −∞, NaN and −0',
      { ...CAT, q: tensor([1, 4], [NaN, -0, 1e-320, Infinity]), tokens: {}, sink: -Infinity },
    ],
    ['float16', { ...CAT, dtype: 'float16' }],
    ['other rules', { ...CAT, similarity: 'additive', normalizer: 'sparsemax', emptyRows: 'nan', like: 'onnx' }],
  ])('brings a problem through JSON to the last bit: %s', (_, problem) => expectSame(problem));

  it('turns expressions into what they say about this problem', async () => {
    const problem: Problem = {
      ...CAT,
      mask: await compileCell('j <= i or j == 3', '--mask'),
      bias: await compileCell('i == j ? -inf : (i - j) / 3', '--bias'),
      scale: await compileScale('1/sqrt(d_k + 1)', '--scale'),
      scoreMod: await compileScore('s * s - abs(i - j)', '--score-mod'),
    };
    expectSame(problem);
    // What was masked is known too, for when the mask is taken away.
    const { mask: _mask, ...open } = problem;
    const { mask: _packed, ...openPacked } = through(problem);
    expect(attend(openPacked).stages.get('weights')!.tensor.data).toEqual(
      attend(open).stages.get('weights')!.tensor.data,
    );
  });
  it('leaves gradients and notes behind', () => {
    expect(Object.keys(pack(attend({ ...CAT, grad: waves(4, 2), notes: ['n'] })))).toEqual(['q', 'k', 'v', 'tokens']);
  });
});
