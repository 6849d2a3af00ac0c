import { attend } from '../../src/core/attend.js';
import type { Problem } from '../../src/core/problem.js';
import { matrix, tensor } from '../../src/core/tensor.js';
import { AS_FIELDS } from '../../src/words/index.js';
import { traceText } from '../../src/words/trace.js';
import { CAT, waves } from '../show/sample.js';

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
  { ...CAT, selectTop: 2 },
  { ...CAT, chunk: 2, documents: tensor([4], [0, 0, 5, -1]) },
  { ...CAT, selectTop: '2,ties=all' },
  { ...CAT, causal: true, selectBlocks: '1,2' },
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

describe('what core says of a computation', () => {
  const facts = PROBLEMS.flatMap((problem) => {
    const { warnings, conventions } = attend(problem);
    return [...warnings, ...conventions.map(({ value }) => value)];
  });

  it('is all told in Vietnamese, no English word left', () => {
    const english = facts
      .map((fact) => traceText(fact))
      .filter((text, at) => !SAME.test(text) && traceText(facts[at]!, 'vi') === text);
    expect(english).toEqual([]);
    const telling = facts
      .map((fact) => traceText(fact, 'vi'))
      .join('\n')
      .replace(/'[^']*'/g, '');
    expect(telling).not.toMatch(
      /\b(?:query|queries|keys?|row|head|batch item|before|after|every|given|more|stands?|and|the|of)\b/,
    );
  });

  it('names the first few places and counts the others, in both languages', () => {
    const at = { token: 'it', row: 3, head: 2, item: 4 };
    const fact = {
      code: 'stage-not-finite',
      stage: 'scores',
      cells: [{ value: NaN, at, key: 'cat' }],
      more: 7,
    } as const;
    expect(traceText(fact)).toBe("non-finite scores: NaN at 'it' (row 3, head 2, batch item 4) for 'cat'; and 7 more");
    expect(traceText(fact, 'vi')).toBe(
      "có điểm không phải số hữu hạn: NaN ở 'it' (hàng 3, đầu 2, mục 4 của lô) với 'cat' và 7 chỗ nữa",
    );
    const keys = { code: 'masked-not-finite', keys: ['a', 'b'], more: 2 } as const;
    expect(traceText(keys)).toContain("of 'a', 'b' and 2 more stands behind");
    expect(traceText(keys, 'vi')).toContain("của 'a', 'b' và 2 chỗ nữa nằm sau mặt nạ");
  });

  it('names the options as the reader does', () => {
    const fact = { code: 'empty-rows', rows: [{ token: 'a', row: 1 }], more: 0, result: 'zero' } as const;
    expect(traceText(fact, 'en', AS_FIELDS)).toContain('(emptyRows)');
  });
});
