import { cell, say } from '../block.js';
import type { GateStep, NormStep } from '../lesson.js';
import { vectorLines, type Telling } from '../telling.js';
import type { Draft } from './draft.js';

/** 1: the query brought to one length. */
export function normPage(step: NormStep, telling: Telling): Draft {
  const { say: t } = telling;
  return {
    title: t.normTitle,
    formula: step.by,
    blocks: [
      say(t.norm({ by: step.by })),
      ...(step.gain ? [say(t.normGain)] : []),
      ...(step.keysToo ? [say(t.normKeys)] : []),
      vectorLines(telling, [
        { name: cell(t.before), vector: step.before, role: 'query' },
        { name: cell(t.after), vector: step.after, role: 'query' },
      ]),
    ],
  };
}

/** 5: the output let through by its gate. */
export function gatePage(step: GateStep, telling: Telling): Draft {
  const { say: t } = telling;
  return {
    title: t.gateTitle,
    formula: 'heads ⊙ σ(gate)',
    blocks: [
      say(t.gate),
      vectorLines(telling, [
        { name: cell(t.before), vector: step.before, role: 'value' },
        { name: cell('σ(gate)'), vector: step.open, role: 'weight' },
        { name: cell(t.after), vector: step.after, role: 'value' },
      ]),
    ],
  };
}
