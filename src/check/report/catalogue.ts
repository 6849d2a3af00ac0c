import { catalogue, type CatalogueEntry } from '../catalogue.js';

/** The catalogue for a terminal: an id and its title a line, the formula below. */
export function catalogueText(): string {
  const families = catalogue();
  const widest = Math.max(...families.flatMap(({ entries }) => entries.map(({ id }) => id.length)));
  const line = ({ id, title, formula }: CatalogueEntry): string =>
    `  ${id.padEnd(widest)}  ${title}\n  ${' '.repeat(widest)}  ${formula}`;
  return `${families.map(({ title, entries }) => [title, ...entries.map(line)].join('\n')).join('\n\n')}\n`;
}

/** The catalogue for scripts. */
export function catalogueJson(compact: boolean): string {
  const all = catalogue().flatMap(({ title: family, entries }) =>
    entries.map(({ id, title, formula, lookFor, instead }) => ({
      id,
      family,
      title,
      formula,
      look_for: lookFor,
      try: instead,
    })),
  );
  return `${JSON.stringify({ schema: 'attn-mistakes/1', mistakes: all }, null, compact ? undefined : 2)}\n`;
}

/** docs/mistakes.md, written by scripts/write-mistakes.mjs. */
export function catalogueMarkdown(): string {
  const cell = (text: string): string => text.replaceAll('|', '\\|').replaceAll('<', '&lt;');
  const family = ({ title, entries }: ReturnType<typeof catalogue>[number]): string =>
    [
      `## ${title}`,
      '',
      '| id | what the code does | formula | look for | write instead |',
      '|---|---|---|---|---|',
      ...entries.map(
        ({ id, title: what, formula, lookFor, instead }) =>
          `| ${id} | ${cell(what)} | ${cell(formula)} | ${cell(lookFor)} | ${cell(instead)} |`,
      ),
    ].join('\n');
  return `# Mistakes that attn check knows

Written by \`scripts/write-mistakes.mjs\` from the catalogue in \`src/check/mistakes/\`; \`attn check --list\` prints the same. An id stands for
one mistake, which may be made in several ways: the first is shown. S is scale·Q·Kᵀ, P the weights, O the output.

${catalogue().map(family).join('\n\n')}
`;
}
