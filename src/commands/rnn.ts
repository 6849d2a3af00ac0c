import { setImmediate } from 'node:timers/promises';
import { usageError } from '../core/error.js';
import { resolveToken } from '../explain/token.js';
import { testLearner, newLearner, readers, trainLearner, type Recalled } from '../learn/recall/recall.js';
import { studyOf, type Study } from '../learn/recall/study.js';
import { studyJson } from '../learn/show/rnn-json.js';
import { studyText } from '../learn/show/rnn-text.js';
import { tokenize } from '../read/sentence.js';
import { chooseLanguage, LANGUAGES } from '../show/language.js';
import { choiceFlag, textFlag, wholeFlag, type Flags } from './flags.js';
import { write, type Io } from './io.js';
import { sayer } from './notes.js';
import { screenOf } from './terminal.js';

const STANDARD = { dim: 32, seed: 42, steps: 1500, seeds: 3 } as const;
const MOST_WORDS = 200;
const MS_BETWEEN_PICTURES = 100;

/** `attn rnn`: the same sentence through an RNN, an LSTM and attention. */
export async function rnn(flags: Flags, io: Io): Promise<number> {
  const say = sayer(flags, io);
  const dim = wholeFlag(flags, 'dim', 2, 128) ?? STANDARD.dim;
  const seed = wholeFlag(flags, 'seed', -Number.MAX_SAFE_INTEGER, Number.MAX_SAFE_INTEGER) ?? STANDARD.seed;
  const lang = chooseLanguage(choiceFlag(flags, 'lang', LANGUAGES), io.env);
  const sentence =
    textFlag(flags, 'sentence') ??
    (lang === 'vi'
      ? 'Con vật không băng qua con đường vì nó mệt'
      : "The animal didn't cross the street because it was tired");
  const words = tokenize(sentence);
  if (words.length < 2)
    throw usageError({
      where: '--sentence',
      what: `has ${words.length === 1 ? '1 word' : 'no words'}`,
      fix: 'give at least two: someone has to come before the word that is asked',
    });
  if (words.length > MOST_WORDS)
    throw usageError({ where: '--sentence', what: `has ${words.length} words`, fix: `give at most ${MOST_WORDS}` });
  const at = asked(flags, words, say.note);
  const study = studyOf(sentence, words.slice(0, at + 1), dim, seed);
  const recall = flags['train'] === true ? await train(flags, io, seed) : undefined;
  const whole: Study = { ...study, ...(recall && { recall }) };
  await write(
    io.stdout,
    flags['json'] === true
      ? studyJson(whole, flags['compact'] === true)
      : studyText(whole, { ...screenOf(flags, io, false), lang }),
  );
  return 0;
}

/** The word that `--token` means; without it the pronoun of the examples, else the last word. */
function asked(flags: Flags, words: readonly string[], note: (text: string) => void): number {
  const spec = textFlag(flags, 'token');
  const pronoun = words.findIndex((word, at) => at > 0 && /^(it|nó)$/i.test(word));
  if (spec === undefined) return pronoun > 0 ? pronoun : words.length - 1;
  const { index, note: choice } = resolveToken(spec, words);
  if (choice) note(`--token: ${choice}`);
  if (index === 0)
    throw usageError({
      where: '--token',
      what: `'${words[0]}' is the first word: nobody speaks before it`,
      fix: `choose a later one, such as '${words.at(-1)}'`,
    });
  return index;
}

/** Measures all three readers with all seeds, with a progress bar on a terminal. */
async function train(flags: Flags, io: Io, seed: number): Promise<NonNullable<Study['recall']>> {
  const steps = wholeFlag(flags, 'steps', 1, 1_000_000) ?? STANDARD.steps;
  const count = wholeFlag(flags, 'seeds', 1, 100) ?? STANDARD.seeds;
  const seeds = Array.from({ length: count }, (_, n) => seed + n);
  const draws = io.stderr.isTTY === true && flags['quiet'] !== true && io.env['TERM'] !== 'dumb';
  const recalled: Recalled[] = [];
  let done = 0;
  let drawn = -Infinity;
  for (const reader of readers()) {
    const accuracy: number[][] = [];
    for (const one of seeds) {
      const learner = newLearner(reader, one);
      for (const step of trainLearner(learner, steps, one)) {
        if (performance.now() - drawn < MS_BETWEEN_PICTURES) continue;
        drawn = performance.now();
        if (draws)
          io.stderr.write(
            `\r\u001b[K ${Math.floor((100 * (done + step / steps)) / (3 * count))} %  ${reader.name}, seed ${one}`,
          );
        await setImmediate(); // lets an interrupt be handled
      }
      accuracy.push(testLearner(learner, one));
      done++;
    }
    recalled.push({ name: reader.name, count: newLearner(reader, seed).count, accuracy });
  }
  if (draws) io.stderr.write('\r\u001b[K');
  return { steps, seeds, recalled };
}
