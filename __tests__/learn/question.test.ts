import { generator } from '../../src/core/random.js';
import { questions, randomPlaces, vocabulary } from '../../src/learn/question.js';

const EXAMPLE = Object.freeze({
  sentence: 'The cat didn’t, the dog did',
  tokens: ['The', 'cat', 'didn’t', ',', 'the', 'dog', 'did'],
  at: 4,
  referents: [1],
  heldOut: false,
});

it('vocabulary holds each word once, in lower case, with a plain apostrophe', () => {
  expect(vocabulary([EXAMPLE])).toEqual(['the', 'cat', "didn't", ',', 'dog', 'did']);
});

it('questions are the rows of the words', () => {
  expect(questions([EXAMPLE], vocabulary([EXAMPLE]))).toEqual([
    { ids: [0, 1, 2, 3, 0, 4, 5], places: [0, 1, 2, 3, 4, 5, 6], at: 4, referents: [1] },
  ]);
});

it('randomPlaces draws every set of places equally often, ascending', () => {
  const random = generator(5);
  const counts = new Map<string, number>();
  for (let n = 0; n < 2000; n++) {
    const places = randomPlaces(2, 5, random).join();
    counts.set(places, (counts.get(places) ?? 0) + 1);
  }
  expect([...counts.keys()].sort()).toEqual(['0,1', '0,2', '0,3', '0,4', '1,2', '1,3', '1,4', '2,3', '2,4', '3,4']);
  // 200 expected each, standard deviation 13.4: five of them either way.
  for (const count of counts.values()) expect(Math.abs(count - 200)).toBeLessThan(67);
});

it('randomPlaces takes all places when there are no more', () => {
  expect(randomPlaces(4, 4, generator(1))).toEqual([0, 1, 2, 3]);
});
