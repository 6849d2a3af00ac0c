import { say } from '../block.js';
import type { AdjustStep, SoftcapStep } from '../lesson.js';
import { marked, number } from '../shown.js';
import type { Telling } from '../telling.js';
import type { Draft } from './draft.js';
import { grid } from './grid.js';

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
