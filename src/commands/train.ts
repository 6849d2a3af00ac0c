import { extname } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import type { Fact } from '../core/index.js';
import {
  builtIn,
  decodeModel,
  encodeModel,
  type Example,
  grown,
  type Model,
  newModel,
  PLACES,
  progressLine,
  questions,
  readExamples,
  type Report,
  reportJson,
  reportOf,
  reportPage,
  reportText,
  STANDARD,
  training,
  type TrainingSettings,
  vocabulary,
  weightsOf,
} from '../learn/index.js';
import { openSource } from '../read/index.js';
import { chooseLanguage, type Language, usesUnicode } from '../show/index.js';
import { dataError, fact, usageError } from './facts.js';
import type { FlagOptions } from './flag-spec.js';
import type { TRAIN_FLAGS } from './learn-options.js';
import type { GlobalFlags } from './options.js';
import { write, type Io } from './io.js';
import { isQuiet, sayer } from './notes.js';
import { checkTarget, writeFileWhole } from './output.js';
import { stdinOf } from './stdin.js';
import { screenOf } from './terminal.js';
import { VERSION } from './version.js';

/** The flags of `attn train`, parsed. */
type TrainFlags = GlobalFlags & FlagOptions<typeof TRAIN_FLAGS>;

/** What -o writes, by its extension. */
const KINDS = ['.safetensors', '.html', '.md'] as const;
const MS_BETWEEN_PICTURES = 100;

interface Learned {
  /** One for each finished epoch. */
  readonly losses: readonly number[];
  readonly interrupted: boolean;
}

/** `attn train`: trains a model to find what a word refers to; shows its attention before and after. */
export async function train(flags: TrainFlags, io: Io): Promise<number> {
  const say = sayer(flags, io);
  const lang = chooseLanguage(flags.lang, io.env);
  const seed = flags.seed;
  const epochs = flags.epochs;
  const target = flags.output;
  const kind = target === undefined ? undefined : KINDS.find((known) => known === extname(target).toLowerCase());
  if (target !== undefined && kind === undefined) {
    throw usageError({
      code: 'train-file-extension',
      where: { source: '-o' },
      found: target,
      expected: KINDS,
    });
  }

  const { examples, inputs } = await sentencesOf(flags, io, say.note, lang, seed);
  // A model may be saved over the file that it came from. Check before the training that the file can be written.
  const rules = {
    clobber: flags.clobber,
    inputs: inputs.filter((input) => input !== flags.from),
  };
  if (target !== undefined) await checkTarget(target, rules);
  const learnFrom = examples.filter(({ heldOut }) => !heldOut);
  if (learnFrom.length === 0) throw dataError({ code: 'all-held-out', where: { source: '--data' } });
  if (learnFrom.length === examples.length) say.note(fact('none-held-out'));
  sayUnseen(examples, say.note);

  const model = await startOf(flags, examples, seed);
  const untrained: Model = { ...model, weights: weightsOf(model.sizes, model.weights.all.slice()) };
  const { losses, interrupted } = await learn(model, learnFrom, { epochs, seed }, flags, io);
  if (interrupted) say.note(fact('training-interrupted', { epochs: losses.length }));
  if (losses.length === 0) return 130;

  const report = reportOf(untrained, model, examples, losses, seed);
  const screen = screenOf(flags, io, false);
  const text = flags.json ? reportJson(report, flags.compact) : reportText(report, { ...screen, lang });
  if (target !== undefined) {
    const bytes =
      kind === '.safetensors' ? encodeModel(model, VERSION) : Buffer.from(await pageText(report, lang, kind!));
    await writeFileWhole(target, bytes, rules);
    say.note(fact('wrote', { path: target, bytes: bytes.length }));
  }
  await say.done();
  await write(io.stdout, text);
  const { tokens, at, sentence } = report.shown[0]!.example;
  say.note(
    kind === '.safetensors'
      ? fact('weights-saved', { path: target!, sentence, token: tokens[at]! })
      : fact('weights-not-saved'),
  );
  return interrupted ? 130 : 0;
}

