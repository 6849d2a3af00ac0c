import { generator } from '../core/index.js';
import { closest } from '../words/index.js';
import { type Source, tokenize } from '../read/index.js';
import { refuse } from '../files/index.js';
import { resolveToken } from '../explain/index.js';
import type { Example } from './example.js';
import type { LearnFault } from './facts.js';
import { entry } from './model.js';
import { FIELDS, readRows, type Row } from './records.js';
import { shuffle } from './shuffle.js';

/** With fewer sentences than this nothing can be held out. */
const LEAST_TO_SPLIT = 10;
const HELD_OUT_SHARE = 0.2;

/**
 * The user's sentences: JSON `[{"sentence", "word", "refers_to"}]` or CSV with these columns; `split` (`train` or `held-out`) is
 * optional. Where no row says it, a fifth of the different sentences is held out, drawn by the seed, from ten sentences on.
 *
 * @throws AttnError with every row in which a field is missing, or the word or what it refers to is not in the sentence
 */
export async function readExamples(source: Source, seed: number): Promise<Example[]> {
  const rows = await readRows(source);
  const faults: LearnFault[] = [];
  const examples = rows.flatMap((row) => {
    const made = exampleOf(row);
    if ('tokens' in made) return [made];
    faults.push(...made);
    return [];
  });
  if (faults.length > 0) throw refuse(faults);
  if (rows.some(({ fields }) => fields.has('split'))) return examples;
  const different = [...new Set(examples.map(({ sentence }) => sentence))];
  if (different.length < LEAST_TO_SPLIT) return examples;
  const heldOut = new Set(
    shuffle(different, generator(seed).integer).slice(0, Math.round(HELD_OUT_SHARE * different.length)),
  );
  return examples.map((example) => ({ ...example, heldOut: heldOut.has(example.sentence) }));
}

/** An example, or all that is wrong with the row. */
function exampleOf({ fields, where }: Row): Example | LearnFault[] {
  const faults: LearnFault[] = [...fields.keys()]
    .filter((field) => !FIELDS.some((known) => known === field))
    .map((field) => ({
      code: 'unknown-field',
      where: where(field),
      found: field,
      expected: FIELDS,
    }));
  const text = (field: string): string => {
    const value = fields.get(field);
    if (typeof value === 'string' && value.trim() !== '') return value.trim();
    faults.push(
      value === undefined
        ? { code: 'field-missing', where: where(field), field }
        : { code: 'field-not-text', where: where(field), field, found: JSON.stringify(value).slice(0, 40) },
    );
    return '';
  };
  const [sentence, word, refersTo] = [text('sentence'), text('word'), text('refers_to')];
  const split = fields.get('split');
  if (split !== undefined && split !== 'train' && split !== 'held-out')
    faults.push({
      code: 'split-unknown',
      where: where('split'),
      found: JSON.stringify(split).slice(0, 40),
      expected: ['train', 'held-out'],
    });
  if (faults.length > 0) return faults;

  const tokens = tokenize(sentence);
  const asked = placesOf(word, tokens);
  const referents = placesOf(refersTo, tokens);
  if (asked.length === 0) faults.push(notThere(where('word'), word, sentence, tokens));
  if (referents.length === 0) faults.push(notThere(where('refers_to'), refersTo, sentence, tokens));
  if (asked.length > 1)
    faults.push({
      code: 'word-several-times',
      where: where('word'),
      word,
      count: asked.length,
      sentence,
    });
  if (asked.length === 1 && referents.includes(asked[0]!))
    faults.push({ code: 'word-refers-to-itself', where: where('refers_to'), word, sentence });
  return faults.length > 0 ? faults : { sentence, tokens, at: asked[0]!, referents, heldOut: split === 'held-out' };
}

/** The positions of a word: all of them, or the one that `word#2` names. */
function placesOf(word: string, tokens: readonly string[]): number[] {
  const wanted = entry(word.normalize('NFC'));
  const places = tokens.flatMap((token, at) => (entry(token) === wanted ? [at] : []));
  if (places.length > 0 || !/#\d+$/.test(word)) return places;
  try {
    return [resolveToken(word, tokens).index];
  } catch {
    return [];
  }
}

function notThere(where: string, word: string, sentence: string, tokens: readonly string[]): LearnFault {
  const near = closest(word, tokens);
  return {
    code: 'word-not-in-sentence',
    where,
    found: word,
    sentence,
    ...(near !== undefined && { near }),
    several: tokenize(word).length > 1,
  };
}
