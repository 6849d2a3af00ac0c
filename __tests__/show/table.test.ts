import { matrix, tensor } from '../../src/core/tensor.js';
import { renderTable } from '../../src/show/table.js';
import { displayWidth } from '../../src/show/text/width.js';
import type { ShowOptions } from '../../src/show/renderer.js';
import { cat, CONTROL, HOSTILE, labelled, long, PIPE, waves } from './sample.js';
import { attend } from '../../src/core/attend.js';
import { refusalOf } from '../said.js';

const table = (trace: Parameters<typeof renderTable>[0], more: Partial<ShowOptions> = {}): string =>
  renderTable(trace, { ...PIPE, ...more }) as string;
const plain = (text: string): string => text.replace(/\u001b\[[\d;]*m/g, '');

describe('renderTable', () => {
  it('shows scores, weights and output of "the cat sat down"', () => {
    expect(table(cat())).toBe(`\
scores  Q·Kᵀ  4×4
╭──────┬─────────────────────╮
│      │ the  cat  sat  down │
├──────┼─────────────────────┤
│  the │   1    0    0     1 │
│  cat │   1    2    2     3 │
│  sat │   0    5    4     3 │
│ down │   1    1    2     4 │
╰──────┴─────────────────────╯

weights  softmax(scaled)  4×4  rows sum to 1
╭──────┬────────────────────────────────────┬───╮
│      │    the      cat      sat     down  │ Σ │
├──────┼────────────────────────────────────┼───┤
│  the │ 0.3112 ▎ 0.1888 ▎ 0.1888 ▎ 0.3112 ▎│ 1 │
│  cat │ 0.1425 ▏ 0.2350 ▎ 0.2350 ▎ 0.3875 ▍│ 1 │
│  sat │ 0.0399   0.4863 ▌ 0.2949 ▎ 0.1789 ▏│ 1 │
│ down │ 0.1230 ▏ 0.1230 ▏ 0.2028 ▎ 0.5512 ▌│ 1 │
╰──────┴────────────────────────────────────┴───╯

output  weights·V  4×2
╭──────┬────────────────╮
│      │      1       2 │
├──────┼────────────────┤
│  the │ 1.4337  0.5663 │
│  cat │ 1.5399  0.7050 │
│  sat │ 0.8715  1.2675 │
│ down │ 1.9795  0.4488 │
╰──────┴────────────────╯
`);
  });

  it('marks what is masked by a sign that is no number, explains it once, and says what is not standard', () => {
    expect(table(cat({ causal: 'top-left' }), { unicode: false, stages: ['weights'] })).toBe(`\
weights  softmax(masked)  4x4  rows sum to 1
+------+--------------------------------+-----+
|      |    the     cat     sat    down | sum |
+------+--------------------------------+-----+
|  the | 1.0000       .       .       . |   1 |
|  cat | 0.3775  0.6225       .       . |   1 |
|  sat | 0.0486  0.5922  0.3592       . |   1 |
| down | 0.1230  0.1230  0.2028  0.5512 |   1 |
+------+--------------------------------+-----+

. masked: may not attend
causal: top-left (j <= i)
`);
  });

  it('writes no escape without colour, and the same text with it', () => {
    expect(table(cat())).not.toContain('\u001b');
    const colored = table(cat({ causal: true }), { color: 3 });
    expect(colored).toContain('\u001b[48;2;');
    for (const level of [1, 2, 3] as const) {
      expect(plain(table(cat(), { color: level, stages: ['scores', 'output'] }))).toBe(
        table(cat(), { stages: ['scores', 'output'] }),
      );
    }
    expect(plain(table(cat(), { color: 1 }))).toBe(table(cat()));
    expect(
      plain(colored)
        .split('\n')
        .every((line) => !/\s$/.test(line)),
    ).toBe(true);
  });

  it('colours the labels of queries blue and of keys orange', () => {
    const colored = table(cat(), { color: 3, stages: ['scores'] });
    expect(colored).toMatch(/\u001b\[38;2;31;117;215m the\u001b/);
    expect(colored).toMatch(/\u001b\[38;2;187;90;15m the /);
  });

  it('keeps the first and the last columns on a narrow terminal, and counts what is left out', () => {
    const text = table(long(30), { width: 60, stages: ['weights'] });
    expect(text).toContain('w1');
    expect(text).toContain('w30');
    expect(text).toMatch(/showing \d of 30 columns; --full, --width or --json for all/);
    expect(text).toMatch(/0\.\d{4} {2}… {2}0\.\d{4}/);
  });

  it('leaves the middle rows out beyond forty on a terminal', () => {
    const text = table(long(50), { width: 80, stages: ['lse'] });
    expect(text).toContain('showing 40 of 50 rows');
    expect(text.split('\n').filter((line) => /^│ +w\d/.test(line))).toHaveLength(40);
  });

  it('leaves nothing out where the width is not limited', () => {
    const text = table(long(64), { stages: ['weights'] });
    expect(text).not.toContain('…');
    expect(text).not.toContain('showing');
    expect(text.match(/0\.\d{4}/g)).toHaveLength(64 * 64);
  });

  it('stays inside every width from 40 columns up', () => {
    const sentence = "The animal didn't cross the street because it was tired".split(' ');
    const trace = attend({
      q: waves(10, 4),
      tokens: { query: sentence, key: sentence },
      causal: 'top-left',
      softcap: 30,
      dtype: 'float32',
    });
    for (let width = 40; width <= 130; width += 3) {
      for (const more of [{}, { color: 1 as const }, { heatmap: true }, { top: 3 }, { unicode: false }]) {
        const text = table(trace, { width, stages: ['scores', 'masked', 'weights', 'output', 'entropy'], ...more });
        expect(text.split('\n').filter((line) => displayWidth(line) > width)).toEqual([]);
      }
    }
  });

  it('aligns labels of double width, emoji and combining marks', () => {
    const lines = table(labelled(['猫', '👨‍👩‍👧', 'được', '1️⃣']), { stages: ['scores'] })
      .split('\n')
      .slice(1, 9);
    expect(new Set(lines.map(displayWidth)).size).toBe(1);
  });

  it('tells repeated tokens apart', () => {
    expect(table(labelled(['the', 'cat', 'the', 'cat']))).toContain('the₁');
    expect(table(labelled(['the', 'cat', 'the', 'cat']), { unicode: false })).toContain('cat#4');
  });

  it.each(HOSTILE)('shows the label %j harmless, in a frame that stays straight', (label) => {
    for (const more of [{}, { width: 60 }, { heatmap: true }, { top: 2 }, { unicode: false }]) {
      const text = table(labelled([label, 'b', 'c', 'd']), more);
      expect(text.replace(/\n/g, '')).not.toMatch(CONTROL);
    }
    const framed = table(labelled([label, 'b', 'c', 'd']))
      .split('\n')
      .filter((line) => /^[╭│├╰]/.test(line))
      .slice(0, 8);
    expect(new Set(framed.map(displayWidth)).size).toBe(1);
  });

  it('writes nothing but ASCII where asked, whatever the labels and the language', () => {
    const trace = labelled(['ngữ', '猫', '👩‍⚕️', 'é']);
    for (const more of [{}, { heatmap: true }, { top: 2 }, { width: 40 }]) {
      expect(
        table(trace, {
          unicode: false,
          lang: 'vi',
          stages: ['scores', 'scaled', 'weights', 'output', 'lse', 'entropy'],
          ...more,
        }),
      ).toMatch(/^[\x20-\x7e\n]*$/);
    }
  });

  it('names the head, and shows them all when they are few', () => {
    const text = table(long(3, 2), { width: 80 });
    expect(text).toContain('weights  softmax(scaled)  3×3  head 1 of 2  rows sum to 1');
    expect(text).toContain('head 2 of 2');
  });

  it('shows the first of many heads on a terminal and says how to see the others; all of them in a pipe', () => {
    const text = table(long(3, 8), { width: 100, stages: ['weights'] });
    expect(text).toContain('head 1 of 8');
    expect(text).not.toContain('head 2 of 8');
    expect(text).toContain('the first of 8; --head N or --batch N for another, --full or --json for all');
    expect(table(long(3, 8), { stages: ['weights'] })).toContain('head 8 of 8');
  });

  it('shows the head that is asked for', () => {
    const text = table(long(3, 8), { width: 100, stages: ['weights'], head: 4 });
    expect(text).toContain('head 5 of 8');
    expect(text).not.toMatch(/head [^5] of 8/);
  });

  it('shows what hiding a token changed, before and after, and once what it did not', () => {
    const text = table(cat({ hide: [1] }), { before: cat() });
    expect(text.match(/^scores/gm)).toHaveLength(1);
    expect(text).toContain('before hiding cat');
    expect(text).toContain('after hiding cat');
    expect(text).toMatch(/sat │ 0\.0777 ▏ +· {3}0\.5741 ▋ 0\.3482 ▍│ 1/);
    expect(text).toMatch(/sat │ 1\.6964 {2}0\.5741/);
  });

  it('lists the largest weights of each row, and what the others share', () => {
    expect(table(cat(), { stages: ['weights'], top: 2 })).toBe(`\
weights  softmax(scaled)  4×4  rows sum to 1  the 2 largest weights of each row
   the → the 0.3112, down 0.3112, … 2 others share 0.3775
   cat → down 0.3875, cat 0.2350, … 2 others share 0.3775
   sat → cat 0.4863, sat 0.2949, … 2 others share 0.2188
  down → down 0.5512, sat 0.2028, … 2 others share 0.2460
`);
  });

  it('does not say that rows sum to 1 when they do not', () => {
    expect(table(cat({ normalizer: 'sigmoid' }), { stages: ['weights'] })).not.toContain('sum to 1');
    expect(table(cat({ sink: 1 }), { stages: ['weights'] })).not.toContain('sum to 1');
  });

  it('shows one number a row for the entropy, in bits', () => {
    expect(table(cat(), { stages: ['entropy'] })).toContain('│  the │ 1.9563 │');
  });

  it('takes column names of V for the output', () => {
    const v = matrix(
      [
        [1, 0],
        [0, 2],
        [1, 1],
        [3, 0],
      ],
      { columns: ['noun', 'verb'] },
    );
    expect(table(cat({ v }), { stages: ['output'] })).toContain('noun');
  });

  it('shows one stage alone, and says which there are when it is not there', () => {
    expect(table(cat(), { only: 'scaled' })).toMatch(/^scaled {2}scores × 1\/√4 {2}4×4\n/);
    expect(refusalOf(() => table(cat(), { only: 'softcapped' }))).toBe(
      "there is no stage 'softcapped' in this computation",
    );
  });

  it('says that a matrix is empty', () => {
    const trace = cat();
    for (const [shape, word] of [
      [[1, 1, 0, 2], '(no rows)'],
      [[1, 1, 4, 0], '(no columns)'],
    ] as const) {
      const stages = new Map(trace.stages).set('output', { ...trace.stages.get('output')!, tensor: tensor(shape, []) });
      const tokens = { ...trace.tokens, query: shape[2] === 0 ? [] : trace.tokens.query };
      expect(table({ ...trace, stages, tokens }, { stages: ['output'] })).toBe(
        `output  weights·V  ${shape[2]}×${shape[3]}\n  ${word}\n`,
      );
    }
  });

  it('says it in Vietnamese', () => {
    expect(table(cat({ causal: true }), { lang: 'vi' })).toContain('mỗi hàng có tổng bằng 1');
  });
});
