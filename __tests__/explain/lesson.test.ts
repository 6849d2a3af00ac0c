import { attend } from '../../src/core/attend.js';
import { AttnError } from '../../src/core/error.js';
import type { Problem } from '../../src/core/problem.js';
import { generator } from '../../src/core/random.js';
import { matrix, tensor } from '../../src/core/tensor.js';
import type { Lesson, Step, StepKind } from '../../src/explain/lesson.js';
import { pages } from '../../src/explain/pages.js';
import { lesson } from '../../src/explain/tell.js';
import { renderLessonText } from '../../src/explain/lesson-text.js';
import { CAT, cat, SAT } from './cat.js';
import { refusalOf } from '../said.js';

const kinds = (told: Lesson): StepKind[] => told.steps.map(({ kind }) => kind);
const step = <K extends StepKind>(told: Lesson, kind: K): Extract<Step, { kind: K }> =>
  told.steps.find((one): one is Extract<Step, { kind: K }> => one.kind === kind)!;
const tell = (problem: Problem, options = {}): Lesson => lesson(attend(problem), { token: SAT, ...options });
/** Sentences in one piece, however they were broken into lines. */
const text = (told: Lesson, lang: 'en' | 'vi' = 'en'): string =>
  renderLessonText(told, { lang, unicode: true, color: 0, width: Infinity }).replace(/\n {1,2}(?=\S)/g, ' ');
const random = (seed: number, ...shape: number[]) => {
  const { normal } = generator(seed);
  return tensor(shape, Array.from({ length: shape.reduce((a, b) => a * b, 1) }, normal));
};

describe('lesson(trace): only what happens is told', () => {
  const plain: StepKind[] = ['who', 'ask', 'scale', 'share', 'listen', 'now'];
  it.each<[string, Partial<Problem>, StepKind[]]>([
    ['a plain problem', {}, plain],
    ['a scale of 1', { scale: 1 }, ['who', 'ask', 'share', 'listen', 'now']],
    ['a causal mask', { causal: true }, ['who', 'ask', 'scale', 'mask', 'share', 'listen', 'now']],
    ['softcap', { softcap: 2 }, ['who', 'ask', 'scale', 'softcap', 'share', 'listen', 'now']],
    ['a bias', { bias: matrix([[1, 2, 3, 4]]) }, ['who', 'ask', 'scale', 'adjust', 'share', 'listen', 'now']],
    ['ALiBi', { alibi: true }, ['who', 'ask', 'scale', 'adjust', 'share', 'listen', 'now']],
    ['RoPE', { rope: 'half' }, ['who', 'rotate', 'ask', 'scale', 'share', 'listen', 'now']],
    ['heads side by side', { heads: 2 }, ['who', 'ask', 'scale', 'share', 'listen', 'join', 'now']],
    [
      'W_O',
      {
        wo: matrix([
          [1, 0, 1],
          [0, 1, 1],
        ]),
      },
      ['who', 'ask', 'scale', 'share', 'listen', 'join', 'now'],
    ],
  ])('%s', (_, more, expected) => expect(kinds(tell({ ...CAT, ...more }))).toEqual(expected));

  it('the last word under a causal mask may hear all, so no mask is told of', () => {
    expect(kinds(tell({ ...CAT, causal: true }, { token: 3 }))).toEqual(plain);
  });
  it('embeddings add the step in which q comes from x', () => {
    const told = tell(
      { x: random(1, 4, 3), wq: random(2, 3, 4), wk: random(3, 3, 4), wv: random(4, 3, 2), heads: 2 },
      { head: 1 },
    );
    expect(kinds(told)).toEqual(['who', 'project', 'ask', 'scale', 'share', 'listen', 'join', 'now']);
    for (const { products, value } of step(told, 'project').columns)
      expect(products.reduce((sum, [a, b]) => sum + a * b, 0)).toBeCloseTo(value, 12);
  });
});

