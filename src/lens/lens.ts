import { block, pairWith, SCORE_STAGES, sharedHead, type Stage, type StageName, type Trace } from '../core/index.js';
import { matrixOf, type Matrix } from './matrix.js';

/** A stage by name, or several of which the first that the trace has is read. */
export type Which = StageName | readonly StageName[] | ((stages: Trace['stages']) => readonly StageName[]);

/** The queries as they were multiplied. */
export const QUERIES: Which = (stages) => ['q_mapped', ...lastFirst(stages, ['q_normed', 'q_rotated']), 'q'];
/** The keys as they were multiplied, cached ones in front: (n_k, d_k). */
export const KEYS: Which = (stages) => [
  'k_mapped',
  'present_key',
  ...lastFirst(stages, ['k_normed', 'k_rotated']),
  'k',
];
/** The values that the weights mix, cached ones in front: (n_k, d_v). */
export const VALUES: readonly StageName[] = ['v_paired', 'present_value', 'v'];
/** The scores that the scale is a factor of. */
export const BEFORE_SCALE: readonly StageName[] = ['relative', 'scores'];
/** The scores that bias and mask act on. */
export const BEFORE_MASK: readonly StageName[] = ['softcapped', 'scaled'];
/** What the normalizer turns into weights. */
export const LOGITS: readonly StageName[] = SCORE_STAGES.toReversed();
/** The output of one head as it is joined. */
export const JOINED_OUTPUT: readonly StageName[] = ['gated', 'heads_normed', 'heads', 'output'];
/** The output of one head: `heads` where heads are joined afterwards, else the output itself. */
export const HEAD_OUTPUT: readonly StageName[] = ['heads', 'output'];

/**
 * One head of one batch item of a trace. Every stage is read as this head sees it: of the key head that serves it where there are
 * fewer key heads than query heads, of the only one where heads are joined. All numbers from 0.
 */
export interface Lens {
  readonly trace: Trace;
  readonly batch: number;
  readonly head: number;
  /** Row i; the trace must have the stage, otherwise a TypeError says what is missing. */
  readonly row: (which: Which, i: number) => readonly number[];
  /** Row i; undefined where the trace has none of these stages. */
  readonly rowIfAny: (which: Which, i: number) => readonly number[] | undefined;
  readonly rows: (which: Which) => readonly (readonly number[])[];
  /** One number, without a copy of its row. */
  readonly at: (which: Which, i: number, j: number) => number;
  /** The stage as a labelled matrix; undefined where the trace does not have it. */
  readonly matrix: (name: StageName) => Matrix | undefined;
  /** May query i attend to key j? */
  readonly attends: (i: number, j: number) => boolean;
  /** The same for every key. */
  readonly attended: (i: number) => readonly boolean[];
  /** Another head of the same batch item. */
  readonly other: (head: number) => Lens;
}

/**
 * Reads one head of one batch item of a trace.
 *
 * @example lensOn(attend({ q: matrix([[1, 0], [0, 1]]), causal: 'top-left' }), 0, 0).attended(0) // => [true, false]
 */
export function lensOn(trace: Trace, batch: number, head: number): Lens {
  const { heads, nK } = trace.sizes;
  const found = (which: Which): Stage | undefined => stageOf(trace, which);
  const get = (which: Which): Stage => {
    const stage = found(which);
    if (!stage)
      throw new TypeError(
        `the trace has none of ${(typeof which === 'function' ? which(trace.stages) : [which].flat()).join(', ')}`,
      );
    return stage;
  };
  const { pairing } = trace.sizes;
  const pair = pairing && pairWith(trace.problem, head, pairing.pairs);
  // Of a pair of heads there is one map, one output, and as a rule one value.
  const own = ({ name, tensor: { shape } }: Stage): number =>
    pairing && isOfPairs(trace, name)
      ? sharedHead(pair!, pairing.pairs, shape[1]!)
      : sharedHead(head, heads, shape[1]!);
  const cells = (stage: Stage): Float64Array => block(stage.tensor, batch, own(stage));
  const rowOf = (stage: Stage, i: number): readonly number[] => {
    const width = stage.tensor.shape[3]!;
    return Array.from(cells(stage).subarray(i * width, (i + 1) * width));
  };
  const mask = trace.mask && block(trace.mask, batch, head);
  const attends = (i: number, j: number): boolean => mask === undefined || mask[i * nK + j] === 1;
  return {
    trace,
    batch,
    head,
    attends,
    row: (which, i) => rowOf(get(which), i),
    rowIfAny: (which, i) => {
      const stage = found(which);
      return stage && rowOf(stage, i);
    },
    rows: (which) => {
      const stage = get(which);
      return Array.from({ length: stage.tensor.shape[2]! }, (_, i) => rowOf(stage, i));
    },
    at: (which, i, j) => {
      const stage = get(which);
      return cells(stage)[i * stage.tensor.shape[3]! + j]!;
    },
    matrix: (name) => {
      const stage = found(name);
      return stage && matrixOf(trace, stage, batch, own(stage));
    },
    attended: (i) => Array.from({ length: nK }, (_, j) => attends(i, j)),
    other: (another) => lensOn(trace, batch, another),
  };
}

const OF_PAIRS: ReadonlySet<StageName> = new Set(['weights', 'v_paired', 'heads', 'heads_normed', 'gated', 'output']);
const VALUES_OF_PAIRS: ReadonlySet<StageName> = new Set(['v', 'present_value']);

/** Under differential attention: does the stage belong to a pair of query heads? */
function isOfPairs({ sizes: { pairing } }: Trace, name: StageName): boolean {
  return OF_PAIRS.has(name) || (VALUES_OF_PAIRS.has(name) && !pairing!.sideBySide);
}

/**
 * The first of these stages that was computed.
 *
 * @example stageOf(attend({ q: matrix([[1]]) }), LOGITS).name // => 'scaled'
 */
export function stageOf({ stages }: Pick<Trace, 'stages'>, which: Which): Stage | undefined {
  if (typeof which === 'string') return stages.get(which);
  for (const name of typeof which === 'function' ? which(stages) : which) {
    const stage = stages.get(name);
    if (stage) return stage;
  }
  return undefined;
}

/** Norm and RoPE come in either order: what was made later is nearer to the scores. */
function lastFirst(stages: Trace['stages'], names: readonly StageName[]): readonly StageName[] {
  return [...stages.keys()].filter((name) => names.includes(name)).reverse();
}
