import { displayWidth, glyphs, markdownText, padEnd, type ShowOptions } from '../show/index.js';
import { GLOSSARY_WORDS } from '../words/index.js';
import { penOf } from './lesson-text.js';
import { wrapped } from './text/prose.js';

export interface GlossaryOptions extends Pick<ShowOptions, 'lang' | 'unicode' | 'color' | 'width'> {
  readonly format: 'table' | 'md' | 'json';
}

/** The 80/20 of attention: Q, K, V, QKᵀ + softmax, output, multi-head, and why not only an RNN. */
export function renderGlossary(options: GlossaryOptions): string {
  const { glossary, glossaryTitle } = GLOSSARY_WORDS[options.lang];
  switch (options.format) {
    case 'json':
      return `${JSON.stringify({ schema: 'attn-glossary/1', lang: options.lang, entries: glossary }, undefined, 2)}\n`;
    case 'md':
      return [
        `# ${markdownText(glossaryTitle.replace(/ {2,}/, ': '))}`,
        '',
        '| | | |',
        '| --- | --- | --- |',
        ...glossary.map(
          ({ term, formula, meaning, example }) =>
            `| **${markdownText(term)}** | ${markdownText(formula)} | ${markdownText(meaning)} *${markdownText(example)}* |`,
        ),
        '',
      ].join('\n');
    case 'table':
      return glossaryTable(options);
  }
}

/** Sentences are set no wider than this. */
const MEASURE = 96;

/** Term and formula left, meaning and example right, a rule between two entries. */
function glossaryTable({ lang, width, ...options }: GlossaryOptions): string {
  const { palette, write } = penOf(options);
  const { glossary, glossaryTitle } = GLOSSARY_WORDS[lang];
  const roles = [palette.query, palette.key, palette.value];
  const left = Math.max(
    ...glossary.flatMap(({ term, formula }) => [displayWidth(write(term)), displayWidth(write(formula))]),
  );
  const room = Math.min(width, MEASURE);
  const rule = palette.dim(glyphs(options.unicode).box.mid.repeat(room));
  const entries = glossary.flatMap(({ term, formula, meaning, example }, at) => {
    const names = [write(term), write(formula)];
    const texts = [
      ...wrapped(write(meaning), room - left - 3),
      ...wrapped(write(example), room - left - 3).map((line) => palette.dim(line)),
    ];
    const lines = Array.from({ length: Math.max(names.length, texts.length) }, (_, line) => {
      const name = padEnd(names[line] ?? '', left);
      const painted = line === 0 ? (roles[at] ?? palette.bold)(name) : name;
      return `${painted}   ${texts[line] ?? ''}`.trimEnd();
    });
    return [rule, ...lines];
  });
  return `${[...wrapped(write(glossaryTitle), room).map((line) => palette.bold(line)), ...entries, rule].join('\n')}\n`;
}
