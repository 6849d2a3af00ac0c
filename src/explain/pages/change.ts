import { say } from '../block.js';
import type { AdjustStep, RelativeStep, SoftcapStep } from '../lesson.js';
import { marked, number } from '../shown.js';
import type { Telling } from '../telling.js';
import type { Draft } from './draft.js';
import { grid } from './grid.js';

/** 2b: what the distance adds. */
export function relativePage(step: RelativeStep, telling: Telling): Draft {
  const { say: t, digits, told } = telling;
  const texts = (of: (j: number) => number): string[] => told.map((j) => marked(of(j), digits));
  return {
    title: t.relativeTitle,
    formula: `s + ${step.text}`,
    blocks: [
      ...step.by.map((by) => say(t.relative({ by }))),
      grid(telling, [
        { label: t.before, texts: texts((j) => step.before[j]!) },
        { label: t.change, texts: texts((j) => step.after[j]! - step.before[j]!) },
        { label: t.after, texts: texts((j) => step.after[j]!) },
      ]),
    ],
  };
}

/** 3b: C·tanh(s/C). */
export function softcapPage(step: SoftcapStep, telling: Telling): Draft {
  const { say: t, digits, told } = telling;
  const cap = number(step.cap, digits);
  return {
    title: t.softcapTitle,
    formula: `${cap} · tanh(s / ${cap})`,
    blocks: [
      say(t.softcap({ cap })),
      grid(telling, [
        { label: t.before, texts: told.map((j) => marked(step.before[j]!, digits)) },
        { label: t.after, texts: told.map((j) => marked(step.after[j]!, digits)) },
      ]),
    ],
  };
}

/** 3c: what bias, ALiBi or a score expression change. */
export function adjustPage(step: AdjustStep, telling: Telling): Draft {
  const { say: t, digits, told } = telling;
  const change = step.after.map((after, j) => after - step.before[j]!);
  const text = (x: number): string => (Number.isNaN(x) ? t.unheard : marked(x, digits));
  return {
    title: t.adjustTitle,
    blocks: [
      ...step.by.map((by) =>
        say(by === 'bias' ? t.bias : by === 'alibi' ? t.alibi : t.scoreMod({ text: step.scoreMod ?? '' })),
      ),
      grid(telling, [
        { label: t.before, texts: told.map((j) => marked(step.before[j]!, digits)) },
        { label: t.change, texts: told.map((j) => text(change[j]!)) },
        { label: t.after, texts: told.map((j) => text(step.after[j]!)) },
      ]),
    ],
  };
}
