import { kindsOf, layerCount, layerName, layerProblem, openModel, type AttentionKind } from '../model/index.js';
import { fact } from './facts.js';
import { layerIndex } from './hf-layer.js';
import { textsFor } from './model-input.js';
import type { Sayer } from './notes.js';
import type { Problems } from './problems.js';

/** What `attn check` says about the layer of a model. */
export interface LayerFlags {
  readonly model?: string | undefined;
  readonly text?: string | undefined;
  readonly tokenIds?: string | undefined;
  readonly layer?: string | undefined;
}

/**
 * The attention of one layer of a model for a text, as the problem that somebody's own port is compared with.
 *
 * @throws AttnError
 */
export async function problemOfModel(
  { model: path, text, tokenIds, layer }: LayerFlags,
  say: Sayer,
): Promise<Problems> {
  const opened = openModel(path!);
  try {
    const { asked } = await textsFor(opened, { text, tokenIds });
    const kinds = kindsOf(opened);
    const named = kinds.find((kind) => new RegExp(`\\b${kind}\\b`).test(layer ?? ''));
    const kind: AttentionKind = named ?? kinds[0]!;
    const of = layerCount(opened, kind);
    const index = layerIndex(layer, of);
    const [one] = asked;
    const problem = await layerProblem(opened, one!.input, { kind, layer: index });
    const name = layerName(opened, { kind, layer: index });
    say.note(
      fact('hf-layer', { layer: index + 1, of, name, kind: problem.window ? 'sliding_attention' : 'full_attention' }),
    );
    const labels = one!.pieces.map(({ label }) => label);
    return {
      problems: [{ ...problem, ...(kind === 'encoder' || kinds.length === 1 ? { tokens: { query: labels } } : {}) }],
      inputs: [],
    };
  } finally {
    opened.weights.close();
  }
}
