import { InvalidArgumentError, Option, type Command } from 'commander';
import { OPTION_LIST } from '../core/options.js';
import { STAGES } from '../core/trace.js';
import { IN_FORMATS } from '../read/formats.js';
import { FORMATS } from '../show/formats.js';
import { LANGUAGES } from '../show/language.js';
import { OPTION_HELP } from '../words/en/options.js';

export type OptionGroupName = 'Input' | 'Sentence' | 'Mathematics' | 'Output' | 'Teaching' | 'Model' | 'Global';

/** A flag of the command line alone, not of a problem. */
export interface FlagOption {
  readonly flags: string;
  readonly group: OptionGroupName;
  readonly help: string;
  readonly choices?: readonly string[];
}

/** `a, b or c` */
const oneOf = (names: readonly string[]): string => `${names.slice(0, -1).join(', ')} or ${names.at(-1)}`;

export const INPUT_FLAGS: readonly FlagOption[] = [
  { flags: '--input <SRC>', group: 'Input', help: 'all in one: JSON, .npz, .safetensors, an attn result' },
  { flags: '--config <FILE>', group: 'Input', help: 'one problem or many: JSON object, list or lines; CSV rows' },
  { flags: '--weights <FILE>', group: 'Sentence', help: 'what attn train learned, for --sentence' },
  { flags: '--layer <N>', group: 'Sentence', help: 'which layer of it, from 1, or all (the last)' },
  {
    flags: '--in-format <F>',
    group: 'Input',
    help: `${oneOf(IN_FORMATS)} (found)`,
    choices: IN_FORMATS,
  },
  {
    flags: '--decimal <SIGN>',
    group: 'Input',
    help: 'decimal sign of CSV: point or comma (point)',
    choices: ['point', 'comma'],
  },
  { flags: '--delimiter <SIGN>', group: 'Input', help: 'between CSV cells: comma, semicolon, tab, blank (found)' },
];

export const OUTPUT_FLAGS: readonly FlagOption[] = [
  { flags: '--format <F>', group: 'Output', help: [...FORMATS.keys()].join(', '), choices: [...FORMATS.keys()] },
  { flags: '--json', group: 'Output', help: 'the same as --format json' },
  { flags: '--plain', group: 'Output', help: 'a number a line: stage batch head row column value' },
  { flags: '-o, --output <FILE>', group: 'Output', help: 'write a file; its extension sets the format' },
  { flags: '--no-clobber', group: 'Output', help: 'do not overwrite a file' },
  {
    flags: '--show <STAGES>',
    group: 'Output',
    help: 'stages, with commas, or all (scores,weights,output)',
    choices: ['all', ...STAGES],
  },
  { flags: '--only <STAGE>', group: 'Output', help: 'one stage alone, as a bare matrix', choices: STAGES },
  { flags: '--precision <N>', group: 'Output', help: 'digits after the point, in tables only (4)' },
  { flags: '--round <N>', group: 'Output', help: 'round the data too, also in JSON and CSV' },
  { flags: '--compact', group: 'Output', help: 'JSON on one line' },
  { flags: '--head <N>', group: 'Output', help: 'which head tables show, from 1' },
  { flags: '--batch <N>', group: 'Output', help: 'which batch item tables show, from 1' },
  { flags: '--top <N>', group: 'Output', help: 'only the N largest weights of each row' },
  { flags: '--heatmap', group: 'Output', help: 'weights as coloured cells' },
  {
    flags: '--cmap <MAP>',
    group: 'Output',
    help: 'viridis, cividis or gray (viridis)',
    choices: ['viridis', 'cividis', 'gray'],
  },
  { flags: '--full', group: 'Output', help: 'leave nothing out, however narrow the terminal' },
  { flags: '--width <N>', group: 'Output', help: 'columns to fit into (those of the terminal)' },
  {
    flags: '--engine <E>',
    group: 'Output',
    help: 'who computes: auto, reference or wasm; auto: wasm for 2^20 scores or more when no other stage than output, weights, lse, gradients is asked (auto)',
    choices: ['auto', 'reference', 'wasm'],
  },
  { flags: '--threads <N>', group: 'Output', help: 'threads of the kernel (all processors)' },
  { flags: '--max-memory <SIZE>', group: 'Output', help: 'refuse what needs more, such as 2GB (what is free)' },
  { flags: '--strict', group: 'Output', help: 'exit 1 when a result is not a finite number' },
];

export const TEACHING_FLAGS: readonly FlagOption[] = [
  { flags: '--explain', group: 'Teaching', help: 'walk through it, step by step, as one token' },
  { flags: '--token <TOKEN>', group: 'Teaching', help: 'who speaks: a word, word#2, or its number from 1' },
  { flags: '--hide <TOKEN>', group: 'Teaching', help: 'what if this word were not there' },
  { flags: '--quiz', group: 'Teaching', help: 'ask for a number in every step' },
  {
    flags: '--explain-format <F>',
    group: 'Teaching',
    help: 'text; trace: every step as a line of JSON',
    choices: ['text', 'trace'],
  },
  { flags: '--accessible', group: 'Teaching', help: 'letters and Enter instead of keys, nothing redrawn' },
];

/** These work before and after the command's name. */
export const GLOBAL_FLAGS: readonly FlagOption[] = [
  {
    flags: '--color <WHEN>',
    group: 'Global',
    help: 'auto, always or never (auto)',
    choices: ['auto', 'always', 'never'],
  },
  { flags: '--no-color', group: 'Global', help: 'the same as --color never' },
  { flags: '--ascii', group: 'Global', help: 'no characters beyond ASCII' },
  {
    flags: '--lang <L>',
    group: 'Global',
    help: `${oneOf(LANGUAGES)} (the language of the terminal)`,
    choices: LANGUAGES,
  },
  { flags: '--no-input', group: 'Global', help: 'never wait for a key' },
  { flags: '-q, --quiet', group: 'Global', help: 'no notes and warnings; errors stay' },
  { flags: '-v, --verbose', group: 'Global', help: 'say what was read, who computed, how long it took' },
];

/** `--no-input` forbids waiting for keys; it is not the opposite of `--input FILE`, as commander would have it. */
class NoInput extends Option {
  override attributeName(): string {
    return 'pause';
  }
}

/** Flags of a command, with their group in its help. */
export function addFlags(command: Command, flags: readonly FlagOption[]): Command {
  for (const { flags: text, group, help, choices } of flags) {
    const option = text === '--no-input' ? new NoInput(text, help) : new Option(text, help);
    // Only for completion: commander would reject a value before it has seen all words, and without "did you mean".
    if (choices) option.argChoices = [...choices];
    command.addOption(once(option).helpGroup(`${group}:`));
  }
  return command;
}

/** The flags that define a problem, made from the one table of `core/options.ts`. */
export function addAskFlags(command: Command): Command {
  for (const asked of OPTION_LIST) {
    const { name, value, group } = asked;
    const option = new Option(value.startsWith('[') ? `--${name} ${value}` : `--${name} <${value}>`, OPTION_HELP[name]);
    if (asked.kind === 'choice') option.argChoices = [...asked.choices];
    command.addOption(once(option).helpGroup(`${group}:`));
  }
  return command;
}

/** A flag given twice is an error, because it is unclear which value counts. */
function once(option: Option): Option {
  if (!option.required && !option.optional) return option;
  return option.argParser((value: string, before: unknown) => {
    if (before !== undefined) throw new InvalidArgumentError('is given twice');
    return value;
  });
}
