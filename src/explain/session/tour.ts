import { AttnError, type Trace } from '../../core/index.js';
import type { Page } from '../block.js';
import { type FactWords, SESSION_WORDS, say, sayFault } from '../../words/index.js';
import type { Lesson } from '../lesson.js';
import { pages, tellingOf } from '../pages.js';
import { judge, questionFor, type Question } from '../quiz.js';
import { lesson } from '../tell.js';
import type { TextOptions } from '../lesson-text.js';
import { resolveToken } from '../token.js';

/** What may be asked of the calculator while the session runs. */
export interface Change {
  readonly causal: boolean;
  /** Keys to hide, from 0. */
  readonly hide: readonly number[];
}

export interface TourOptions extends Omit<TextOptions, 'width'> {
  readonly trace: Trace;
  /** For what goes wrong; English when left out. */
  readonly facts?: FactWords;
  /** The same problem before `--hide`. */
  readonly before?: Trace;
  /** Which of several problems it is. */
  readonly name?: string;
  readonly token?: number;
  readonly head?: number;
  readonly batch?: number;
  /** Begin with a question. */
  readonly quiz?: boolean;
  /** Left out: mask and words cannot be changed. */
  readonly recompute?: (change: Change) => Trace;
}

/** A question that waits for a typed line. */
export interface Prompt {
  readonly kind: 'token' | 'hide' | 'quiz';
  readonly text: string;
}

/** Where the reader stands in a lesson, and what each key does. Knows nothing of terminals. */
export interface Tour {
  readonly lesson: () => Lesson;
  readonly page: () => Page;
  readonly digits: () => number;
  /** What to say about the last key; empty when there is nothing. May quote what the user typed: escape it. */
  readonly message: () => string;
  readonly prompt: () => Prompt | undefined;
  readonly helping: () => boolean;
  /** @returns false when the reader wants to leave */
  readonly press: (key: string) => boolean;
  /** The line typed at a prompt; undefined: never mind. */
  readonly answer: (line: string | undefined) => void;
}

const DIGITS = [2, 4, 6, 8, 12];

