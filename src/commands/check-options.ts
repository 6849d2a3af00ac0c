import { GIVEN_STAGES, givenFlag, type GivenFlag } from '../check/index.js';
import type { FlagTable } from './flag-spec.js';
import { WIDTH } from './options.js';

type TextFlag = { readonly kind: 'text'; readonly value: string; readonly group: 'Input' };

const GIVEN_FLAGS = Object.fromEntries(
  GIVEN_STAGES.map((name): [GivenFlag, TextFlag] => [givenFlag(name), { kind: 'text', value: 'SRC', group: 'Input' }]),
) as Readonly<Record<GivenFlag, TextFlag>>;

/** The flags of `attn check` beside those of the mathematics. */
export const CHECK_FLAGS = {
  actual: { kind: 'text', value: 'SRC', group: 'Input' },
  model: { kind: 'text', value: 'DIR', group: 'Input' },
  text: { kind: 'text', value: 'TEXT', needs: ['model'], group: 'Input' },
  'token-ids': { kind: 'text', value: 'IDS', needs: ['model'], group: 'Input' },
  ...GIVEN_FLAGS,
  atol: {
    kind: 'number',
    least: 0,
    example: '1e-5',
    value: 'A',
    group: 'Mathematics',
  },
  rtol: { kind: 'number', least: 0, example: '1e-5', value: 'R', group: 'Mathematics' },
  exact: { kind: 'switch', needs: ['actual'], group: 'Output' },
  'no-diagnose': { kind: 'off', field: 'diagnose', group: 'Output' },
  list: { kind: 'switch', group: 'Output' },
  probe: {
    kind: 'choice',
    choices: ['usual', 'square'],
    bare: 'usual',
    value: 'KIND',
    group: 'Output',
  },
  format: {
    kind: 'choice',
    choices: ['text', 'json', 'md', 'html', 'github'],
    value: 'F',
    group: 'Output',
  },
  json: { kind: 'switch', group: 'Output' },
  compact: { kind: 'switch', group: 'Output' },
  output: { kind: 'text', value: 'FILE', short: 'o', group: 'Output' },
  'no-clobber': { kind: 'off', field: 'clobber', needs: ['output'], group: 'Output' },
  'max-memory': {
    kind: 'size',
    value: 'SIZE',
    group: 'Output',
  },
  width: WIDTH,
} as const satisfies FlagTable;
