import { SESSION_WORDS } from '../words/index.js';
import { opensUp } from './pages/share.js';
import type { Lesson, Step, StepKind } from './lesson.js';
import type { Telling } from './telling.js';
import { quote, sumOf } from './telling.js';
import { marked, number, relation } from './shown.js';

/** One number blanked out. */
export interface Question {
  readonly text: string;
  readonly answer: number;
  /** How it is worked out, for a reply that misses. */
  readonly solution: string;
}

/**
 * A question about a step of the lesson: a score, a scaled score, a weight or a number of the output.
 *
 * @param turn from 0; every turn asks about another word, all words in order
 */
export function questionFor(kind: StepKind, turn: number, telling: Telling): Question {
  const { lesson } = telling;
  const sum = (): Question => output(find(lesson, 'listen')!, turn, telling);
  const ask = (): Question => {
    const step = find(lesson, 'ask');
    return step ? score(step, turn, telling) : sum(); // saved scores have no products
  };
  switch (kind) {
    case 'scale':
      return scaled(find(lesson, 'scale')!, turn, telling);
    case 'share':
      return opensUp(find(lesson, 'share')!) ? weight(find(lesson, 'share')!, turn, telling) : ask();
    case 'listen':
    case 'now':
      return sum();
    default:
      return ask();
  }
}

/**
 * Is the reply the answer, rounded to as many digits as were given (two at least, where the answer has them)?
 * Read are 0.4863, 48.63 %, −1,5 and 1/3.
 *
 * @example judge('0.49', 0.4863) // => 'right'
 */
export function judge(reply: string, answer: number): 'right' | 'wrong' | 'unread' {
  const text = reply
    .trim()
    .replace(/^[≈=]\s*/, '')
    .replaceAll('−', '-')
    .replace(',', '.');
  const [, decimal, percent] = /^([+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?)\s*(%?)$/i.exec(text) ?? [];
  if (decimal !== undefined) {
    const factor = percent ? 0.01 : 1;
    const places = (decimal.split('.')[1]?.length ?? 0) + (percent ? 2 : 0);
    const given = Number(decimal) * factor;
    const slack = 0.5 * 10 ** -Math.max(places, 2);
    return Math.abs(given - answer) <= slack * (1 + 1e-9) ? 'right' : 'wrong';
  }
  const [, above, below] = /^([+-]?\d+)\s*\/\s*(\d+)$/.exec(text) ?? [];
  if (above !== undefined)
    return Math.abs(Number(above) / Number(below) - answer) <= 1e-9 * Math.max(1, Math.abs(answer)) ? 'right' : 'wrong';
  return 'unread';
}

function find<K extends StepKind>({ steps }: Lesson, kind: K): Extract<Step, { kind: K }> | undefined {
  return steps.find((step): step is Extract<Step, { kind: K }> => step.kind === kind);
}

/** Words that may be heard, in turn: the strongest voice first would be too easy, so in the order of the sentence. */
function wordFor(telling: Telling, turn: number): number {
  const heard = find(telling.lesson, 'listen')!.heard;
  const words = telling.told.filter((j) => heard[j]);
  return words.length > 0 ? words[turn % words.length]! : 0;
}

function score(step: Extract<Step, { kind: 'ask' }>, turn: number, telling: Telling): Question {
  const j = wordFor(telling, turn + 1);
  const { products, value } = step.voices[j]!;
  const sum = sumOf(telling, products, value);
  const { keys, queries, lesson, lang } = telling;
  const worked = step.similarity === 'dot' ? `${sum.long} ${sum.relation} ${sum.value}` : sum.value;
  return {
    text: SESSION_WORDS[lang].quizScore({ me: quote(queries[lesson.speaker.index]!), other: quote(keys[j]!) }),
    answer: value,
    solution: worked,
  };
}

function scaled(step: Extract<Step, { kind: 'scale' }>, turn: number, telling: Telling): Question {
  const { lang, digits, keys, lesson } = telling;
  const j = wordFor(telling, turn + 1);
  const [before, after] = [step.before[j]!, step.after[j]!];
  const by = step.standard ? Math.sqrt(lesson.sizes.dK) : step.factor;
  const factor = `${step.standard ? '÷' : '×'} ${marked(by, digits)}`;
  return {
    text: SESSION_WORDS[lang].quizScaled({ other: quote(keys[j]!), factor, score: marked(before, digits) }),
    answer: after,
    solution: `${number(before, digits)} ${factor} ${relation([before, by, after], digits)} ${number(after, digits)}`,
  };
}

function weight(step: Extract<Step, { kind: 'share' }>, turn: number, telling: Telling): Question {
  const { lang, digits, keys } = telling;
  const j = wordFor(telling, turn + 1);
  const [exp, share] = [step.exps[j]!, step.weights[j]!];
  return {
    text: SESSION_WORDS[lang].quizWeight({
      other: quote(keys[j]!),
      exp: marked(exp, digits),
      sum: marked(step.sum, digits),
    }),
    answer: share,
    solution: `${number(exp, digits)} ÷ ${number(step.sum, digits)} ${relation([exp, step.sum, share], digits)} ${number(share, digits)}`,
  };
}

function output(step: Extract<Step, { kind: 'listen' }>, turn: number, telling: Telling): Question {
  const { lang, digits } = telling;
  const place = turn % step.output.length;
  const value = step.output[place]!;
  const products = step.weights.map((share, j) => [share, step.heard[j] ? step.values[j]![place]! : 0] as const);
  const sum = sumOf({ ...telling, digits }, products, value);
  return {
    text: SESSION_WORDS[lang].quizOutput({ place: place + 1 }),
    answer: value,
    solution: `${sum.long} ${sum.relation} ${sum.value}`,
  };
}
