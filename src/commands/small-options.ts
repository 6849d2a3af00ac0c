import type { FlagTable } from './flag-spec.js';
import { WIDTH } from './options.js';

/** The flags of `attn glossary`. */
export const GLOSSARY_FLAGS = {
  format: {
    kind: 'choice',
    choices: ['table', 'md', 'json'],
    value: 'F',
    group: 'Output',
    help: 'table, md or json',
  },
  json: { kind: 'switch', group: 'Output', help: 'the same as --format json' },
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
    help: 'fixes the sheet: 1 to 30 give a class thirty different ones (7)',
  },
  size: {
    kind: 'text',
    value: 'NxD',
    group: 'Input',
    help: 'words × d_k: 2 to 8 words, d_k 4, 9 or 16 (3x4)',
  },
  output: { kind: 'text', value: 'FILE', short: 'o', group: 'Output', help: 'sheet.md and sheet.key.md, or .html' },
  format: { kind: 'choice', choices: ['md', 'html'], value: 'F', group: 'Output', help: 'md or html (md)' },
  key: { kind: 'switch', group: 'Output', help: 'print the key instead of the sheet' },
  'no-clobber': {
    kind: 'off',
    field: 'clobber',
    needs: ['output'],
    group: 'Output',
    help: 'do not overwrite a file',
  },
} as const satisfies FlagTable;
