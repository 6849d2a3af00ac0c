import type { Command, Help, Option } from 'commander';

const EXAMPLES: Readonly<Record<string, readonly string[]>> = {
  attn: [
    `attn compute --sentence "The animal didn't cross the street because it was tired"`,
    `attn compute --q q.json --k k.json --v v.csv --explain`,
    `attn glossary`,
  ],
  compute: [
    `attn compute --sentence "The animal didn't cross the street because it was tired" --explain --token it`,
    `attn compute --q q.json --k k.json --v v.csv --causal`,
    `attn compute --q '[1 0; 0 1]' --k '[1,0;1,1]' --v '[[1],[2]]' --only weights --format csv`,
    `attn compute --x x.json --wq wq.csv --wk wk.csv --wv wv.csv --heads 2 --wo wo.json`,
    `cat bundle.json | attn compute --input - --json | jq '.weights[2]'`,
  ],
  glossary: ['attn glossary', 'attn glossary --lang vi'],
  worksheet: ['attn worksheet --seed 7 --size 3x4 -o sheet.md', 'attn worksheet --lang vi -o sheet.html'],
  completion: ['source <(attn completion bash)', 'attn completion zsh > ~/.zfunc/_attn', 'attn completion fish > ~/.config/fish/completions/attn.fish'],
};

/** Help that leads with examples, then the flags by group. */
export function formatHelp(command: Command, helper: Help): string {
  const width = helper.helpWidth ?? 80;
  const commands = helper.visibleCommands(command);
  const terms = [
    ...helper.visibleOptions(command).map((option) => helper.optionTerm(option)),
    ...commands.map((sub) => helper.subcommandTerm(sub)),
  ];
  // One column for the flags; a flag that is longer stands on a line of its own.
  const column = Math.min(Math.max(...terms.map((term) => term.length)), 24);
  const entry = (term: string, text: string): string => {
    const lines = helper.boxWrap(text, Math.max(width - column - 4, 20)).split('\n');
    const indent = ' '.repeat(column + 4);
    return term.length > column
      ? `  ${term}\n${lines.map((line) => indent + line).join('\n')}`
      : `  ${term.padEnd(column)}  ${lines.join(`\n${indent}`)}`;
  };

  const sections: string[] = [
    `${command.name() === 'attn' ? 'attn' : `attn ${command.name()}`}  ${helper.commandDescription(command)}`,
    `Examples:\n${(EXAMPLES[command.name()] ?? []).map((line) => `  ${line}`).join('\n')}`,
    `Usage: ${helper.commandUsage(command)}`,
  ];
  if (commands.length > 0) sections.push(`Commands:\n${commands.map((sub) => entry(helper.subcommandTerm(sub), helper.subcommandDescription(sub))).join('\n')}`);
  const groups = new Map<string, Option[]>();
  for (const option of helper.visibleOptions(command)) {
    const heading = option.helpGroupHeading ?? 'Global:';
    groups.set(heading, [...(groups.get(heading) ?? []), option]);
  }
  for (const [heading, options] of groups) {
    sections.push(`${heading}\n${options.map((option) => entry(helper.optionTerm(option), helper.optionDescription(option))).join('\n')}`);
  }
  if (command.name() === 'compute') {
    sections.push(
      'SRC is a path, - for stdin (once), file.npz#name, or a literal: \'[[1,0],[0,1]]\', \'[1, 0; 0, sqrt(2)/2]\'.\n'
      + 'EXPR knows + - * / ^, comparisons, and or not, sqrt exp log abs min max …, pi; i is the query, j the key, h the head, b the batch item.\n'
        .replace(/(.{1,78})(\s|$)/g, '$1\n').trimEnd(),
    );
  }
  sections.push('Exit codes: 0 done, 1 the data or the mathematics failed, 2 called wrongly, 130 interrupted.');
  return `${sections.join('\n\n')}\n`;
}
