import { cell, say, type Block } from '../block.js';
import type { ProjectStep, Vector } from '../lesson.js';
import { sumOf, vectorTexts, type Telling } from '../telling.js';
import { relation } from '../shown.js';
import type { Draft } from './draft.js';
import { sums } from './sums.js';

/** Most numbers of q whose sums are written out. */
const WRITTEN = 8;

/** x·W_Q in digits, and what the same x gives through W_K and W_V. */
export function projectPage(step: ProjectStep, telling: Telling): Draft {
  const { say: t, digits } = telling;
  const written = step.columns.slice(0, WRITTEN);
  const line = (name: string, vector: Vector, role: 'key' | 'value') =>
    [cell(name, role), cell(relation([...step.x, ...vector], digits)), cell(vectorTexts(telling, [vector])[0]!, role)];
  const others: Block[] = step.k && step.v
    ? [say(t.projectOthers), { kind: 'table', columns: [{}, {}, {}], rows: [line('k = x·W_K', step.k, 'key'), line('v = x·W_V', step.v, 'value')] }]
    : [];
  return {
    title: t.projectTitle,
    formula: 'q = x · W_Q',
    blocks: [
      say(t.project({ size: step.x.length })),
      { kind: 'table', columns: [{}, {}], rows: [[cell('x'), cell(vectorTexts(telling, [step.x])[0]!)]] },
      sums(written.map((column, at) => ({ name: cell(`q${at + 1}`, 'query'), sum: sumOf(telling, column.products, column.value) })), 'query'),
      ...(step.columns.length > WRITTEN ? [say(t.moreSums({ count: step.columns.length - WRITTEN }), 'note')] : []),
      ...others,
    ],
  };
}
