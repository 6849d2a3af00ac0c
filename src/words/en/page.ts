import type { Causal, StageName } from '../../core/index.js';

/** The words of the page around the numbers; those of pictures and lesson have catalogues of their own. */
export interface PageWords {
  readonly headView: string;
  readonly weights: string;
  readonly steps: string;
  readonly arithmetic: string;
  readonly lesson: string;
  readonly whatIf: string;
  readonly hide: string;
  readonly hideWord: (word: string) => string;
  readonly causal: string;
  readonly causalChoice: Readonly<Record<'none' | 'on' | Causal, string>>;
  readonly temperature: string;
  readonly reset: string;
  readonly changed: (changes: readonly string[]) => string;
  readonly without: (words: readonly string[]) => string;
  readonly withAgain: (words: readonly string[]) => string;
  readonly digits: string;
  readonly all: string;
  readonly top: string;
  readonly scale: string;
  readonly scaleChoice: Readonly<Record<'fixed' | 'stretch' | 'log', string>>;
  readonly language: string;
  readonly theme: string;
  readonly themeChoice: Readonly<Record<'auto' | 'light' | 'dark', string>>;
  readonly head: (number: number) => string;
  readonly item: (number: number) => string;
  readonly heads: string;
  readonly saveSvg: string;
  readonly copyCell: string;
  readonly copyNumpy: string;
  readonly print: string;
  readonly copied: string;
  readonly saved: string;
  readonly keys: string;
  readonly pinned: string;
  readonly together: string;
  readonly wordListens: (word: string) => string;
  readonly wordHeard: (word: string) => string;
  readonly step: string;
  readonly back: string;
  readonly next: string;
  readonly speaker: string;
  readonly overview: (block: number) => string;
  readonly overviewHint: string;
  readonly earlier: string;
  readonly later: string;
  readonly axis: Readonly<Record<'query' | 'key' | 'new-key' | 'feature' | 'one', string>>;
  readonly failed: string;
  readonly stage: Partial<Readonly<Record<StageName, string>>>;
  readonly tokens: (count: number) => string;
}

export const page: PageWords = {
  headView: 'Who attends to whom',
  weights: 'Weights',
  steps: 'Step by step',
  arithmetic: 'Arithmetic',
  lesson: "One token's view",
  whatIf: 'What if',
  hide: 'hide a word',
  hideWord: (word) => `hide ${word}`,
  causal: 'causal mask',
  causalChoice: {
    none: 'off',
    on: 'on',
    'top-left': 'top-left',
    'bottom-right': 'bottom-right',
    offset: 'after the cache',
  },
  temperature: 'temperature',
  reset: 'Back to the file',
  changed: (changes) => `changed from file: ${changes.join(' · ')}`,
  without: (words) => `without ${words.join(', ')}`,
  withAgain: (words) => `with ${words.join(', ')} again`,
  digits: 'digits',
  all: 'all',
  top: 'lines per word',
  scale: 'colours',
  scaleChoice: { fixed: '0 to 1', stretch: 'stretched', log: 'logarithmic' },
  language: 'language',
  theme: 'theme',
  themeChoice: { auto: 'System', light: 'Light', dark: 'Dark' },
  head: (number) => `head ${number}`,
  item: (number) => `item ${number}`,
  heads: 'Heads',
  saveSvg: 'Save SVG',
  copyCell: 'Copy cell',
  copyNumpy: 'Copy as NumPy',
  print: 'Print',
  copied: 'copied',
  saved: 'saved',
  keys: 'Point at a number. Arrow keys move, Enter pins, Shift+Enter adds, Esc clears.',
  pinned: 'pinned',
  together: 'together',
  wordListens: (word) => `${word} listens to`,
  wordHeard: (word) => `${word} is heard by`,
  step: 'step',
  back: 'Back',
  next: 'Next',
  speaker: 'who speaks',
  overview: (block) => `Overview: every block is the mean of up to ${block} × ${block} cells.`,
  overviewHint: 'Click to move the window below.',
  earlier: 'earlier',
  later: 'later',
  axis: { query: 'rows', key: 'keys', 'new-key': 'keys', feature: 'columns', one: 'columns' },
  failed: 'This cannot be computed.',
  stage: { x: 'embeddings', q: 'what each word looks for', k: 'what each word offers', v: 'what each word tells' },
  tokens: (count) => `${count} ${count === 1 ? 'token' : 'tokens'}`,
};
