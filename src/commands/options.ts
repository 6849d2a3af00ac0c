import { InvalidArgumentError, Option, type Command } from 'commander';
import { OPTION_LIST, STAGES } from '../core/index.js';
import { IN_FORMATS } from '../read/index.js';
import { FORMATS } from '../show/index.js';
import { LANGUAGES, OPTION_HELP } from '../words/index.js';
import { flagText, type FlagOptions, type FlagTable } from './flag-spec.js';
import type { AskedOptions } from './parse-flags.js';

/** `a, b or c` */
const oneOf = (names: readonly string[]): string => `${names.slice(0, -1).join(', ')} or ${names.at(-1)}`;

/** The narrowest width that anything is fitted into. */
export const NARROWEST = 20;

/** Of every command that writes tables or prose. */
export const WIDTH = {
  kind: 'whole',
  least: NARROWEST,
  most: 10000,
  value: 'N',
  group: 'Output',
  help: 'columns to fit into (those of the terminal)',
} as const;

/** Where a problem is read from. */
export const INPUT_FLAGS = {
  input: { kind: 'text', value: 'SRC', group: 'Input', help: 'all in one: JSON, .npz, .safetensors, an attn result' },
  config: {
    kind: 'text',
    value: 'FILE',
    group: 'Input',
    help: 'one problem or many: JSON object, list or lines; CSV rows',
  },
  weights: { kind: 'text', value: 'FILE', group: 'Sentence', help: 'what attn train learned, for --sentence' },
  'hf-config': { kind: 'text', value: 'FILE', group: 'Input', help: "flags of --layer N from a model's config.json" },
  layer: { kind: 'text', value: 'N', group: 'Sentence', help: 'which layer of it, from 1, or all (the last)' },
  'in-format': {
    kind: 'choice',
    choices: IN_FORMATS,
    value: 'F',
    group: 'Input',
    help: `${oneOf(IN_FORMATS)} (found)`,
  },
  decimal: {
    kind: 'choice',
    choices: ['point', 'comma'],
    aliases: { '.': 'point', ',': 'comma' },
    value: 'SIGN',
    group: 'Input',
    help: 'decimal sign of CSV: point or comma (point)',
  },
  delimiter: {
    kind: 'text',
    value: 'SIGN',
    group: 'Input',
    help: 'between CSV cells: comma, semicolon, tab, blank (found)',
  },
} as const satisfies FlagTable;

/** How a result is shown, and who computes it. */
export const OUTPUT_FLAGS = {
  format: {
    kind: 'choice',
    choices: [...FORMATS.keys()],
    value: 'F',
    group: 'Output',
    help: [...FORMATS.keys()].join(', '),
  },
  json: { kind: 'switch', group: 'Output', help: 'the same as --format json' },
  plain: { kind: 'switch', group: 'Output', help: 'a number a line: stage batch head row column value' },
  output: {
    kind: 'text',
    value: 'FILE',
    short: 'o',
    group: 'Output',
    help: 'write a file; its extension sets the format',
  },
  'no-clobber': { kind: 'off', field: 'clobber', needs: ['output'], group: 'Output', help: 'do not overwrite a file' },
  show: {
    kind: 'text',
    offers: ['all', ...STAGES],
    value: 'STAGES',
    group: 'Output',
    help: 'stages, with commas, or all (scores,weights,output)',
  },
  only: { kind: 'choice', choices: STAGES, value: 'STAGE', group: 'Output', help: 'one stage alone, as a bare matrix' },
  precision: {
    kind: 'whole',
    least: 0,
    most: 20,
    default: 4,
    value: 'N',
    group: 'Output',
    help: 'digits after the point, in tables only (4)',
  },
  round: {
    kind: 'whole',
    least: 0,
    most: 100,
    value: 'N',
    group: 'Output',
    help: 'round the data too, also in JSON and CSV',
  },
  compact: { kind: 'switch', group: 'Output', help: 'JSON on one line' },
  head: { kind: 'whole', least: 1, most: 1e9, value: 'N', group: 'Output', help: 'which head tables show, from 1' },
  batch: {
    kind: 'whole',
    least: 1,
    most: 1e9,
    value: 'N',
    group: 'Output',
    help: 'which batch item tables show, from 1',
  },
  top: {
    kind: 'whole',
    least: 1,
    most: 1e9,
    value: 'N',
    group: 'Output',
    help: 'show only the N largest weights of each row; --select-top computes with the K largest',
  },
  heatmap: { kind: 'switch', group: 'Output', help: 'weights as coloured cells' },
  cmap: {
    kind: 'choice',
    choices: ['viridis', 'cividis', 'gray'],
    value: 'MAP',
    group: 'Output',
    help: 'viridis, cividis or gray (viridis)',
  },
  full: { kind: 'switch', group: 'Output', help: 'leave nothing out, however narrow the terminal' },
  width: WIDTH,
  engine: {
    kind: 'choice',
    choices: ['auto', 'reference', 'wasm'],
    value: 'E',
    group: 'Output',
    help: 'who computes: auto, reference or wasm; auto: wasm for 2^20 scores or more when no other stage than output, weights, lse, gradients is asked (auto)',
  },
  threads: {
    kind: 'whole',
    least: 1,
    most: 1024,
    value: 'N',
    group: 'Output',
    help: 'threads of the kernel (all processors)',
  },
  'max-memory': {
    kind: 'size',
    value: 'SIZE',
    group: 'Output',
    help: 'refuse what needs more, such as 2GB (what is free)',
  },
  strict: { kind: 'switch', group: 'Output', help: 'exit 1 when a result is not a finite number' },
} as const satisfies FlagTable;

