import { GIVEN_STAGES, flagOf } from '../check/given-stages.js';
import type { FlagOption } from './options.js';

/** The flags of `attn check` beside those of the mathematics. */
export const CHECK_FLAGS: readonly FlagOption[] = [
  { flags: '--actual <SRC>', group: 'Input', help: 'the output to be checked: OUT' },
  ...GIVEN_STAGES.map((name): FlagOption => ({
    flags: `${flagOf(name)} <SRC>`,
    group: 'Input',
    help: `${name} of the same computation, to narrow it down`,
  })),
  { flags: '--atol <A>', group: 'Mathematics', help: 'allowed: A + R·|right| instead of the rule' },
  { flags: '--rtol <R>', group: 'Mathematics', help: 'see --atol' },
  { flags: '--exact', group: 'Output', help: '50 digits: how many of OUT are right' },
  { flags: '--no-diagnose', group: 'Output', help: 'compare only, look for no mistake' },
  { flags: '--probe [KIND]', group: 'Output', help: 'write inputs that tell mistakes apart: usual or square' },
  {
    flags: '--format <F>',
    group: 'Output',
    help: 'text, json, md or html (text)',
    choices: ['text', 'json', 'md', 'html'],
  },
  { flags: '--json', group: 'Output', help: 'the same as --format json' },
  { flags: '--compact', group: 'Output', help: 'JSON on one line' },
  { flags: '-o, --output <FILE>', group: 'Output', help: 'write the report, or the probe, there' },
  { flags: '--no-clobber', group: 'Output', help: 'do not overwrite a file' },
  { flags: '--max-memory <SIZE>', group: 'Output', help: 'refuse what needs more, such as 2GB (what is free)' },
  { flags: '--width <N>', group: 'Output', help: 'columns to fit into (those of the terminal)' },
];
