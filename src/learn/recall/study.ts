import { embed } from '../../core/index.js';
import { costOf, type Cost } from './cost.js';
import { influences, type Influence } from './influence.js';
import type { Recalled } from './recall.js';

/** All that `attn rnn` finds out about a sentence. */
export interface Study {
  readonly sentence: string;
  /** The words up to the one that is asked, which is the last. */
  readonly tokens: readonly string[];
  readonly dim: number;
  readonly seed: number;
  /** One for each of the tokens. */
  readonly influences: readonly Influence[];
  readonly costs: readonly Cost[];
  readonly recall?: {
    readonly steps: number;
    readonly seeds: readonly number[];
    readonly recalled: readonly Recalled[];
  };
}

const LENGTHS = [10, 100, 1000, 10000];

/**
 * What reaches a word of a sentence in an RNN, an LSTM and attention, and what that costs.
 *
 * @param tokens the words up to the one that is asked
 */
export function studyOf(sentence: string, tokens: readonly string[], dim: number, seed: number): Study {
  const x = embed(tokens, { dim, seed }).q!;
  return {
    sentence,
    tokens,
    dim,
    seed,
    influences: influences(x.data, tokens.length, seed),
    costs: LENGTHS.map((n) => costOf(n, dim)),
  };
}