describe('lesson(trace): the arithmetic it tells is that of the trace', () => {
  const problem: Problem = {
    q: random(11, 2, 4, 5, 6),
    k: random(12, 2, 2, 7, 6),
    v: random(13, 2, 2, 7, 3),
    causal: 'bottom-right',
    softcap: 3,
    alibi: true,
    window: [4, 0],
    rope: 'interleaved',
  };
  const trace = attend(problem);

  it.each([
    [0, 0, 0],
    [1, 3, 4],
    [1, 1, 2],
  ])('in item %i, head %i, for query %i', (batch, head, token) => {
    const told = lesson(trace, { batch, head, token });
    for (const { products, value } of step(told, 'ask').voices)
      expect(products.reduce((sum, [a, b]) => sum + a * b, 0)).toBeCloseTo(value, 12);
    const { exps, sum, weights, heard } = step(told, 'share');
    exps.forEach((exp, j) => expect(exp / sum).toBeCloseTo(weights[j]!, 12));
    const { terms, output } = step(told, 'listen');
    output.forEach((value, at) => expect(terms.reduce((total, term) => total + term[at]!, 0)).toBeCloseTo(value, 12));
    expect(weights.filter((_, j) => !heard[j]).every((weight) => weight === 0)).toBe(true);
    const at = ((batch * 4 + head) * 5 + token) * 3;
    expect([...output]).toEqual([...trace.stages.get('output')!.tensor.data.subarray(at, at + 3)]);
  });

  it('comes to what was published for softmax in the example of the sketch', () => {
    expect(step(lesson(cat(), { token: SAT }), 'now').everybody.map(({ bits }) => bits.toFixed(2))).toEqual([
      '1.96',
      '1.91',
      '1.65',
      '1.68',
    ]);
  });

  it('compares with the trace before a word was hidden', () => {
    const told = lesson(cat({ hide: [1] }), { token: SAT, before: cat() });
    const { before, after } = step(told, 'compare');
    expect(before.weights.map((weight) => weight.toFixed(4))).toEqual(['0.0399', '0.4863', '0.2949', '0.1789']);
    expect(after.weights.map((weight) => weight.toFixed(4))).toEqual(['0.0777', '0.0000', '0.5741', '0.3482']);
  });
});

describe('lesson(trace): who may not be heard, and why', () => {
  it('names one reason for each key', () => {
    const told = tell({ ...CAT, causal: true, hide: [1], window: [1, -1], keyLengths: tensor([], [4]) });
    expect(step(told, 'mask').reasons).toEqual(['window', 'hidden', undefined, 'causal']);
    expect(step(tell({ ...CAT, keyLengths: tensor([], [2]) }), 'mask').reasons).toEqual([
      undefined,
      undefined,
      'padding',
      'padding',
    ]);
    expect(step(tell({ ...CAT, mask: matrix([[1, 0, 1, 1]]) }), 'mask').reasons).toEqual([
      undefined,
      'mask',
      undefined,
      undefined,
    ]);
    expect(step(tell({ ...CAT, bias: matrix([[0, -Infinity, 0, 0]]) }), 'mask').reasons).toEqual([
      undefined,
      'bias',
      undefined,
      undefined,
    ]);
  });
  it('puts each reason into a sentence of its own', () => {
    expect(text(tell({ ...CAT, keyLengths: tensor([], [2]) }))).toContain(
      "'sat' and 'down' are only padding, so I may not look: their scores become −∞ and their shares 0.",
    );
    expect(text(tell({ ...CAT, window: [1, 1] }))).toContain(
      "'the' stands too far away, so I may not look: its score becomes −∞ and its share 0.",
    );
  });
  it('says what a row that hears nobody comes to', () => {
    for (const emptyRows of ['zero', 'nan', 'uniform'] as const) {
      const said = text(tell({ ...CAT, mask: matrix([[0, 0, 0, 0]]), emptyRows }));
      expect(said).toContain('There is no word left that I may see.');
      expect(said).toContain('I may see no word, so there is nothing to share out.');
    }
  });
});

describe('lesson(trace): who speaks', () => {
  it('is the query with the most concentrated attention when nobody is named, and says so', () => {
    const told = lesson(cat());
    expect(told.speaker).toEqual({ index: 2, self: 2, chosen: 'concentrated' });
    expect(text(told)).toContain('my attention is the most concentrated');
  });
  it('is, under a causal mask, one of those who may hear the most', () =>
    expect(lesson(cat({ causal: true })).speaker.index).toBe(3));
  it('does not claim to be among the keys in cross-attention', () => {
    const told = lesson(
      attend({ ...CAT, q: matrix([[2, 0, 1, 1]]), tokens: { query: ['Katze'], key: CAT.tokens!.key! } }),
    );
    expect(told.speaker).toEqual({ index: 0, chosen: 'only' });
    expect(text(told)).toContain("I am the word 'Katze', number 1 of 1.");
    expect(text(told)).toContain('I am not in that list: I listen to 4 words from somewhere else.');
    expect(text(told)).not.toContain('My vector was');
  });
  it('finds itself behind the cached keys', () => {
    const told = lesson(
      attend({
        q: matrix([[2, 0, 1, 1]]),
        k: matrix([[1, 0, 1, 1]]),
        v: matrix([[1, 1]]),
        pastKey: matrix([
          [0, 1, 0, 0],
          [2, 0, 1, 0],
        ]),
        pastValue: matrix([
          [1, 0],
          [0, 2],
        ]),
        tokens: { query: ['sat'], key: ['the', 'cat', 'sat'] },
      }),
    );
    expect(told.speaker.self).toBe(2);
    expect(text(told)).toContain('The first 2 of them come from the cache');
  });
  it('refuses a head, item or token that is not there', () => {
    for (const options of [{ head: 1 }, { batch: 1 }, { token: 4 }, { token: -1 }, { token: 0.5 }])
      expect(() => lesson(cat(), options)).toThrow(AttnError);
    expect(refusalOf(() => lesson(cat(), { head: 1 }))).toBe('there is no head 2');
  });
});

