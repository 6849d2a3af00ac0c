import { CONSTANTS } from './finding.js';
import { DROPOUT } from './dropout.js';
import { MISTAKES } from './mistakes/index.js';
import { LSE_MISTAKES } from './mistakes/lse.js';
import type { Mistake } from './mistakes/mistake.js';
import { SEEN } from './seen/catalogue.js';

/** What an id stands for, as `attn check --list` and docs/mistakes.md have it. */
export type CatalogueEntry = Pick<Mistake, 'id' | 'title' | 'formula' | 'lookFor' | 'instead'>;

/** A part of the catalogue: what its mistakes have in common. */
export interface CatalogueFamily {
  readonly title: string;
  readonly entries: readonly CatalogueEntry[];
}

const FAMILIES: readonly (readonly [letters: string, title: string])[] = [
  ['V', 'What anybody would see'],
  ['S', 'Scale'],
  ['X', 'Softmax'],
  ['M', 'What a mask does'],
  ['G', 'Who sees whom'],
  ['B', 'The cache'],
  ['O', 'Operands and projections'],
  ['Q', 'Norms of queries and keys'],
  ['H', 'Heads'],
  ['R', 'RoPE'],
  ['A', 'ALiBi'],
  ['T', 'Biases and score-mods'],
  ['C', 'Softcap'],
  ['K', 'Sinks'],
  ['D', 'Dropout'],
  ['N', 'Precision'],
  ['P', 'Data that was read or written wrong'],
  ['Z', 'The log-sum-exp'],
];

/** Everything that `attn check` can name: the mistakes of the catalogue, and constants that are found whatever their value. */
export function catalogue(): CatalogueFamily[] {
  const entries: CatalogueEntry[] = [...SEEN, ...MISTAKES, ...DROPOUT, ...LSE_MISTAKES];
  const once = new Map<string, CatalogueEntry>();
  for (const entry of entries) if (!once.has(entry.id)) once.set(entry.id, entry);
  const letterOf = ({ id }: CatalogueEntry): string => id.replace(/\d.*/, '');
  const known = FAMILIES.map(([letters]) => letters);
  const number = ({ id }: CatalogueEntry): number => Number(id.replace(/\D/g, ''));
  const ofFamily = (letters: string): CatalogueEntry[] =>
    [...once.values()].filter((entry) => letterOf(entry) === letters).sort((a, b) => number(a) - number(b));
  const others = [...once.values()].filter((entry) => !known.includes(letterOf(entry)));
  const constants = Object.entries(CONSTANTS)
    .filter(([id]) => !once.has(id))
    .map(([id, texts]): CatalogueEntry => ({
      id,
      title: `another ${id.replaceAll('-', ' ')}`,
      formula: `${id} = …`,
      ...texts,
    }));
  return [
    ...FAMILIES.map(([letters, title]) => ({ title, entries: ofFamily(letters) })),
    ...(others.length > 0 ? [{ title: 'Further mistakes', entries: others }] : []),
    { title: 'Constants, found whatever their value', entries: constants },
  ].filter(({ entries: some }) => some.length > 0);
}
