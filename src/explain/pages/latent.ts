import { cell, say } from '../block.js';
import type { LatentStep } from '../lesson.js';
import { quote, vectorLines, type Telling } from '../telling.js';
import type { Draft } from './draft.js';

export function latentPage(step: LatentStep, telling: Telling): Draft {
  const { say: t, keys } = telling;
  return {
    title: t.latentTitle,
    formula: 'k = c·W_UK, v = c·W_UV',
    blocks: [
      say(t.latent({ name: quote(keys[step.of]!), size: step.c.length })),
      vectorLines(telling, [{ name: cell('c'), vector: step.c }]),
      vectorLines(telling, [{ name: cell('k', 'key'), vector: step.k, role: 'key' }]),
      vectorLines(telling, [{ name: cell('v', 'value'), vector: step.v, role: 'value' }]),
      ...(step.turned > 0 ? [say(t.latentTurned({ count: step.turned }))] : []),
    ],
  };
}
