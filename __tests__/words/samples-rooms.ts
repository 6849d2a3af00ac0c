import type { CheckFacts } from '../../src/check/facts.js';
import type { ExplainFacts } from '../../src/explain/facts.js';
import type { LearnFacts } from '../../src/learn/facts.js';
import type { ShowFacts } from '../../src/show/facts.js';
import type { AllFacts } from '../../src/words/all-facts.js';
import { COMMANDS } from './samples-commands.js';
import { CORE } from './samples-core.js';
import { EXPRESSION } from './samples-expression.js';
import { FILES } from './samples-files.js';
import { KERNEL } from './samples-kernel.js';
import { MODEL } from './samples-model.js';
import { READ } from './samples-read.js';
import { TRACE } from './samples-trace.js';
import type { Samples } from './samples.js';

const SHOW: Samples<ShowFacts> = {
  'package-not-installed': [{ name: 'pdfkit' }],
  'xlsx-too-large': [{ found: 400_000, most: 300_000 }],
  'npy-holds-one-array': [{}],
  'array-not-computed': [{ found: 'grad_q', expected: ['scores', 'output'] }],
  'stage-not-computed': [{ found: 'grad_q', expected: ['scores', 'output'] }],
  'no-such-matrix': [{ heads: 2, batch: 1 }],
};

const EXPLAIN: Samples<ExplainFacts> = {
  'lesson-without-values': [{}],
  'lesson-of-nothing': [
    { part: 'token', found: 1, count: 0 },
    { part: 'head', found: 2, count: 1 },
    { part: 'batch-item', found: 9, count: 3 },
  ],
  'worksheet-words': [{ found: 9, expected: { least: 2, most: 8 } }],
  'worksheet-size': [{ found: 5, expected: [4, 9, 16] }],
  'unknown-token': [
    { found: 'czt', words: ['the', 'cat'], near: 'cat' },
    { found: '9', words: ['the'] },
    { found: 'zebra', words: Array.from({ length: 30 }, (_, at) => `w${at}`) },
  ],
  'token-repeated': [
    {
      found: 'dog',
      places: [
        { word: 'dog', number: 2 },
        { word: 'dog', number: 5 },
      ],
      option: 'hide',
    },
    { found: 'a', places: Array.from({ length: 9 }, (_, at) => ({ word: 'a', number: at + 1 })) },
  ],
};

const LEARN: Samples<LearnFacts> = {
  'model-unknown': [{ found: '', expected: 'attn-weights/1' }],
  'model-words-missing': [{}],
  'model-sizes-invalid': [{ layers: 0, heads: 'two', dim: 2 }],
  'model-shape': [{ expected: '8×8', found: '1×2' }, { expected: '8×8' }],
  'no-such-layer': [{ found: 3, count: 2 }],
  'sentence-without-words': [{ known: ['the', 'cat'] }],
  'word-not-in-model': [
    { found: 'anmal', near: 'animal', sample: ['the'], count: 50 },
    { found: 'zebra', sample: ['the', 'cat'], count: 50 },
  ],
  'sentence-beyond-training': [{ found: 33, expected: { most: 32 } }],
  'marks-left-out': [{ marks: ['!', '?'] }],
  'no-examples': [{}],
  'dim-no-multiple-of-heads': [{ dim: 7, heads: 2 }],
  'no-sentences': [{ fields: ['sentence', 'word'] }],
  'sentences-not-a-list': [{ pattern: '{"sentence": "…"}' }],
  'sentence-not-an-object': [{ number: 2, pattern: '{"sentence": "…"}' }],
  'column-twice': [{ name: 'word' }],
  'data-columns-missing': [
    { missing: ['word'], found: ['wrd'], expected: ['word'], near: 'wrd' },
    { missing: ['word'], found: ['x'], expected: ['word'] },
  ],
  'unknown-field': [{ found: 'answer', expected: ['word'] }],
  'field-missing': [{ field: 'word' }],
  'field-not-text': [{ field: 'word', found: '3' }],
  'split-unknown': [{ found: '"test"', expected: ['train', 'held-out'] }],
  'word-not-in-sentence': [
    { found: 'its', sentence: 'it ran', near: 'it', several: false },
    { found: 'old cat', sentence: 'it ran', several: true },
    { found: 'zebra', sentence: 'it ran', several: false },
  ],
  'word-several-times': [{ word: 'it', count: 2, sentence: 'it ran, it fell' }],
  'word-refers-to-itself': [{ word: 'it', sentence: 'it ran' }],
};

const CHECK: Samples<CheckFacts> = {
  'results-without-common-stage': [
    { first: ['q'], second: [], near: 'q' },
    { first: ['q'], second: ['k'] },
  ],
  'stage-not-comparable': [
    { stage: 'grad_q', gradient: true },
    { stage: 'lse', gradient: false },
  ],
  'stage-shape-differs': [{ stage: 'weights', found: '2×2', expected: '2×3' }],
  'output-shape-unknown': [{ found: '2×2', expected: '2×3' }],
  'exact-too-large': [{ found: 3_000_000 }],
  'exact-without-option': [{ options: ['rope', 'alibi'] }],
  'exact-without-score-mod': [{}],
  'exact-over-keys-only': [{ over: 'queries' }],
  'no-score-overflows': [{}],
};

/** Numbers and names for every code of every room: the compiler asks for each. */
export const ALL: Samples<AllFacts> = {
  ...CORE,
  ...TRACE,
  ...EXPRESSION,
  ...KERNEL,
  ...FILES,
  ...READ,
  ...SHOW,
  ...EXPLAIN,
  ...CHECK,
  ...LEARN,
  ...MODEL,
  ...COMMANDS,
};
