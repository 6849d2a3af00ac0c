import { GIVEN_STAGES, givenFlag, type GivenFlag } from '../check/index.js';
import type { FlagTable } from './flag-spec.js';
import { WIDTH } from './options.js';

type TextFlag = { readonly kind: 'text'; readonly value: string; readonly group: 'Input'; readonly help: string };

const GIVEN_FLAGS = Object.fromEntries(
  GIVEN_STAGES.map((name): [GivenFlag, TextFlag] => [
    givenFlag(name),
    { kind: 'text', value: 'SRC', group: 'Input', help: `${name} of the same computation, to narrow it down` },
  ]),
) as Readonly<Record<GivenFlag, TextFlag>>;

/** The flags of `attn check` beside those of the mathematics. */
export const CHECK_FLAGS = {
  actual: { kind: 'text', value: 'SRC', group: 'Input', help: 'the output to be checked: OUT' },
  ...GIVEN_FLAGS,
  atol: {
    kind: 'number',
    least: 0,
    example: '1e-5',
    value: 'A',
    group: 'Mathematics',
    help: 'allowed: A + R·|right| instead of the rule',
  },
  rtol: { kind: 'number', least: 0, example: '1e-5', value: 'R', group: 'Mathematics', help: 'see --atol' },
  exact: { kind: 'switch', needs: ['actual'], group: 'Output', help: '50 digits: how many of OUT are right' },
  'no-diagnose': { kind: 'off', field: 'diagnose', group: 'Output', help: 'compare only, look for no mistake' },
  probe: {
    kind: 'choice',
    choices: ['usual', 'square'],
    bare: 'usual',
    value: 'KIND',
    group: 'Output',
    help: 'write inputs that tell mistakes apart: usual or square',
  },
  format: {
    kind: 'choice',
    choices: ['text', 'json', 'md', 'html'],
    value: 'F',
    group: 'Output',
    help: 'text, json, md or html (text)',
  },
  json: { kind: 'switch', group: 'Output', help: 'the same as --format json' },
  compact: { kind: 'switch', group: 'Output', help: 'JSON on one line' },
  output: { kind: 'text', value: 'FILE', short: 'o', group: 'Output', help: 'write the report, or the probe, there' },
  'no-clobber': { kind: 'off', field: 'clobber', needs: ['output'], group: 'Output', help: 'do not overwrite a file' },
  'max-memory': {
    kind: 'size',
    value: 'SIZE',
    group: 'Output',
    help: 'refuse what needs more, such as 2GB (what is free)',
  },
  width: WIDTH,
} as const satisfies FlagTable;
