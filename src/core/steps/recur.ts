import { block, headByHead } from '../blocks.js';
import { sharedHead } from '../heads.js';
import { reasonNumber } from '../mask-reason.js';
import { headOf, recurrenceInputs, type RecurrenceInputs } from '../recurrence/inputs.js';
import { equalWeights, recur, recurBackward, type ScaleOf } from '../recurrence/recur.js';
import type { Head, RecurrenceRule } from '../recurrence/rule.js';
import { growthWarnings } from '../recurrence/warnings.js';
import { recurrenceRule } from '../recurrence/table.js';
import type { Warning } from '../trace-facts.js';
import { tensor, type Tensor4 } from '../tensor.js';
import { joinsHeads } from './join.js';
import { changesOutput } from '../differential.js';
import type { EmptyRow, Pass, Step } from './step.js';

/** What the step needs of a pass: the rule, its inputs, and one head of them. */
function partsOf(pass: Pass): {
  rule: RecurrenceRule;
  inputs: RecurrenceInputs;
  head: (b: number, h: number) => Head;
  scale: (b: number, h: number) => ScaleOf;
} {
  const { problem, sizes, form, alignment, made, settings } = pass;
  const rule = recurrenceRule(problem.recurrence!);
  const inputs = recurrenceInputs(problem, rule, sizes, form, alignment.lengths, settings.normalizer === 'sum');
  const given = { q: made.q_mapped, k: made.k_mapped, v: made.values };
  const { scale, scaleRows } = pass;
  return {
    rule,
    inputs,
    head: (b, h) => headOf(inputs, given, sizes, b, h),
    scale: (b, h) => (t) => scaleRows?.(t, h, b) ?? scale,
  };
}

/**
 * The recurrent form of attention: from left to right with a memory of d×d_v numbers, kept after every token; and the matrix of weights that
 * does the same at once.
 */
