import type { FlagTable } from './flag-spec.js';
import { NARROWEST } from './options.js';

/** Of every command whose result are figures. */
export const AS_JSON = {
  json: { kind: 'switch', group: 'Output' },
  compact: { kind: 'switch', needs: ['json'], group: 'Output' },
} as const satisfies FlagTable;

const OUTPUT = {
  ...AS_JSON,
  width: {
    kind: 'whole',
    least: NARROWEST,
    most: 10000,
    value: 'N',
    group: 'Output',
  },
} as const satisfies FlagTable;

/** The flags of `attn train`. */
export const TRAIN_FLAGS = {
  data: {
    kind: 'text',
    value: 'FILE',
    group: 'Input',
  },
  from: { kind: 'text', value: 'FILE', group: 'Input' },
  layers: { kind: 'whole', least: 1, most: 8, value: 'N', group: 'Model' },
  heads: { kind: 'whole', least: 1, most: 64, value: 'N', group: 'Model' },
  dim: { kind: 'whole', least: 2, most: 512, value: 'N', group: 'Model' },
  epochs: {
    kind: 'whole',
    least: 1,
    most: 100000,
    default: 20,
    value: 'N',
    group: 'Model',
  },
  seed: {
    kind: 'whole',
    least: -Number.MAX_SAFE_INTEGER,
    most: Number.MAX_SAFE_INTEGER,
    default: 42,
    value: 'N',
    group: 'Model',
  },
  output: {
    kind: 'text',
    value: 'FILE',
    short: 'o',
    group: 'Output',
  },
  'no-clobber': { kind: 'off', field: 'clobber', needs: ['output'], group: 'Output' },
  ...OUTPUT,
} as const satisfies FlagTable;

/** The flags of `attn rnn`. */
export const RNN_FLAGS = {
  sentence: {
    kind: 'text',
    value: 'TEXT',
    group: 'Sentence',
  },
  token: {
    kind: 'text',
    value: 'TOKEN',
    group: 'Sentence',
  },
  dim: { kind: 'whole', least: 2, most: 128, default: 32, value: 'N', group: 'Model' },
  seed: {
    kind: 'whole',
    least: -Number.MAX_SAFE_INTEGER,
    most: Number.MAX_SAFE_INTEGER,
    default: 42,
    value: 'N',
    group: 'Model',
  },
  train: { kind: 'switch', group: 'Model' },
  steps: {
    kind: 'whole',
    least: 1,
    most: 1_000_000,
    default: 1500,
    needs: ['train'],
    value: 'N',
    group: 'Model',
  },
  seeds: {
    kind: 'whole',
    least: 1,
    most: 100,
    default: 3,
    needs: ['train'],
    value: 'N',
    group: 'Model',
  },
  ...OUTPUT,
} as const satisfies FlagTable;
