import { type FactOf, type Problem, tensor } from '../core/index.js';
import { closest } from '../words/index.js';
import { type Source, tokenize } from '../read/index.js';
import { start, throughLayer } from './answer.js';
import { decodeModel } from './file.js';
import { listen } from './layer.js';
import { entry, type Model } from './model.js';
import { dataError, type LearnFacts, usageError } from './facts.js';

/**
 * One layer of a trained model on a sentence, as a problem for `attend`: x is the input of that
 * layer, wq, wk, wv and wo are its learned weights.
 *
 * @param source the file that `attn train -o` wrote
 * @param layer from 1; the last one when it is left out
 * @throws AttnError for words that the model never saw (with the nearest known one), a sentence too long for it, or a missing layer
 */
export async function problemFromWeights(
  source: Source,
  sentence: string,
  { layer }: { readonly layer?: number } = {},
): Promise<Problem> {
  return problemOfLayer(await decodeModel(source), sentence, layer);
}

/**
 * The same for every layer, in order.
 *
 * @throws AttnError as `problemFromWeights` does
 */
export async function layersFromWeights(source: Source): Promise<((sentence: string) => Problem)[]> {
  const model = await decodeModel(source);
  return Array.from({ length: model.sizes.layers }, (_, at) => (sentence) => problemOfLayer(model, sentence, at + 1));
}

/** The same of a model in memory. */
export function problemOfLayer(model: Model, sentence: string, layer: number = model.sizes.layers): Problem {
  const { layers, heads, dim } = model.sizes;
  if (!Number.isInteger(layer) || layer < 1 || layer > layers)
    throw usageError({ code: 'no-such-layer', where: { source: '--layer' }, found: layer, count: layers });
  const { tokens, ids, notes } = read(model, sentence);
  let x = start(
    model,
    ids,
    ids.map((_, place) => place),
  );
  for (const weights of model.weights.layers.slice(0, layer - 1))
    x = throughLayer(x, listen(x, ids.length, weights, heads).output);
  const own = model.weights.layers[layer - 1]!;
  const square = (data: Float64Array) => tensor([dim, dim], data);
  return {
    x: tensor([ids.length, dim], x, { rows: tokens }),
    wq: square(own.wq),
    wk: square(own.wk),
    wv: square(own.wv),
    wo: square(own.wo),
    heads,
    tokens: { query: tokens, key: tokens },
    provenance: { sentence, embedding: 'learned', layer: { number: layer, of: layers } },
    notes,
  };
}

/** The rows of a sentence's words. Punctuation that the model never saw is left out, with a note. */
function read(
  { words, sizes }: Model,
  sentence: string,
): {
  tokens: string[];
  ids: number[];
  notes: FactOf<Pick<LearnFacts, 'marks-left-out'>>[];
} {
  const where = { source: '--sentence' };
  const rows = new Map(words.map((word, row) => [word, row]));
  const isMark = (token: string): boolean => !rows.has(entry(token)) && /^[\p{P}\p{S}]+$/u.test(token);
  const all = tokenize(sentence);
  const tokens = all.filter((token) => !isMark(token));
  if (tokens.length === 0) throw usageError({ code: 'sentence-without-words', where, known: words.slice(0, 8) });
  const unknown = [...new Set(tokens.filter((token) => !rows.has(entry(token))))];
  if (unknown.length > 0) {
    throw dataError(
      unknown.slice(0, 20).map((token) => {
        const near = closest(entry(token), words);
        return {
          code: 'word-not-in-model',
          where,
          found: token,
          ...(near !== undefined && { near }),
          sample: sample(words),
          count: words.length,
        };
      }),
    );
  }
  if (tokens.length > sizes.positions)
    throw dataError({
      code: 'sentence-beyond-training',
      where,
      found: tokens.length,
      expected: { most: sizes.positions },
    });
  const left = all.filter(isMark);
  return {
    tokens,
    ids: tokens.map((token) => rows.get(entry(token))!),
    notes: left.length > 0 ? [{ code: 'marks-left-out', marks: [...new Set(left)] }] : [],
  };
}

/** A few of the words, spread over the vocabulary. */
function sample(words: readonly string[]): string[] {
  const every = Math.max(1, Math.floor(words.length / 8));
  return words.filter((_, at) => at % every === 0).slice(0, 8);
}
