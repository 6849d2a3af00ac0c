import { InvalidArgumentError, Option, type Command } from 'commander';
import { OPTION_LIST, STAGES } from '../core/index.js';
import { IN_FORMATS } from '../read/index.js';
import { FORMATS } from '../show/index.js';
import { flags as flagTexts, LANGUAGES, OPTION_HELP } from '../words/index.js';
import { flagHelp } from './flag-help.js';
import { flagText, type FlagOptions, type FlagTable } from './flag-spec.js';
import type { AskedOptions } from './parse-flags.js';

/** The narrowest width that anything is fitted into. */
export const NARROWEST = 20;

/** Of every command that writes tables or prose. */
export const WIDTH = {
  kind: 'whole',
  least: NARROWEST,
  most: 10000,
  value: 'N',
  group: 'Output',
} as const;

/** Where a problem is read from. */
export const INPUT_FLAGS = {
  input: { kind: 'text', value: 'SRC', group: 'Input' },
  config: {
    kind: 'text',
    value: 'FILE',
    group: 'Input',
  },
  weights: { kind: 'text', value: 'FILE', group: 'Sentence' },
  'hf-config': { kind: 'text', value: 'FILE', group: 'Input' },
  layer: { kind: 'text', value: 'N', group: 'Sentence' },
  'in-format': {
    kind: 'choice',
    choices: IN_FORMATS,
    value: 'F',
    group: 'Input',
  },
  decimal: {
    kind: 'choice',
    choices: ['point', 'comma'],
    aliases: { '.': 'point', ',': 'comma' },
    value: 'SIGN',
    group: 'Input',
  },
  delimiter: {
    kind: 'text',
    value: 'SIGN',
    group: 'Input',
  },
} as const satisfies FlagTable;

/** How a result is shown, and who computes it. */
export const OUTPUT_FLAGS = {
  format: {
    kind: 'choice',
    choices: [...FORMATS.keys()],
    value: 'F',
    group: 'Output',
  },
  json: { kind: 'switch', group: 'Output' },
  plain: { kind: 'switch', group: 'Output' },
  output: {
    kind: 'text',
    value: 'FILE',
    short: 'o',
    group: 'Output',
  },
  'no-clobber': { kind: 'off', field: 'clobber', needs: ['output'], group: 'Output' },
  show: {
    kind: 'text',
    offers: ['all', ...STAGES],
    value: 'STAGES',
    group: 'Output',
  },
  only: { kind: 'choice', choices: STAGES, value: 'STAGE', group: 'Output' },
  precision: {
    kind: 'whole',
    least: 0,
    most: 20,
    default: 4,
    value: 'N',
    group: 'Output',
  },
  round: {
    kind: 'whole',
    least: 0,
    most: 100,
    value: 'N',
    group: 'Output',
  },
  compact: { kind: 'switch', group: 'Output' },
  head: { kind: 'whole', least: 1, most: 1e9, value: 'N', group: 'Output' },
  batch: {
    kind: 'whole',
    least: 1,
    most: 1e9,
    value: 'N',
    group: 'Output',
  },
  top: {
    kind: 'whole',
    least: 1,
    most: 1e9,
    value: 'N',
    group: 'Output',
  },
  heatmap: { kind: 'switch', group: 'Output' },
  cmap: {
    kind: 'choice',
    choices: ['viridis', 'cividis', 'gray'],
    value: 'MAP',
    group: 'Output',
  },
  full: { kind: 'switch', group: 'Output' },
  width: WIDTH,
  engine: {
    kind: 'choice',
    choices: ['auto', 'reference', 'wasm'],
    value: 'E',
    group: 'Output',
  },
  threads: {
    kind: 'whole',
    least: 1,
    most: 1024,
    value: 'N',
    group: 'Output',
  },
  'max-memory': {
    kind: 'size',
    value: 'SIZE',
    group: 'Output',
  },
  strict: { kind: 'switch', group: 'Output' },
} as const satisfies FlagTable;

