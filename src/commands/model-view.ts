import { type Fact, type Tensor, type Trace } from '../core/index.js';
import { modelFact, oneHead, onlyTokens, overHeads, overWords, type Piece } from '../model/index.js';

/** How the weights of a layer are looked at. */
export interface View {
  readonly heads?: 'mean' | 'max';
  /** One head alone, from 0, for a format that would show them all. */
  readonly head?: number;
  readonly words: boolean;
  readonly special: boolean;
  readonly hideFirst: boolean;
  /** Instead of the weights of the layer: what reaches each token through all layers. */
  readonly rolled?: Tensor;
}

/** Are the numbers those of the layer itself? */
export function isPlain({ heads, head, words, special, hideFirst, rolled }: View): boolean {
  return heads === undefined && head === undefined && !words && special && !hideFirst && rolled === undefined;
}

/** What the view does to the weights, to be said beside them. */
export function viewNotes(view: View): Fact[] {
  const { heads, words, special, hideFirst, rolled } = view;
  return [
    ...(rolled ? [modelFact('model-rollout', {})] : []),
    ...(heads ? [modelFact('model-over-heads', { how: heads })] : []),
    ...(special ? [] : [modelFact('model-special-hidden', {})]),
    ...(hideFirst ? [modelFact('model-first-hidden', {})] : []),
    ...(words ? [modelFact('model-words-merged', {})] : []),
  ];
}

/**
 * The weights of a trace as the view has them: heads put together first, then tokens left out, then pieces merged into words.
 * All other stages are dropped, since they are not those of these weights.
 */
export function viewed(trace: Trace, view: View, queries: readonly Piece[], keys: readonly Piece[]): Trace {
  const stage = trace.stages.get('weights')!;
  let weights: Tensor = view.rolled ?? stage.tensor;
  if (view.heads) weights = overHeads(weights, view.heads);
  if (view.head !== undefined && !view.rolled) weights = oneHead(weights, view.head);
  const stays = (pieces: readonly Piece[]): number[] =>
    [...pieces.keys()].filter((at) => (view.special || !pieces[at]!.special) && !(view.hideFirst && at === 0));
  const [rows, columns] = [stays(queries), stays(keys)];
  if (rows.length < queries.length || columns.length < keys.length) weights = onlyTokens(weights, rows, columns);
  let [queryNames, keyNames] = [rows.map((at) => queries[at]!.label), columns.map((at) => keys[at]!.label)];
  if (view.words) {
    const [q, k] = [wordsOf(rows.map((at) => queries[at]!)), wordsOf(columns.map((at) => keys[at]!))];
    weights = overWords(weights, q.word, k.word);
    [queryNames, keyNames] = [q.names, k.names];
  }
  const [heads, nQ, nK] = weights.shape.slice(-3) as [number, number, number];
  const { mask: _mask, reasons: _reasons, ...rest } = trace;
  const tensor = { ...stage.tensor, shape: [1, heads, nQ, nK] as const, data: weights.data };
  return {
    ...rest,
    problem: {
      tokens: { query: queryNames, key: keyNames },
      ...(trace.problem.provenance && { provenance: trace.problem.provenance }),
    },
    stages: new Map([['weights', { ...stage, tensor, formula: formulaOf(view) }]]),
    tokens: { query: queryNames, key: keyNames, given: true },
    sizes: { ...trace.sizes, heads, kvHeads: heads, nQ, nK, nPast: 0 },
    form: { batch: false, heads: heads > 1, fused: false, layout: 'bhld' },
    conventions: [],
    warnings: [],
  };
}

function formulaOf({ heads, head, words, rolled }: View): string {
  const plain = rolled ? 'rollout' : 'weights';
  const joined = heads
    ? `${heads} over heads of ${plain}`
    : head === undefined
      ? plain
      : `${plain} of head ${head + 1}`;
  return words ? `${joined}, by words` : joined;
}

/** The word that each piece belongs to, from 0, and what the words are. */
function wordsOf(pieces: readonly Piece[]): { word: number[]; names: string[] } {
  const names: string[] = [];
  const word = pieces.map(({ label, starts, special }, at) => {
    if (at === 0 || starts || special || pieces[at - 1]!.special) names.push(label);
    else names[names.length - 1] += label.replace(/^##/, '');
    return names.length - 1;
  });
  return { word, names };
}
