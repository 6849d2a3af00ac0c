import type { KernelFacts } from '../../kernel/facts.js';
import type { PlainSentences } from '../sentence.js';

export const kernel: PlainSentences<KernelFacts> = {
  'kernel-lacks-stage': ({ found }) => `${found} is asked for, and the kernel gives output, weights, lse and gradients`,
  'kernel-weights-beside-gradients': () => 'weights and gradients are asked for, and the kernel gives one of them',
  'kernel-lacks-option': ({ option }) => `the kernel does not know ${option}`,
  'kernel-lacks-choice': ({ option, found }, naming) =>
    option === 'dtype' ? `${naming.option(option, found)} rounds every stage` : `the ${option} is ${found}`,
  'kernel-scale-by-row': () => 'the scale differs by row',
  'kernel-score-mod': (_, { option }) => `${option('score-mod')} may be any function of the score`,
  'kernel-sink-not-finite': () => 'a sink is not finite',
  'kernel-size-zero': () => 'a size is 0',
  'kernel-value-heads': () => 'gradients of as many key heads as value heads are all it gives',
  'kernel-padding': ({ emptyRows }, { option }) =>
    `queries of padding are zero, beside ${option('empty-rows', emptyRows)}`,
  'kernel-documents-scattered': () => 'the keys of a document do not stand side by side, in the order of the queries',
  'kernel-expression-too-large': ({ option }) => `the ${option} is an expression of too many cells`,
  'kernel-no-simd': () => 'this engine has no SIMD',
  'kernel-few-scores': ({ scores }) => `${scores} scores are few: the reference takes them on at once`,
  'kernel-memory': () => 'it needs more than 4 GiB',
  'kernel-not-finite': ({ of }) => `${of} of numbers that are not finite`,
  'kernel-empty-rows': ({ emptyRows }, { option }) =>
    `gradients of queries that see no key, with ${option('empty-rows', emptyRows)}`,
};
