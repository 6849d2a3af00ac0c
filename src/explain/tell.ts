import { hasOutput, type Trace } from '../core/index.js';
import { lensOn, type Lens } from '../lens/index.js';
import type { Lesson, Speaker, Step } from './lesson.js';
import { adjust } from './steps/adjust.js';
import { ask } from './steps/ask.js';
import { compare } from './steps/compare.js';
import { difference, headNorm } from './steps/difference.js';
import { join } from './steps/join.js';
import { latent } from './steps/latent.js';
import { listen } from './steps/listen.js';
import { mask } from './steps/mask.js';
import { now, spreadOf } from './steps/now.js';
import { project } from './steps/project.js';
import { relative } from './steps/relative.js';
import { recur } from './steps/recur.js';
import { norm } from './steps/norm.js';
import { gate } from './steps/gate.js';
import { rotate } from './steps/rotate.js';
import { scale } from './steps/scale.js';
import { share } from './steps/share.js';
import { softcap } from './steps/softcap.js';
import { who } from './steps/who.js';
import { usageError } from './facts.js';

export interface LessonOptions {
  /** Who speaks, by number from 0 (see resolveToken). Left out: the query whose attention is the most concentrated. */
  readonly token?: number;
  /** From 0. */
  readonly head?: number;
  readonly batch?: number;
  /** Which of several problems it is, for its first line. */
  readonly name?: string;
  /** The same problem before something was changed: adds the comparison. */
  readonly before?: Trace;
}

/**
 * One word's way through attention, step by step, from a finished trace. A step that does not happen is not in it.
 *
 * @throws AttnError (usage) when head, batch or token are not there
 * @example lesson(attend({ q, k, v }), { token: 2 }).steps.map((step) => step.kind)
 * // => ['who', 'ask', 'scale', 'share', 'listen', 'now']
 */
export function lesson(trace: Trace, options: LessonOptions = {}): Lesson {
  const { head = 0, batch = 0, before, name } = options;
  const { sizes, tokens } = trace;
  if (!hasOutput(trace.problem)) throw usageError({ code: 'lesson-without-values' });
  within(head, sizes.heads, 'head');
  within(batch, sizes.batch, 'batch-item');
  const lens = lensOn(trace, batch, head);
  const speaker = chooseSpeaker(lens, options.token);
  const i = speaker.index;
  const steps = [
    who(lens, i),
    project(lens, i),
    latent(lens, speaker.self),
    ...(trace.problem.normOrder === 'after-rope' ? [rotate, norm] : [norm, rotate]).map((step) => step(lens, i)),
    ask(lens, i),
    relative(lens, i),
    scale(lens, i),
    softcap(lens, i),
    adjust(lens, i),
    mask(lens, i),
    trace.problem.recurrence === undefined ? share(lens, i) : recur(lens, i),
    difference(lens, i),
    listen(lens, i),
    headNorm(lens, i),
    gate(lens, i),
    join(lens, i),
    now(lens, speaker),
    before && compare(lens, lensOn(before, batch, head), i),
  ];
  return {
    ...(name !== undefined && { name }),
    speaker,
    keys: tokens.key,
    queries: tokens.query,
    tokensGiven: tokens.given,
    sizes: { dK: sizes.dK, dV: sizes.dV, heads: sizes.heads, batch: sizes.batch },
    head,
    batch,
    causal: Boolean(trace.problem.causal),
    masked: trace.mask !== undefined,
    dtype: trace.dtype,
    steps: steps.filter((step): step is Step => step !== undefined),
  };
}

/** @param index from 0; users count from 1 */
function within(index: number, count: number, part: 'token' | 'head' | 'batch-item'): void {
  if (Number.isInteger(index) && index >= 0 && index < count) return;
  throw usageError({ code: 'lesson-of-nothing', part, found: index + 1, count });
}

function chooseSpeaker(lens: Lens, asked: number | undefined): Speaker {
  const { sizes, tokens } = lens.trace;
  within(asked ?? 0, sizes.nQ, 'token');
  const index = asked ?? mostConcentrated(lens);
  // The same words on both sides, after what is cached: then query i is key nPast + i.
  const same =
    tokens.query.length === sizes.nK - sizes.nPast &&
    tokens.query.every((word, at) => word === tokens.key[sizes.nPast + at]);
  return {
    index,
    chosen: asked !== undefined ? 'asked' : sizes.nQ === 1 ? 'only' : 'concentrated',
    ...(same && { self: sizes.nPast + index }),
  };
}

/** Of the queries that may hear the most keys, the one with the smallest spread: its choice is the plainest to follow. */
function mostConcentrated(lens: Lens): number {
  const { nQ } = lens.trace.sizes;
  let best = 0;
  let heardBest = -1;
  let spreadBest = Infinity;
  for (let i = 0; i < nQ; i++) {
    const heard = lens.trace.mask ? lens.attended(i).filter(Boolean).length : lens.trace.sizes.nK;
    const bits = spreadOf(lens, i);
    if (heard > heardBest || (heard === heardBest && bits < spreadBest))
      [best, heardBest, spreadBest] = [i, heard, bits];
  }
  return best;
}