export function startTour(options: TourOptions): Tour {
  const t = SESSION_WORDS[options.lang];
  const { problem } = options.trace;
  let trace = options.trace;
  let before = options.before;
  let { token, head = 0 } = options;
  let causal = Boolean(problem.causal);
  let hidden: readonly number[] = problem.hide ?? [];
  let digits = options.digits ?? 4;
  let at = 0;
  let turn = 0;
  let message = '';
  let helping = false;
  let prompt: Prompt | undefined;
  let question: Question | undefined;
  let current: Lesson;
  let screens: readonly Page[];

  /** Tells the lesson anew and stays on the same step, or on the nearest one where that step is gone. */
  const retell = (): void => {
    const here = screens?.[at];
    current = lesson(trace, {
      head,
      ...(token !== undefined && { token }),
      ...(options.batch !== undefined && { batch: options.batch }),
      ...(before && { before }),
      ...(options.name !== undefined && { name: options.name }),
    });
    screens = pages(current, { ...options, digits });
    const same = here ? screens.findIndex(({ step }) => step === here.step) : 0;
    at =
      same >= 0
        ? same
        : Math.max(
            0,
            screens.findIndex(({ number }) => number === here!.number),
          );
  };
  retell();

  /** Only where `canChange()`. */
  const change = (next: Change): void => {
    const original = options.before ?? options.trace;
    // Whoever spoke goes on speaking: another choice would hide what the change did.
    token = current.speaker.index;
    const changed = next.causal !== Boolean(original.problem.causal) || next.hide.length > 0;
    trace = options.recompute!(next);
    before = changed ? original : undefined;
    ({ causal, hide: hidden } = next);
    retell();
  };

  const go = (to: number): void => {
    if (to < 0) message = t.firstStep;
    else if (to >= screens.length) message = t.lastStep;
    else at = to;
  };
  const jump = (number: number): void => {
    const to = screens.findIndex((page) => page.number === number);
    if (to < 0) message = t.noSuchStep({ of: screens[0]!.of });
    else at = to;
  };
  const quiz = (): void => {
    question = questionFor(screens[at]!.step, turn++, tellingOf(current, { ...options, digits }));
    prompt = { kind: 'quiz', text: question.text };
  };
  const canChange = (): boolean => {
    if (!options.recompute) message = t.cannotChange;
    return options.recompute !== undefined;
  };

  const actions: Readonly<Record<string, () => void>> = {
    next: () => go(at + 1),
    back: () => go(at - 1),
    t: () => {
      prompt = { kind: 'token', text: t.askToken };
    },
    h: () => {
      const { heads } = trace.sizes;
      if (heads === 1) {
        message = t.oneHeadOnly;
        return;
      }
      head = (head + 1) % heads;
      retell();
      message = t.nowHead({ head: head + 1, of: heads });
    },
    m: () => {
      if (!canChange()) return;
      change({ causal: !causal, hide: hidden });
      message = causal ? t.maskOn : t.maskOff;
    },
    x: () => {
      if (canChange()) prompt = { kind: 'hide', text: t.askHide };
    },
    d: () => {
      digits = DIGITS[(DIGITS.indexOf(digits) + 1) % DIGITS.length]!;
      retell();
      message = t.nowDigits({ digits });
    },
    z: quiz,
    '?': () => {
      helping = true;
    },
  };

  const press = (key: string): boolean => {
    message = '';
    if (helping) {
      helping = false;
      return true;
    }
    if (key === 'q') return false;
    if (/^[1-9]$/.test(key)) jump(Number(key));
    else if (Object.hasOwn(actions, key)) attempt(actions[key]!);
    else message = t.unknownKey({ key });
    return true;
  };

  /** A word that is not there, a mask that does not fit: said, and the lesson goes on. */
  const attempt = (action: () => void): void => {
    try {
      action();
    } catch (error) {
      if (!(error instanceof AttnError)) throw error;
      message = error.faults
        .map((fault) => sayFault(fault, options.facts))
        .map(({ what, fix }) => (fix ? `${what} (${fix})` : what))
        .join('; ');
    }
  };

  const answers: Readonly<Record<Prompt['kind'], (line: string) => void>> = {
    token: (line) => {
      if (line === '') return;
      const chosen = resolveToken(line, trace.tokens.query);
      token = chosen.index;
      retell();
      message = chosen.note ? say(chosen.note, options.facts).what : '';
    },
    hide: (line) => {
      if (line === '') {
        change({ causal, hide: [] });
        message = t.noneHidden;
        return;
      }
      const { index } = resolveToken(line, trace.tokens.key);
      change({
        causal,
        hide: hidden.includes(index) ? hidden.filter((j) => j !== index) : [...hidden, index].sort((a, b) => a - b),
      });
      message = hidden.length > 0 ? t.nowHidden({ names: hidden.map((j) => trace.tokens.key[j]!) }) : t.noneHidden;
    },
    quiz: (line) => {
      const { answer, solution } = question!;
      const verdict = judge(line, answer);
      const value = solution.slice(solution.search(/[=≈] [^=≈]*$/));
      message =
        line === ''
          ? ''
          : verdict === 'right'
            ? t.quizRight({ value })
            : verdict === 'wrong'
              ? t.quizWrong({ solution })
              : t.quizUnread;
    },
  };

  if (options.quiz) quiz();
  return {
    lesson: () => current,
    page: () => screens[at]!,
    digits: () => digits,
    message: () => message,
    prompt: () => prompt,
    helping: () => helping,
    press,
    answer: (line) => {
      const asked = prompt;
      prompt = undefined;
      message = '';
      if (asked && line !== undefined) attempt(() => answers[asked.kind](line.trim()));
    },
  };
}
