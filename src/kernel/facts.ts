import type { EmptyRows, FactOf } from '../core/index.js';

/** Why a computation is left to the reference. `words/` has the sentences. */
export interface KernelFacts {
  'kernel-lacks-stage': { found: string; expected: readonly string[] };
  'kernel-weights-beside-gradients': object;
  /** The options that it does not know at all. */
  'kernel-lacks-option': { option: string };
  'kernel-lacks-choice': { option: 'dtype' | 'similarity' | 'normalizer' | 'temperature'; found: string };
  'kernel-scale-by-row': object;
  'kernel-score-mod': object;
  'kernel-sink-not-finite': object;
  'kernel-size-zero': object;
  'kernel-value-heads': { keyHeads: number; valueHeads: number };
  'kernel-padding': { emptyRows: EmptyRows };
  'kernel-documents-scattered': object;
  'kernel-expression-too-large': { option: 'mask' | 'bias' };
  'kernel-no-simd': object;
  'kernel-few-scores': { scores: number };
  'kernel-memory': object;
  'kernel-not-finite': { of: 'weights' | 'gradients' };
  'kernel-empty-rows': { emptyRows: EmptyRows };
}

/** Why the kernel does not compute a problem. */
export type Refusal = FactOf<KernelFacts>;
