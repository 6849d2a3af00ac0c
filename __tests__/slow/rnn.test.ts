import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { testLearner, newLearner, readers, trainLearner } from '../../src/learn/recall/recall.js';
import { DISTANCES } from '../../src/learn/recall/task.js';

jest.setTimeout(1_800_000);

const STEPS = 1500;
const SEEDS = [42, 43, 44, 45, 46];

// The figures of docs/rnn.md: attn rnn --train --seeds 5
it('attn rnn --train: attention recalls every distance, RNN and LSTM near words at best', () => {
  const found = Object.fromEntries(
    readers().map((reader) => {
      const accuracy = SEEDS.map((seed) => {
        const learner = newLearner(reader, seed);
        for (const step of trainLearner(learner, STEPS, seed)) expect(step).toBeLessThanOrEqual(STEPS);
        return testLearner(learner, seed);
      });
      process.stderr.write(
        `${reader.name}: ${accuracy.map((row) => row.map((share) => share.toFixed(3)).join(' ')).join(' | ')}\n`,
      );
      return [reader.name, accuracy];
    }),
  );
  for (const seed of found['attention']!) for (const share of seed) expect(share).toBeGreaterThanOrEqual(0.95);
  for (const name of ['rnn', 'lstm']) {
    for (const seed of found[name]!) {
      expect(seed.at(-1)).toBeLessThan(0.35);
      expect(seed[0]).toBeGreaterThan(seed.at(-1)!);
    }
  }

  const percent = (share: number): string => String(Math.round(100 * share));
  const cell = (name: string, n: number): string => {
    const shares = found[name]!.map((seed) => seed[n]!);
    const mean = shares.reduce((sum, share) => sum + share, 0) / shares.length;
    return `${percent(mean)} % (${percent(Math.min(...shares))}–${percent(Math.max(...shares))})`;
  };
  const rows = DISTANCES.map((k, n) => `| ${k} | ${cell('rnn', n)} | ${cell('lstm', n)} | ${cell('attention', n)} |`);
  expect(readFileSync(join(__dirname, '../../docs/rnn.md'), 'utf8')).toContain(rows.join('\n'));
});
