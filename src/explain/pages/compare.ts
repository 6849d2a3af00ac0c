import { cell, say } from '../block.js';
import type { CompareStep } from '../lesson.js';
import { number } from '../shown.js';
import { keyName, quote, vectorLines, type Telling } from '../telling.js';
import { shareOfOthers } from './share.js';
import type { Draft } from './draft.js';

/** What if: weights and output before and after a change, side by side. */
export function comparePage(step: CompareStep, telling: Telling): Draft {
  const { say: t, digits, told, others, keys } = telling;
  const weights = [
    ...told.map((j) => ({ name: keyName(telling, j), before: step.before.weights[j]!, after: step.after.weights[j]! })),
    ...(others > 0
      ? [
          {
            name: cell(t.othersShare({ count: others })),
            before: shareOfOthers(step.before.weights, told),
            after: shareOfOthers(step.after.weights, told),
          },
        ]
      : []),
  ];
  const hidden = step.hidden.map((j) => quote(keys[j]!));
  const bar = (share: number) => ({ text: '', bar: { share, width: 10 } });
  const weight = (share: number) => ({ text: number(share, digits, 'zero'), role: 'weight' as const, heat: share });
  return {
    title: t.compareTitle,
    blocks: [
      say(hidden.length > 0 ? t.withoutHidden({ names: hidden }) : t.afterChange),
      {
        kind: 'table',
        columns: [{}, { align: 'point' }, { gap: 1 }, { align: 'point' }, { gap: 1 }],
        head: [cell(t.weight), cell(t.before), cell(''), cell(t.after), cell('')],
        rows: weights.map((one) => [one.name, weight(one.before), bar(one.before), weight(one.after), bar(one.after)]),
      },
      vectorLines(telling, [
        { name: cell(t.outputBefore), vector: step.before.output, role: 'value' },
        { name: cell(t.outputAfter), vector: step.after.output, role: 'value' },
      ]),
    ],
  };
}
