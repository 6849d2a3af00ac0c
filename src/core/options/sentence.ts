import type { OptionSpec } from './spec.js';

/** How words become numbers. */
export const SENTENCE_OPTIONS = {
  sentence: {
    kind: 'text',
    value: 'TEXT',
    group: 'Sentence',
  },
  /** Numbers per token; for `one-hot` at least the number of different tokens (its default). */
  dim: {
    kind: 'number',
    whole: true,
    least: 1,
    value: 'N',
    group: 'Sentence',
    default: 8,
  },
  /** Numbers per head of q, k and v. Where heads × headDim is not dim, random projections make up the difference. */
  'head-dim': {
    kind: 'number',
    whole: true,
    least: 1,
    value: 'N',
    group: 'Sentence',
  },
  seed: {
    kind: 'number',
    whole: true,
    value: 'N',
    group: 'Sentence',
    default: 42,
  },
  embedding: {
    kind: 'choice',
    choices: ['random', 'one-hot', 'hash'],
    value: 'E',
    group: 'Sentence',
    default: 'random',
  },
  position: {
    kind: 'choice',
    choices: ['none', 'sinusoidal'],
    value: 'P',
    group: 'Sentence',
    default: 'none',
  },
} as const satisfies Readonly<Record<string, OptionSpec>>;