async function pageText(report: Report, lang: Language, kind: string): Promise<string> {
  const page = reportPage(report, lang);
  if (kind === '.md') return (await import('../explain/markdown.js')).renderMarkdownPage(page);
  return (await import('../explain/html.js')).renderHtmlPage(page, lang);
}

async function sentencesOf(
  flags: TrainFlags,
  io: Io,
  note: (fact: string | Fact) => void,
  lang: Language,
  seed: number,
): Promise<{ examples: Example[]; inputs: string[] }> {
  const data = flags.data;
  const from = flags.from;
  const inputs = [data, from].filter((name) => name !== undefined);
  if (data === undefined) return { examples: builtIn(lang), inputs };
  const stdin = stdinOf(io, note);
  const { source } = await openSource(data, { flag: '--data', subject: 'the sentences', stdin });
  return { examples: await readExamples(source, seed), inputs };
}

/** A fresh model, or the one of `--from` with room for new words. */
async function startOf(flags: TrainFlags, examples: readonly Example[], seed: number): Promise<Model> {
  const words = vocabulary(examples);
  const positions = Math.max(PLACES, ...examples.map(({ tokens }) => 2 * tokens.length));
  const layers = flags.layers;
  const heads = flags.heads;
  const dim = flags.dim;
  const from = flags.from;
  if (from !== undefined) {
    const model = await decodeModel((await openSource(from, { flag: '--from' })).source);
    const clash = Object.entries({ layers, heads, dim }).find(
      ([name, value]) => value !== undefined && value !== model.sizes[name as 'layers'],
    );
    if (clash) {
      const [name, value] = clash;
      throw usageError({
        code: 'model-size-differs',
        where: { source: `--${name}` },
        option: name,
        found: value!,
        expected: model.sizes[name as 'layers'],
      });
    }
    return grown(model, words, positions, seed);
  }
  const sizes = {
    layers: layers ?? STANDARD.layers,
    heads: heads ?? STANDARD.heads,
    dim: dim ?? STANDARD.dim,
    positions,
    words: words.length,
  };
  if (sizes.dim % sizes.heads !== 0) {
    throw usageError({
      code: 'dim-not-divisible-by-heads',
      where: { source: '--dim' },
      dim: sizes.dim,
      heads: sizes.heads,
    });
  }
  return newModel(sizes, words, seed);
}

/** Trains, with a picture of how it goes on a terminal; Ctrl-C ends it after the current batch. */
async function learn(
  model: Model,
  examples: readonly Example[],
  settings: TrainingSettings,
  flags: TrainFlags,
  io: Io,
): Promise<Learned> {
  const draws = io.stderr.isTTY === true && !isQuiet(flags) && io.env['TERM'] !== 'dumb';
  const unicode = usesUnicode(io.env, flags.ascii);
  let interrupted = false;
  const interrupt = (): void => {
    interrupted = true;
  };
  process.once('SIGINT', interrupt);
  let losses: readonly number[] = [];
  let drawn = -Infinity;
  try {
    for (const progress of training(model, questions(examples, model.words), settings)) {
      losses = progress.losses;
      const now = performance.now();
      if (now - drawn >= MS_BETWEEN_PICTURES) {
        drawn = now;
        if (draws)
          io.stderr.write(`\r\u001b[K${progressLine(progress, unicode, Math.min(io.stderr.columns ?? 80, 80))}`);
        await setImmediate(); // lets an interrupt be handled
      }
      if (interrupted) break;
    }
  } finally {
    process.off('SIGINT', interrupt);
    if (draws) io.stderr.write('\r\u001b[K');
  }
  return { losses: [...losses], interrupted };
}

function sayUnseen(examples: readonly Example[], note: (fact: string | Fact) => void): void {
  const seen = new Set(vocabulary(examples.filter(({ heldOut }) => !heldOut)));
  const unseen = vocabulary(examples).filter((word) => !seen.has(word));
  if (unseen.length === 0) return;
  note(fact('words-only-held-out', { words: unseen.slice(0, 6), more: unseen.length > 6 }));
}
