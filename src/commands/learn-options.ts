import type { FlagTable } from './flag-spec.js';
import { NARROWEST } from './options.js';

/** Of every command whose result are figures. */
export const AS_JSON = {
  json: { kind: 'switch', group: 'Output', help: 'the figures as JSON' },
  compact: { kind: 'switch', needs: ['json'], group: 'Output', help: 'JSON on one line' },
} as const satisfies FlagTable;

const OUTPUT = {
  ...AS_JSON,
  width: {
    kind: 'whole',
    least: NARROWEST,
    most: 10000,
    value: 'N',
    group: 'Output',
    help: 'columns to fit into (those of the terminal, 80 at the most)',
  },
} as const satisfies FlagTable;

/** The flags of `attn train`. */
export const TRAIN_FLAGS = {
  data: {
    kind: 'text',
    value: 'FILE',
    group: 'Input',
    help: 'your sentences: JSON or CSV with sentence, word, refers_to (the built-in ones)',
  },
  from: { kind: 'text', value: 'FILE', group: 'Input', help: 'go on from these weights' },
  layers: { kind: 'whole', least: 1, most: 8, value: 'N', group: 'Model', help: 'layers of attention (2)' },
  heads: { kind: 'whole', least: 1, most: 64, value: 'N', group: 'Model', help: 'heads of each layer (1)' },
  dim: { kind: 'whole', least: 2, most: 512, value: 'N', group: 'Model', help: 'numbers per word (32)' },
  epochs: {
    kind: 'whole',
    least: 1,
    most: 100000,
    default: 20,
    value: 'N',
    group: 'Model',
    help: 'how often all sentences are gone through (20)',
  },
  seed: {
    kind: 'whole',
    least: -Number.MAX_SAFE_INTEGER,
    most: Number.MAX_SAFE_INTEGER,
    default: 42,
    value: 'N',
    group: 'Model',
    help: 'the same seed gives the same weights to the bit (42)',
  },
  output: {
    kind: 'text',
    value: 'FILE',
    short: 'o',
    group: 'Output',
    help: '.safetensors keeps the weights; .html or .md is a report to keep',
  },
  'no-clobber': { kind: 'off', field: 'clobber', needs: ['output'], group: 'Output', help: 'do not overwrite a file' },
  ...OUTPUT,
} as const satisfies FlagTable;

/** The flags of `attn rnn`. */
export const RNN_FLAGS = {
  sentence: {
    kind: 'text',
    value: 'TEXT',
    group: 'Sentence',
    help: 'the sentence (the one about the animal and the street)',
  },
  token: {
    kind: 'text',
    value: 'TOKEN',
    group: 'Sentence',
    help: "who is asked: a word, word#2, or its number from 1 ('it', else the last)",
  },
  dim: { kind: 'whole', least: 2, most: 128, default: 32, value: 'N', group: 'Model', help: 'numbers per word (32)' },
  seed: {
    kind: 'whole',
    least: -Number.MAX_SAFE_INTEGER,
    most: Number.MAX_SAFE_INTEGER,
    default: 42,
    value: 'N',
    group: 'Model',
    help: 'of the vectors and the weights (42)',
  },
  train: { kind: 'switch', group: 'Model', help: 'let all three learn to recall a word of k steps ago, and count' },
  steps: {
    kind: 'whole',
    least: 1,
    most: 1_000_000,
    default: 1500,
    needs: ['train'],
    value: 'N',
    group: 'Model',
    help: 'steps of training, for --train (1500)',
  },
  seeds: {
    kind: 'whole',
    least: 1,
    most: 100,
    default: 3,
    needs: ['train'],
    value: 'N',
    group: 'Model',
    help: 'how often it is repeated, for --train (3)',
  },
  ...OUTPUT,
} as const satisfies FlagTable;
