import { forward, tensor, type Problem, type Tensor, type Tensor4 } from '../core/index.js';
import { hfLayer, readProblem, type Asked, type Load } from '../read/index.js';
import type { ModelConfig } from './config.js';
import { dataError } from './facts.js';
import type { LayerPlan, Projections } from './layer.js';
import { apply, biasOf, matrixOf, type Linear } from './linear.js';
import { columnsOf, rowsOf, type Rows } from './rows.js';
import { shapeOf, whole, type Weights } from './weights.js';

/** Which attention of a model it is. */
export type AttentionKind = 'encoder' | 'decoder' | 'cross';

/** One attention of a layer: what it takes, before the projections. */
export interface AttentionInput {
  readonly kind: AttentionKind;
  /** From 0. */
  readonly layer: number;
  /** Normed already, where the model norms before attention. */
  readonly x: Rows;
  /** Keys and values of cross-attention are made of these. */
  readonly memory?: Rows;
  /** Added to the scores: T5's relative positions. */
  readonly bias?: Tensor;
}

/** What one attention gave. */
export interface Attended {
  /** Before the output projection, the heads side by side. */
  readonly joined: Rows;
  /** (1, heads, queries, keys) */
  readonly weights: Tensor4;
  /** From Q, K and V. */
  readonly problem: Problem;
}

/** The options say all but the numbers; there is no file to load. */
const noFiles: Load = (spec) => Promise.reject(new Error(`a model names no file: ${spec}`));

/**
 * The options of one layer, as `--hf-config` says them, with the numbers that the layer adds.
 *
 * @param over `x`: with the projections as options of the problem; `q`: they are computed already
 */
function optionsOf(
  weights: Weights,
  config: ModelConfig,
  plan: LayerPlan,
  { kind, layer, bias }: AttentionInput,
): Map<string, Asked> {
  const { parts } = plan;
  const norms = (['q-norm', 'k-norm'] as const).filter((role) => kind !== 'cross' && parts.has(role));
  const found = hfLayer({ ...config.all, model_type: config.type }, layer, new Set(norms));
  if (!found) throw dataError({ code: 'model-type-unknown', found: config.type, expected: [] });
  const options = new Map<string, Asked>();
  const put = (name: string, value: unknown): void => void options.set(name, { value, where: name, kind: 'data' });
  for (const [name, value] of found.flags) put(name, value);
  put('heads', config.heads);
  if (config.kvHeads !== config.heads) put('kv-heads', config.kvHeads);
  if (kind !== 'decoder') options.delete('causal');
  for (const role of norms) {
    const { weight, bias: addend } = parts.get(role)!;
    if (!options.has(role)) put(role, addend === undefined ? 'rms' : 'layernorm');
    put(`${role}-gain`, vector(weights, weight));
    if (addend !== undefined) put(`${role}-bias`, vector(weights, addend));
  }
  if (norms.length > 0 && !options.has('norm-eps')) put('norm-eps', config.epsilon);
  if (norms.length === 0 && !options.has('norm-order'))
    ['q-norm', 'k-norm', 'norm-eps', 'norm-gain', 'norm-over'].forEach((name) => options.delete(name));
  if (kind !== 'cross' && parts.has('sinks')) put('sink', vector(weights, parts.get('sinks')!.weight));
  if (bias) put('bias', bias);
  return options;
}

function vector(weights: Weights, name: string): Tensor {
  const shape = shapeOf(weights, name);
  return tensor(shape, Float64Array.from(whole(weights, name)));
}

/** The attention of one layer on the way through the model: the projections in float32, attention itself by the steps of `core`. */
export async function attended(
  weights: Weights,
  config: ModelConfig,
  plan: LayerPlan,
  input: AttentionInput,
): Promise<Attended> {
  const options = optionsOf(weights, config, plan, input);
  const [q, k, v] = projected(weights, config, projectionsOf(plan, input), input);
  for (const [name, rows] of Object.entries({ q, k, v }))
    options.set(name, {
      value: tensor([rows.rows, rows.columns], Float64Array.from(rows.data)),
      where: name,
      kind: 'data',
    });
  const problem = { ...(await readProblem(options, noFiles)), notes: [] };
  const { made } = forward(problem);
  return { joined: joined(made.heads), weights: made.weights, problem };
}

/**
 * The same attention as a problem of its own, in float64 from the layer's input: every stage from X to the output.
 *
 * @param tokens labels of the queries, and of the keys where they are others
 */
