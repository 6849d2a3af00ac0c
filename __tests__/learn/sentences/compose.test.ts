import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { builtIn } from '../../../src/learn/built-in.js';
import type { Example } from '../../../src/learn/example.js';
import { examples as english } from '../../../src/words/en/examples.js';
import type { Lexicon } from '../../../src/words/lexicon.js';
import { examples as vietnamese } from '../../../src/words/vi/examples.js';

const LANGUAGES: ['en' | 'vi', Lexicon][] = [
  ['en', english],
  ['vi', vietnamese],
];

/** Every noun of the sentence with its adjective: `animal+tired`. */
function meetings({ goers, places, ofGoers, ofPlaces }: Lexicon, { tokens }: Example): string[] {
  const words = tokens.map((token) => token.toLowerCase());
  const adjective = words.find((word) => ofGoers.includes(word) || ofPlaces.includes(word));
  return [...goers, ...places].filter(({ noun }) => words.includes(noun)).map(({ noun }) => `${noun}+${adjective}`);
}

describe.each(LANGUAGES)('compose(%s)', (language, lexicon) => {
  const examples = builtIn(language);
  const train = examples.filter(({ heldOut }) => !heldOut);
  const heldOut = examples.filter((example) => example.heldOut);

  it('gives 640 different sentences to learn from and 128 different ones held out', () => {
    expect(new Set(train.map(({ sentence }) => sentence)).size).toBe(640);
    expect(new Set(heldOut.map(({ sentence }) => sentence)).size).toBe(128);
  });

  it('never shows a noun of a held-out sentence with its adjective in training', () => {
    const seen = new Set(train.flatMap((example) => meetings(lexicon, example)));
    for (const example of heldOut) {
      expect(meetings(lexicon, example)).toHaveLength(2);
      expect(meetings(lexicon, example).filter((meeting) => seen.has(meeting))).toEqual([]);
    }
  });

  it('shows every word of the held-out sentences in training', () => {
    const seen = new Set(train.flatMap(({ tokens }) => tokens.map((token) => token.toLowerCase())));
    expect(heldOut.flatMap(({ tokens }) => tokens.filter((token) => !seen.has(token.toLowerCase())))).toEqual([]);
  });

  it('asks for the pronoun, and refers to a goer where the adjective is that of goers, to a place elsewhere', () => {
    for (const { tokens, at, referents } of examples) {
      expect(tokens[at]?.toLowerCase()).toBe(lexicon.pronoun);
      expect(tokens.filter((token) => token.toLowerCase() === lexicon.pronoun)).toHaveLength(1);
      const ofGoers = tokens.some((token) => lexicon.ofGoers.includes(token));
      const nouns = (ofGoers ? lexicon.goers : lexicon.places).map(({ noun }) => noun);
      expect(referents).toHaveLength(1);
      expect(nouns).toContain(tokens[referents[0]!]);
    }
  });

  it('stands in fixtures as it is made', () => {
    const rows = examples.map(
      ({ sentence, tokens, at, referents, heldOut: held }) =>
        `${sentence},${tokens[at]},${tokens[referents[0]!]},${held ? 'held-out' : 'train'}`,
    );
    const file = readFileSync(join(__dirname, `../../../fixtures/referents.${language}.csv`), 'utf8');
    expect(file).toBe(`sentence,word,refers_to,split\n${rows.join('\n')}\n`);
  });
});

it('compose(english) begins with the famous pair, held out', () => {
  expect(
    builtIn('en')
      .slice(0, 2)
      .map(({ sentence }) => sentence),
  ).toEqual([
    "The animal didn't cross the street because it was tired",
    "The animal didn't cross the street because it was wide",
  ]);
});
