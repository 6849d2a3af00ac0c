import { attend } from '../../src/core/attend.js';
import { answer, throughLayer } from '../../src/learn/answer.js';
import { encodeModel } from '../../src/learn/file.js';
import { rowOf } from '../../src/learn/measure.js';
import { problemFromWeights, problemOfLayer } from '../../src/learn/problem.js';
import { questions } from '../../src/learn/question.js';
import { trained } from './trained.js';
import { AttnError } from '../../src/core/error.js';
import { refusalOf, said } from '../said.js';

const { model, examples } = trained();
const SENTENCE = examples[0]!.sentence;
const source = (bytes: Uint8Array) => ({ name: 'w.safetensors', bytes });

function largestDifference(a: Float64Array, b: Float64Array): number {
  expect(a.length).toBe(b.length);
  return a.reduce((most, value, at) => Math.max(most, Math.abs(value - b[at]!)), 0);
}

describe('problemFromWeights', () => {
  it('gives through attend what the trainer computes, in every layer, to 1e-12', async () => {
    const [question] = questions([examples[0]!], model.words);
    const { passes, chances } = answer(model, question!);
    const n = question!.ids.length;
    const first = attend(await problemFromWeights(source(encodeModel(model, '1')), SENTENCE, { layer: 1 }));
    const last = attend(await problemFromWeights(source(encodeModel(model, '1')), SENTENCE));
    expect(largestDifference(first.stages.get('weights')!.tensor.data, passes[0]!.attention)).toBeLessThan(1e-12);
    expect(largestDifference(first.stages.get('output')!.tensor.data, passes[0]!.output)).toBeLessThan(1e-12);
    const x = last.stages.get('x')!.tensor.data;
    expect(
      largestDifference(x, throughLayer(first.stages.get('x')!.tensor.data, first.stages.get('output')!.tensor.data)),
    ).toBeLessThan(1e-12);

    // The row of the asked word: the only one that the trainer computes in the last layer.
    const weights = last.stages.get('weights')!.tensor.data;
    const { heads, dim } = model.sizes;
    for (let h = 0; h < heads; h++) {
      const row = weights.subarray((h * n + question!.at) * n, (h * n + question!.at + 1) * n);
      expect(largestDifference(row, passes[1]!.attention.subarray(h * n, (h + 1) * n))).toBeLessThan(1e-12);
    }
    const brought = last.stages.get('output')!.tensor.data.subarray(question!.at * dim, (question!.at + 1) * dim);
    expect(largestDifference(brought, passes[1]!.output)).toBeLessThan(1e-12);
    const scores = Array.from({ length: n }, (_, j) =>
      brought.reduce((sum, value, m) => sum + value * model.weights.position[j * dim + m]!, 0),
    );
    const total = scores.reduce((sum, score) => sum + Math.exp(score), 0);
    expect(
      largestDifference(
        Float64Array.from(scores, (score) => Math.exp(score) / total),
        chances,
      ),
    ).toBeLessThan(1e-12);
    expect(rowOf(model, question!).reduce((sum, weight) => sum + weight, 0)).toBeCloseTo(1, 14);
  });

  it('says where the numbers come from, and which layer it is', () => {
    const { provenance, notes, tokens, heads } = problemOfLayer(model, SENTENCE);
    expect(provenance).toEqual({ sentence: SENTENCE, embedding: 'learned', layer: { number: 2, of: 2 } });
    expect(notes).toEqual([]);
    expect(tokens?.query?.[0]).toBe('The');
    expect(heads).toBe(2);
  });

  it('leaves punctuation out that it never saw, and says so', () => {
    const { tokens, notes } = problemOfLayer(model, `${SENTENCE}!`, 1);
    expect(tokens?.query).toHaveLength(examples[0]!.tokens.length);
    expect(notes?.[0]).toEqual({ code: 'marks-left-out', marks: ['!'] });
  });

  it('takes upper case and a curly apostrophe for the word it knows', () => {
    const plain = problemOfLayer(model, "The animal didn't cross");
    expect(problemOfLayer(model, 'the ANIMAL didn’t cross').x!.data).toEqual(plain.x!.data);
  });

  it('names every word it never saw, with the nearest one it knows', () => {
    const error = refusalFrom(() => problemOfLayer(model, 'The anmal met a zebra'));
    expect(error.kind).toBe('data');
    expect(said(error)).toEqual([
      {
        where: '--sentence',
        what: "the model never saw the word 'anmal'",
        fix: "the nearest word it knows is 'animal'",
      },
      expect.objectContaining({ what: "the model never saw the word 'met'" }),
      expect.objectContaining({ what: "the model never saw the word 'a'" }),
      expect.objectContaining({
        what: "the model never saw the word 'zebra'",
        fix: expect.stringMatching(/^it knows \d+ words: .*; or train on your own sentences with --data$/) as string,
      }),
    ]);
  });

  it('refuses a layer that is not there, a sentence without words and one that is too long', () => {
    expect(refusalOf(() => problemOfLayer(model, SENTENCE, 3))).toBe('--layer  there is no layer 3: there are 2');
    expect(refusalOf(() => problemOfLayer(model, SENTENCE, 0))).toContain('there is no layer 0');
    expect(refusalOf(() => problemOfLayer(model, '…'))).toBe('--sentence  there is no word in it');
    expect(said(refusalFrom(() => problemOfLayer(model, 'the '.repeat(33))))).toEqual([
      {
        where: '--sentence',
        what: 'has 33 words; the model knows 32 places',
        fix: 'give a shorter sentence',
      },
    ]);
  });
});

function refusalFrom(call: () => unknown): AttnError {
  try {
    call();
  } catch (error) {
    if (error instanceof AttnError) return error;
    throw error;
  }
  throw new Error('expected an AttnError, but nothing was thrown');
}
