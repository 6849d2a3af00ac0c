import type { OptionName } from '../../core/index.js';
import type { FlagTexts } from './flags.js';

/** The frame of the help: titles, what a command is for, and what stands below. */
export interface HelpWords {
  readonly groups: Readonly<
    Record<'Input' | 'Sentence' | 'Mathematics' | 'Output' | 'Teaching' | 'Model' | 'Global', string>
  >;
  readonly examples: string;
  readonly commands: string;
  readonly about: Readonly<
    Record<
      | 'attn'
      | 'compute'
      | 'explain'
      | 'check'
      | 'train'
      | 'model'
      | 'rnn'
      | 'glossary'
      | 'worksheet'
      | 'bench'
      | 'completion'
      | 'help',
      string
    >
  >;
  /** What SRC, EXPR and STAGE stand for. */
  readonly syntax: readonly string[];
  readonly allFlags: (p: { command: string; count: number }) => string;
  readonly ofACommand: string;
  readonly exitCodes: string;
}

/** All that the help of a language is made of. */
export interface HelpTexts {
  readonly help: HelpWords;
  readonly flags: FlagTexts;
  readonly options: Readonly<Record<OptionName, string>>;
}

export const help: HelpWords = {
  groups: {
    Input: 'Input',
    Sentence: 'Sentence',
    Mathematics: 'Mathematics',
    Output: 'Output',
    Teaching: 'Teaching',
    Model: 'Model',
    Global: 'Global',
  },
  examples: 'Examples',
  commands: 'Commands',
  about: {
    attn: 'The attention calculator: every stage of softmax(QKᵀ/√d_k)·V in exact digits.',
    compute: 'Q, K, V or a sentence in, every stage of attention out',
    explain: 'the same as attn compute --explain',
    check: 'is this output right, and if not, which known mistake is it?',
    train: 'learns what "it" refers to: its attention before and after training',
    model: 'a trained model as it was downloaded: what its heads do, or any layer in numbers',
    rnn: 'one sentence through an RNN, an LSTM and attention: what is left of an early word',
    glossary: 'the words: Q, K, V, QKᵀ + softmax, output',
    worksheet: 'an exercise sheet to fill in by hand, and its key',
    bench: 'how fast this machine computes attention, and its share of the hardware limit',
    completion: 'shell completion: bash, zsh or fish',
    help: 'help for a command',
  },
  syntax: [
    `SRC    a path; - for stdin (once); file.npz#name; or a literal: '[1 0; 0 1/2]'`,
    'EXPR   + - * / ^ < <= == and or not, sqrt exp log abs min max, pi; i query, j',
    '       key, h head, b batch item, all from 0; n_q, n_k; s score (--score-mod)',
    'STAGE  x q k v scores scaled softcapped masked weights heads output lse entropy',
  ],
  allFlags: ({ command, count }) => `attn ${command} --help shows all ${count} flags.`,
  ofACommand: 'attn help compute, or attn compute -h, for the flags of a command.',
  exitCodes: 'Exit codes: 0 done, 1 data or maths failed, 2 called wrongly, 130 interrupted.',
};

export { flags } from './flags.js';
export { OPTION_HELP as options } from './options.js';
