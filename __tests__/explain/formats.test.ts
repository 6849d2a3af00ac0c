import { renderGlossary } from '../../src/explain/glossary.js';
import { renderLessonHtml } from '../../src/explain/html.js';
import {
  GLOSSARY_WORDS,
  type Language,
  LANGUAGES,
  LESSON_WORDS,
  SESSION_WORDS,
  WORKSHEET_WORDS,
} from '../../src/words/index.js';
import { renderLessonLatex } from '../../src/explain/latex.js';
import { lessonLines } from '../../src/explain/lines.js';
import { renderLessonMarkdown } from '../../src/explain/markdown.js';
import { lesson } from '../../src/explain/tell.js';
import { displayWidth } from '../../src/show/text/width.js';
import { cat, SAT } from './cat.js';

const sat = lesson(cat({ causal: true, hide: [0] }), { token: SAT, before: cat() });
const EN = { lang: 'en', unicode: true } as const;

describe('lessonLines(lesson)', () => {
  const lines = lessonLines(lesson(cat(), { token: SAT }))
    .trimEnd()
    .split('\n');
  it('is one JSON object a line, with the products of each score', () => {
    expect(lines).toContain('{"step":"score","token":"sat","with":"cat","terms":[[2,2],[0,0],[1,1],[1,0]],"value":5}');
    expect(
      lines.map((line) => (JSON.parse(line) as { step: string }).step).filter((step, at, all) => step !== all[at - 1]),
    ).toEqual(['who', 'lists', 'score', 'scaled', 'weight', 'mix', 'head', 'now', 'row']);
  });
  it('keeps every digit', () => {
    const { value } = JSON.parse(lines.find((line) => line.startsWith('{"step":"now"'))!) as { value: number[] };
    expect(value).toEqual([...cat().stages.get('output')!.tensor.data.subarray(4, 6)]);
  });
  it('says of a masked key why, and writes null for −∞', () => {
    const masked = lessonLines(sat)
      .split('\n')
      .filter((line) => line.includes('"step":"masked"'));
    expect(masked[3]).toBe(
      '{"step":"masked","token":"sat","with":"down","heard":false,"because":"causal","before":1.5,"value":null}',
    );
    expect(masked[0]).toContain('"because":"hidden"');
  });
});

describe('renderLessonMarkdown(lesson)', () => {
  const text = renderLessonMarkdown(sat, EN);
  it('has a heading for each step and tables whose rows are all equally long', () => {
    expect(text.match(/^## .*$/gm)).toEqual([
      '## 1/6 WHO I AM',
      '## 2/6 I ASK EVERYONE',
      '## 3/6 I TURN THE VOLUME DOWN',
      '## 4a/6 WHAT I MAY NOT SEE',
      '## 4b/6 I SHARE OUT MY ATTENTION',
      '## 5/6 I LISTEN',
      '## 6a/6 WHO I AM NOW, AND EVERYBODY ELSE',
      '## 6b/6 WHAT IF',
    ]);
    for (const table of text.match(/(?:^\|.*\|\n)+/gm)!) {
      const cells = table
        .trimEnd()
        .split('\n')
        .map((line) => line.split(/(?<!\\)\|/).length);
      expect(new Set(cells).size).toBe(1);
    }
  });
  it('shows hostile words as text', () => {
    const words = ['<img onerror=x>', 'a|b', '*c*', '[d](e)'];
    const hostile = renderLessonMarkdown(lesson(cat({ tokens: { query: words, key: words } }), { token: 1 }), EN);
    expect(hostile).not.toContain('<img');
    expect(hostile).toContain('a\\|b');
  });
});

