import { attend } from '../../../src/core/attend.js';
import type { Problem } from '../../../src/core/problem.js';
import { matrix, tensor } from '../../../src/core/tensor.js';
import { retold } from '../../../src/show/parts/retold.js';
import { CAT, waves } from '../sample.js';

const mask = (may: (i: number, j: number) => boolean): NonNullable<Problem['mask']> => ({
  text: 'i > 0',
  at: (i, j) => Number(may(i, j)),
});
const NAN_KEY = matrix([
  [NaN, 1, 0, 0],
  [2, 0, 1, 0],
  [1, 0, 1, 1],
  [0, 1, 1, 2],
]);

/** One problem at least for everything that core can say. */
const PROBLEMS: readonly Problem[] = [
  { ...CAT, mask: mask((i) => i > 0) },
  { ...CAT, mask: mask((i) => i > 1), emptyRows: 'nan' },
  { ...CAT, mask: mask(() => false), emptyRows: 'uniform' },
  { ...CAT, mask: mask((i) => i > 0), sink: 1 },
  { q: waves(2, 2, 7, 2), mask: mask((i, j) => i < j) },
  { ...CAT, k: NAN_KEY },
  { ...CAT, k: NAN_KEY, mask: mask((_, j) => j > 0) },
  {
    ...CAT,
    v: matrix([
      [Infinity, 0],
      [0, 2],
      [1, 1],
      [3, 0],
    ]),
  },
  { q: waves(4, 3, 2), k: waves(2, 3, 2), v: waves(2, 3, 2) },
  {
    ...CAT,
    softcap: 3,
    bias: { text: 'i - j', at: (i, j) => i - j },
    alibi: true,
    rope: 'half',
    causal: true,
    window: [1, -1],
    sink: 2,
    dtype: 'float32',
    temperature: 2,
  },
  {
    ...CAT,
    bias: tensor([4, 8], Array(32).fill(0)),
    alibi: tensor([1], [0.5]),
    rope: 'interleaved',
    pastKey: CAT.k!,
    pastValue: CAT.v!,
    causal: 'offset',
    maskTrue: 'ignore',
  },
  { ...CAT, like: 'onnx', mask: tensor([4, 2], [1, 1, 0, 1, 1, 1, 1, 0]), keyLengths: tensor([1], [3]) },
  {
    q: waves(2, 3, 2, 2),
    causal: 'bottom-right',
    pastKey: waves(2, 1, 2, 2),
    pastValue: waves(2, 1, 2, 2),
    keyLengths: tensor([2], [4, 3]),
    layout: 'blhd',
  },
];

/** Words of the field, names and numbers are the same in both languages. */
const SAME =
  /^(?:\(?(?:batch|length|heads|size|[\s,×()])+|dot|softmax|zero|nan|uniform|onnx|i > 0|1\/√\d+|[\d., ]+|(?:top-left|bottom-right|offset) \(j ≤ i(?: [+−] \d+)?\)|float32)$/;

describe('what core says', () => {
  const said = PROBLEMS.flatMap((problem) => {
    const { warnings, conventions } = attend(problem);
    return [...warnings, ...conventions.map(({ value }) => value)];
  });

  it('is all told in Vietnamese, no English word left', () => {
    const english = [...new Set(said)].filter((text) => !SAME.test(text) && retold(text, 'vi') === text);
    expect(english).toEqual([]);
    const telling = said
      .map((text) => retold(text, 'vi'))
      .join('\n')
      .replace(/'[^']*'/g, '');
    expect(telling).not.toMatch(
      /\b(?:query|queries|keys?|row|head|batch item|before|after|every|given|more|stands?|and|the|of)\b/,
    );
  });

  it('stays as it is in English, and where nothing is known of it', () => {
    for (const text of said) expect(retold(text, 'en')).toBe(text);
    expect(retold('something new', 'vi')).toBe('something new');
  });
});
