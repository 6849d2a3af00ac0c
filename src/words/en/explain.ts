import type { ExplainFacts } from '../../explain/facts.js';
import type { Sentences } from '../sentence.js';

/** Most tokens listed in an error. */
const LISTED = 20;
/** Most places listed of a word that stands several times. */
const PLACES = 6;

const PARTS = { token: 'token', head: 'head', 'batch-item': 'batch item' } as const;
const OPTIONS = { token: 'token', head: 'head', 'batch-item': 'batch' } as const;

export const explain: Sentences<ExplainFacts> = {
  'lesson-without-values': (_, { option }) => ({
    what: 'the lesson ends with what the values bring, and there are none',
    fix: `give them: ${option('v')} V`,
  }),
  'lesson-of-nothing': ({ part, found, count }, { option }) => ({
    what: `there is no ${PARTS[part]} ${found}`,
    fix:
      count === 0
        ? `there are no ${PARTS[part]}s at all`
        : count === 1
          ? `there is one ${PARTS[part]}: leave ${option(OPTIONS[part])} out`
          : `${option(OPTIONS[part])} takes 1 to ${count}`,
  }),
  'worksheet-words': ({ found, expected: { least, most } }, { option }) => ({
    what: `a worksheet has ${least} to ${most} words, found ${found}`,
    fix: `for example ${option('size', '3x4')}: 3 words, d_k 4`,
  }),
  'worksheet-size': ({ found, expected }, { option }) => ({
    what: `d_k of a worksheet is ${expected.slice(0, -1).join(', ')} or ${expected.at(-1)!}, found ${found}`,
    fix: `a whole √d_k keeps the sums easy: ${option('size', '3x4')}`,
  }),
  'unknown-token': ({ found, words, near }) => {
    const text = words.join(' ');
    const listed =
      words.length > LISTED
        ? `${words.slice(0, LISTED).join(', ')} and ${words.length - LISTED} more`
        : words.join(', ');
    return {
      what: /^\d+$/.test(found)
        ? `no token number ${found}: there ${words.length === 1 ? 'is 1 token' : `are ${words.length} tokens`}`
        : `no token '${found}'${text.length <= 60 ? ` in "${text}"` : ''}`,
      ...(near !== undefined
        ? { detail: `tokens: ${listed}`, fix: `did you mean '${near}'?` }
        : { fix: `the tokens are: ${listed}` }),
    };
  },
  'token-repeated': ({ found, places, option }, naming) => {
    const names = places.map(({ word, number }, nth) => `${word}#${nth + 1} (number ${number})`);
    const listed = names.length > PLACES ? [...names.slice(0, PLACES), `${names.length - PLACES} more`] : names;
    const text = `'${found}' stands ${places.length} times; taken: the first. Choose with ${listed.join(', ')}`;
    return option === undefined ? text : `${naming.option(option)}: ${text}`;
  },
};
