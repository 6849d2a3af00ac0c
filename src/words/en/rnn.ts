/** The texts of `attn rnn`. */
export interface RnnWords {
  readonly title: (p: { token: string; count: number }) => string;
  readonly vectors: (p: { dim: number; seed: number }) => string;
  readonly arrivesTitle: (p: { token: string }) => string;
  readonly arrivesNote: string;
  readonly path: (p: { word: string; paths: string }) => string;
  readonly names: Readonly<Record<'rnn' | 'lstm' | 'attention', string>>;
  readonly steps: (p: { count: number }) => string;
  readonly voice: (p: { word: string; distance: number; rnn: string; attention: string }) => string;
  readonly costTitle: (p: { dim: number }) => string;
  readonly costSteps: string;
  readonly costMultiplications: string;
  readonly costNote: (p: { from: number }) => string;
  readonly recallTitle: (p: { steps: number; seeds: number }) => string;
  readonly recallNumbers: (p: { count: number }) => string;
  readonly recallNote: (p: { chance: string; tests: number }) => string;
}

export const rnn: RnnWords = {
  title: ({ token, count }) => `what reaches '${token}' of the ${count} word${count === 1 ? '' : 's'} before it`,
  vectors: ({ dim, seed }) =>
    `the same random vectors for all three, ${dim} numbers per word; nothing is trained; seed ${seed}`,
  arrivesTitle: ({ token }) => `how much of each word's message arrives at '${token}' (number in front: distance)`,
  arrivesNote:
    'Norm of the derivative ∂(state at the token)/∂(vector of the word), relative to the same norm at the word itself.',
  path: ({ word, paths }) => `Path from '${word}': ${paths}.`,
  names: { rnn: 'RNN', lstm: 'LSTM', attention: 'attention' },
  steps: ({ count }) => `${count} step${count === 1 ? '' : 's'}`,
  voice: ({ word, distance, rnn, attention }) =>
    `Word by word, '${word}' has passed through ${distance} steps before I hear it: ${rnn} of it is left. Attention asks it directly, in 1 step: ${attention}. Distance makes no difference to attention; what to attend to, it has to learn (attn train).`,
  costTitle: ({ dim }) => `what it costs to read n words of ${dim} numbers`,
  costSteps: 'steps one after the other',
  costMultiplications: 'multiplications',
  costNote: ({ from }) =>
    `Attention pays for its short path: RNN 2·n·d², LSTM 8·n·d², attention 4·n·d²\u00a0+\u00a02·n²·d. Its n² part is the larger one from n = ${from} on, and n² weights have to be kept.`,
  recallTitle: ({ steps, seeds }) =>
    `recall: which word stood k steps ago? accuracy after ${steps} steps of training, mean and range of ${seeds} seed${seeds === 1 ? '' : 's'}`,
  recallNumbers: ({ count }) => `${count} numbers`,
  recallNote: ({ chance, tests }) =>
    `Guessing is right in ${chance}. 16 random words out of 8, then the question; ${tests} tasks for each k and seed.`,
};
