import { attend } from '../../src/core/attend.js';
import type { Problem } from '../../src/core/problem.js';
import { lessonLines } from '../../src/explain/lines.js';
import { lesson } from '../../src/explain/tell.js';
import { compileScore } from '../../src/expression/index.js';
import { waves } from '../show/sample.js';

interface Fact {
  readonly step: string;
  readonly [key: string]: unknown;
}

const told = (problem: Problem): Fact[] =>
  lessonLines(lesson(attend(problem), { token: 1 }))
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Fact);
const of = (facts: readonly Fact[], step: string): Fact[] => facts.filter((fact) => fact.step === step);
const sum = (terms: readonly (readonly [number, number])[]): number => terms.reduce((all, [a, b]) => all + a * b, 0);

describe('lessonLines(lesson) has a fact for every step', () => {
  it('projection: the products of each number of q add up to it', () => {
    const facts = told({ x: waves(3, 4), wq: waves(4, 2), wk: waves(4, 2), wv: waves(4, 2) });
    for (const fact of of(facts, 'project'))
      expect(sum(fact['terms'] as [number, number][])).toBeCloseTo(fact['value'] as number, 12);
    expect(of(facts, 'project')).toHaveLength(2);
    expect(of(facts, 'projected')[0]!['q']).toEqual(of(facts, 'project').map(({ value }) => value));
  });

  it('rotation keeps the length of q', () => {
    const [fact] = of(told({ q: waves(3, 4), rope: 'half' }), 'rotate');
    expect(Math.hypot(...(fact!['before'] as number[]))).toBeCloseTo(Math.hypot(...(fact!['after'] as number[])), 12);
  });

  it('softcap: c·tanh(s/c)', () => {
    const facts = of(told({ q: waves(3, 4), softcap: 2 }), 'softcapped');
    expect(facts.map(({ value }) => value)).toEqual(
      facts.map(({ before }) => expect.closeTo(2 * Math.tanh((before as number) / 2), 12) as unknown),
    );
  });

  it('adjustment: by what, and from what to what', async () => {
    const facts = of(
      told({ q: waves(3, 4), alibi: true, bias: waves(3, 3), scoreMod: await compileScore('s + 1', '--score-mod') }),
      'adjusted',
    );
    expect(facts).toHaveLength(3);
    for (const fact of facts) expect(fact['by']).toEqual(['alibi', 'bias', 'score-mod']);
  });

  it('joining: the heads side by side, and through W_O', () => {
    const [plain] = of(told({ q: waves(3, 4), heads: 2 }), 'join');
    expect((plain!['heads'] as number[][]).flat()).toEqual(plain!['value']);
    const [mixed] = of(told({ q: waves(3, 4), heads: 2, wo: waves(4, 3) }), 'join');
    expect((mixed!['columns'] as [number, number][][]).map(sum)).toEqual(
      (mixed!['value'] as number[]).map((value) => expect.closeTo(value, 12) as unknown),
    );
  });

  it('another similarity has no products, another normalizer no exponentials', () => {
    const facts = told({ q: waves(3, 4), similarity: 'cosine', normalizer: 'sparsemax' });
    expect(of(facts, 'score')[0]).toMatchObject({ similarity: 'cosine' });
    expect(of(facts, 'weight')[0]).toMatchObject({ normalizer: 'sparsemax' });
    expect(of(facts, 'weight').reduce((all, { value }) => all + (value as number), 0)).toBeCloseTo(1, 12);
  });
});
