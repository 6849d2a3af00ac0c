import type { MaskReason, NormalizeOver, Normalizer, Similarity } from '../../core/index.js';
import { NORMALIZER_LESSONS } from '../normalizers.js';
import { counted } from './counted.js';

/** A share from `from` (included) to `to` that has a name: "nearly half". */
export type Fraction = readonly [from: number, to: number, name: string];

const NUMBERS = [
  'no',
  'one',
  'two',
  'three',
  'four',
  'five',
  'six',
  'seven',
  'eight',
  'nine',
  'ten',
  'eleven',
  'twelve',
];
const PLACES = ['', 'first', 'second', 'third', 'fourth', 'fifth', 'sixth', 'seventh', 'eighth'];
const FRACTIONS: readonly Fraction[] = [
  [1, Infinity, 'all of it'],
  [0.9, 1, 'nearly all of it'],
  [0.7, 0.8, 'about three quarters of it'],
  [0.63, 0.7, 'about two thirds of it'],
  [0.505, 0.57, 'more than half of it'],
  [0.495, 0.505, 'half of it'],
  [0.45, 0.495, 'nearly half of it'],
  [0.3, 0.36, 'about a third of it'],
];

const count = (n: number): string => NUMBERS[n] ?? String(n);
/** `Both`, `All three` */
const every = (n: number): string => (n === 2 ? 'Both' : `All ${count(n)}`);
const list = (names: readonly string[], more: number): string => {
  const all = more > 0 ? [...names, `${more} more`] : names;
  return all.length < 2 ? all.join('') : `${all.slice(0, -1).join(', ')} and ${all.at(-1)}`;
};

