import fc from 'fast-check';
import { attend } from '../../src/core/attend.js';
import { generator } from '../../src/core/random.js';
import { tensor } from '../../src/core/tensor.js';
import { lesson } from '../../src/explain/tell.js';
import { renderLessonText, type TextOptions } from '../../src/explain/lesson-text.js';
import { displayWidth } from '../../src/show/text/width.js';
import { cat, SAT } from './cat.js';

const PIPE: TextOptions = { lang: 'en', unicode: true, color: 0, width: Infinity };
const tell = (trace = cat(), more: Partial<TextOptions> = {}, options = {}) =>
  renderLessonText(lesson(trace, { token: SAT, ...options }), { ...PIPE, ...more });

/** Runs of blanks do not count: the words and the numbers do. */
const squeezed = (text: string): string[] => text.split('\n').map((line) => line.replace(/\s+/g, ' ').trim());

// The sketch that the lesson was designed from; its numbers were computed independently.
const SKETCH = `
softmax( Q·Kᵀ / √d_k ) · V 4 tokens · d_k 4 · d_v 2 · 1 head · no mask
I am the word 'sat', number 3 of 4. Alone, I only know myself.
I made three small lists of numbers:
q what I look for K what each word offers V what it tells
► sat [ 2 0 1 1 ] the [ 0 1 0 0 ] [ 1 0 ]
cat [ 2 0 1 0 ] [ 0 2 ]
► sat [ 1 0 1 1 ] [ 1 1 ]
down [ 0 1 1 2 ] [ 3 0 ]
I am in the list too: I may listen to myself.
I take the dot product of my q with each k: multiply number by number, and add.
the 2·0 + 0·1 + 1·0 + 1·0 = 0 nothing I look for
cat 2·2 + 0·0 + 1·1 + 1·0 = 5 ◄ fits best
sat 2·1 + 0·0 + 1·1 + 1·1 = 4
down 2·0 + 0·1 + 1·1 + 1·2 = 3
Check: 'cat' wins because my first number (2) meets its first number (2).
the cat sat down
score 0 5 4 3
÷ 2 0 2.5 2 1.5
Why? Long lists give big sums, and big sums make me hear only one voice.
without ÷2 I would give cat 66%, with ÷2 I give cat 49%.
scaled 0 2.5 2 1.5
− largest 2.5 −2.5 0 −0.5 −1 (same answer, no overflow)
e^x ≈0.0821 1 ≈0.6065 ≈0.3679 sum ≈2.0565
÷ sum ≈0.0399 ≈0.4863 ≈0.2949 ≈0.1789 sum 1
the 4.0 % ▊
cat 48.6 % █████████▊
sat 29.5 % █████▉
down 17.9 % ███▋
Check: 0.0399 + 0.4863 + 0.2949 + 0.1789 = 1.0000. It is all I have to give.
the 0.0399 × [ 1 0 ] ≈ [ 0.0399 0 ]
cat 0.4863 × [ 0 2 ] ≈ [ 0 0.9725 ]
sat 0.2949 × [ 1 1 ] ≈ [ 0.2949 0.2949 ]
down 0.1789 × [ 3 0 ] ≈ [ 0.5367 0 ]
sum ≈ [ 0.8715 1.2675 ] ◄ the new me
(≈ means rounded. I keep every digit: 0.97252… + 0.29493… = 1.26746…, so the
last shown digit can be one off from adding what you see.)
My vector was [ 1 1 ], now it is [ 0.8715 1.2675 ]: nearly half of it is 'cat'.
All four words did this at once. Row = who listens, column = who is heard:
the cat sat down Σ spread
the 0.3112 ▎ 0.1888 ▎ 0.1888 ▎ 0.3112 ▎ 1 1.96 bit
cat 0.1425 ▏ 0.2350 ▎ 0.2350 ▎ 0.3875 ▍ 1 1.91 bit
► sat 0.0399 0.4863 ▌ 0.2949 ▎ 0.1789 ▏ 1 1.65 bit
down 0.1230 ▏ 0.1230 ▏ 0.2028 ▎ 0.5512 ▌ 1 1.68 bit
(2 bits = I hear all four words alike)
WHERE I look came from Q and K. WHAT I take came from V. (QK part, OV part)
Numbers like these show where a word looked, not why a model answered.
`
  .trim()
  .split('\n');