export async function problemOfLayer(
  weights: Weights,
  config: ModelConfig,
  plan: LayerPlan,
  input: AttentionInput,
): Promise<Problem> {
  const options = optionsOf(weights, config, plan, input);
  const put = (name: string, value: Tensor): void => void options.set(name, { value, where: name, kind: 'data' });
  const { x, memory } = input;
  put('x', tensor([x.rows, x.columns], Float64Array.from(x.data), { dtype: 'float32' }));
  if (memory) put('x-kv', tensor([memory.rows, memory.columns], Float64Array.from(memory.data), { dtype: 'float32' }));
  const projections = projectionsOf(plan, input);
  for (const [name, { matrix, bias }] of Object.entries(matricesOf(weights, config, projections))) {
    put(`w${name}`, matrix);
    if (bias) put(`b${name}`, bias);
  }
  const problem = await readProblem(options, noFiles);
  return { ...problem, notes: [] };
}

function projectionsOf({ attention, cross }: LayerPlan, { kind }: AttentionInput): Projections {
  return kind === 'cross' ? cross! : attention;
}

function projected(
  weights: Weights,
  config: ModelConfig,
  { qkv, q, k, v }: Projections,
  { x, memory = x }: AttentionInput,
): readonly [Rows, Rows, Rows] {
  if (!qkv) return [apply(weights, q!, x), apply(weights, k!, memory), apply(weights, v!, memory)];
  const all = apply(weights, qkv, x);
  return unfused(config, (columns) => pickColumns(all, columns));
}

function pickColumns(from: Rows, columns: readonly (readonly [number, number])[]): Rows {
  const width = columns.reduce((sum, [start, end]) => sum + end - start, 0);
  const picked = rowsOf(from.rows, width);
  let at = 0;
  for (const [start, end] of columns) {
    const part = columnsOf(from, start, end);
    for (let i = 0; i < from.rows; i++)
      picked.data.set(part.data.subarray(i * part.columns, (i + 1) * part.columns), i * width + at);
    at += end - start;
  }
  return picked;
}

/** The columns of q, k and v in a matrix that holds all three. */
function unfused<T>(
  { heads, kvHeads, headDim, family }: ModelConfig,
  pick: (columns: readonly (readonly [number, number])[]) => T,
): readonly [T, T, T] {
  const [q, k] = [heads * headDim, kvHeads * headDim];
  if (family.fused !== 'groups') return [pick([[0, q]]), pick([[q, q + k]]), pick([[q + k, q + 2 * k]])];
  const share = (heads / kvHeads) * headDim;
  const group = share + 2 * headDim;
  const ranges = (from: number, to: number): [number, number][] =>
    Array.from({ length: kvHeads }, (_, g) => [g * group + from, g * group + to]);
  return [
    pick(ranges(0, share)),
    pick(ranges(share, share + headDim)),
    pick(ranges(share + headDim, share + 2 * headDim)),
  ];
}

type Named = Record<'q' | 'k' | 'v' | 'o', { readonly matrix: Tensor; readonly bias?: Tensor }>;

/** The projections as (in, out) in float64. */
function matricesOf(weights: Weights, config: ModelConfig, { qkv, q, k, v, o }: Projections): Named {
  const one = (linear: Linear): Named['q'] => ({
    matrix: tensor([linear.inputs, linear.outputs], matrixOf(weights, linear), { dtype: 'float32' }),
    ...(linear.bias !== undefined && {
      bias: tensor([linear.outputs], Float64Array.from(biasOf(weights, linear)), { dtype: 'float32' }),
    }),
  });
  if (!qkv) return { q: one(q!), k: one(k!), v: one(v!), o: one(o) };
  const all = one(qkv);
  const cut = (from: Tensor) => (columns: readonly (readonly [number, number])[]) => {
    const rows = from.shape.length === 1 ? 1 : from.shape[0]!;
    const width = from.data.length / rows;
    const data = Array.from({ length: rows }, (_, i) =>
      columns.map(([start, end]) => from.data.subarray(i * width + start, i * width + end)),
    ).flat();
    const size = columns.reduce((sum, [start, end]) => sum + end - start, 0);
    const numbers = new Float64Array(rows * size);
    let at = 0;
    for (const part of data) {
      numbers.set(part, at);
      at += part.length;
    }
    return tensor(from.shape.length === 1 ? [size] : [rows, size], numbers, { dtype: 'float32' });
  };
  const matrices = unfused(config, cut(all.matrix));
  const biases = all.bias && unfused(config, cut(all.bias));
  const [qOne, kOne, vOne] = ([0, 1, 2] as const).map((at) => ({
    matrix: matrices[at],
    ...(biases && { bias: biases[at] }),
  })) as [Named['q'], Named['q'], Named['q']];
  return { q: qOne, k: kOne, v: vOne, o: one(o) };
}

/** The heads side by side. */
function joined({ shape, data }: Tensor4): Rows {
  const [, heads, rows, size] = shape;
  const out = rowsOf(rows, heads * size);
  for (let h = 0; h < heads; h++)
    for (let i = 0; i < rows; i++)
      out.data.set(data.subarray((h * rows + i) * size, (h * rows + i + 1) * size), (i * heads + h) * size);
  return out;
}
