import { dataError, usageError } from './facts.js';
import { OPTIONS, type Choice, type SentenceOptions } from './options.js';
import { sinusoidal } from './position.js';
import type { Problem, Provenance } from './problem.js';
import { generator, seedFromText, type Generator } from './random.js';
import { tensor, type Tensor } from './tensor.js';

/** How tokens become numbers when there is no trained model. */
export interface EmbedSettings extends Omit<SentenceOptions, 'sentence'> {
  readonly heads?: number;
}

/** Most numbers that are made up for one sentence: half a gigabyte of them. */
const MOST_NUMBERS = 2 ** 26;

const { dim: DIM, seed: SEED, embedding: EMBEDDING, position: POSITION } = OPTIONS;
const STANDARD: Required<Omit<EmbedSettings, 'headDim'>> = {
  dim: DIM.default,
  heads: 1,
  seed: SEED.default,
  embedding: EMBEDDING.default,
  position: POSITION.default,
};

/**
 * Tokens → embeddings X, and W_Q, W_K, W_V (W_O for several heads) where the sizes ask for projections.
 *
 * All draws come from one generator (see `random.ts`) in this order: a vector of `dim` normal numbers for each different
 * token as it first appears, then W_Q, W_K, W_V, W_O row by row, their numbers divided by √(rows) so that projected numbers
 * keep their size. `hash` draws each token's vector from a generator of its own, seeded by token and seed, so that a
 * word has the same vector in every sentence.
 *
 * @param tokens at least one
 * @returns a problem with x, wq, wk, wv (identity: no projection, q = k = v = x; then given as q, k, v)
 * @throws AttnError when the sizes do not fit
 * @example embed(['a', 'b', 'a'], { embedding: 'one-hot' }).q.data // => Float64Array [1, 0, 0, 1, 1, 0]
 */
export function embed(tokens: readonly string[], settings: EmbedSettings = {}): Problem {
  const { heads, seed, embedding, position } = { ...STANDARD, ...settings };
  const words = [...new Set(tokens)];
  const dim = settings.dim ?? (embedding === 'one-hot' ? words.length : STANDARD.dim);
  if (embedding === 'one-hot' && dim < words.length) {
    throw usageError({ code: 'one-hot-dim', found: dim, expected: words.length });
  }
  if (settings.headDim === undefined && dim % heads !== 0) {
    throw usageError({ code: 'dim-heads', dim, heads });
  }
  const headDim = settings.headDim ?? dim / heads;
  const projected = heads * headDim !== dim;
  checkSize(words.length, tokens.length, dim, projected ? heads * headDim : 0);
  const draw = generator(seed);
  const vectors = new Map(words.map((word, index) => [word, vectorOf(word, index, dim, seed, embedding, draw)]));
  const data = new Float64Array(tokens.length * dim);
  tokens.forEach((token, i) => data.set(vectors.get(token)!, i * dim));
  if (position === 'sinusoidal')
    sinusoidal(tokens.length, dim).data.forEach((value, at) => {
      data[at]! += value;
    });
  const x = tensor([tokens.length, dim], data, { rows: tokens });

  const provenance: Provenance = { seed, embedding, position, random: embedding !== 'one-hot' || projected };
  const common = { heads, tokens: { query: tokens, key: tokens }, provenance };
  if (!projected) return { q: x, k: x, v: x, ...common }; // (n, dim): the heads share the columns
  const width = heads * headDim;
  return {
    x,
    wq: randomMatrix(dim, width, draw),
    wk: randomMatrix(dim, width, draw),
    wv: randomMatrix(dim, width, draw),
    ...(heads > 1 && { wo: randomMatrix(width, dim, draw) }),
    ...common,
  };
}

/** Refused before anything is drawn: a slip in `dim` would draw for hours. */
function checkSize(words: number, tokens: number, dim: number, width: number): void {
  const numbers = (words + tokens) * dim + 4 * dim * width;
  if (numbers <= MOST_NUMBERS) return;
  throw dataError({ code: 'embedding-too-large', dim, width, found: numbers, most: MOST_NUMBERS });
}

function vectorOf(
  word: string,
  index: number,
  dim: number,
  seed: number,
  embedding: Choice<'embedding'>,
  draw: Generator,
): Float64Array {
  if (embedding === 'one-hot') return Float64Array.from({ length: dim }, (_, m) => (m === index ? 1 : 0));
  const source = embedding === 'hash' ? generator(seedFromText(word, seed)) : draw;
  return Float64Array.from({ length: dim }, () => source.normal());
}

function randomMatrix(rows: number, columns: number, draw: Generator): Tensor {
  return tensor(
    [rows, columns],
    Float64Array.from({ length: rows * columns }, () => draw.normal() / Math.sqrt(rows)),
  );
}