/** What `--explain` does. */
export const TEACHING_FLAGS = {
  explain: { kind: 'switch', group: 'Teaching', help: 'walk through it, step by step, as one token' },
  token: { kind: 'text', value: 'TOKEN', group: 'Teaching', help: 'who speaks: a word, word#2, or its number from 1' },
  hide: { kind: 'text', value: 'TOKEN', group: 'Teaching', help: 'what if this word were not there' },
  quiz: { kind: 'switch', group: 'Teaching', help: 'ask for a number in every step' },
  'explain-format': {
    kind: 'choice',
    choices: ['text', 'trace'],
    needs: ['explain', 'quiz'],
    value: 'F',
    group: 'Teaching',
    help: 'text; trace: every step as a line of JSON',
  },
  accessible: {
    kind: 'switch',
    needs: ['explain', 'quiz'],
    group: 'Teaching',
    help: 'letters and Enter instead of keys, nothing redrawn',
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
    help: 'auto, always or never (auto)',
  },
  'no-color': { kind: 'alias', group: 'Global', help: 'the same as --color never' },
  ascii: { kind: 'switch', group: 'Global', help: 'no characters beyond ASCII' },
  lang: {
    kind: 'choice',
    choices: LANGUAGES,
    value: 'L',
    group: 'Global',
    help: `${oneOf(LANGUAGES)} (the language of the terminal)`,
  },
  'no-input': { kind: 'off', field: 'pause', group: 'Global', help: 'never wait for a key' },
  'error-format': {
    kind: 'choice',
    choices: ['text', 'json'],
    value: 'F',
    group: 'Global',
    help: 'errors on stderr as text or json (text)',
  },
  quiet: { kind: 'switch', short: 'q', group: 'Global', help: 'no notes and warnings; errors stay' },
  verbose: { kind: 'switch', short: 'v', group: 'Global', help: 'say what was read, who computed, how long it took' },
} as const satisfies FlagTable;

/** `--no-input` forbids waiting for keys; it is not the opposite of `--input FILE`, as commander would have it. */
class NoInput extends Option {
  override attributeName(): string {
    return 'pause';
  }
}

/** Flags of a command, with their group in its help. */
export function addFlags(command: Command, flags: FlagTable): Command {
  for (const [name, spec] of Object.entries(flags)) {
    const text = flagText(name, spec);
    const option = name === 'no-input' ? new NoInput(text, spec.help) : new Option(text, spec.help);
    // For completion alone: commander would judge them before it has seen all words, and without "did you mean".
    const offered = spec.kind === 'choice' ? spec.choices : spec.kind === 'text' ? spec.offers : undefined;
    if (offered) option.argChoices = [...offered];
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
export type InputFlags = FlagOptions<typeof INPUT_FLAGS> & AskedOptions;
export type ComputeFlags = FlagOptions<typeof COMPUTE_FLAGS> & AskedOptions;
