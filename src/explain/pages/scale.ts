import { say } from '../block.js';
import type { ScaleStep } from '../lesson.js';
import { marked, number, percent, shown } from '../shown.js';
import { quote, type Telling } from '../telling.js';
import type { Draft } from './draft.js';
import { grid } from './grid.js';

/** Screen 3: ÷√d_k, or another factor. */
export function scalePage(step: ScaleStep, telling: Telling): Draft {
  const { say: t, digits, lesson, keys, told } = telling;
  const { label, formula } = factor(step, telling);
  const quieter = Math.abs(step.factor) < 1;
  const texts = (values: readonly number[]): string[] => told.map((j) => marked(values[j]!, digits));
  return {
    title: step.factor < 0 ? t.scaleTitleTurned : quieter ? t.scaleTitleDown : t.scaleTitleUp,
    formula,
    blocks: [
      grid(telling, [
        { label: t.score, texts: texts(step.before) },
        { label, texts: texts(step.after) },
      ]),
      say(step.factor < 0 ? t.whyTurned : quieter ? t.whyDown : t.whyUp),
      ...(step.contrast ? [say(t.contrast({
        factor: label.replace(' ', ''),
        name: lesson.speaker.self === step.contrast.key ? t.myself : nameOf(keys[step.contrast.key]!),
        without: percent(step.contrast.without, 0).replace(' ', ''),
        with: percent(step.contrast.with, 0).replace(' ', ''),
      }))] : []),
    ],
  };
}

/** A plain word stands without quotes, as in speech. */
const nameOf = (name: string): string => (/^[\p{L}\p{M}]+$/u.test(name) ? name : quote(name));

/** `÷ 2` with `÷ √d_k = ÷ √4 = ÷ 2`, or `× 0.1` with the user's own expression. */
function factor(step: ScaleStep, { lesson, digits }: Telling): { label: string; formula: string } {
  if (step.standard) {
    const root = shown(Math.sqrt(lesson.sizes.dK), digits);
    return { label: `÷ ${root.text}`, formula: `÷ √d_k = ÷ √${lesson.sizes.dK} ${root.exact ? '=' : '≈'} ÷ ${root.text}` };
  }
  const label = `× ${number(step.factor, digits)}`;
  const own = shown(step.factor, digits);
  return { label, formula: step.text === own.text ? label : `× ${step.text} ${own.exact ? '=' : '≈'} ${label}` };
}
