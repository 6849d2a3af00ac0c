import type { Lexicon, Noun } from '../lexicon.js';

const plain = (noun: string): Noun => ({ noun, phrase: noun });

/**
 * "The animal didn't cross the street because it was too tired", and similar sentences. The sentence is by J. Uszkoreit, "Transformer:
 * A Novel Neural Network Architecture for Language Understanding", Google Research blog, 2017.
 */
export const examples: Lexicon = {
  sentence: "The animal didn't cross the street because it was tired",
  pronoun: 'it',
  goers: ['animal', 'dog', 'cat', 'horse', 'fox', 'rabbit', 'goat', 'sheep', 'donkey', 'deer', 'camel', 'elephant'].map(
    plain,
  ),
  places: [
    'street',
    'road',
    'river',
    'bridge',
    'field',
    'lake',
    'stream',
    'meadow',
    'valley',
    'track',
    'canal',
    'yard',
  ].map(plain),
  ofGoers: ['tired', 'hungry', 'scared', 'sick', 'sleepy', 'thirsty', 'weak', 'nervous'],
  ofPlaces: ['wide', 'icy', 'slippery', 'flooded', 'muddy', 'long', 'blocked', 'dark'],
  patterns: [
    "The {goer} didn't cross the {place} because it was {adjective}",
    'The {goer} did not cross the {place} because it was too {adjective}',
    'The {goer} turned back at the {place} because it was very {adjective}',
    'At the {place} the {goer} turned back because it was {adjective}',
    'Near the {place} the {goer} stopped because it was too {adjective}',
    "Yesterday the {goer} didn't cross the {place} because it was {adjective}",
    'The {place} was not crossed by the {goer} because it was {adjective}',
    'Because it was {adjective} the {goer} could not cross the {place}',
    'In the evening the {goer} refused to cross the {place} since it was {adjective}',
    'That day the {place} was avoided by the {goer} because it was so {adjective}',
    'Since it was so {adjective} the {place} was not crossed by the {goer}',
    'On the other side of the {place} the {goer} waited because it was {adjective}',
  ],
};
