import { log } from '../core/index.js';
import { add, listen, listenBackward, softmax, type LayerPass } from './layer.js';
import type { Model } from './model.js';
import type { Weights } from './weights.js';

/** A sentence as the model reads it: rows of the embedding. */
export interface Question {
  readonly ids: readonly number[];
  /** The position code of each word: rows of `position`, ascending. */
  readonly places: readonly number[];
  readonly at: number;
  readonly referents: readonly number[];
}

/** The model's answer, with the values that it was computed from. */
export interface Answer {
  readonly passes: readonly LayerPass[];
  /** How likely each word of the sentence is the referent. */
  readonly chances: Float64Array; // (n)
  /** −ln of the chance of the referent. */
  readonly loss: number;
}

/** The initial vector of each word: its embedding plus that of its position. (n, d) */
export function start(
  { sizes: { dim }, weights: { embedding, position } }: Model,
  ids: readonly number[],
  places: readonly number[],
): Float64Array {
  const x = new Float64Array(ids.length * dim);
  ids.forEach((id, i) => {
    for (let m = 0; m < dim; m++) x[i * dim + m] = embedding[id * dim + m]! + position[places[i]! * dim + m]!;
  });
  return x;
}

/** The input of every layer but the last is kept beside its output: x + output. */
export function throughLayer(x: Float64Array, output: Float64Array): Float64Array {
  return x.map((value, at) => value + output[at]!);
}

/**
 * Which word does the one at `at` refer to? The last layer's output at that word is compared with the code of every position
 * of the sentence, and a softmax turns it into probabilities. So attention must copy the position of the referent from the referent.
 */
export function answer(model: Model, { ids, places, at, referents }: Question): Answer {
  const {
    sizes: { layers, heads, dim },
    weights,
  } = model;
  const n = ids.length;
  const passes: LayerPass[] = [];
  let x = start(model, ids, places);
  for (let layer = 0; layer < layers; layer++) {
    const pass = listen(x, n, weights.layers[layer]!, heads, layer === layers - 1 ? at : undefined);
    passes.push(pass);
    if (layer < layers - 1) x = throughLayer(x, pass.output);
  }
  const brought = passes.at(-1)!.output; // (1, d)
  const chances = new Float64Array(n);
  for (let j = 0; j < n; j++)
    for (let m = 0; m < dim; m++) chances[j]! += brought[m]! * weights.position[places[j]! * dim + m]!;
  softmax(chances);
  return { passes, chances, loss: -log(referents.reduce((sum, j) => sum + chances[j]!, 0)) };
}

/** Adds ∂loss/∂weights of one question to the gradient. */
export function answerBackward(
  model: Model,
  { ids, places, referents }: Question,
  { passes, chances }: Answer,
  gradient: Weights,
): void {
  const {
    sizes: { layers, heads, dim },
    weights,
  } = model;
  const n = ids.length;
  const right = referents.reduce((sum, j) => sum + chances[j]!, 0);
  const brought = passes.at(-1)!.output;
  let dOutput: Float64Array = new Float64Array(dim);
  for (let j = 0; j < n; j++) {
    const dScore = chances[j]! - (referents.includes(j) ? chances[j]! / right : 0);
    for (let m = 0; m < dim; m++) {
      dOutput[m]! += dScore * weights.position[places[j]! * dim + m]!;
      gradient.position[places[j]! * dim + m]! += dScore * brought[m]!;
    }
  }
  for (let layer = layers - 1; layer >= 0; layer--) {
    // The residual: the gradient of the output is also that of x, except in the last layer.
    const dx = layer === layers - 1 ? new Float64Array(n * dim) : dOutput.slice();
    listenBackward(passes[layer]!, weights.layers[layer]!, heads, dOutput, gradient.layers[layer]!, dx);
    dOutput = dx;
  }
  const row = (table: Float64Array, at: number): Float64Array => table.subarray(at * dim, (at + 1) * dim);
  for (let i = 0; i < n; i++) {
    add(row(gradient.embedding, ids[i]!), row(dOutput, i));
    add(row(gradient.position, places[i]!), row(dOutput, i));
  }
}
