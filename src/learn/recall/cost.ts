import type { ReaderName } from './reader.js';

/** What reading n words costs. */
export interface Cost {
  readonly n: number;
  /** Steps of which each waits for the one before. */
  readonly steps: Readonly<Record<ReaderName, number>>;
  /** Multiplications in the products of matrices, for all n words. */
  readonly multiplications: Readonly<Record<ReaderName, number>>;
}

/**
 * The cost of reading n words of d numbers, with states of d numbers. Vaswani et al. 2017, table 1, with the constants:
 *
 *     RNN        x·W_x, h·W_h                    2·n·d²
 *     LSTM       the same for four gates         8·n·d²
 *     attention  Q, K, V, O and the two products 4·n·d² + 2·n²·d
 *
 * Attention is one step, and all pairs: from n = 2·d on its n² part is the larger one.
 *
 * @example costOf(100, 32).multiplications.attention // => 1049600
 */
export function costOf(n: number, d: number): Cost {
  return {
    n,
    steps: { rnn: n, lstm: n, attention: 1 },
    multiplications: { rnn: 2 * n * d * d, lstm: 8 * n * d * d, attention: 4 * n * d * d + 2 * n * n * d },
  };
}