describe('renderLessonText(lesson)', () => {
  it('tells "the cat sat down" line for line as the sketch of the lesson has it', () => {
    const lines = squeezed(tell());
    expect(SKETCH.filter((line) => !lines.includes(line))).toEqual([]);
  });

  it('numbers its six screens and ends each title with a rule of 80 columns', () => {
    const titles = tell()
      .split('\n')
      .filter((line) => line.startsWith('●'));
    expect(titles.map((title) => title.replace(/ ─*$/, ''))).toEqual([
      '●○○○○○  1/6  WHO I AM',
      '●●○○○○  2/6  I ASK EVERYONE   score = q · k',
      '●●●○○○  3/6  I TURN THE VOLUME DOWN   ÷ √d_k = ÷ √4 = ÷ 2',
      '●●●●○○  4/6  I SHARE OUT MY ATTENTION   softmax',
      '●●●●●○  5/6  I LISTEN   weights × V, then add',
      '●●●●●●  6/6  WHO I AM NOW, AND EVERYBODY ELSE',
    ]);
    expect(titles.map(displayWidth)).toEqual(Array(6).fill(80));
  });

  it('says with --causal whom it may not hear, and comes to the weights of the sketch', () => {
    const text = tell(cat({ causal: true }));
    expect(text).toContain("'down' comes after me, so I may not look: its score becomes −∞ and its share 0.");
    expect(text).toContain('4a/6  WHAT I MAY NOT SEE');
    expect(squeezed(text)).toContain('÷ sum ≈0.0486 ≈0.5922 ≈0.3592 0 sum 1');
    expect(text).toContain('[ 0.4078  1.5436 ]');
  });

  it('shows with --hide cat what was before and what is after', () => {
    const text = tell(cat({ hide: [1] }), {}, { before: cat() });
    const lines = squeezed(text).map((line) => line.replace(/ [▏▎▍▌▋▊▉█]+/g, ''));
    for (const line of [
      'weight before after',
      'the 0.0399 0.0777',
      'cat 0.4863 0',
      'sat 0.2949 0.5741',
      'down 0.1789 0.3482',
    ])
      expect(lines).toContain(line);
    expect(lines).toContain('output before [ 0.8715 1.2675 ]');
    expect(lines).toContain('output after [ 1.6964 0.5741 ]');
    expect(text).toContain("'cat' is hidden, so I may not look");
  });

  it('speaks Vietnamese with the same numbers', () => {
    const vietnamese = tell(cat(), { lang: 'vi' });
    expect(vietnamese).toContain("Tôi là từ 'sat', đứng thứ 3 trong 4 từ.");
    const numbers = (text: string) => text.match(/[≈−]?\d+\.\d{2,}…?/g);
    expect(numbers(vietnamese)).toEqual(numbers(tell()));
  });

  it('writes only ASCII when it must, in Vietnamese too', () => {
    for (const lang of ['en', 'vi'] as const) {
      expect(tell(cat({ causal: true, hide: [0] }), { unicode: false, lang }, { before: cat() })).toMatch(
        /^[\n\x20-\x7e]*$/,
      );
    }
  });

  it('puts no escape into a pipe, and colours without changing a letter', () => {
    expect(tell()).not.toContain('\u001b');
    for (const color of [1, 2, 3] as const) {
      expect(
        tell(cat(), { color })
          .replace(/\u001b\[[\d;]*m/g, '')
          .replace(/ +$/gm, ''),
      ).toBe(tell());
    }
  });

  it('makes the words of strangers harmless', () => {
    const words = ['\u001b[2J', 'a\nb', '\u202egnp', '<script>'];
    const text = tell(cat({ tokens: { query: words, key: words } }));
    expect(text).not.toMatch(/[\u001b\u202e]/);
    expect(text).toContain('\\u{1b}[2J');
  });

  it('fits into any width from 60 columns, whatever the problem', () => {
    const options = { width: 60, unicode: true };
    const problem = fc.record({
      n: fc.integer({ min: 1, max: 16 }),
      dK: fc.integer({ min: 1, max: 12 }),
      dV: fc.integer({ min: 1, max: 10 }),
      seed: fc.nat(),
      causal: fc.boolean(),
      lang: fc.constantFrom('en' as const, 'vi' as const),
      width: fc.integer({ min: 60, max: 120 }),
    });
    fc.assert(
      fc.property(problem, ({ n, dK, dV, seed, causal, lang, width }) => {
        const draw = generator(seed).normal;
        const random = (rows: number, columns: number) =>
          tensor([rows, columns], Array.from({ length: rows * columns }, draw));
        const trace = attend({ q: random(n, dK), k: random(n, dK), v: random(n, dV), causal });
        const lines = renderLessonText(lesson(trace), { ...PIPE, ...options, width, lang }).split('\n');
        expect(lines.filter((line) => displayWidth(line) > width)).toEqual([]);
      }),
      { numRuns: 60, seed: 7 },
    );
  });
});