/** The lesson in English: the language all others are translated from. */
export const lesson = {
  /** The font encoding of pdfLaTeX that has all letters: https://ctan.org/pkg/encguide */
  latexEncoding: 'T1',
  // Head of the lesson, and words used everywhere.
  tokens: (p: { count: number }) => counted(p.count, 'token'),
  queriesAndKeys: (p: { queries: number; keys: number }) =>
    `${counted(p.queries, 'query', 'queries')} on ${counted(p.keys, 'key')}`,
  headCount: (p: { count: number }) => counted(p.count, 'head'),
  noMask: 'no mask',
  masked: 'masked',
  causalMask: 'causal mask',
  score: 'score',
  scaled: 'scaled',
  softcapped: 'capped',
  weight: 'weight',
  output: 'output',
  sum: 'sum',
  together: 'together',
  before: 'before',
  change: 'change',
  after: 'after',
  spread: 'spread',
  /** Stands where a number would be, for a word that may not be heard. */
  unheard: '—',
  bits: (p: { bits: string }) => `${p.bits} bit`,
  more: (n: number) => `… ${n} more`,
  moreTogether: (n: number, sum: string) => `… ${n} more, together ${sum}`,
  moreSums: (p: { count: number }) => `… ${p.count} more numbers, made in the same way`,
  moreHeads: (p: { count: number }) => `… ${counted(p.count, 'more head')}`,
  head: (p: { head: number }) => `head ${p.head}`,
  othersLeftOut: (p: { count: number }) => `… and ${counted(p.count, 'other word')}, which I hear less`,
  othersShare: (p: { count: number }) => counted(p.count, 'other'),
  othersScores: (p: { count: number; least: string; most: string }) =>
    `… ${counted(p.count, 'other word')}, with scores from ${p.least} to ${p.most}`,
  rowsLeftOut: (p: { count: number; from: number; to: number; of: number }) =>
    `… rows ${p.from} to ${p.to} of ${p.of}; ${counted(p.count, 'other row')} left out`,

  // 1
  whoTitle: 'WHO I AM',
  iAmWord: (p: { name: string; number: number; of: number }) =>
    `I am the word ${p.name}, number ${p.number} of ${p.of}. Alone, I only know myself.`,
  iAmQuery: (p: { name: string; number: number; of: number }) =>
    `I am the query ${p.name}, number ${p.number} of ${p.of}. Alone, I only know myself.`,
  chosen:
    '(No token was named with --token. I speak because, among the words that see the most others, my attention is the most concentrated.)',
  random: (p: { seed?: number }) =>
    `My numbers are random${p.seed === undefined ? '' : ` (seed ${p.seed})`}: the arithmetic is real, the meaning is not.`,
  oneHead: (p: { head: number; of: number }) =>
    `I listen with ${p.of} heads at once. This is head ${p.head}; the others do the same with lists of their own.`,
  oneItem: (p: { item: number; of: number }) => `This is item ${p.item} of ${p.of} in the batch.`,
  rounded: (p: { dtype: string }) => `After every step my numbers are rounded to ${p.dtype}.`,
  lists: (p: { small: boolean }) => `I made three ${p.small ? 'small ' : ''}lists of numbers:`,
  listQ: 'q  what I look for',
  listK: 'K  what each word offers',
  listV: 'V  what it tells',
  inList: 'I am in the list too: I may listen to myself.',
  inListUnheard: 'I am in the list too, but I may not listen to myself.',
  notInList: (p: { count: number }) =>
    `I am not in that list: I listen to ${p.count === 1 ? 'one word' : `${p.count} words`} from somewhere else.`,
  sharing: (p: { heads: number }) => `${p.heads} heads ask with a q of their own, but share these keys and values.`,
  cached: (p: { count: number }) =>
    `The first ${p.count === 1 ? 'of them comes' : `${p.count} of them come`} from the cache, where earlier steps left them.`,
  projectTitle: 'WHERE MY LISTS COME FROM',
  project: (p: { size: number }) =>
    `My embedding x has ${counted(p.size, 'number')}. The dot product of x with column 1 of W_Q is q₁, and so on.`,
  projectOthers:
    'The same x gives my key through W_K and my value through W_V. All words share these three tables; training finds them.',
  projectElsewhere: (p: { count: number }) =>
    `Keys and values are not made of my sentence but of another one, X_kv, of ${counted(p.count, 'vector')}: k = x_kv · W_K and v = x_kv · W_V. I ask here, and am answered from there.`,
  projectBias: 'A bias b is added at the end, the same for every word: the last product, 1·b.',
  latentTitle: 'WHERE K AND V COME FROM',
  latent: (p: { name: string; size: number }) =>
    `Every word keeps one short list c of ${counted(p.size, 'number')}, the same for all heads. W_UK makes its k for this head of it, W_UV its v; here for ${p.name}:`,
  latentTurned: (p: { count: number }) =>
    `The last ${counted(p.count, 'number')} of k are not made of c: they carry the place, and all heads share them.`,
  normTitle: 'I BRING MY QUESTION TO ONE LENGTH',
  norm: (p: { by: 'rms' | 'l2' | 'layernorm' }) =>
    ({
      rms: 'I divide my q by its root mean square: what counts from here on is its direction, not how long it is.',
      l2: 'I divide my q by its length, so that it has length 1: what counts from here on is its direction.',
      layernorm: 'I take the mean off my q and divide it by how far its numbers scatter: only their pattern is left.',
    })[p.by],
  normGain: 'Then every number has a learned factor of its own, the gain.',
  normKeys: 'The new keys are treated in the same way. No score can grow without bound now.',
  gateTitle: 'A GATE LETS PART OF IT THROUGH',
  gate: 'Every number has a gate, σ(gate), between 0 (shut) and 1 (open), which comes from the word itself: so a head may stay silent although its shares add up to 1.',
  rotateTitle: 'I TURN BY MY PLACE',
  rotate:
    'My q and every k are turned, in pairs of numbers, by an angle that grows with the place in the sentence. So a score depends on how far apart we stand.',

  // 2
  askTitle: 'I ASK EVERYONE',
  askFormula: (p: { similarity: Similarity }) =>
    ({
      dot: 'score = q · k',
      cosine: 'score = cos(q, k)',
      distance: 'score = −|q − k|²/2',
      general: 'score = q · W · k',
      additive: 'score = v · tanh(W [q; k])',
    })[p.similarity],
  ask: 'I take the dot product of my q with each k: multiply number by number, and add.',
  askOtherwise: (p: { similarity: Similarity }) =>
    ({
      dot: '',
      cosine:
        'I compare directions only: q · k, divided by the lengths of both. 1: the same way, 0: nothing in common, −1: opposite.',
      distance:
        'I look how far each k is from my q: number by number the difference, squared, added up, halved, with a minus. 0: the same place.',
      general: 'Before the dot product of my q with each k, a learned table W translates between the two.',
      additive:
        'I add my q and each k (through W, if there is one), bend every number with tanh, and weigh the results with v.',
    })[p.similarity],
  fitsBest: 'fits best',
  fitsNothing: 'nothing I look for',
  fitsAgainst: 'against what I look for',
  checkWinner: (p: { name: string; place: number; mine: string; its: string }) => {
    const place = PLACES[p.place] ? `${PLACES[p.place]} number` : `number ${p.place}`;
    return `Check: ${p.name} wins because my ${place} (${p.mine}) meets its ${place} (${p.its}).`;
  },
  checkAlike: 'Check: all scores are the same, so nobody stands out.',
  scaleIsOne: 'Nothing turns these numbers up or down here: the scale is 1.',

  relativeTitle: 'HOW FAR YOU STAND COUNTS TOO',
  relative: (p: { by: 'key' | 'query' | 'u' | 'v' }) =>
    ({
      key: "For each distance there is a learned vector, a row of R_K. I hold my q against the row of each word's distance, and add that to its score.",
      query: 'Each word does the same from its side: its k against the row of R_Q for our distance.',
      u: 'A vector u, the same whoever asks, is held against each k: some words are worth hearing for everybody.',
      v: 'A vector v, the same whoever asks, is held against R_K: some distances are worth hearing for everybody.',
    })[p.by],
  relativeValue: 'Each word tells its value, and with it a vector for its distance from me (a row of R_V).',

  // 3
  scaleTitleDown: 'I TURN THE VOLUME DOWN',
  scaleTitleUp: 'I TURN THE VOLUME UP',
  scaleTitleTurned: 'I TURN EVERYTHING AROUND',
  whyDown: 'Why? Long lists give big sums, and big sums make me hear only one voice.',
  whyUp: 'The factor is larger than 1: differences grow, and I hear fewer voices.',
  whyTurned: 'The factor is below 0: what fitted best now fits worst.',
  myself: 'myself',
  contrast: (p: { factor: string; name: string; without: string; with: string }) =>
    `without ${p.factor} I would give ${p.name} ${p.without}, with ${p.factor} I give ${p.name} ${p.with}.`,
  softcapTitle: 'I CAP THE LOUDEST',
  softcap: (p: { cap: string }) =>
    `No score may pass ${p.cap} or −${p.cap}: small ones stay nearly as they are, large ones are bent.`,
  adjustTitle: 'SOMETHING IS ADDED',
  bias: 'A bias is added to my scores: it was given for every pair of words, whatever their lists say.',
  alibi: 'ALiBi takes more from a score the farther away the word stands.',
  scoreMod: (p: { text: string }) => `Every score s becomes ${p.text}.`,

  // 4
  maskTitle: 'WHAT I MAY NOT SEE',
  mayNotHear: (p: {
    reason: MaskReason;
    names: readonly string[];
    more: number;
    window?: readonly [number, number];
  }) => {
    const many = p.names.length + p.more > 1;
    const who = list(p.names, p.more);
    const why = {
      'query-padding': `${many ? 'are' : 'is'} not asked, since I am only padding`,
      causal: many ? 'come after me' : 'comes after me',
      window: `${many ? 'stand' : 'stands'} too far away`,
      chunk: `${many ? 'stand' : 'stands'} in another chunk than I`,
      document: `${many ? 'belong' : 'belongs'} to another document than I`,
      padding: `${many ? 'are' : 'is'} only padding`,
      mask: `${many ? 'are' : 'is'} forbidden to me by the mask`,
      'score-mod': `${many ? 'are' : 'is'} taken away by the score expression`,
      bias: `${many ? 'have' : 'has'} a bias of −∞`,
      alibi: `${many ? 'stand' : 'stands'} so far away that ALiBi leaves nothing`,
      overflow: `${many ? 'have' : 'has'} a score below every number that can be held`,
      hidden: `${many ? 'are' : 'is'} hidden`,
      selection: `${many ? 'are' : 'is'} not among those that fit me best`,
    }[p.reason];
    return many
      ? `${who} ${why}, so I may not look: their scores become −∞ and their shares 0.`
      : `${who} ${why}, so I may not look: its score becomes −∞ and its share 0.`;
  },
  nobodyLeft: 'There is no word left that I may see.',
  shareTitle: 'I SHARE OUT MY ATTENTION',
  minusLargest: (p: { largest: string }) => `− largest ${p.largest}`,
  sameAnswer: '(same answer, no overflow)',
  divideBySum: '÷ sum',
  temperature: (p: { temperature: string }) =>
    `First every score is divided by the temperature ${p.temperature}: above 1 it evens the shares out, below 1 it sharpens them.`,
  normalizer: (p: { normalizer: Normalizer }) => NORMALIZER_LESSONS[p.normalizer].en,
  normalizeOver: (p: { over: NormalizeOver }) =>
    ({
      keys: '',
      queries: 'It is done down each column: the queries compete for a key, and my shares need not add up to 1.',
      'queries-then-keys':
        'First it is done down each column: the queries compete for a key. Then my row is divided by its sum.',
    })[p.over],
  sink: (p: { sink: string; exp: string; share: string }) =>
    `A sink with the score ${p.sink} joins the sum with e^x ${p.exp}: it takes ${p.share} of my attention and tells nothing.`,
  hearsNobody: 'I may see no word, so there is nothing to share out. What follows is a convention (--empty-rows).',
  checkSum: (p: { terms: string; sum: string }) => `Check: ${p.terms} = ${p.sum}. It is all I have to give.`,
  checkSumRounded: (p: { terms: string; sum: string }) =>
    `Check: ${p.terms} = ${p.sum}. Each was rounded; with every digit it is 1. It is all I have to give.`,

  differenceTitle: 'I TAKE OUT WHAT BOTH NOTICE',
  difference: (p: { first: number; second: number; lambda: string }) =>
    `Two maps make one: the shares of head ${p.first}, less λ = ${p.lambda} times those of head ${p.second}. What both look at for no reason cancels out; a share may become negative.`,
  headNormTitle: 'I BRING IT TO ONE SIZE',
  headNorm: (p: { normed: boolean; factor: string }) =>
    `${p.normed ? 'What this head heard is divided by its root mean square, then' : 'What this head heard is'} multiplied by 1 − λ₀ = ${p.factor}.`,

  recurTitle: 'I READ FROM LEFT TO RIGHT',
  recur: (p: { d: number; dV: number }) =>
    `The same attention, read from left to right with a memory of ${p.d}×${p.dV} numbers, S. Word after word it is changed as it says above: what is old may fade, then the word's key and value are written into it.`,
  recurBefore: 'What it held before me:',
  recurAfter: 'With me in it:',
  recurRows: (p: { count: number }) => `… ${counted(p.count, 'more row')}`,
  recurRead: (p: { read: string }) => `I read it with my q: ${p.read}.`,
  recurWeights: 'Nobody has to be looked at again. The same comes out of weights on every word before me, as below.',
  carried: 'The rest of it comes from what the memory held before the first word:',

  // 5
  listenTitle: 'I LISTEN',
  listenFormula: 'weights × V, then add',
  newMe: 'the new me',
  roundedMeans: '(≈ means rounded. I keep every digit.)',
  roundedOff: (p: { sum: string }) =>
    `(≈ means rounded. I keep every digit: ${p.sum}, so the last shown digit can be one off from adding what you see.)`,
  roundedOffSomewhere:
    '(≈ means rounded. I keep every digit, so the last shown digit can be one off from adding what you see.)',
  joinTitle: 'ALL MY HEADS TOGETHER',
  mixTitle: 'ONE LAST TABLE',
  joinFormula: 'concat · W_O',
  join: (p: { heads: number }) => `My ${count(p.heads)} heads listened at once. I put what they heard side by side:`,
  mixHeads: 'W_O mixes it: the dot product of my list with a column of W_O is one number of the output.',

  // 6
  nowTitle: 'WHO I AM NOW, AND EVERYBODY ELSE',
  nowTitleAlone: 'WHO I AM NOW',
  beforeAndNow: (p: { before: string; after: string }) => `My vector was ${p.before}, now it is ${p.after}`,
  nowOnly: (p: { after: string }) => `My vector is now ${p.after}`,
  mostOfIt: (p: { share: string; name: string }) =>
    `: ${p.share.endsWith('%') ? `${p.share} of it` : p.share} is ${p.name}.`,
  whatISaid: 'what I said myself',
  fractions: FRACTIONS,
  allWords: (p: { count: number }) =>
    `${every(p.count)} words did this at once. Row = who listens, column = who is heard:`,
  allQueries: (p: { count: number }) =>
    `${every(p.count)} queries did this at once. Row = who listens, column = who is heard:`,
  strongest: 'hears most',
  spreadMeans: (p: { bits: string; count: number }) =>
    `(${p.bits} ${Number(p.bits) === 1 ? 'bit' : 'bits'} = I hear ${every(p.count).toLowerCase()} words alike)`,
  circuits: 'WHERE I look came from Q and K. WHAT I take came from V. (QK part, OV part)',
  notWhy: 'Numbers like these show where a word looked, not why a model answered.',
  tryThis: 'Try:',
  notHear: (p: { name: string }) => `(not hear ${p.name})`,
  byHand: '(do it by hand)',
  compareTitle: 'WHAT IF',
  withoutHidden: (p: { names: readonly string[] }) =>
    `The same question without ${list(p.names, 0)}: what ${p.names.length > 1 ? 'they' : 'it'} had is shared out among the others.`,
  afterChange: 'The same question before and after the change.',
  outputBefore: 'output before',
  outputAfter: 'output after',
};

/** Every sentence of the lesson. A language that lacks one does not compile. */
export type LessonWords = typeof lesson;
