import { errorsOf, type Fact, type FaultIn } from '../core/index.js';

/** What can be said about a model as it was downloaded. `words/` has the sentences. */
export interface ModelFacts {
  'model-no-config': { folder: string };
  'model-file-shrank': { bytes: number };
  'model-file-unreadable': { reason: string };
  'model-file-too-large': { found: number; most: number };
  'model-json': { reason: string };
  'model-type-missing': { expected: readonly string[] };
  'model-type-unknown': { found: string; expected: readonly string[]; near?: string };
  'model-config-number': { key: string; found: string; least: number; most: number };
  'model-no-weights': { folder: string; expected: readonly string[] };
  'model-index-empty': object;
  'model-shard-name': { found: string };
  'model-shard-missing': { shard: string };
  'model-shards-count': { found: number; most: number };
  'model-index-tensor': { name: string; shard: string };
  'model-tensor-missing': { name: string };
  'model-part-missing': { role: string; layer?: number };
  'model-activation-unknown': { found: string; expected: readonly string[] };
  'model-tensor-shape': { name: string; found: readonly number[]; expected: readonly number[] };
  'model-tensor-type': { name: string; found: string; expected: readonly string[] };
  'model-layers-count': { found: number; expected: number };
  'model-layers-missing': object;
  'model-token-id': { found: string; vocabulary: number };
  'model-input-shape': { found: readonly number[]; expected: readonly number[] };
  'model-too-long': { found: number; most: number };
  'model-no-tokens': object;
  'model-text-missing': object;
  'model-image-missing': object;
  'model-no-decoder': object;
  'model-ids-syntax': { found: string };
  'model-texts-line': { found: string };
  'model-without': { found: string; layers: number; heads: number };
  'model-map-format': { found: string };
  'model-logits-format': { found: string };
  'model-logits-one': object;
  'model-no-logits': object;
  'model-rollout-cross': object;
  // Notes: what was done to the weights
  'model-rollout': object;
  'model-over-heads': { how: 'mean' | 'max' };
  'model-special-hidden': object;
  'model-first-hidden': object;
  'model-words-merged': object;
  'model-gguf-damaged': { byte: number };
  'model-no-tokenizer': { expected: readonly string[] };
  'model-tokenizer-sentencepiece': object;
  'model-tokenizer-unreadable': { reason: string };
}

export type ModelFault = FaultIn<ModelFacts>;

export const { dataError, usageError } = errorsOf<ModelFacts>();

/** A code of the table with its numbers and names: a note, not an error. */
export function modelFact<Code extends keyof ModelFacts & string>(code: Code, parts: ModelFacts[Code]): Fact {
  return { code, ...parts };
}
