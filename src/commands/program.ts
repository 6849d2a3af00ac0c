import { Command, Option } from 'commander';
import { BENCH_FLAGS } from './bench-options.js';
import { CHECK_FLAGS } from './check-options.js';
import { usageError } from './facts.js';
import { write, type Io } from './io.js';
import {
  addAskFlags,
  addFlags,
  COMPUTE_FLAGS,
  GLOBAL_FLAGS,
  INPUT_FLAGS,
  OUTPUT_FLAGS,
  TEACHING_FLAGS,
} from './options.js';
import { parseAsked, parseFlags } from './parse-flags.js';
import { GLOSSARY_FLAGS, WORKSHEET_FLAGS } from './small-options.js';
import { flags as flagTexts, help } from '../words/index.js';
import type { FlagGroup, FlagTable } from './flag-spec.js';
import { MODEL_FLAGS } from './model-options.js';
import { RNN_FLAGS, TRAIN_FLAGS } from './learn-options.js';

export { readCall } from './call.js';

/** The result of a run: commands set it, run.ts passes it to the process. */
export interface Outcome {
  code: number;
}

/** The tree of commands. Help, completion and the manual are made from it. */
export function program(io: Io, outcome: Outcome): Command {
  const root = new Command('attn')
    .description(help.about.attn)
    .exitOverride()
    // run.ts prints commander's messages, which it receives as errors.
    .configureOutput({ writeOut: () => undefined, writeErr: () => undefined, outputError: () => undefined })
    .enablePositionalOptions()
    .showSuggestionAfterError(true)
    .helpOption('-h, --help', flagTexts.help)
    .helpCommand('help [command]', help.about.help);
  addFlags(root, GLOBAL_FLAGS);
  root.addOption(new Option('-V, --version', flagTexts.version).helpGroup('Global:'));

  const compute = root.command('compute').description(help.about.compute);
  addAskFlags(compute);
  addFlags(compute, INPUT_FLAGS);
  addFlags(compute, OUTPUT_FLAGS);
  addFlags(compute, TEACHING_FLAGS);
  addFlags(compute, GLOBAL_FLAGS);
  compute.argument('[file]', 'a bundle: the same as --input FILE');
  compute.action(async (file: string | undefined) => {
    const { compute: action } = await import('./compute.js');
    const flags = { ...parseFlags(COMPUTE_FLAGS, compute.opts()), ...parseAsked(compute.opts()) };
    outcome.code = await action(file === undefined ? flags : await withInput(flags, file), io);
  });

  // readCall makes `attn compute --explain` of it; here it stands for the help.
  root.command('explain').argument('[file]').description(help.about.explain);

  const check = root
    .command('check')
    .description(help.about.check)
    .argument('[results...]', 'two saved results, to be compared stage by stage');
  addFlags(check, inGroup(CHECK_FLAGS, 'Input'));
  addAskFlags(check);
  addFlags(check, INPUT_FLAGS);
  addFlags(check, inGroup(CHECK_FLAGS, 'Mathematics'));
  addFlags(check, inGroup(CHECK_FLAGS, 'Output'));
  addFlags(check, GLOBAL_FLAGS);
  check.action(async (results: string[]) => {
    const { check: action } = await import('./check.js');
    outcome.code = await action(
      results,
      { ...parseFlags({ ...INPUT_FLAGS, ...CHECK_FLAGS, ...GLOBAL_FLAGS }, check.opts()), ...parseAsked(check.opts()) },
      io,
    );
  });

  const train = root.command('train').description(help.about.train);
  addFlags(train, TRAIN_FLAGS);
  addFlags(train, GLOBAL_FLAGS);
  train.action(async () => {
    const { train: action } = await import('./train.js');
    outcome.code = await action(parseFlags({ ...TRAIN_FLAGS, ...GLOBAL_FLAGS }, train.opts()), io);
  });

  const model = root
    .command('model')
    .description(help.about.model)
    .argument('<folder>', 'config.json, model.safetensors and tokenizer.json');
  addFlags(model, MODEL_FLAGS);
  addFlags(model, GLOBAL_FLAGS);
  model.action(async (folder: string) => {
    const { model: action } = await import('./model.js');
    outcome.code = await action(folder, parseFlags({ ...MODEL_FLAGS, ...GLOBAL_FLAGS }, model.opts()), io);
  });

  const rnn = root.command('rnn').description(help.about.rnn);
  addFlags(rnn, RNN_FLAGS);
  addFlags(rnn, GLOBAL_FLAGS);
  rnn.action(async () => {
    const { rnn: action } = await import('./rnn.js');
    outcome.code = await action(parseFlags({ ...RNN_FLAGS, ...GLOBAL_FLAGS }, rnn.opts()), io);
  });

  const glossary = root.command('glossary').description(help.about.glossary);
  addFlags(glossary, GLOSSARY_FLAGS);
  addFlags(glossary, GLOBAL_FLAGS);
  glossary.action(async () => {
    const { glossary: action } = await import('./glossary.js');
    outcome.code = await action(parseFlags({ ...GLOSSARY_FLAGS, ...GLOBAL_FLAGS }, glossary.opts()), io);
  });

  const worksheet = root.command('worksheet').description(help.about.worksheet);
  addFlags(worksheet, WORKSHEET_FLAGS);
  addFlags(worksheet, GLOBAL_FLAGS);
  worksheet.action(async () => {
    const { worksheet: action } = await import('./worksheet.js');
    outcome.code = await action(parseFlags({ ...WORKSHEET_FLAGS, ...GLOBAL_FLAGS }, worksheet.opts()), io);
  });

  const bench = root.command('bench').description(help.about.bench);
  addFlags(bench, BENCH_FLAGS);
  addFlags(bench, GLOBAL_FLAGS);
  bench.action(async () => {
    const { bench: action } = await import('./bench.js');
    outcome.code = await action(parseFlags({ ...BENCH_FLAGS, ...GLOBAL_FLAGS }, bench.opts()), io);
  });

  const completion = root
    .command('completion')
    .description(help.about.completion)
    .argument('<shell>', 'bash, zsh or fish');
  addFlags(completion, GLOBAL_FLAGS);
  completion.action(async (shell: string) => {
    parseFlags(GLOBAL_FLAGS, completion.opts());
    const { completion: action } = await import('./completion.js');
    await write(io.stdout, action(shell, root));
  });

  return root;
}

/** @throws AttnError (usage) for a word that is no file, and beside --input */
async function withInput<Flags extends { readonly input: string | undefined }>(
  flags: Flags,
  file: string,
): Promise<Flags> {
  const { existsSync } = await import('node:fs');
  if (!/^-$|[./\\#]/.test(file) && !existsSync(file))
    throw usageError({ code: 'unexpected-argument', command: 'compute', found: file, help: 'attn help compute' });
  if (flags.input !== undefined) throw usageError({ code: 'two-inputs', found: file, input: flags.input });
  return { ...flags, input: file };
}

function inGroup(flags: FlagTable, group: FlagGroup): FlagTable {
  return Object.fromEntries(Object.entries(flags).filter(([, spec]) => spec.group === group));
}
