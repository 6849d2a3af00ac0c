/** What the help says about a flag; a function where it lists the values that the flag may have. */
export type FlagText = string | ((choices: readonly string[]) => string);

/** `a, b or c` */
const oneOf = (names: readonly string[]): string => `${names.slice(0, -1).join(', ')} or ${names.at(-1)!}`;
const given = (stage: string): string => `${stage} of the same computation, to narrow it down`;

/**
 * What the help, the manual and the completion say about the flags that belong to the commands, not to a problem. Where a command
 * means something else by the same name, its own name stands in front.
 */
export const flags = {
  // Where a problem is read from
  input: 'all in one: JSON, .npz, .safetensors, an attn result',
  config: 'one problem or many: JSON object, list or lines; CSV rows',
  weights: 'what attn train learned, for --sentence',
  'hf-config': "flags of --layer N from a model's config.json",
  layer: 'which layer of it, from 1, or all (the last)',
  'in-format': (choices: readonly string[]) => `${oneOf(choices)} (auto-detected)`,
  decimal: 'decimal sign of CSV: point or comma (point)',
  delimiter: 'between CSV cells: comma, semicolon, tab, blank (auto-detected)',

  // How a result is shown, and who computes it
  format: (choices: readonly string[]) => choices.join(', '),
  json: 'the same as --format json',
  plain: 'a number a line: stage batch head row column value',
  output: 'write a file; its extension sets the format',
  'no-clobber': 'do not overwrite a file',
  show: 'stages, with commas, or all (scores,weights,output)',
  only: 'one stage alone, as a bare matrix',
  precision: 'digits after the point, in tables only (4)',
  round: 'round the data too, also in JSON and CSV',
  compact: 'JSON on one line',
  head: 'which head tables show, from 1',
  batch: 'which batch item tables show, from 1',
  top: 'show only the N largest weights of each row; --select-top computes with the K largest',
  heatmap: 'weights as coloured cells',
  cmap: 'viridis, cividis or gray (viridis)',
  full: 'leave nothing out, however narrow the terminal',
  width: 'columns to fit into (those of the terminal)',
  engine:
    'who computes: auto, reference or wasm; auto: wasm for 2^20 scores or more when no other stage than output, weights, lse, gradients is asked (auto)',
  threads: 'threads of the kernel (all processors)',
  'max-memory': 'refuse what needs more, such as 2GB (what is free)',
  strict: 'exit 1 when a result is not a finite number',

  // What --explain does
  explain: 'walk through it, step by step, as one token',
  token: 'who speaks: a word, word#2, or its number from 1',
  hide: 'what if this word were not there',
  quiz: 'ask for a number in every step',
  'explain-format': 'text; trace: every step as a line of JSON',
  accessible: 'letters and Enter instead of keys, nothing redrawn',

  // Before and after the name of every command
  color: 'auto, always or never (auto)',
  'no-color': 'the same as --color never',
  ascii: 'no characters beyond ASCII',
  lang: (choices: readonly string[]) => `${oneOf(choices)} (the language of the terminal)`,
  'no-input': 'never wait for a key',
  'error-format': 'errors on stderr as text or json (text)',
  quiet: 'no notes and warnings; errors stay',
  verbose: 'say what was read, who computed, how long it took',
  help: 'this help; -h is the short one',
  version: 'the version',

  // attn check
  model: 'a model as it was downloaded: OUT is the attention of its --layer for --text',
  actual: 'the output to be checked: OUT',
  'actual-scores': given('scores'),
  'actual-weights': given('weights'),
  'actual-lse': given('lse'),
  'actual-grad-q': given('grad_q'),
  'actual-grad-k': given('grad_k'),
  'actual-grad-v': given('grad_v'),
  atol: 'absolute tolerance: allow A + R·|expected|',
  rtol: 'relative tolerance, see --atol',
  exact: 'compare with a 50-digit reference',
  'no-diagnose': 'compare only, skip the diagnosis',
  list: 'every mistake that is known, by its id',
  probe: 'write inputs that tell mistakes apart: usual or square',
  'check format': 'text, json, md, html or github (text)',
  'check output': 'write the report, or the probe, there',

  // attn train
  data: 'your sentences: JSON or CSV with sentence, word, refers_to (the built-in ones)',
  from: 'go on from these weights',
  layers: 'layers of attention (2)',
  'train heads': 'heads of each layer (1)',
  'train dim': 'numbers per word (32)',
  epochs: 'passes over all sentences (20)',
  'train seed': 'the same seed gives the same weights to the bit (42)',
  'train output': '.safetensors keeps the weights; .html or .md is a report to keep',
  'train json': 'the figures as JSON',
  'train width': 'columns to fit into (those of the terminal, at most 80)',

  // attn model
  text: 'what the model reads',
  'text-pair': 'a second text behind it, for BERT and its like',
  'token-ids': 'tokens by number instead of --text: "464 5044"',
  texts: 'many texts: a JSON text, or an object with text, a line',
  'model input': 'an image (3, h, w) or a spectrogram (mels, frames)',
  'decoder-text': 'what the decoder of T5 or Whisper has said',
  'decoder-ids': 'the same by number',
  'model layer': 'which layer, from 1; layers.5 or h.5 from 0; all',
  'model head': 'which head, from 1, or mean, max, all (all)',
  attention: 'whose attention of T5 or Whisper (encoder)',
  next: 'how many guesses to list (5)',
  without: 'switch heads off: L3H4 or L3H4,L5H1',
  words: 'merge pieces into words',
  'no-special': 'leave out [CLS], <s> and their like',
  'hide-first': 'leave out the first token, where sinks gather',
  rollout: 'what reaches each token through all layers up to --layer',
  logits: 'the logits of every token; with -o a .npy',

  // attn rnn
  'rnn sentence': 'the sentence (the one about the animal and the street)',
  'rnn token': "the word to ask about: a word, word#2, or its number from 1 ('it', else the last)",
  'rnn dim': 'numbers per word (32)',
  'rnn seed': 'random seed (42)',
  train: 'train all three to recall the word k steps ago, and compare',
  steps: 'steps of training, for --train (1500)',
  seeds: 'repetitions, for --train (3)',
  'rnn json': 'the figures as JSON',
  'rnn width': 'columns to fit into (those of the terminal, at most 80)',

  // attn bench
  longest: 'the longest sequence; the others are a half, a quarter, … of it (4096)',
  'bench heads': 'heads (8)',
  'bench dim': 'd_k and d_v of a head (64)',
  'bench threads': 'threads (as many as the machine has processors)',
  rounds: 'timing runs; the median is reported (3)',
  'bench json': 'the figures as JSON',

  // attn glossary, attn worksheet
  'glossary format': 'table, md or json',
  'worksheet seed': 'fixes the sheet: 1 to 30 give a class thirty different ones (7)',
  size: 'words × d_k: 2 to 8 words, d_k 4, 9 or 16 (3x4)',
  'worksheet output': 'sheet.md and sheet.key.md, or .html',
  'worksheet format': 'md or html (md)',
  key: 'print the key instead of the sheet',
} satisfies Readonly<Record<string, FlagText>>;

/** Every flag of a command has a text in every language. */
export type FlagTexts = Readonly<Record<keyof typeof flags, FlagText>>;