export const step: Step = {
  name: 'recur',
  applies: ({ recurrence }) => recurrence !== undefined,
  makes: [
    {
      name: 'state',
      stage: {
        name: 'state',
        rows: 'query',
        columns: 'feature',
        formula: ({ problem }) => recurrenceRule(problem.recurrence!).update,
        numbers: (counts) => counts.state,
        inner: ({ sizes: { dK, dV } }) => [dK, dV],
      },
    },
    {
      name: 'state_sum',
      stage: {
        name: 'state_sum',
        rows: 'query',
        columns: 'feature',
        formula: ({ problem }) =>
          recurrenceRule(problem.recurrence!).decay === 'none' ? 'z ← z + k' : 'z ← e^g ⊙ z + β·k',
        numbers: (counts) => counts.stateSum,
        shown: (problem) => (problem.normalizer ?? recurrenceRule(problem.recurrence!).normalizer) === 'sum',
      },
    },
    {
      name: 'weights',
      stage: {
        name: 'weights',
        rows: 'query',
        columns: 'key',
        formula: ({ problem, settings }) =>
          `${recurrenceRule(problem.recurrence!).matrix}${settings.normalizer === 'sum' ? ' ÷ s·(q·z)' : ''}`,
        numbers: (counts) => counts.scores,
      },
    },
    {
      name: 'heads',
      stage: {
        name: 'heads',
        rows: 'query',
        columns: 'feature',
        formula: ({ problem, settings }) =>
          `${recurrenceRule(problem.recurrence!).read}${settings.normalizer === 'sum' ? ' ÷ s·(q·z)' : ''}`,
        numbers: (counts) => counts.heads,
        shown: (problem, heads) =>
          problem.wo !== undefined ||
          problem.gate !== undefined ||
          changesOutput(problem) ||
          joinsHeads(problem, heads),
      },
    },
  ],
  forward: (pass) => {
    const { sizes } = pass;
    const { batch, heads, nQ, nK, dK, dV } = sizes;
    const { rule, inputs, head, scale } = partsOf(pass);
    const found = Array.from({ length: batch * heads }, (_, at) => {
      const [b, h] = [Math.floor(at / heads), at % heads];
      const own = head(b, h);
      const done = recur(rule, own, inputs.start(b, h), scale(b, h));
      return {
        ...done,
        weights: equalWeights(rule, own, scale(b, h), done.sums),
        warnings: growthWarnings(rule, own, h),
      };
    });
    const all = (shape: Tensor4['shape'], of: (one: (typeof found)[number]) => Float64Array): Tensor4 =>
      headByHead(shape, (b, h) => of(found[b * heads + h]!));
    const { keep, reasons, emptyRows } = visibility(inputs, batch, heads, nQ);
    return {
      state: all([batch, heads, nQ, dK * dV], ({ states }) => states),
      ...(found[0]?.sums && { state_sum: all([batch, heads, nQ, dK], ({ sums }) => sums!) }),
      weights: all([batch, heads, nQ, nK], ({ weights }) => weights),
      heads: all([batch, heads, nQ, dV], ({ output }) => output),
      keep,
      reasons,
      emptyRows,
      warnings: firstOfEach(found.flatMap(({ warnings }) => warnings)),
    };
  },
  backward: (gradient, pass) => {
    const { sizes, made } = pass;
    const { batch, heads } = sizes;
    const { rule, inputs, head, scale } = partsOf(pass);
    const zeros = (like: Tensor4): Tensor4 => tensor(like.shape, new Float64Array(like.data.length));
    const [q, k, v] = [zeros(made.q_mapped), zeros(made.k_mapped), zeros(made.values)];
    for (let b = 0; b < batch; b++) {
      for (let h = 0; h < heads; h++) {
        const own = head(b, h);
        const start = inputs.start(b, h);
        const factor = scale(b, h);
        const done = recur(rule, own, start, factor);
        const back = recurBackward(rule, own, start, factor, done, block(gradient.heads, b, h));
        // Heads that share a query, a key or a value add up.
        for (const [into, from] of [
          [q, back.q],
          [k, back.k],
          [v, back.v],
        ] as const) {
          const to = block(into, b, sharedHead(h, heads, into.shape[1]));
          from.forEach((slope, at) => (to[at]! += slope));
        }
      }
    }
    return { q_mapped: q, k_mapped: k, values: v };
  },
  keeps: (_problem, counts) => ({ mask: counts.scores }),
  beside: () => 2,
};

/** The same is said once, of the first head. */
function firstOfEach(warnings: readonly Warning[]): Warning[] {
  return warnings.filter(({ code }, at) => warnings.findIndex((one) => one.code === code) === at);
}

/** Which earlier tokens a token can still know of: those of its own document that wrote something. */
function visibility(
  { begins, reads, writes }: RecurrenceInputs,
  batch: number,
  heads: number,
  n: number,
): { keep: Tensor4; reasons: Uint8Array; emptyRows: EmptyRow[] } {
  const [PADDING, CAUSAL, DOCUMENT] = (['padding', 'causal', 'document'] as const).map(reasonNumber) as [
    number,
    number,
    number,
  ];
  const reasons = new Uint8Array(batch * heads * n * n);
  const emptyRows: EmptyRow[] = [];
  for (let b = 0; b < batch; b++) {
    const runs: number[] = [];
    for (let t = 0; t < n; t++) runs.push(t === 0 ? 0 : runs[t - 1]! + (begins(b, t) ? 1 : 0));
    for (let h = 0; h < heads; h++) {
      for (let i = 0; i < n; i++) {
        let seen = false;
        for (let j = 0; j < n; j++) {
          const other = !reads(b, i) || runs[i] !== runs[j];
          const reason = j > i ? CAUSAL : other ? DOCUMENT : !writes(b, j) ? PADDING : 0;
          reasons[((b * heads + h) * n + i) * n + j] = reason;
          seen ||= reason === 0;
        }
        if (!seen) emptyRows.push({ b, h, i });
      }
    }
  }
  const keep = Float64Array.from(reasons, (reason) => (reason === 0 ? 1 : 0));
  return { keep: tensor([batch, heads, n, n], keep, { dtype: 'bool' }), reasons, emptyRows };
}