/** What `--explain` does. */
export const TEACHING_FLAGS = {
  explain: { kind: 'switch', group: 'Teaching' },
  token: { kind: 'text', value: 'TOKEN', group: 'Teaching' },
  hide: { kind: 'text', value: 'TOKEN', group: 'Teaching' },
  quiz: { kind: 'switch', group: 'Teaching' },
  'explain-format': {
    kind: 'choice',
    choices: ['text', 'trace'],
    needs: ['explain', 'quiz'],
    value: 'F',
    group: 'Teaching',
  },
  accessible: {
    kind: 'switch',
    needs: ['explain', 'quiz'],
    group: 'Teaching',
  },
} as const satisfies FlagTable;

/** These work before and after the command's name. */
export const GLOBAL_FLAGS = {
  color: {
    kind: 'choice',
    choices: ['auto', 'always', 'never'],
    off: 'never',
    value: 'WHEN',
    group: 'Global',
  },
  'no-color': { kind: 'alias', group: 'Global' },
  ascii: { kind: 'switch', group: 'Global' },
  lang: {
    kind: 'choice',
    choices: LANGUAGES,
    value: 'L',
    group: 'Global',
  },
  'no-input': { kind: 'off', field: 'pause', group: 'Global' },
  'error-format': {
    kind: 'choice',
    choices: ['text', 'json'],
    value: 'F',
    group: 'Global',
  },
  quiet: { kind: 'switch', short: 'q', group: 'Global' },
  verbose: { kind: 'switch', short: 'v', group: 'Global' },
} as const satisfies FlagTable;

/** `--no-input` forbids waiting for keys; it is not the opposite of `--input FILE`, as commander would have it. */
class NoInput extends Option {
  override attributeName(): string {
    return 'pause';
  }
}

const ENGLISH = { flags: flagTexts, options: OPTION_HELP };

/** Flags of a command, with their group in its help. */
export function addFlags(command: Command, flags: FlagTable): Command {
  for (const [name, spec] of Object.entries(flags)) {
    const text = flagText(name, spec);
    const option = name === 'no-input' ? new NoInput(text) : new Option(text);
    // For completion alone: commander would judge them before it has seen all words, and without "did you mean".
    const offered = spec.kind === 'choice' ? spec.choices : spec.kind === 'text' ? spec.offers : undefined;
    if (offered) option.argChoices = [...offered];
    option.description = flagHelp(ENGLISH, command.name(), name, option.argChoices);
    command.addOption(once(option).helpGroup(`${spec.group}:`));
  }
  return command;
}

/** The flags that define a problem, made from the one table of `core/options.ts`. */
export function addAskFlags(command: Command): Command {
  for (const asked of OPTION_LIST) {
    const { name, value, group } = asked;
    const taken = value === '' ? '' : value.startsWith('[') ? ` ${value}` : ` <${value}>`;
    const option = new Option(`--${name}${taken}`, OPTION_HELP[name]);
    if (asked.kind === 'choice') option.argChoices = [...asked.choices];
    command.addOption((asked.kind === 'arrays' ? repeated(option) : once(option)).helpGroup(`${group}:`));
  }
  return command;
}

/** A flag that may be given as often as there are values. */
function repeated(option: Option): Option {
  return option.argParser((value: string, before: readonly string[] | undefined) => [...(before ?? []), value]);
}

/** A flag given twice is an error, because it is unclear which value counts. */
function once(option: Option): Option {
  if (!option.required && !option.optional) return option;
  return option.argParser((value: string, before: unknown) => {
    if (before !== undefined) throw new InvalidArgumentError('is given twice');
    return value;
  });
}

/** All flags of `attn compute` beside those of the problem. */
export const COMPUTE_FLAGS = { ...INPUT_FLAGS, ...OUTPUT_FLAGS, ...TEACHING_FLAGS, ...GLOBAL_FLAGS } as const;

export type GlobalFlags = FlagOptions<typeof GLOBAL_FLAGS>;
/** What says where a problem comes from, and what it is. */
export type InputFlags = FlagOptions<typeof INPUT_FLAGS> & AskedOptions & { readonly maxMemory: number | undefined };
export type ComputeFlags = FlagOptions<typeof COMPUTE_FLAGS> & AskedOptions;
