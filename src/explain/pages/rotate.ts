import { cell, say } from '../block.js';
import type { RotateStep } from '../lesson.js';
import { vectorTexts, type Telling } from '../telling.js';
import type { Draft } from './draft.js';

export function rotatePage(step: RotateStep, telling: Telling): Draft {
  const { say: t } = telling;
  const [before, after] = vectorTexts(telling, [step.before, step.after]);
  return {
    title: t.rotateTitle,
    formula: 'RoPE',
    blocks: [
      say(t.rotate),
      { kind: 'table', columns: [{}, {}], rows: [[cell(t.before), cell(before!, 'query')], [cell(t.after), cell(after!, 'query')]] },
    ],
  };
}
