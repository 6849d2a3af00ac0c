import { say } from '../block.js';
import type { MaskStep, Reason } from '../lesson.js';
import { marked } from '../shown.js';
import { quote, type Telling } from '../telling.js';
import type { Draft } from './draft.js';
import { grid } from './grid.js';

const REASONS: readonly Reason[] = [
  'query-padding',
  'causal',
  'window',
  'chunk',
  'document',
  'padding',
  'mask',
  'score-mod',
  'bias',
  'alibi',
  'overflow',
  'hidden',
  'selection',
];
/** Most words named in one sentence. */
const NAMED = 4;

/** 4a: whom the speaker may not hear, in words. */
export function maskPage(step: MaskStep, telling: Telling): Draft {
  const { say: t, digits, told, keys } = telling;
  const text = (x: number): string => (Number.isNaN(x) ? t.unheard : marked(x, digits));
  const sentences = REASONS.flatMap((reason) => {
    const names = step.reasons.flatMap((why, j) => (why === reason ? [quote(keys[j]!)] : []));
    if (names.length === 0) return [];
    const more = Math.max(0, names.length - NAMED);
    return [
      say(t.mayNotHear({ reason, names: names.slice(0, NAMED), more, ...(step.window && { window: step.window }) })),
    ];
  });
  return {
    title: t.maskTitle,
    blocks: [
      ...sentences,
      grid(telling, [
        { label: t.before, texts: told.map((j) => text(step.before[j]!)) },
        { label: t.after, texts: told.map((j) => (step.heard[j] ? text(step.before[j]!) : '−∞')) },
      ]),
      ...(step.heard.includes(true) ? [] : [say(t.nobodyLeft)]),
    ],
  };
}
