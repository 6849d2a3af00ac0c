import { cell, say, type Block } from '../block.js';
import type { RecurStep, Vector } from '../lesson.js';
import { vectorLines, type Telling } from '../telling.js';
import type { Draft } from './draft.js';

/** Most rows of the memory that are shown. */
const ROWS = 6;

export function recurPage(step: RecurStep, telling: Telling): Draft {
  const { say: t } = telling;
  const memory = (rows: readonly Vector[], name: string): Block[] => [
    say(name),
    vectorLines(
      telling,
      rows.slice(0, ROWS).map((vector, m) => ({ name: cell(`S[${m + 1}]`, 'key'), vector, role: 'value' as const })),
    ),
    ...(rows.length > ROWS ? [say(t.recurRows({ count: rows.length - ROWS }), 'note')] : []),
  ];
  return {
    title: t.recurTitle,
    formula: step.update,
    blocks: [
      say(t.recur({ d: step.d, dV: step.dV })),
      ...memory(step.before, t.recurBefore),
      ...memory(step.after, t.recurAfter),
      ...(step.sum ? [vectorLines(telling, [{ name: cell('z', 'key'), vector: step.sum }])] : []),
      say(t.recurRead({ read: step.read })),
      vectorLines(telling, [{ name: cell('o'), vector: step.output, role: 'value' }]),
      say(t.recurWeights),
    ],
  };
}
