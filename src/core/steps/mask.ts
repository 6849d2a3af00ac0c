import { behindMask } from '../cells.js';
import { hasDocuments } from '../documents.js';
import { masksAsked } from '../mask.js';
import type { Problem } from '../problem.js';
import { step as adjust } from './adjust.js';
import type { Step } from './step.js';

/** −∞ where a key is left out. Shown as one stage with what was added to the scores. */
export const step: Step = {
  name: 'mask',
  applies: (problem, found) => adjust.applies(problem) || masksAsked(problem) || found?.keep !== undefined,
  makes: [
    {
      name: 'masked',
      otherwise: 'unmasked',
      stage: {
        name: 'masked',
        rows: 'query',
        columns: 'key',
        formula: ({ problem }) => formula(problem),
        numbers: (counts) => counts.scores,
      },
    },
  ],
  forward: ({ problem, keep, made: { unmasked }, rows }) => {
    if (keep) return { masked: behindMask(unmasked, keep, rows) };
    return adjust.applies(problem) ? { masked: unmasked } : undefined;
  },
  backward: ({ masked }) => ({ unmasked: masked }), // the normalizer gives 0 where nobody looks
};

function formula(problem: Problem): string {
  const {
    softcap,
    scoreMod,
    bias,
    alibi,
    mask: given,
    causal,
    window,
    chunk,
    keyLengths,
    queryLengths,
    hide,
  } = problem;
  const before = softcap ? 'softcapped' : 'scaled';
  const changed = scoreMod ? `mod(${before})` : before;
  const sum = [changed, bias && 'bias', alibi && 'ALiBi'].filter(Boolean).join(' + ');
  const masks = [
    causal && 'causal',
    window && 'window',
    chunk && 'chunk',
    hasDocuments(problem) && 'documents',
    keyLengths && 'lengths',
    queryLengths && 'query lengths',
    given && 'mask',
    hide?.length && 'hidden',
  ].filter(Boolean);
  return masks.length > 0 ? `${sum}, −∞ where forbidden by ${masks.join(', ')}` : sum;
}