describe('lesson(trace): long vectors and long sentences', () => {
  const words = Array.from({ length: 13 }, (_, at) => `w${at}`);
  const told = lesson(
    attend({ q: random(1, 13, 64), k: random(2, 13, 64), v: random(3, 13, 3), tokens: { query: words, key: words } }),
    { token: 0 },
  );
  const said = text(told);
  it('shows the three largest products of w5 and counts the others with what they come to', () => {
    const { products, value } = step(told, 'ask').voices[5]!;
    const sizes = products.map(([a, b]) => a * b).sort((a, b) => Math.abs(b) - Math.abs(a));
    const rest = sizes.slice(3).reduce((sum, x) => sum + x, 0);
    expect(value).toBeCloseTo(rest + sizes[0]! + sizes[1]! + sizes[2]!, 10);
    expect(said).toContain(`… 61 more, together ≈${rest.toFixed(4).replace('-', '−')}`);
  });
  it('tells of the five strongest voices and counts the others with their share', () => {
    const weights = [...step(told, 'share').weights].sort((a, b) => b - a);
    const rest = weights.slice(5).reduce((sum, x) => sum + x, 0);
    expect(said).toMatch(new RegExp(`8 others +${(rest * 100).toFixed(1)} %`));
    expect(said).toContain('… and 8 other words, which I hear less');
    expect(said).toContain('… rows 1 to 12 of 13; 1 other row left out');
  });
});

describe('lesson(trace): one honest sentence for what is special', () => {
  it.each<[Partial<Problem>, RegExp]>([
    [{ similarity: 'cosine' }, /I compare directions only/],
    [{ similarity: 'distance' }, /how far each k is from my q/],
    [
      {
        similarity: 'general',
        wScore: matrix([
          [1, 0, 0, 0],
          [0, 1, 0, 0],
          [0, 0, 1, 0],
          [0, 0, 0, 1],
        ]),
      },
      /a learned table W translates/,
    ],
    [{ similarity: 'additive' }, /bend every number with tanh/],
    [{ normalizer: 'sigmoid' }, /the shares need not add up to 1/],
    [{ normalizer: 'sparsemax' }, /weak voices get exactly 0/],
    [{ normalizer: 'hardmax' }, /gives everything to the largest score/],
    [{ sink: 1 }, /A sink with the score 1 joins the sum with e\^x ≈0.2231: it takes 9.8 % of my attention/],
    [{ temperature: 2 }, /divided by the temperature 2/],
    [{ alibi: true }, /ALiBi takes more from a score/],
    [{ rope: 'half' }, /by an angle that grows with the place/],
    [{ dtype: 'float16' }, /rounded to float16/],
    [{ scale: 1 }, /the scale is 1/],
    [{ scale: -1 }, /what fitted best now fits worst/],
    [{ softcap: 5 }, /No score may pass 5 or −5/],
    [
      { provenance: { random: true, seed: 42 } },
      /My numbers are random \(seed 42\): the arithmetic is real, the meaning is not\./,
    ],
  ])('%j', (more, expected) => {
    const told = tell({ ...CAT, ...more });
    expect(text(told)).toMatch(expected);
    expect(text(told, 'vi')).not.toMatch(expected);
  });
});

describe('pages(lesson)', () => {
  it('letter the steps that share a number, and count on without gaps', () => {
    const names = (problem: Problem) =>
      pages(tell(problem), { lang: 'en', unicode: true }).map(({ name, of }) => `${name}/${of}`);
    expect(names({ ...CAT, causal: true, softcap: 2 })).toEqual([
      '1/6',
      '2/6',
      '3a/6',
      '3b/6',
      '4a/6',
      '4b/6',
      '5/6',
      '6/6',
    ]);
    expect(names({ ...CAT, scale: 1 })).toEqual(['1/5', '2/5', '3/5', '4/5', '5/5']);
  });
});
