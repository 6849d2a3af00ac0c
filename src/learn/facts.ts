import { errorsOf, type FaultIn } from '../core/index.js';

/** What training and trained models can say, as codes with their numbers and names. `words/` has the sentences. */
export interface LearnFacts {
  // A file of weights
  'model-unknown': { found: string; expected: string };
  'model-words-missing': object;
  'model-sizes-invalid': { layers: number; heads: string; dim: number };
  /** Shapes as they are written: `8×4`. */
  'model-shape': { found?: string; expected: string };

  // A sentence for a trained model
  'no-such-layer': { found: number; count: number };
  'sentence-without-words': { known: readonly string[] };
  /** `sample`: some of the `count` words that it knows. */
  'word-not-in-model': { found: string; near?: string; sample: readonly string[]; count: number };
  'sentence-beyond-training': { found: number; expected: { most: number } };
  'marks-left-out': { marks: readonly string[] };

  // Sentences to learn from
  'no-examples': object;
  'dim-no-multiple-of-heads': { dim: number; heads: number };
  'no-sentences': { fields: readonly string[] };
  'sentences-not-a-list': { pattern: string };
  'sentence-not-an-object': { number: number; pattern: string };
  'column-twice': { name: string };
  'data-columns-missing': {
    missing: readonly string[];
    found: readonly string[];
    expected: readonly string[];
    near?: string;
  };
  'unknown-field': { found: string; expected: readonly string[] };
  'field-missing': { field: string };
  'field-not-text': { field: string; found: string };
  'split-unknown': { found: string; expected: readonly string[] };
  'word-not-in-sentence': { found: string; sentence: string; near?: string; several: boolean };
  'word-several-times': { word: string; count: number; sentence: string };
  'word-refers-to-itself': { word: string; sentence: string };
}

/** A fault of a file of sentences or weights. */
export type LearnFault = FaultIn<LearnFacts>;

export const { dataError, usageError } = errorsOf<LearnFacts>();
