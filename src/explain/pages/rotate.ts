import { cell, say } from '../block.js';
import type { RotateStep } from '../lesson.js';
import { vectorLines, type Telling } from '../telling.js';
import type { Draft } from './draft.js';

export function rotatePage(step: RotateStep, telling: Telling): Draft {
  const { say: t } = telling;
  return {
    title: t.rotateTitle,
    formula: 'RoPE',
    blocks: [
      say(t.rotate),
      vectorLines(telling, [
        { name: cell(t.before), vector: step.before, role: 'query' },
        { name: cell(t.after), vector: step.after, role: 'query' },
      ]),
    ],
  };
}
