import type { FlagTable } from './flag-spec.js';
import { OUTPUT_FLAGS, TEACHING_FLAGS } from './options.js';

const { head: _, ...output } = OUTPUT_FLAGS;

/** The flags of `attn model` beside those that it has in common with `attn compute`. */
export const MODEL_ONLY_FLAGS = {
  text: { kind: 'text', value: 'TEXT', group: 'Input' },
  'text-pair': { kind: 'text', value: 'TEXT', group: 'Input' },
  'token-ids': { kind: 'text', value: 'IDS', group: 'Input' },
  texts: {
    kind: 'text',
    value: 'FILE',
    group: 'Input',
  },
  input: { kind: 'text', value: 'SRC', group: 'Input' },
  'decoder-text': { kind: 'text', value: 'TEXT', group: 'Input' },
  'decoder-ids': { kind: 'text', value: 'IDS', group: 'Input' },
  layer: { kind: 'text', value: 'N', group: 'Model' },
  head: { kind: 'text', value: 'N', group: 'Model' },
  attention: {
    kind: 'choice',
    choices: ['encoder', 'decoder', 'cross'],
    value: 'A',
    group: 'Model',
  },
  next: { kind: 'whole', least: 1, most: 1000, value: 'N', group: 'Model' },
  without: { kind: 'text', value: 'HEADS', group: 'Model' },
  words: { kind: 'switch', group: 'Model' },
  'no-special': { kind: 'off', field: 'special', group: 'Model' },
  'hide-first': { kind: 'switch', group: 'Model' },
  rollout: { kind: 'switch', group: 'Model' },
  logits: { kind: 'switch', group: 'Model' },
} as const satisfies FlagTable;

export const MODEL_FLAGS = { ...MODEL_ONLY_FLAGS, ...output, ...TEACHING_FLAGS } as const satisfies FlagTable;
