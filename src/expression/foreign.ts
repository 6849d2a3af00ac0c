import type { Token } from './tokens.js';
import type { Mistake } from './tree.js';

/** What other languages write, and what to write here. */
const OURS: ReadonlyMap<string, string> = new Map([
  ['&&', 'and'],
  ['&', 'and'],
  ['∧', 'and'],
  ['||', 'or'],
  ['|', 'or, or abs(x)'],
  ['∨', 'or'],
  ['!', 'not (there is no factorial)'],
  ['~', 'not'],
  ['¬', 'not'],
  ['=', '== to compare (nothing can be defined here)'],
  ['===', '=='],
  ['!==', '!='],
  ['<>', '!='],
  ['≠', '!='],
  ['=<', '<='],
  ['≤', '<='],
  ['=>', '>='],
  ['≥', '>='],
  ['**', '^'],
  ['//', 'floor(a / b)'],
  ['×', '*'],
  ['·', '*'],
  ['∙', '*'],
  ['⋅', '*'],
  ['÷', '/'],
  ['−', '-'],
  ['–', '-'],
  ['²', '^2'],
  ['³', '^3'],
  ['√', 'sqrt(x)'],
  ['∞', 'inf'],
]);

const WHY: ReadonlyMap<string, string> = new Map([
  ['"', 'texts have no place in an expression'],
  ["'", 'texts have no place in an expression'],
  ['`', 'texts have no place in an expression'],
  ['“', 'texts have no place in an expression'],
  ['[', 'lists have no place in an expression'],
  [']', 'lists have no place in an expression'],
  ['{', 'objects have no place in an expression'],
  ['}', 'objects have no place in an expression'],
  [';', 'one expression only'],
  ['.', 'a point stands only inside a number'],
  ['#', 'comments have no place in an expression'],
]);

/** What to say of a piece that belongs to no expression. */
export function foreign({ text, at }: Token): Mistake {
  const ours = OURS.get(text);
  if (ours !== undefined) return { at, what: `${quoted(text)} is not known here`, fix: `write ${ours}` };
  const why = WHY.get(text);
  return why === undefined
    ? { at, what: `unexpected ${quoted(text)} in the expression` }
    : { at, what: `unexpected ${quoted(text)}: ${why}` };
}

/** In quotes, and of a long text only the beginning. */
export function quoted(text: string): string {
  const shown = text.length > 40 ? `${text.slice(0, 39)}…` : text;
  return shown.includes("'") ? `"${shown}"` : `'${shown}'`;
}
