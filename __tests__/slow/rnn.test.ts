import { examine, pupil, readers, teach } from '../../src/learn/recall/recall.js';

jest.setTimeout(600_000);

const STEPS = 1500;
const SEEDS = [42, 43, 44, 45, 46];

// The figures of docs/rnn.md: attn rnn --train --seeds 5
it('attn rnn --train: attention recalls every distance, RNN and LSTM near words at best', () => {
  const found = Object.fromEntries(readers().map((reader) => {
    const accuracy = SEEDS.map((seed) => {
      const learner = pupil(reader, seed);
      for (const step of teach(learner, STEPS, seed)) expect(step).toBeLessThanOrEqual(STEPS);
      return examine(learner, seed);
    });
    process.stderr.write(`${reader.name}: ${accuracy.map((row) => row.map((share) => share.toFixed(3)).join(' ')).join(' | ')}\n`);
    return [reader.name, accuracy];
  }));
  for (const seed of found['attention']!) for (const share of seed) expect(share).toBeGreaterThanOrEqual(0.95);
  for (const name of ['rnn', 'lstm']) {
    for (const seed of found[name]!) {
      expect(seed.at(-1)).toBeLessThan(0.35);
      expect(seed[0]).toBeGreaterThan(seed.at(-1)!);
    }
  }
});
