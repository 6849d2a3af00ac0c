import { block, sharedBlock } from '../blocks.js';
import { behindMask, forRows } from '../cells.js';
import { usageError } from '../facts.js';
import { reasonNumber } from '../mask-reason.js';
import type { Problem } from '../problem.js';
import { blockMeans, blockRule, blocksSeen, topKeys, topRule } from '../select.js';
import { sizeOf, tensor } from '../tensor.js';
import type { Pass, Step } from './step.js';

/**
 * Of what the mask leaves, each query keeps the best keys (`--select-top`) or the best blocks of keys (`--select-blocks`); the
 * others are −∞ from here on. What is chosen is a constant for the gradient, as in PyTorch's topk.
 */
export const step: Step = {
  name: 'select',
  applies: ({ selectTop, selectBlocks }) => selectTop !== undefined || selectBlocks !== undefined,
  makes: [
    {
      name: 'selected',
      otherwise: 'masked',
      stage: {
        name: 'selected',
        rows: 'query',
        columns: 'key',
        formula: ({ problem, stages }) => formula(problem, stages.has('masked') ? 'masked' : before(problem)),
        numbers: (counts) => counts.scores,
      },
    },
  ],
  forward: (pass) => {
    const { made, rows, sizes } = pass;
    const { batch, heads, nQ, nK } = sizes;
    const shape = [batch, heads, nQ, nK] as const;
    const stays = choice(pass);
    const keep = pass.keep ? pass.keep.data.slice() : new Float64Array(sizeOf(shape)).fill(1);
    const reasons = pass.reasons?.slice() ?? new Uint8Array(keep.length);
    let some = false;
    forRows(shape, rows, (start, end, i, h, b) => {
      const kept = stays(i, h, b);
      if (!kept) return;
      for (let cell = start; cell < end; cell++) {
        if (keep[cell] === 0 || kept(cell - start)) continue;
        keep[cell] = 0;
        reasons[cell] = NOT_SELECTED;
        some = true;
      }
    });
    if (!some) return undefined;
    const narrowed = tensor(shape, keep, { dtype: 'bool' });
    return { selected: behindMask(made.masked, narrowed, rows), keep: narrowed, reasons };
  },
  backward: ({ selected }) => ({ masked: selected }), // the normalizer gives 0 where nobody looks
  keeps: (_problem, counts) => ({ mask: counts.scores }),
  beside: () => 1,
};

const NOT_SELECTED = reasonNumber('selection');

/** For each row: which of its keys stay; undefined: all that may be seen. */
type Choice = (i: number, h: number, b: number) => ((j: number) => boolean) | undefined;

function choice(pass: Pass): Choice {
  const { problem, keep, made, sizes } = pass;
  const { nK, heads } = sizes;
  if (problem.selectBlocks !== undefined) return ofBlocks(pass);
  const rule = topRule(problem.selectTop!);
  return (i, h, b) => {
    const row = (from: Float64Array): Float64Array => from.subarray(i * nK, (i + 1) * nK);
    const seen = keep && row(block(keep, b, h));
    const stay = topKeys(row(made.masked.data.subarray((b * heads + h) * sizes.nQ * nK)), seen, rule);
    const kept = stay && new Set(stay);
    return kept && ((j) => kept.has(j));
  };
}

/** @throws AttnError (usage) without `--causal`, or for scores that are no dot products */
function ofBlocks({ problem, settings, alignment, sizes: { nK, heads }, made }: Pass): Choice {
  const { causal } = alignment;
  if (!causal) throw usageError({ code: 'select-blocks-causal' });
  const { similarity } = settings;
  if (similarity !== 'dot') throw usageError({ code: 'select-blocks-similarity', similarity });
  const rule = blockRule(problem.selectBlocks!);
  const d = made.queries.shape[3]!;
  const known = new Map<string, Float64Array>();
  const means = (b: number, h: number): Float64Array => {
    const name = `${b} ${h}`;
    const found = known.get(name) ?? blockMeans(sharedBlock(made.keys, b, h, heads), nK, d, rule.size);
    known.set(name, found);
    return found;
  };
  return (i, h, b) => {
    const query = block(made.queries, b, h).subarray(i * d, (i + 1) * d);
    const own = Math.floor((i + causal.offset[b]!) / rule.size);
    const blocks = blocksSeen(query, means(b, h), own, rule);
    return (j) => blocks.has(Math.floor(j / rule.size));
  };
}

function before({ softcap }: Problem): string {
  return softcap ? 'softcapped' : 'scaled';
}

function formula({ selectTop, selectBlocks }: Problem, from: string): string {
  if (selectBlocks !== undefined) {
    const { count, size } = blockRule(selectBlocks);
    return `${from}, −∞ outside the best ${count} blocks of ${size} keys`;
  }
  const { count, ties } = topRule(selectTop!);
  return `${from}, −∞ but for the ${count} largest of each row${ties === 'all' ? ' and their equals' : ''}`;
}
