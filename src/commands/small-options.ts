import type { FlagTable } from './flag-spec.js';
import { WIDTH } from './options.js';

/** The flags of `attn glossary`. */
export const GLOSSARY_FLAGS = {
  format: {
    kind: 'choice',
    choices: ['table', 'md', 'json'],
    value: 'F',
    group: 'Output',
  },
  json: { kind: 'switch', group: 'Output' },
  width: WIDTH,
} as const satisfies FlagTable;

/** The flags of `attn worksheet`. */
export const WORKSHEET_FLAGS = {
  seed: {
    kind: 'whole',
    least: 0,
    most: Number.MAX_SAFE_INTEGER,
    default: 7,
    value: 'N',
    group: 'Input',
  },
  size: {
    kind: 'text',
    value: 'NxD',
    group: 'Input',
  },
  output: { kind: 'text', value: 'FILE', short: 'o', group: 'Output' },
  format: { kind: 'choice', choices: ['md', 'html'], value: 'F', group: 'Output' },
  key: { kind: 'switch', group: 'Output' },
  'no-clobber': {
    kind: 'off',
    field: 'clobber',
    needs: ['output'],
    group: 'Output',
  },
} as const satisfies FlagTable;
