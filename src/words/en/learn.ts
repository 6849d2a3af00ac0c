import type { LearnFacts } from '../../learn/facts.js';
import type { Sentences } from '../sentence.js';

const REMAKE = 'make the file with: attn train -o weights.safetensors';

export const learn: Sentences<LearnFacts> = {
  'model-unknown': ({ found, expected }) => ({
    what: `holds no trained model: its metadata say schema "${found}", expected "${expected}"`,
    fix: REMAKE,
  }),
  'model-words-missing': () => ({ what: 'its metadata hold no list of words', fix: REMAKE }),
  'model-sizes-invalid': ({ layers, heads, dim }) => ({
    what: `its sizes make no sense: ${layers} layers, ${heads} heads, ${dim} numbers per word`,
    fix: REMAKE,
  }),
  'model-shape': ({ found, expected }) => `expected ${expected}, found ${found ?? 'nothing'}`,

  'no-such-layer': ({ found, count }) => ({
    what: `there is no layer ${found}: there are ${count}`,
    fix: `choose 1 to ${count}`,
  }),
  'sentence-without-words': ({ known }) => ({
    what: 'there is no word in it',
    fix: `the model knows ${known.join(', ')} …`,
  }),
  'word-not-in-model': ({ found, near, sample, count }, { option }) => ({
    what: `the model never saw the word '${found}'`,
    fix:
      near === undefined
        ? `it knows ${count} words: ${[...sample, ...(count > sample.length ? ['…'] : [])].join(', ')}; or train on your own sentences with ${option('data')}`
        : `the nearest word it knows is '${near}'`,
  }),
  'sentence-beyond-training': ({ found, expected: { most } }) => ({
    what: `has ${found} words; the model knows ${most} places`,
    fix: 'give a shorter sentence',
  }),
  'marks-left-out': ({ marks }) => `left out, since the model was trained without: ${marks.join(' ')}`,

  'no-examples': () => 'there is no example to learn from',
  'dim-no-multiple-of-heads': ({ dim, heads }) => `dim ${dim} is no multiple of heads ${heads}`,
  'no-sentences': ({ fields }) => ({
    what: 'holds no sentence',
    fix: `give at least one row with ${fields.join(', ')}`,
  }),
  'sentences-not-a-list': ({ pattern }) => ({
    what: 'expected a list of sentences, found one value',
    fix: `[${pattern}]`,
  }),
  'sentence-not-an-object': ({ number, pattern }) => ({ what: `sentence ${number} is no object`, fix: pattern }),
  'column-twice': ({ name }) => ({ what: `two columns are called "${name}"`, fix: 'keep one of them' }),
  'data-columns-missing': ({ missing, found, expected, near }) => ({
    what: `the header has no column ${missing.join(', ')}`,
    detail: `found: ${found.join(', ')}`,
    fix: near === undefined ? `the first line must be: ${expected.join(',')}` : `is '${near}' the one?`,
  }),
  'unknown-field': ({ found, expected }) => ({
    what: `unknown field "${found}"`,
    fix: `the fields are ${expected.join(', ')}`,
  }),
  'field-missing': ({ field }) => `"${field}" is missing`,
  'field-not-text': ({ field, found }) => `"${field}" is no text: ${found}`,
  'split-unknown': ({ found, expected }) => `expected ${expected.join(' or ')}, found ${found}`,
  'word-not-in-sentence': ({ found, sentence, near, several }) => ({
    what: `'${found}' is not in its sentence`,
    detail: sentence,
    fix: several
      ? 'name one word of the sentence'
      : near === undefined
        ? 'name a word as it stands there'
        : `did you mean '${near}'?`,
  }),
  'word-several-times': ({ word, count, sentence }) => ({
    what: `'${word}' stands ${count} times in its sentence`,
    detail: sentence,
    fix: `say which: ${word}#1 to ${word}#${count}`,
  }),
  'word-refers-to-itself': ({ word, sentence }) => ({ what: `'${word}' cannot refer to itself`, detail: sentence }),
};
