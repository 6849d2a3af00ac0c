import { cell, say, type Block } from '../block.js';
import type { ProjectStep, Vector } from '../lesson.js';
import { sumOf, vectorLines, type Telling } from '../telling.js';
import { relation } from '../shown.js';
import type { Draft } from './draft.js';
import { sums } from './sums.js';

/** Most numbers of q whose sums are written out. */
const WRITTEN = 8;

/** x·W_Q in digits, and what the same x gives through W_K and W_V. */
export function projectPage(step: ProjectStep, telling: Telling): Draft {
  const { say: t, digits } = telling;
  const written = step.columns.slice(0, WRITTEN);
  const line = (name: string, vector: Vector, role: 'key' | 'value') => ({
    name: cell(name, role),
    sign: relation([...step.x, ...vector], digits),
    vector,
    role,
  });
  const others: Block[] =
    step.k && step.v
      ? [
          say(t.projectOthers),
          vectorLines(telling, [line('k', step.k, 'key')]),
          vectorLines(telling, [line('v', step.v, 'value')]),
        ]
      : step.elsewhere !== undefined
        ? [say(t.projectElsewhere({ count: step.elsewhere }))]
        : [];
  return {
    title: t.projectTitle,
    formula: step.biased ? 'q = x · W_Q + b_Q' : 'q = x · W_Q',
    blocks: [
      say(t.project({ size: step.x.length })),
      vectorLines(telling, [{ name: cell('x'), vector: step.x }]),
      sums(
        written.map((column, at) => ({
          name: cell(`q${at + 1}`, 'query'),
          sum: sumOf(telling, column.products, column.value),
        })),
        'query',
      ),
      ...(step.biased ? [say(t.projectBias)] : []),
      ...(step.columns.length > WRITTEN ? [say(t.moreSums({ count: step.columns.length - WRITTEN }), 'note')] : []),
      ...others,
    ],
  };
}
