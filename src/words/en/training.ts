/** What a report of a training says. Shares are written already: `98.6 %`. */
export interface TrainingWords {
  readonly title: (p: { train: number; heldOut: number }) => string;
  readonly model: (p: { layers: number; heads: number; dim: number; learned: number; seed: number }) => string;
  readonly loss: (p: { epochs: number }) => string;
  readonly pageTitle: (p: { word: string }) => string;
  readonly epoch: string;
  readonly lossColumn: string;
  readonly learnedTitle: string;
  readonly before: string;
  readonly after: string;
  readonly rightTrain: string;
  readonly rightHeldOut: string;
  readonly attends: (p: { word: string }) => string;
  readonly swaps: (p: { pairs: number; moved: number }) => string;
  readonly chance: (p: { share: string }) => string;
  readonly row: (p: { word: string; heads: number }) => string;
  /** @param p.alike whether the weights were nearly equal */
  readonly voiceBefore: (p: { most: string; share: string; alike: boolean }) => string;
  readonly voiceAfter: (p: { other: string; word: string; share: string }) => string;
  readonly voiceAfterPlain: (p: { word: string; share: string }) => string;
  readonly nobody: string;
}

const s = (n: number): string => (n === 1 ? '' : 's');

export const training: TrainingWords = {
  title: ({ train, heldOut }) => `${train} sentence${s(train)} to learn from, ${heldOut} held out`,
  model: ({ layers, heads, dim, learned, seed }) =>
    `${layers} layer${s(layers)} · ${heads} head${s(heads)} · ${dim} numbers per word · ${learned} numbers learned · seed ${seed}`,
  loss: ({ epochs }) => `loss: −ln(chance given to the referent), ${epochs} epoch${s(epochs)}`,
  pageTitle: ({ word }) => `What '${word}' refers to: attention before and after training`,
  epoch: 'epoch',
  lossColumn: 'loss',
  learnedTitle: 'what was learned',
  before: 'before',
  after: 'after',
  rightTrain: 'training accuracy',
  rightHeldOut: 'held-out accuracy',
  attends: ({ word }) => `'${word}' listens most to its referent`,
  swaps: ({ pairs, moved }) =>
    `one word exchanged, and the largest weight goes to the other noun: ${moved} of ${pairs} pairs`,
  chance: ({ share }) => `guessing among the words of the sentence: ${share}`,
  row: ({ word, heads }) => `what '${word}' attends to, last layer${heads > 1 ? `, mean of ${heads} heads` : ''}`,
  voiceBefore: ({ most, share, alike }) =>
    `Before training I listened to ${alike ? 'all words nearly alike: most to ' : ''}'${most}', ${share}.`,
  voiceAfter: ({ other, word, share }) => `With '${other}' I now listen to '${word}', ${share}.`,
  voiceAfterPlain: ({ word, share }) => `Now I listen to '${word}', ${share}.`,
  nobody: 'No one taught me what to attend to. I only saw the correct answers.',
};
