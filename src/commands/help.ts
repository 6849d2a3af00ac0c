import type { Command, Option } from 'commander';
import { flags, help, type HelpTexts, OPTION_HELP } from '../words/index.js';
import { flagHelp } from './flag-help.js';
import type { FlagGroup } from './flag-spec.js';

const ENGLISH: HelpTexts = { help, flags, options: OPTION_HELP };

/** The example that a user most likely came for comes first. All of them run in the folder `fixtures` of the sources. */
export const EXAMPLES: Readonly<Record<string, readonly string[]>> = {
  attn: [
    `attn compute --sentence "The animal slept because it was tired" --explain`,
    'attn compute --q q.json --k k.json --v v.csv --json',
    'attn glossary',
  ],
  compute: [
    `attn compute --sentence "The cat slept: it was tired" --explain --token it`,
    'attn compute --q q.json --k k.json --v v.csv --causal',
    `attn compute --q '[1 0; 0 1]' --k '[1 0; 1 1]' --v '[1; 2]' --only weights`,
    'attn compute --x x.json --wq wq.csv --wk wk.csv --wv wv.csv --heads 2',
    `cat bundle.json | attn compute --input - --json | jq -c '.weights[2]'`,
  ],
  check: [
    'attn check --q q.npy --k k.npy --v v.npy --causal --actual mine.npy',
    'attn check --probe -o probe.npz',
    'attn check --input probe.npz --actual mine.npz --json',
  ],
  train: [
    'attn train -o weights.safetensors',
    'attn train --data mine.csv --epochs 40 --seed 7 -o weights.safetensors',
    'attn train --from weights.safetensors --data more.json -o weights.safetensors',
  ],
  model: [
    'attn model gpt2 --text "The animal slept because it was tired"',
    'attn model gpt2 --text "The animal slept because it was tired" --layer 5 --head 3 --heatmap',
    'attn model gpt2 --text "The animal slept" -o model.html',
  ],
  worksheet: ['attn worksheet -o sheet.md', 'attn worksheet --seed 7 --size 4x9 --lang vi'],
  rnn: ['attn rnn', `attn rnn --sentence "The cat sat because it was tired" --token it`, 'attn rnn --train --seeds 5'],
  bench: ['attn bench', 'attn bench --longest 16384 --heads 1 --json'],
  glossary: ['attn glossary', 'attn glossary --lang vi'],
  completion: [
    'source <(attn completion bash)',
    'attn completion zsh > ~/.zfunc/_attn',
    'attn completion fish > ~/.config/fish/completions/attn.fish',
  ],
};

/** The flags of `attn compute -h` and its like: what nine of ten calls need. */
const COMMON: ReadonlySet<string> = new Set([
  'q',
  'k',
  'v',
  'input',
  'sentence',
  'dim',
  'heads',
  'seed',
  'causal',
  'mask',
  'scale',
  'json',
  'format',
  'output',
  'only',
  'show',
  'explain',
  'token',
  'hide',
  'actual',
  'actual-weights',
  'probe',
  'dtype',
  'atol',
  'rtol',
]);
/** With so few flags there is nothing to shorten. */
const FEW = 25;

export interface HelpLook {
  readonly width: number;
  readonly brief?: boolean;
  /** For headings: bold where there is colour. */
  readonly heading?: (text: string) => string;
  /** English when left out. */
  readonly texts?: HelpTexts;
}

/**
 * Help that leads with examples, then the flags by group.
 *
 * @param look.brief only the most used flags, and where the others are
 */
export function helpText(
  command: Command,
  { width, brief = false, heading = (text) => text, texts = ENGLISH }: HelpLook,
): string {
  const helper = command.createHelp();
  helper.minWidthToWrap = 20;
  const name = command.name();
  const { help } = texts;
  const about = (one: Command): string => help.about[one.name() as keyof typeof help.about];
  const all = helper.visibleOptions(command);
  const short = brief && all.length > FEW;
  const options = short ? all.filter((option) => COMMON.has(option.name())) : all;
  const commands = helper.visibleCommands(command);
  const terms = [...options.map((option) => helper.optionTerm(option)), ...commands.map(commandTerm)];
  const column = Math.max(...terms.map((term) => term.length)) + 4;
  const entry = (term: string, text: string): string =>
    `  ${term.padEnd(column - 2)}${helper.boxWrap(text, Math.max(width - column, 20)).replaceAll('\n', `\n${' '.repeat(column)}`)}`;

  const section = (title: string, lines: readonly string[]): string => `${heading(`${title}:`)}\n${lines.join('\n')}`;
  const sections = [helper.boxWrap(`${name === 'attn' ? '' : 'attn '}${name}  ${about(command)}`, width)];
  const examples = EXAMPLES[name] ?? [];
  if (examples.length > 0)
    sections.push(
      section(
        help.examples,
        examples.map((line) => `  ${line}`),
      ),
    );
  if (commands.length > 0)
    sections.push(
      section(
        help.commands,
        commands.map((sub) => entry(commandTerm(sub), about(sub))),
      ),
    );
  for (const [title, group] of groupsOf(options))
    sections.push(
      section(
        help.groups[title],
        group.map((option) =>
          entry(helper.optionTerm(option), flagHelp(texts, name, option.name(), option.argChoices)),
        ),
      ),
    );
  if (short) sections.push(help.allFlags({ command: name, count: all.length }));
  else if (name === 'compute' || name === 'check') sections.push(help.syntax.join('\n'));
  else if (name === 'attn') sections.push(help.ofACommand);
  if (!short) sections.push(help.exitCodes);
  return `${sections.join('\n\n')}\n`;
}

function groupsOf(options: readonly Option[]): Map<FlagGroup, Option[]> {
  const groups = new Map<FlagGroup, Option[]>();
  for (const option of options) {
    const title = (option.helpGroupHeading ?? 'Global').replace(/:$/, '') as FlagGroup;
    groups.set(title, [...(groups.get(title) ?? []), option]);
  }
  return groups;
}

function commandTerm(command: Command): string {
  const words = command.registeredArguments.map((one) => (one.required ? `<${one.name()}>` : `[${one.name()}]`));
  return [command.name(), ...words].join(' ');
}
