import { builtIn } from '../../src/learn/built-in.js';
import { newModel, type Model } from '../../src/learn/model.js';
import { questions, vocabulary } from '../../src/learn/question.js';
import { reportOf } from '../../src/learn/report.js';
import { training } from '../../src/learn/training.js';
import { weightsOf } from '../../src/learn/weights.js';

jest.setTimeout(1_800_000);

describe.each(['en', 'vi'] as const)('attn train on the sentences of %s', (language) => {
  it.each([1, 2, 3, 42, 2017])(
    'seed %i: right and listening to the referent in held-out sentences, near chance before',
    (seed) => {
      const examples = builtIn(language);
      const words = vocabulary(examples);
      const model = newModel({ layers: 2, heads: 1, dim: 32, positions: 32, words: words.length }, words, seed);
      const untrained: Model = { ...model, weights: weightsOf(model.sizes, model.weights.all.slice()) };
      const losses: number[] = [];
      for (const progress of training(
        model,
        questions(
          examples.filter(({ heldOut }) => !heldOut),
          words,
        ),
        { epochs: 20, seed },
      ))
        losses.splice(0, Infinity, ...progress.losses);
      const { before, heldOut, swaps, shown } = reportOf(untrained, model, examples, losses, seed);
      // For the record: npm run test:slow -- --verbose shows them.
      process.stderr.write(
        `${language} seed ${seed}: before ${before.accuracy}/${before.attends}, held out ${heldOut!.accuracy}/${heldOut!.attends}, swaps ${swaps.moved}/${swaps.pairs}\n`,
      );
      expect(before.accuracy).toBeLessThan(0.25);
      expect(before.attends).toBeLessThan(0.25);
      expect(heldOut!.accuracy).toBeGreaterThanOrEqual(0.95);
      expect(heldOut!.attends).toBeGreaterThanOrEqual(0.9);
      // "tired" and "wide": the largest weight goes from the animal to the street.
      const [tired, wide] = shown;
      expect(tired!.after.indexOf(Math.max(...tired!.after))).toBe(tired!.example.referents[0]);
      expect(wide!.after.indexOf(Math.max(...wide!.after))).toBe(wide!.example.referents[0]);
    },
  );
});
