import type { Token } from './tokens.js';
import type { ForeignThing } from './facts.js';
import type { Mistake } from './tree.js';

/** What other languages write, and what to write here. */
const OURS: ReadonlyMap<string, string> = new Map([
  ['&&', 'and'],
  ['&', 'and'],
  ['∧', 'and'],
  ['||', 'or'],
  ['|', 'or'],
  ['∨', 'or'],
  ['!', 'not'],
  ['~', 'not'],
  ['¬', 'not'],
  ['=', '=='],
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

const THINGS: ReadonlyMap<string, ForeignThing> = new Map<string, ForeignThing>([
  ['"', 'text'],
  ["'", 'text'],
  ['`', 'text'],
  ['“', 'text'],
  ['[', 'list'],
  [']', 'list'],
  ['{', 'object'],
  ['}', 'object'],
  [';', 'second-expression'],
  ['.', 'point'],
  ['#', 'comment'],
]);

/** What is wrong with a piece that belongs to no expression. */
export function foreign({ text: found, at }: Token): Mistake {
  const expected = OURS.get(found);
  if (expected !== undefined) return { at, fact: { code: 'expression-foreign-operator', found, expected } };
  const of = THINGS.get(found);
  return { at, fact: { code: 'expression-foreign-character', found, ...(of && { of }) } };
}
