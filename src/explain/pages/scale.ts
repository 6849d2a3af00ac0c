import { say, type Block } from '../block.js';
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
      ...(step.contrast
        ? contrast(
            step.contrast,
            lesson.speaker.self === step.contrast.key ? t.myself : nameOf(keys[step.contrast.key]!),
            label,
            telling,
          )
        : []),
    ],
  };
}

/** The strongest share without and with the factor, with as many digits as tell them apart; nothing when two do not. */
function contrast(
  shares: NonNullable<ScaleStep['contrast']>,
  name: string,
  label: string,
  { say: t }: Telling,
): Block[] {
  for (let digits = 0; digits <= 2; digits++) {
    const [without, withIt] = [shares.without, shares.with].map((share) => percent(share, digits).replace(' ', ''));
    if (without !== withIt)
      return [say(t.contrast({ factor: label.replace(' ', ''), name, without: without!, with: withIt! }))];
  }
  return [];
}

/** A plain word stands without quotes, as in speech. */
const nameOf = (name: string): string => (/^[\p{L}\p{M}\p{N}]+$/u.test(name) ? name : quote(name));

/** `÷ 2` with `÷ √d_k = ÷ √4 = ÷ 2`, or `× 0.1` with the user's own expression. */
function factor(step: ScaleStep, { lesson, digits }: Telling): { label: string; formula: string } {
  if (step.standard) {
    const root = shown(Math.sqrt(lesson.sizes.dK), digits);
    return {
      label: `÷ ${root.text}`,
      formula: `÷ √d_k = ÷ √${lesson.sizes.dK} ${root.exact ? '=' : '≈'} ÷ ${root.text}`,
    };
  }
  const label = `× ${number(step.factor, digits)}`;
  const own = shown(step.factor, digits);
  return { label, formula: step.text === own.text ? label : `× ${step.text} ${own.exact ? '=' : '≈'} ${label}` };
}
