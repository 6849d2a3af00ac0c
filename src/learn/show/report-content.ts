import { largest } from '../measure.js';
import { swapBetween, type Report, type Shown } from '../report.js';
import type { TrainingWords } from '../../words/index.js';

/** One example, or two that differ in one word and are shown side by side. */
export interface Pair {
  readonly both: readonly [Shown] | readonly [Shown, Shown];
  /** The place of the word in which they differ. */
  readonly swap?: number;
  /** The words of the sentence; `tired/wide` where they differ. */
  readonly labels: readonly string[];
}

/** The examples in the order of the report, grouped into pairs that differ in one word. */
export function pairsOf(shown: readonly Shown[]): Pair[] {
  const pairs: Pair[] = [];
  for (let n = 0; n < shown.length; n++) {
    const one = shown[n]!;
    const other = shown[n + 1];
    const swap = other && swapBetween(one.example, other.example);
    const { tokens } = one.example;
    if (swap === undefined) {
      pairs.push({ both: [one], labels: tokens });
      continue;
    }
    pairs.push({
      both: [one, other!],
      swap,
      labels: tokens.map((token, place) => (place === swap ? `${token}/${other!.example.tokens[place]}` : token)),
    });
    n++;
  }
  return pairs;
}

/** Accuracy before and after: a name and two shares each; empty if nothing was measured. */
export function learnedRows(
  { before, train, heldOut, shown }: Report,
  words: TrainingWords,
  write: (word: string) => string,
): [string, string, string][] {
  const { tokens, at } = shown[0]!.example;
  const after = heldOut ?? train;
  return [
    ...(heldOut ? [[words.rightTrain, '', percent(train.accuracy)] as [string, string, string]] : []),
    [heldOut ? words.rightHeldOut : words.rightTrain, percent(before.accuracy), percent(after.accuracy)],
    [words.attends({ word: write(tokens[at]!) }), percent(before.attends), percent(after.attends)],
  ];
}

/** Notes about these figures. */
export function learnedNotes({ swaps, shown }: Report, words: TrainingWords): string[] {
  return [
    ...(swaps.pairs > 0 ? [words.swaps(swaps)] : []),
    words.chance({ share: percent(1 / shown[0]!.example.tokens.length) }),
  ];
}

/** If no weight is this many times an equal share, the weights count as nearly equal. */
const ALIKE = 3;

/** The sentence with which the asked word describes its weights before and after. */
export function voiceOf({ both, swap }: Pair, words: TrainingWords, write: (word: string) => string): string {
  const word = ({ example }: Shown, place: number): string => write(example.tokens[place]!);
  const [{ before }] = both;
  const most = largest(before);
  return [
    words.voiceBefore({
      most: word(both[0], most),
      share: unbroken(percent(before[most]!)),
      alike: before[most]! * before.length < ALIKE,
    }),
    ...both.map((one) => {
      const heard = largest(one.after);
      const p = { word: word(one, heard), share: unbroken(percent(one.after[heard]!)) };
      return swap === undefined ? words.voiceAfterPlain(p) : words.voiceAfter({ ...p, other: word(one, swap) });
    }),
  ].join(' ');
}

/**
 * A share for people.
 *
 * @example percent(0.9864) // => '98.6 %'
 */
export function percent(share: number): string {
  return `${(100 * share).toFixed(1)} %`;
}

/** Number and sign stay on one line. */
export function unbroken(text: string): string {
  return text.replace(' ', '\u00a0');
}
