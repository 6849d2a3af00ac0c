import type { FlagOption } from './options.js';

/** Of every command whose result are figures. */
export const AS_JSON: readonly FlagOption[] = [
  { flags: '--json', group: 'Output', help: 'the figures as JSON' },
  { flags: '--compact', group: 'Output', help: 'JSON on one line' },
];

const OUTPUT: readonly FlagOption[] = [
  ...AS_JSON,
  { flags: '--width <N>', group: 'Output', help: 'columns to fit into (those of the terminal, 80 at the most)' },
];

export const TRAIN_FLAGS: readonly FlagOption[] = [
  {
    flags: '--data <FILE>',
    group: 'Input',
    help: 'your sentences: JSON or CSV with sentence, word, refers_to (the built-in ones)',
  },
  { flags: '--from <FILE>', group: 'Input', help: 'go on from these weights' },
  { flags: '--layers <N>', group: 'Model', help: 'layers of attention (2)' },
  { flags: '--heads <N>', group: 'Model', help: 'heads of each layer (1)' },
  { flags: '--dim <N>', group: 'Model', help: 'numbers per word (32)' },
  { flags: '--epochs <N>', group: 'Model', help: 'how often all sentences are gone through (20)' },
  { flags: '--seed <N>', group: 'Model', help: 'the same seed gives the same weights to the bit (42)' },
  {
    flags: '-o, --output <FILE>',
    group: 'Output',
    help: '.safetensors keeps the weights; .html or .md is a report to keep',
  },
  { flags: '--no-clobber', group: 'Output', help: 'do not overwrite a file' },
  ...OUTPUT,
];

export const RNN_FLAGS: readonly FlagOption[] = [
  { flags: '--sentence <TEXT>', group: 'Sentence', help: 'the sentence (the one about the animal and the street)' },
  {
    flags: '--token <TOKEN>',
    group: 'Sentence',
    help: "who is asked: a word, word#2, or its number from 1 ('it', else the last)",
  },
  { flags: '--dim <N>', group: 'Model', help: 'numbers per word (32)' },
  { flags: '--seed <N>', group: 'Model', help: 'of the vectors and the weights (42)' },
  { flags: '--train', group: 'Model', help: 'let all three learn to recall a word of k steps ago, and count' },
  { flags: '--steps <N>', group: 'Model', help: 'steps of training, for --train (1500)' },
  { flags: '--seeds <N>', group: 'Model', help: 'how often it is repeated, for --train (3)' },
  ...OUTPUT,
];
