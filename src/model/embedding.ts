import { numberIn, type ModelConfig } from './config.js';
import { dataError } from './facts.js';
import { linearOf, normOf } from './layer.js';
import { apply } from './linear.js';
import { normed } from './norm.js';
import { split, type Part } from './roles.js';
import { rowsOf, type Rows } from './rows.js';
import { outside } from './scope.js';
import { partOf, shapeOf, type Weights } from './weights.js';

const TOKENS = /^(?:embeddings\.)?(?:wte|embed_tokens|embed_in|word_embeddings|tok_embeddings|shared)\.weight$/;
const POSITIONS = /^(?:embeddings\.)?(?:wpe|embed_positions|position_embeddings)(?:\.weight)?$/;
const TYPES = /^embeddings\.token_type_embeddings\.weight$/;
const NORM = /^(?:embeddings\.LayerNorm|embeddings\.norm|word_embeddings_layernorm)\.(?:weight|gamma)$/;
const PROJECTION = /^(?:embedding_hidden_mapping_in|embeddings_project|project_in)\.weight$/;

/** The table of the token embeddings. @throws AttnError when there is none */
export function tokenTable(weights: Weights, root: string): string {
  const name = outside(weights, root, TOKENS);
  if (name === undefined) throw dataError({ code: 'model-part-missing', role: 'embeddings' });
  return name;
}

/**
 * Tokens → the input of the first layer: the row of each, plus the row of its position and of its type, where the model has
 * them; normed, scaled and projected as the model has it.
 *
 * @param types 0 for the first text, 1 for the second
 * @throws AttnError for a token that is not in the vocabulary, or more tokens than the model has positions
 */
export function embedded(
  weights: Weights,
  config: ModelConfig,
  root: string,
  ids: readonly number[],
  types: readonly number[] = ids.map(() => 0),
): Rows {
  const { family, all } = config;
  const table = tokenTable(weights, root);
  const [vocabulary = 0, width = 0] = shapeOf(weights, table);
  const strange = ids.find((id) => !Number.isSafeInteger(id) || id < 0 || id >= vocabulary);
  if (strange !== undefined) throw dataError({ code: 'model-token-id', found: String(strange), vocabulary });
  if (ids.length === 0) throw dataError({ code: 'model-no-tokens' });
  let x = rowsOf(ids.length, width);
  ids.forEach((id, i) => x.data.set(partOf(weights, table, id * width, (id + 1) * width), i * width));
  const multiplier = family.scaledEmbeddings ? Math.sqrt(config.size) : (numberIn(all, 'embedding_multiplier') ?? 1);
  if (multiplier !== 1) x = { ...x, data: x.data.map((value) => value * Math.fround(multiplier)) };
  const projection = outside(weights, root, PROJECTION);
  const projected = (from: Rows): Rows =>
    projection === undefined
      ? from
      : apply(weights, linearOf(weights, withBias(weights, projection), 'out-in', from.columns, config.size), from);
  // OPT projects the tokens alone, ALBERT and ELECTRA the normed sum.
  const first = projection !== undefined && split(projection).part.endsWith('project_in');
  if (first) x = projected(x);
  const positions = outside(weights, root, POSITIONS);
  if (positions !== undefined) addRows(weights, positions, x, (i) => i + (family.positionsFrom?.(all) ?? 0));
  const kinds = outside(weights, root, TYPES);
  if (kinds !== undefined) addRows(weights, kinds, x, (i) => types[i] ?? 0);
  const norm = outside(weights, root, NORM);
  if (norm !== undefined) x = normed(x, normOf(weights, config, withBias(weights, norm)));
  return first ? x : projected(x);
}

/** Adds rows of a table: (rows, columns), or (1, rows, columns). */
export function addRows(weights: Weights, table: string, x: Rows, row: (i: number) => number): void {
  const [count = 0, width = 0] = shapeOf(weights, table).slice(-2);
  if (width !== x.columns)
    throw dataError({ code: 'model-tensor-shape', name: table, found: [count, width], expected: [count, x.columns] });
  const offset = row(0);
  for (let i = 0; i < x.rows; i++) {
    const at = row(i);
    if (at >= count) throw dataError({ code: 'model-too-long', found: x.rows, most: count - offset });
    partOf(weights, table, at * width, (at + 1) * width).forEach((value, m) => (x.data[i * width + m]! += value));
  }
}

/** The weight and the bias beside it, if there is one. */
export function withBias(weights: Weights, weight: string): Part {
  const bias = weight.replace(/(weight|gamma)$/, (kind) => (kind === 'gamma' ? 'beta' : 'bias'));
  return { weight, ...(bias !== weight && weights.shape(bias) && { bias }) };
}
