import { say } from '../block.js';
import { largest } from '../extremes.js';
import type { NowStep } from '../lesson.js';
import { number, percent } from '../shown.js';
import { quote, vectorTexts, type Telling } from '../telling.js';
import type { Draft } from './draft.js';
import { everybody } from './everybody.js';
import { attempts } from './attempts.js';

/** Screen 6: what became of the speaker, and everybody's weights. */
export function nowPage(step: NowStep, telling: Telling): Draft {
  const { say: t, lesson, queries, digits } = telling;
  const bits = Math.log2(lesson.keys.length);
  const most = mostHeard(step, telling);
  // A vector in a sentence is not broken over two lines.
  const inSentence = (vector: readonly number[]): string =>
    vectorTexts(telling, [vector], 4)[0]!.replaceAll(' ', '\u00a0');
  const after = inSentence(step.after);
  const self = step.before && inSentence(step.before);
  return {
    title: queries.length > 1 ? t.nowTitle : t.nowTitleAlone,
    blocks: [
      say((self ? t.beforeAndNow({ before: self, after }) : t.nowOnly({ after })) + (most ? t.mostOfIt(most) : '.')),
      ...(queries.length > 1
        ? [say(lesson.tokensGiven ? t.allWords({ count: queries.length }) : t.allQueries({ count: queries.length }))]
        : []),
      everybody(step, telling),
      ...(step.shares && lesson.keys.length > 1
        ? [say(t.spreadMeans({ bits: number(bits, Math.min(digits, 2)), count: lesson.keys.length }), 'note')]
        : []),
      say(t.circuits),
      say(t.notWhy),
      ...attempts(step, telling),
    ],
  };
}

/** The strongest voice and how much of the new list is its: in words where a fraction has a name. */
function mostHeard(
  { weights, shares }: NowStep,
  { keys, lesson, say: t }: Telling,
): { share: string; name: string } | undefined {
  const most = largest(weights);
  const j = weights.indexOf(most);
  if (!shares || !(most > 0) || weights.filter((weight) => weight === most).length > 1) return undefined;
  const named = t.fractions.find(([from, to]) => most >= from && most < to)?.[2];
  return { share: named ?? percent(most, 0), name: j === lesson.speaker.self ? t.whatISaid : quote(keys[j]!) };
}
