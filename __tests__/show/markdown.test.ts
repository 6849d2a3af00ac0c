import { markdownText, renderMarkdown } from '../../src/show/markdown.js';
import { cat, CONTROL, HOSTILE, labelled, long, PIPE } from './sample.js';

describe('renderMarkdown', () => {
  it('writes a GitHub table under a title, aligned in the source too', () => {
    expect(renderMarkdown(cat({ causal: true }), { ...PIPE, stages: ['weights'] })).toBe(`\
**weights** · softmax(masked) · 4×4 · rows sum to 1

|      |    the |    cat |    sat |   down |  Σ |
| ---- | -----: | -----: | -----: | -----: | -: |
| the  | 1.0000 |      · |      · |      · |  1 |
| cat  | 0.3775 | 0.6225 |      · |      · |  1 |
| sat  | 0.0486 | 0.5922 | 0.3592 |      · |  1 |
| down | 0.1230 | 0.1230 | 0.2028 | 0.5512 |  1 |

- · masked: may not attend
- causal: top-left (j ≤ i)
`);
  });
  it('shows every head', () => {
    expect(
      (renderMarkdown(long(3, 6), { ...PIPE, stages: ['weights'], width: 80 }) as string).match(/head \d of 6/g),
    ).toHaveLength(6);
  });
  it.each(HOSTILE)('keeps the columns of the table with the label %j', (label) => {
    const text = renderMarkdown(labelled([label, 'b', 'c', 'd']), { ...PIPE, stages: ['scores'] }) as string;
    expect(text.replace(/\n/g, '')).not.toMatch(CONTROL);
    expect(text).not.toMatch(/<[a-z/]/i);
    for (const line of text.split('\n').filter((one) => one.startsWith('|'))) {
      expect(line.match(/(?<!\\)(?:\\\\)*\|/g)).toHaveLength(6);
    }
  });
});

describe('markdownText', () => {
  it('lets no emphasis, code, link, table border or HTML come of a text', () => {
    expect(markdownText('**a** `b` [c](d) e|f <g> & $h$ ~i~ _j_')).toBe(
      '\\*\\*a\\*\\* \\`b\\` \\[c\\](d) e\\|f &lt;g&gt; &amp; \\$h\\$ \\~i\\~ \\_j\\_',
    );
  });
});
