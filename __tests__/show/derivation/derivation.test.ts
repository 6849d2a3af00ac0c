import { attend } from '../../../src/core/attend.js';
import type { Problem } from '../../../src/core/problem.js';
import { matrix } from '../../../src/core/tensor.js';
import type { StageName, Trace } from '../../../src/core/trace.js';
import { deriver } from '../../../src/show/derivation/derivation.js';
import { CAT, cat, waves } from '../sample.js';

const at = (
  trace: Trace,
  stage: StageName,
  row: number,
  column: number,
  more: { head?: number; most?: number; lang?: 'en' | 'vi' } = {},
) =>
  deriver(trace, { lang: more.lang ?? 'en', most: more.most ?? Infinity })({
    stage,
    batch: 0,
    head: more.head ?? 0,
    row,
    column,
  });

describe('deriver', () => {
  it('opens a weight up from q and k to its share, in the numbers of explain.md', () => {
    expect(at(cat(), 'weights', 2, 1)).toEqual({
      title: 'weight(sat→cat) = 0.4862642270527435',
      lines: [
        'score = q·k = 2·2 + 0·0 + 1·1 + 1·0 = 5',
        'scaled = 5 × 1/√4 = 5 × 0.5 = 2.5',
        'sum = Σ e^(s − 2.5) ≈ 0.0820849986238988 + 1 + 0.6065306597126334 + 0.36787944117144233 ≈ 2.0564950995079743',
        'weight = e^(2.5 − 2.5) / 2.0564950995079743 = 1 / 2.0564950995079743 ≈ 0.4862642270527435',
        'tells: 0.4862642270527435 × v(cat) [0, 2] → [0, 0.972528454105487]',
      ],
    });
  });
  it('stops at the stage that is asked for', () => {
    expect(at(cat(), 'scores', 2, 1).lines).toHaveLength(1);
    expect(at(cat(), 'scaled', 2, 1)).toMatchObject({ title: 'scaled(sat→cat) = 2.5', lines: { length: 2 } });
  });
  it.each<[string, Partial<Problem>, string]>([
    ['causal', { causal: true }, 'comes later (causal)'],
    ['hidden', { hide: [3] }, 'hidden'],
    ['padding', { keyLengths: matrix([[3]]) }, 'padding'],
    ['a window', { window: [1, 0] }, 'outside the window'],
    ['a mask', { mask: matrix([[1, 1, 1, 0]], { dtype: 'bool' }) }, 'forbidden by the mask'],
    ['a bias of −∞', { bias: matrix([[0, 0, 0, -Infinity]]) }, 'its bias is −∞'],
  ])('says why a key may not be heard: %s', (_, more, reason) => {
    expect(at(cat(more), 'weights', 0, 3).lines.slice(-2)).toEqual([`masked = −∞: ${reason}`, 'weight = 0']);
  });
  it('gives every digit that core computed with, under every option that changes a weight', () => {
    const options: Partial<Problem>[] = [
      {},
      { temperature: 2 },
      { softcap: 3 },
      { sink: 1 },
      { bias: waves(4, 4) },
      { alibi: true },
      { rope: 'half' },
      { causal: true },
    ];
    for (const more of options) {
      const trace = attend({ ...CAT, q: waves(4, 4), k: waves(4, 4), ...more });
      const weights = trace.stages.get('weights')!.tensor.data;
      weights.forEach((weight, cell) => {
        if (trace.mask?.data[cell] === 0) return;
        const lines = at(trace, 'weights', Math.floor(cell / 4), cell % 4).lines;
        // 0.6065 / 2.0565 ≈ 0.2949: the quotient of the digits that are shown is the weight, to the last bit.
        const [, part, sum, value] = / (\S+) \/ (\S+) [=≈] (\S+)$/.exec(
          lines.find((line) => line.startsWith('weight ='))!,
        )!;
        expect(Number(part) / Number(sum)).toBe(weight);
        expect(Number(value)).toBe(weight);
      });
    }
  });
  it.each(['cosine', 'general', 'additive'] as const)('names the rule of a %s score', (similarity) => {
    const trace = attend({ ...CAT, similarity, ...(similarity === 'general' && { wScore: waves(4, 4) }) });
    expect(at(trace, 'weights', 2, 1).lines[0]).toMatch(
      {
        cosine: /^score = q·k \/ \(\|q\|·\|k\|\) = /,
        general: /^score = q·W·k ≈ /,
        additive: /^score = v·tanh\(W\[q; k\]\) ≈ /,
      }[similarity],
    );
  });
  it.each(['sigmoid', 'sparsemax', 'hardmax'] as const)('opens up what is no softmax: %s', (normalizer) => {
    expect(at(cat({ normalizer }), 'weights', 2, 1).lines.at(-2)).toMatch(/^weight = /);
  });
  it('says of a query that hears nobody that its weights are a convention', () => {
    const trace = cat({
      mask: matrix([
        [0, 0, 0, 0],
        [1, 1, 1, 1],
        [1, 1, 1, 1],
        [1, 1, 1, 1],
      ]),
    });
    expect(at(trace, 'weights', 0, 0).lines.at(-1)).toContain('may hear no key');
  });
  it('tells how output, heads and projections came about', () => {
    expect(at(cat(), 'output', 2, 1).lines).toEqual([
      '= weights·V = 0.03991499840847566·0 + 0.4862642270527435·2 + 0.2949341624289543·1 + 0.17888661210982665·0 ≈ 1.2674626165344414',
    ]);
    expect(at(cat(), 'q', 2, 0)).toEqual({ title: 'q(sat)[1] = 2', lines: ['given'] });
    const trace = attend({
      x: matrix([[1, 2]]),
      wq: waves(2, 4),
      wk: waves(2, 4),
      wv: waves(2, 4),
      wo: waves(4, 3),
      heads: 2,
    });
    const [, first, second] = /^= x·W_Q = 1·\(?(-?[\d.]+)\)? \+ 2·\(?(-?[\d.]+)\)? [=≈] /.exec(
      at(trace, 'q', 0, 1, { head: 1 }).lines[0]!,
    )!;
    expect([Number(first), Number(second)]).toEqual([waves(2, 4).data[3], waves(2, 4).data[7]]);
    expect(at(trace, 'output', 0, 2).lines[0]).toMatch(/^= heads·W_O = /);
    expect(at(trace, 'heads', 0, 1, { head: 1 }).title).toMatch(/^heads 2 \(q1\)\[2\] = /);
  });
  it('names cached keys', () => {
    const trace = attend({
      q: waves(1, 2),
      k: waves(1, 2),
      v: waves(1, 2),
      pastKey: waves(2, 2),
      pastValue: waves(2, 2),
    });
    expect(at(trace, 'present_key', 0, 0).lines).toEqual(['from the cache']);
    expect(at(trace, 'weights', 0, 1).title).toMatch(/^weight\(q1→past2\)/);
  });
  it('shortens long sums and says how many products it left out', () => {
    const trace = attend({ q: waves(2, 64) });
    expect(at(trace, 'scores', 0, 1, { most: 3 }).lines[0]).toMatch(
      /^score = q·k = \S+ \+ \S+ \+ \S+ \+ … 61 more, together \S+ ≈ \S+$/,
    );
  });
  it('says the same in Vietnamese', () => {
    expect(at(cat({ causal: true }), 'weights', 0, 3, { lang: 'vi' }).lines[2]).toBe('masked = −∞: đứng sau (causal)');
  });
});
