import { asciiLabel, clipLabel, distinctLabels, safeLabel, type ShowOptions } from '../show/index.js';
import type { Page } from './block.js';
import { LESSON_WORDS } from '../words/index.js';
import type { Lesson, Step, StepKind } from './lesson.js';
import { askPage } from './pages/ask.js';
import { adjustPage, relativePage, softcapPage } from './pages/change.js';
import { comparePage } from './pages/compare.js';
import { differencePage, headNormPage } from './pages/difference.js';
import type { Draft } from './pages/draft.js';
import { joinPage } from './pages/join.js';
import { latentPage } from './pages/latent.js';
import { listenPage } from './pages/listen.js';
import { maskPage } from './pages/mask.js';
import { gatePage, normPage } from './pages/norm.js';
import { nowPage } from './pages/now.js';
import { projectPage } from './pages/project.js';
import { recurPage } from './pages/recur.js';
import { rotatePage } from './pages/rotate.js';
import { scalePage } from './pages/scale.js';
import { sharePage } from './pages/share.js';
import { whoPage } from './pages/who.js';
import type { Telling } from './telling.js';

export interface TellOptions extends Pick<ShowOptions, 'lang' | 'unicode'> {
  /** Digits after the point; 4 when not given. */
  readonly digits?: number;
}

/** Which of the six great steps a step belongs to. */
const GROUP: Readonly<Record<StepKind, number>> = {
  who: 1,
  project: 1,
  latent: 1,
  norm: 1,
  rotate: 1,
  ask: 2,
  relative: 2,
  scale: 3,
  softcap: 3,
  adjust: 3,
  mask: 4,
  share: 4,
  recur: 4,
  difference: 4,
  listen: 5,
  'head-norm': 5,
  gate: 5,
  join: 5,
  now: 6,
  compare: 6,
};

/** Up to so many keys are told of one by one; of more, so many of the most heard. */
const ALL = 12;
const MOST = 5;
const LABEL_WIDTH = 16;

/** The lesson in words: a page a step, numbered 1 to 6; where several belong together, 4a, 4b. */
export function pages(lesson: Lesson, options: TellOptions): readonly Page[] {
  const telling = tellingOf(lesson, options);
  const groups = [...new Set(lesson.steps.map((step) => GROUP[step.kind]))];
  return lesson.steps.map((step) => {
    const together = lesson.steps.filter((other) => GROUP[other.kind] === GROUP[step.kind]);
    const number = groups.indexOf(GROUP[step.kind]) + 1;
    const letter = together.length > 1 ? 'abcdefgh'.charAt(together.indexOf(step)) : '';
    return { step: step.kind, number, of: groups.length, name: `${number}${letter}`, ...pageOf(step, telling) };
  });
}

/** The first line of a lesson: the formula and the sizes. */
export function headline(lesson: Lesson, options: TellOptions): { formula: string; facts: readonly string[] } {
  const t = LESSON_WORDS[options.lang];
  const { keys, queries, sizes } = lesson;
  return {
    formula: formulaOf(lesson),
    facts: [
      ...(lesson.name === undefined ? [] : [lesson.name]),
      lesson.speaker.self === undefined
        ? t.queriesAndKeys({ queries: queries.length, keys: keys.length })
        : t.tokens({ count: keys.length }),
      `d_k ${sizes.dK}`,
      `d_v ${sizes.dV}`,
      t.headCount({ count: sizes.heads }),
      lesson.causal ? t.causalMask : lesson.masked ? t.masked : t.noMask,
    ],
  };
}

function formulaOf({ steps }: Lesson): string {
  const of = <K extends StepKind>(kind: K) =>
    steps.find((step): step is Extract<Step, { kind: K }> => step.kind === kind);
  const ask = of('ask');
  const score =
    ask &&
    {
      dot: 'Q·Kᵀ',
      cosine: 'cos(Q, K)',
      distance: '−|Q − K|²/2',
      general: 'Q·W·Kᵀ',
      additive: 'v·tanh(W[Q; K])',
    }[ask.similarity];
  const scale = of('scale');
  const difference = of('difference');
  const scores = score ?? 'S'; // saved by another program
  const scaled = !scale ? scores : scale.standard ? `${scores} / √d_k` : `${scores} × ${scale.text}`;
  const recur = of('recur');
  if (recur) return `${recur.update};  ${recur.read}`;
  const share = of('share');
  const map = share ? `${share.normalizer}( ${scaled} )` : 'P';
  return difference ? `( ${map} − λ·${map} ) · V` : `${map} · V`;
}

/** The lesson with its language and the names of its words settled. */
export function tellingOf(lesson: Lesson, { lang, unicode, digits = 4 }: TellOptions): Telling {
  const name = (words: readonly string[]): string[] =>
    distinctLabels(
      words.map((word) => clipLabel((unicode ? safeLabel : asciiLabel)(word), LABEL_WIDTH, unicode ? '…' : '...')),
      unicode,
    );
  const weights = lesson.steps.find((step) => step.kind === 'listen')!.weights;
  const all = lesson.keys.map((_, j) => j);
  const told =
    all.length <= ALL
      ? all
      : [...all]
          .sort((a, b) => weights[b]! - weights[a]!)
          .slice(0, MOST)
          .sort((a, b) => a - b);
  return {
    lesson,
    lang,
    say: LESSON_WORDS[lang],
    digits,
    keys: name(lesson.keys),
    queries: name(lesson.queries),
    told,
    others: all.length - told.length,
  };
}

function pageOf(step: Step, telling: Telling): Draft {
  switch (step.kind) {
    case 'who':
      return whoPage(step, telling);
    case 'project':
      return projectPage(step, telling);
    case 'latent':
      return latentPage(step, telling);
    case 'norm':
      return normPage(step, telling);
    case 'gate':
      return gatePage(step, telling);
    case 'rotate':
      return rotatePage(step, telling);
    case 'ask':
      return askPage(step, telling);
    case 'relative':
      return relativePage(step, telling);
    case 'scale':
      return scalePage(step, telling);
    case 'softcap':
      return softcapPage(step, telling);
    case 'adjust':
      return adjustPage(step, telling);
    case 'mask':
      return maskPage(step, telling);
    case 'recur':
      return recurPage(step, telling);
    case 'share':
      return sharePage(step, telling);
    case 'difference':
      return differencePage(step, telling);
    case 'head-norm':
      return headNormPage(step, telling);
    case 'listen':
      return listenPage(step, telling);
    case 'join':
      return joinPage(step, telling);
    case 'now':
      return nowPage(step, telling);
    case 'compare':
      return comparePage(step, telling);
  }
}
