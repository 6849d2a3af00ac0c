import { cell, say, type Block } from '../block.js';
import type { DifferenceStep, HeadNormStep } from '../lesson.js';
import { number } from '../shown.js';
import { keyName, vectorLines, type Telling } from '../telling.js';
import type { Draft } from './draft.js';

export function differencePage(step: DifferenceStep, telling: Telling): Draft {
  const { say: t, digits } = telling;
  const [a, b] = step.heads.map((head) => head + 1) as [number, number];
  return {
    title: t.differenceTitle,
    formula: `P_${a} − λ·P_${b}`,
    blocks: [say(t.difference({ first: a, second: b, lambda: number(step.lambda, digits) })), table(step, telling)],
  };
}

function table({ first, second, lambda, weights }: DifferenceStep, telling: Telling): Block {
  const { told, digits } = telling;
  return {
    kind: 'table',
    columns: [{}, { align: 'point' }, {}, { align: 'point' }, {}, { align: 'point' }, {}, { align: 'point' }],
    rows: told.map((j) => [
      keyName(telling, j),
      cell(number(first[j]!, digits, 'zero')),
      cell('−'),
      cell(number(lambda, digits)),
      cell('×'),
      cell(number(second[j]!, digits, 'zero')),
      cell('≈'),
      { text: number(weights[j]!, digits, 'zero'), role: 'weight' as const },
    ]),
  };
}

export function headNormPage(step: HeadNormStep, telling: Telling): Draft {
  const { say: t, digits } = telling;
  return {
    title: t.headNormTitle,
    blocks: [
      say(t.headNorm({ normed: step.normed, factor: number(step.factor, digits) })),
      vectorLines(telling, [
        { name: cell(t.before), vector: step.before, role: 'value' },
        { name: cell(t.after), vector: step.after, role: 'value' },
      ]),
    ],
  };
}
