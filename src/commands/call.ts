import type { Command } from 'commander';
import { optionNamed } from '../core/index.js';

/** A command line before its flags are parsed. */
export interface Call {
  /** The command's name, where one is named. */
  readonly command?: string;
  /** Help was asked for, anywhere in the call: `full` with --help or `attn help`, `brief` with -h. */
  readonly help?: 'full' | 'brief';
  readonly version: boolean;
  /** The command first, then everything else: flags in front of the command count as its own. */
  readonly words: readonly string[];
}

/**
 * Finds the command among the words. Help is shown wherever it is asked for, also after a wrong flag.
 *
 * @example readCall(['--json', 'compute', '--q', 'q.json'], root).words // compute --json --q q.json
 */
export function readCall(argv: readonly string[], root: Command): Call {
  const names = root.commands.map((command) => command.name());
  const at = argv.findIndex((word, index) => (names.includes(word) || word === 'help') && !isValue(argv, index, root));
  const help = argv.includes('--help') || argv[at] === 'help' ? 'full' : argv.includes('-h') ? 'brief' : undefined;
  const command = argv[at] === 'help' ? argv.find((word, index) => index > at && !word.startsWith('-')) : argv[at];
  const explains = command === 'explain';
  const words = (at < 0 ? argv : [argv[at]!, ...argv.slice(0, at), ...argv.slice(at + 1)]).map(usualName);
  return {
    ...(command !== undefined && { command: explains ? 'compute' : command }),
    ...(help && { help }),
    version: argv.some((word, index) => (word === '--version' || word === '-V') && !isValue(argv, index, root)),
    words: explains ? asCompute(words) : words,
  };
}

/** `attn explain …` is `attn compute --explain …`. */
function asCompute([, ...rest]: readonly string[]): string[] {
  return ['compute', ...(rest.includes('--explain') ? [] : ['--explain']), ...rest];
}

/** A flag in the spelling of the help. A value that looks like another spelling of a flag does not occur. */
function usualName(word: string): string {
  const [flag = '', value] = /^--([a-z-]+)(=.*)?$/s.exec(word)?.slice(1) ?? [];
  const option = flag === '' ? undefined : optionNamed(flag);
  return option?.also?.includes(flag) ? `--${option.name}${value ?? ''}` : word;
}

/** Is this word the value of the flag before it? */
function isValue(argv: readonly string[], index: number, root: Command): boolean {
  const before = argv[index - 1];
  if (before === undefined || !before.startsWith('-')) return false;
  return root.commands.some(({ options }) =>
    options.some((option) => option.required && [option.short, option.long].includes(before)),
  );
}
