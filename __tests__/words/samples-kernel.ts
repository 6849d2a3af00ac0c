import type { KernelFacts } from '../../src/kernel/facts.js';
import type { Samples } from './samples.js';

/** Numbers and names for every reason why the kernel leaves a problem to the reference. */
export const KERNEL: Samples<KernelFacts> = {
  'kernel-lacks-stage': [{ found: 'scores', expected: ['output', 'lse'] }],
  'kernel-weights-beside-gradients': [{}],
  'kernel-lacks-option': [{ option: 'rope' }],
  'kernel-lacks-choice': [
    { option: 'dtype', found: 'float16' },
    { option: 'similarity', found: 'cosine' },
    { option: 'normalizer', found: 'sparsemax' },
    { option: 'temperature', found: '-1' },
  ],
  'kernel-scale-by-row': [{}],
  'kernel-score-mod': [{}],
  'kernel-sink-not-finite': [{}],
  'kernel-size-zero': [{}],
  'kernel-value-heads': [{ keyHeads: 2, valueHeads: 1 }],
  'kernel-padding': [{ emptyRows: 'nan' }],
  'kernel-documents-scattered': [{}],
  'kernel-expression-too-large': [{ option: 'mask' }, { option: 'bias' }],
  'kernel-no-simd': [{}],
  'kernel-few-scores': [{ scores: 9 }],
  'kernel-memory': [{}],
  'kernel-not-finite': [{ of: 'weights' }, { of: 'gradients' }],
  'kernel-empty-rows': [{ emptyRows: 'uniform' }],
};