describe('renderLessonHtml(lesson)', () => {
  const words = ['<script>alert(1)</script>', '"><img onerror=x>', 'a&b', "it's"];
  const text = renderLessonHtml([lesson(cat({ tokens: { query: words, key: words } }), { token: 1 })], EN);
  it('is one page without script or address, whose words stay text', () => {
    expect(text).toMatch(/^<!DOCTYPE html>/);
    expect(text).not.toMatch(/<script|<img|https?:|url\(/);
    expect(text).toContain('&lt;script&gt;');
  });
  it('closes what it opens, and has as many cells in each row of a table', () => {
    for (const tag of [
      'html',
      'section',
      'table',
      'thead',
      'tbody',
      'tr',
      'td',
      'th',
      'p',
      'h2',
      'span',
      'em',
      'code',
    ]) {
      expect([tag, text.match(new RegExp(`<${tag}[ >]`, 'g'))?.length]).toEqual([
        tag,
        text.match(new RegExp(`</${tag}>`, 'g'))?.length,
      ]);
    }
    for (const [table] of text.matchAll(/<table>[^]*?<\/table>/g)) {
      expect(new Set(table.match(/<tr>.*<\/tr>/g)!.map((row) => row.match(/<t[dh][ >]/g)!.length)).size).toBe(1);
    }
  });
  it('has the numbers of the text', () => {
    for (const number of ['0.4863', '0.8715', '1.2675', '2.0565'])
      expect(renderLessonHtml([lesson(cat(), { token: SAT })], EN)).toContain(number);
  });
});

describe('renderLessonLatex(lesson)', () => {
  const text = renderLessonLatex([sat], EN);
  it('is a whole document with balanced braces, environments and dollars', () => {
    expect(text).toMatch(/^\\documentclass[\s\S]*\\begin\{document\}[\s\S]*\\end\{document\}\n$/);
    const bare = text.replace(/\\[{}$\\]/g, '');
    expect(bare.split('{').length).toBe(bare.split('}').length);
    expect((bare.match(/\$/g) ?? []).length % 2).toBe(0);
    for (const line of bare.split('\n')) expect((line.match(/\$/g) ?? []).length % 2).toBe(0);
    expect(text.match(/\\begin\{tabular\}/g)!.length).toBe(text.match(/\\end\{tabular\}/g)!.length);
  });
  it('has as many cells in each row as its table has columns', () => {
    for (const [, form, body] of text.matchAll(/\\begin\{tabular\}\{(\w+)\}\n([\s\S]*?)\\end\{tabular\}/g)) {
      for (const line of body!.trimEnd().split('\n')) expect(line.split(/(?<!\\)&/).length).toBe(form!.length);
    }
  });
  it('leaves no sign that pdfLaTeX cannot set', () => {
    expect(text).toMatch(/^[\x00-\x7f]*$/);
    const vietnamese = renderLessonLatex([sat], { ...EN, lang: 'vi' });
    expect(vietnamese).toContain('\\usepackage[T5]{fontenc}');
    expect(vietnamese.match(/[^\x00-\x7f\p{Script=Latin}]/gu)).toBeNull();
  });
  it('escapes what means something to TeX', () => {
    const words = ['50%', 'a_b', '$x$', '\\input'];
    const hostile = renderLessonLatex([lesson(cat({ tokens: { query: words, key: words } }), { token: 0 })], EN);
    expect(hostile).toContain('50\\%');
    expect(hostile).toContain('a\\_b');
    expect(hostile).not.toMatch(/[^{]\\input/);
  });
});

describe('renderGlossary(options)', () => {
  it('explains Q, K, V, QKᵀ + softmax, output, multi-head and the RNN in both languages', () => {
    for (const lang of ['en', 'vi'] as const) {
      const { entries } = JSON.parse(renderGlossary({ format: 'json', lang, unicode: true, color: 0, width: 80 })) as {
        entries: { term: string; formula: string }[];
      };
      expect(entries).toHaveLength(7);
      expect(entries.map(({ formula }) => formula).slice(0, 4)).toEqual([
        'Q = X·W_Q',
        'K = X·W_K',
        'V = X·W_V',
        'A = softmax(Q·Kᵀ / √d_k)',
      ]);
    }
  });
  it('fits into 60 columns and more, in ASCII too', () => {
    for (const lang of ['en', 'vi'] as const) {
      for (const width of [60, 80, 120]) {
        for (const unicode of [true, false]) {
          const text = renderGlossary({ format: 'table', lang, unicode, color: 0, width });
          expect(text.split('\n').filter((line) => displayWidth(line) > width)).toEqual([]);
          if (!unicode) expect(text).toMatch(/^[\n\x20-\x7e]*$/);
        }
      }
    }
  });
  it('is a Markdown table of three columns', () => {
    const rows = renderGlossary({ format: 'md', lang: 'vi', unicode: true, color: 0, width: 80 })
      .split('\n')
      .filter((line) => line.startsWith('|'));
    expect(rows).toHaveLength(9);
    expect(new Set(rows.map((row) => row.split(/(?<!\\)\|/).length))).toEqual(new Set([5]));
  });
});

describe('the catalogues', () => {
  const catalogue = (lang: Language): Readonly<Record<string, unknown>> => ({
    ...LESSON_WORDS[lang],
    ...SESSION_WORDS[lang],
    ...WORKSHEET_WORDS[lang],
    ...GLOSSARY_WORDS[lang],
  });
  const en = catalogue('en');
  const others = LANGUAGES.filter((lang) => lang !== 'en').map((lang) => [lang, catalogue(lang)] as const);
  it.each(others)('%s has every sentence of English, each with the same parameters', (_, other) => {
    expect(Object.keys(other).sort()).toEqual(Object.keys(en).sort());
    for (const key of Object.keys(en)) {
      expect([key, typeof other[key]]).toEqual([key, typeof en[key]]);
      if (typeof en[key] === 'string') expect([key, String(other[key]).trim()]).not.toEqual([key, '']);
    }
    for (const list of ['glossary', 'help']) expect(other[list]).toHaveLength((en[list] as readonly unknown[]).length);
  });
  it('Vietnamese is composed (NFC), so that every terminal draws its marks', () => {
    const texts = JSON.stringify(catalogue('vi')) + Object.values(catalogue('vi')).map(String).join('');
    expect(texts).toBe(texts.normalize('NFC'));
  });
});
