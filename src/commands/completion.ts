import type { Command } from 'commander';
import { choice } from './parse-flags.js';

/** What a shell can complete, derived from the tree of commands so that it cannot differ from the help. */
interface Offer {
  readonly command: string;
  readonly about: string;
  readonly flags: readonly {
    readonly flag: string;
    readonly about: string;
    readonly choices: readonly string[];
    readonly file: boolean;
    readonly takes: boolean;
  }[];
}

const HELP = { command: 'help', about: 'help for a command' } as const;

/**
 * `attn completion SHELL`: a static script.
 *
 * @throws AttnError (usage) for a shell that is not known, with the nearest one
 */
export function completion(shell: string, root: Command): string {
  const offers = root.commands.map((command) =>
    command.name() === 'explain' ? explainOf(root, command) : offerOf(command),
  );
  const write = { bash, zsh, fish }[choice(shell, 'completion', ['bash', 'zsh', 'fish'] as const)];
  return write(offers);
}

function offerOf(command: Command): Offer {
  return {
    command: command.name(),
    about: command.description(),
    flags: command.options
      .filter((option) => !option.hidden)
      .flatMap((option) => {
        const entry = {
          about: option.description,
          choices: option.argChoices ?? [],
          file: /<(SRC|FILE)|\[SRC/.test(option.flags),
          takes: option.required || option.optional,
        };
        return [option.short, option.long]
          .filter((flag) => flag !== undefined && flag !== null)
          .map((flag) => ({ flag, ...entry }));
      }),
  };
}

/** `attn explain` takes the flags of compute. */
function explainOf(root: Command, command: Command): Offer {
  const compute = root.commands.find((one) => one.name() === 'compute')!;
  return { ...offerOf(compute), command: command.name(), about: command.description() };
}

function bash(offers: readonly Offer[]): string {
  const cases = offers.map(
    ({ command, flags }) => `    ${command}) flags="${flags.map(({ flag }) => flag).join(' ')}" ;;`,
  );
  const choices = offers.flatMap(({ command, flags }) =>
    flags
      .filter((flag) => flag.choices.length > 0)
      .map(
        ({ flag, choices: words }) =>
          `    ${command}:${flag}) COMPREPLY=($(compgen -W "${words.join(' ')}" -- "$word")); return ;;`,
      ),
  );
  const files = [...new Set(offers.flatMap(({ flags }) => flags.filter(({ file }) => file).map(({ flag }) => flag)))];
  return `# bash completion for attn: source <(attn completion bash)
_attn() {
  local word="\${COMP_WORDS[COMP_CWORD]}" before="\${COMP_WORDS[COMP_CWORD-1]}" command="\${COMP_WORDS[1]}" flags=""
  COMPREPLY=()
  if [ "$COMP_CWORD" -eq 1 ]; then COMPREPLY=($(compgen -W "${offers.map(({ command }) => command).join(' ')} help --help --version" -- "$word")); return; fi
  [[ "$word" == -* ]] || case "$command:$before" in
${choices.join('\n')}
    completion:completion) COMPREPLY=($(compgen -W "bash zsh fish" -- "$word")); return ;;
    help:help) COMPREPLY=($(compgen -W "${offers.map(({ command }) => command).join(' ')}" -- "$word")); return ;;
  esac
  [[ "$word" == -* ]] || case "$before" in ${files.join('|')}) COMPREPLY=($(compgen -f -- "$word")); return ;; esac
  case "$command" in
${cases.join('\n')}
  esac
  COMPREPLY=($(compgen -W "$flags" -- "$word"))
}
complete -o filenames -F _attn attn
`;
}

function zsh(offers: readonly Offer[]): string {
  const quote = (text: string): string => text.replaceAll("'", "'\\''").replace(/[[\]:]/g, '\\$&');
  const commands = [...offers, HELP].map(({ command, about }) => `'${command}:${quote(about)}'`).join(' ');
  const cases = offers.map(({ command, flags }) => {
    const specs = flags.map(({ flag, about, choices, file, takes }) => {
      const value = !takes
        ? ''
        : choices.length > 0
          ? `:value:(${choices.join(' ')})`
          : file
            ? ':file:_files'
            : ':value:';
      return `'${flag}[${quote(about)}]${value}'`;
    });
    const shells = command === 'completion' ? ` '1:shell:(bash zsh fish)'` : '';
    return `    ${command}) _arguments${shells} ${specs.join(' \\\n      ')} ;;`;
  });
  return `#compdef attn
# zsh completion for attn: attn completion zsh > ~/.zfunc/_attn
_attn() {
  local -a commands=(${commands})
  if (( CURRENT == 2 )); then _describe 'command' commands; return; fi
  local command="$words[2]"
  shift words; (( CURRENT-- ))
  case "$command" in
${cases.join('\n')}
    help) _arguments '1:command:(${offers.map(({ command }) => command).join(' ')})' ;;
  esac
}
_attn "$@"
`;
}

function fish(offers: readonly Offer[]): string {
  const quote = (text: string): string => `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;
  const lines = [...offers, { ...HELP, flags: [] }].flatMap(({ command, about, flags }) => [
    `complete -c attn -n __fish_use_subcommand -f -a ${command} -d ${quote(about)}`,
    ...flags.map(({ flag, about: text, choices, file, takes }) => {
      const name = flag.startsWith('--') ? `-l ${flag.slice(2)}` : `-s ${flag.slice(1)}`;
      const value = !takes ? '' : choices.length > 0 ? ` -x -a ${quote(choices.join(' '))}` : file ? ' -r -F' : ' -x';
      return `complete -c attn -n '__fish_seen_subcommand_from ${command}' ${name}${value} -d ${quote(text)}`;
    }),
  ]);
  return `# fish completion for attn: attn completion fish > ~/.config/fish/completions/attn.fish\ncomplete -c attn -f\n${lines.join('\n')}\ncomplete -c attn -n '__fish_seen_subcommand_from completion' -f -a 'bash zsh fish'
complete -c attn -n '__fish_seen_subcommand_from help' -f -a '${offers.map(({ command }) => command).join(' ')}'
`;
}
