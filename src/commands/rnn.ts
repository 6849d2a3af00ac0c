import { setImmediate } from 'node:timers/promises';
import type { Fact } from '../core/index.js';
import { resolveToken } from '../explain/index.js';
import {
  newLearner,
  readers,
  type Recalled,
  type Study,
  studyJson,
  studyOf,
  studyText,
  testLearner,
  trainLearner,
} from '../learn/index.js';
import { tokenize } from '../read/index.js';
import { chooseLanguage } from '../show/index.js';
import { EXAMPLES } from '../words/index.js';
import { usageError } from './facts.js';
import type { FlagOptions } from './flag-spec.js';
import type { RNN_FLAGS } from './learn-options.js';
import type { GlobalFlags } from './options.js';
import { write, type Io } from './io.js';
import { isQuiet, sayer } from './notes.js';
import { screenOf } from './terminal.js';

/** The flags of `attn rnn`, parsed. */
type RnnFlags = GlobalFlags & FlagOptions<typeof RNN_FLAGS>;

const MOST_WORDS = 200;
const MS_BETWEEN_PICTURES = 100;

/** `attn rnn`: the same sentence through an RNN, an LSTM and attention. */
export async function rnn(flags: RnnFlags, io: Io): Promise<number> {
  const say = sayer(flags, io);
  const dim = flags.dim;
  const seed = flags.seed;
  const lang = chooseLanguage(flags.lang, io.env);
  const sentence = flags.sentence ?? EXAMPLES[lang].sentence;
  const words = tokenize(sentence);
  if (words.length < 2)
    throw usageError({
      code: 'too-few-words',
      where: { source: '--sentence' },
      found: words.length,
      expected: { least: 2 },
    });
  if (words.length > MOST_WORDS)
    throw usageError({
      code: 'too-many-words',
      where: { source: '--sentence' },
      found: words.length,
      expected: { most: MOST_WORDS },
    });
  const at = asked(flags, words, say.note);
  const study = studyOf(sentence, words.slice(0, at + 1), dim, seed);
  const recall = flags.train ? await train(flags, io, seed) : undefined;
  const whole: Study = { ...study, ...(recall && { recall }) };
  await say.done();
  await write(
    io.stdout,
    flags.json ? studyJson(whole, flags.compact) : studyText(whole, { ...screenOf(flags, io, false), lang }),
  );
  return 0;
}

/** The word that `--token` means; without it the pronoun of the examples, else the last word. */
function asked(flags: RnnFlags, words: readonly string[], note: (fact: string | Fact) => void): number {
  const spec = flags.token;
  const pronouns = Object.values(EXAMPLES).map(({ pronoun }) => pronoun);
  const pronoun = words.findIndex((word, at) => at > 0 && pronouns.includes(word.toLowerCase()));
  if (spec === undefined) return pronoun > 0 ? pronoun : words.length - 1;
  const { index, note: choice } = resolveToken(spec, words, 'token');
  if (choice) note(choice);
  if (index === 0)
    throw usageError({
      code: 'token-is-first',
      where: { source: '--token' },
      found: words[0]!,
      last: words.at(-1)!,
    });
  return index;
}

/** Measures all three readers with all seeds, with a progress bar on a terminal. */
async function train(flags: RnnFlags, io: Io, seed: number): Promise<NonNullable<Study['recall']>> {
  const steps = flags.steps;
  const count = flags.seeds;
  const seeds = Array.from({ length: count }, (_, n) => seed + n);
  const draws = io.stderr.isTTY === true && !isQuiet(flags) && io.env['TERM'] !== 'dumb';
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
