import { cell, say, type Block } from '../block.js';
import type { JoinStep } from '../lesson.js';
import { relation } from '../shown.js';
import { sumOf, vectorLines, type Telling } from '../telling.js';
import type { Draft } from './draft.js';
import { sums } from './sums.js';

/** Most heads, and most numbers of the output, that are written out. */
const WRITTEN = 8;

/** 5b: the answers of all heads side by side, and W_O. */
export function joinPage(step: JoinStep, telling: Telling): Draft {
  const { say: t, digits, lesson } = telling;
  const heads = step.heads.slice(0, WRITTEN);
  const mixing: Block[] = step.columns
    ? [
        say(t.mixHeads),
        sums(
          step.columns
            .slice(0, WRITTEN)
            .map((column, at) => ({ name: cell(`o${at + 1}`), sum: sumOf(telling, column.products, column.value) })),
          'value',
        ),
        ...(step.biased ? [say(t.projectBias)] : []),
        ...(step.columns.length > WRITTEN ? [say(t.moreSums({ count: step.columns.length - WRITTEN }), 'note')] : []),
      ]
    : [];
  return {
    title: step.heads.length > 1 ? t.joinTitle : t.mixTitle,
    ...(step.columns && {
      formula: (step.heads.length > 1 ? t.joinFormula : 'o · W_O') + (step.biased ? ' + b_O' : ''),
    }),
    blocks: [
      ...(step.heads.length > 1
        ? [
            say(t.join({ heads: step.heads.length })),
            vectorLines(
              telling,
              heads.map((vector, head) => ({
                name: cell(t.head({ head: head + 1 }), head === lesson.head ? 'self' : 'label'),
                vector,
                role: 'value',
              })),
            ),
            ...(step.heads.length > WRITTEN ? [say(t.moreHeads({ count: step.heads.length - WRITTEN }), 'note')] : []),
          ]
        : []),
      ...mixing,
      vectorLines(telling, [
        { name: cell(t.output), sign: relation(step.output, digits), vector: step.output, role: 'value' },
      ]),
    ],
  };
}
