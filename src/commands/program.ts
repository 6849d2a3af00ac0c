import { Command, Option } from 'commander';
import { formatHelp } from './help.js';
import { write, type Io } from './io.js';
import { addAskFlags, addFlags, GLOBAL_FLAGS, INPUT_FLAGS, OUTPUT_FLAGS, TEACHING_FLAGS } from './options.js';

/** What a run comes to; commands set it, run.ts hands it to the process. */
export interface Outcome {
  code: number;
}

/** The tree of commands. Help, completion and the manual are made from it. */
export function program(io: Io, outcome: Outcome): Command {
  const root = new Command('attn')
    .description('The attention calculator: every stage of softmax(QKᵀ/√d_k)·V in exact digits.')
    .exitOverride()
    .configureOutput({
      writeOut: (text) => void io.stdout.write(text),
      writeErr: (text) => void io.stderr.write(text),
      outputError: (text, send) => send(inOurWords(text)),
      getOutHelpWidth: () => widthOf(io.stdout.isTTY ? io.stdout.columns : undefined),
      getErrHelpWidth: () => widthOf(io.stderr.isTTY ? io.stderr.columns : undefined),
      getOutHasColors: () => false,
      getErrHasColors: () => false,
    })
    .configureHelp({ formatHelp: (command, helper) => formatHelp(command, helper) })
    .showSuggestionAfterError(true)
    .helpOption('-h, --help', 'this help')
    .helpCommand('help [command]', 'help for a command');
  addFlags(root, GLOBAL_FLAGS);
  root.addOption(new Option('--json', 'for scripts').hideHelp());
  root.addOption(new Option('-V, --version', 'the version').helpGroup('Global:'));

  const compute = root.command('compute').description('Q, K, V or a sentence in, every stage of attention out');
  addFlags(compute, INPUT_FLAGS);
  addAskFlags(compute);
  addFlags(compute, OUTPUT_FLAGS);
  addFlags(compute, TEACHING_FLAGS);
  addFlags(compute, GLOBAL_FLAGS);
  compute.action(async () => {
    const { compute: action } = await import('./compute.js');
    outcome.code = await action(flagsOf(compute), io);
  });

  const glossary = root.command('glossary').description('the words: Q, K, V, QKᵀ + softmax, output');
  addFlags(glossary, [
    { flags: '--format <F>', group: 'Output', help: 'table, md or json', choices: ['table', 'md', 'json'] },
    { flags: '--json', group: 'Output', help: 'the same as --format json' },
    { flags: '--width <N>', group: 'Output', help: 'columns to fit into (those of the terminal)' },
  ]);
  addFlags(glossary, GLOBAL_FLAGS);
  glossary.action(async () => {
    const { glossary: action } = await import('./glossary.js');
    outcome.code = await action(flagsOf(glossary), io);
  });

  const worksheet = root.command('worksheet').description('an exercise sheet to fill in by hand, and its key');
  addFlags(worksheet, [
    { flags: '--seed <N>', group: 'Input', help: 'fixes the sheet: 1 to 30 give a class thirty different ones (7)' },
    { flags: '--size <NxD>', group: 'Input', help: 'words × d_k: 2 to 8 words, d_k 4, 9 or 16 (3x4)' },
    { flags: '-o, --output <FILE>', group: 'Output', help: 'sheet.md and sheet.key.md, or .html' },
    { flags: '--format <F>', group: 'Output', help: 'md or html (md)', choices: ['md', 'html'] },
    { flags: '--key', group: 'Output', help: 'print the key instead of the sheet' },
    { flags: '--no-clobber', group: 'Output', help: 'do not overwrite a file' },
  ]);
  addFlags(worksheet, GLOBAL_FLAGS);
  worksheet.action(async () => {
    const { worksheet: action } = await import('./worksheet.js');
    outcome.code = await action(flagsOf(worksheet), io);
  });

  const completion = root.command('completion').description('shell completion: bash, zsh or fish').argument('<shell>', 'bash, zsh or fish');
  addFlags(completion, GLOBAL_FLAGS);
  completion.action(async (shell: string) => {
    const { completion: action } = await import('./completion.js');
    await write(io.stdout, action(shell, root));
  });

  return root;
}

/** Flags given before the command count too. */
function flagsOf(command: Command): Record<string, unknown> {
  return { ...command.parent?.opts(), ...command.opts() };
}

function widthOf(columns: number | undefined): number {
  return Math.min(columns ?? 80, 100);
}

/** commander's `error: …` in the form of all our errors. */
function inOurWords(text: string): string {
  const [what = '', ...rest] = text.replace(/^error: /, '').trimEnd().split('\n');
  const hint = rest.join(' ').replace(/^\(Did you mean (.*)\?\)$/, 'did you mean $1?');
  return `attn: ${what}\n${hint ? `  ${hint}\n` : ''}  try: attn --help, or attn help compute\n`;
}
