import { isOfParameter, type Stage, type Trace } from '../../core/index.js';
import { matricesOf, type Matrix } from '../../lens/index.js';
import type { ShowOptions } from '../renderer.js';
import { usageError } from '../facts.js';

/** On a terminal the heads of a stage are shown together when they are no more than this, with no more cells than that. */
const FEW_MATRICES = 4;
const FEW_CELLS = 1000;

/**
 * The stages to show: `--only` alone, else those that are asked for and there, in the order asked.
 *
 * @throws AttnError when `--only` names a stage that this computation does not have
 */
export function chosenStages(trace: Trace, { only, stages }: Pick<ShowOptions, 'only' | 'stages'>): Stage[] {
  if (only === undefined) return stages.flatMap((name) => trace.stages.get(name) ?? []);
  const stage = trace.stages.get(only);
  if (stage) return [stage];
  throw usageError({ code: 'stage-not-computed', found: only, expected: [...trace.stages.keys()] });
}

/**
 * The heads and batch items of a stage to show: the ones asked for; else all of them where nothing may be left out or
 * where they are few; else the first.
 *
 * @returns `left`: how many there are in all, when some are not shown and nobody asked for it
 */
export function chosenMatrices(
  trace: Trace,
  stage: Stage,
  options: ShowOptions,
): { matrices: Matrix[]; left?: number } {
  const wanted = wantedMatrices(trace, stage, options);
  const few = wanted.length <= FEW_MATRICES && (wanted.length < 2 || stage.tensor.data.length <= FEW_CELLS);
  if (few || options.width === Infinity) return { matrices: wanted };
  return { matrices: wanted.slice(0, 1), left: wanted.length };
}

/** The heads and batch items asked for with `--head` and `--batch`; all of them when nothing was asked. */
export function wantedMatrices(
  trace: Trace,
  stage: Stage,
  { batch, head }: Pick<ShowOptions, 'batch' | 'head'>,
): Matrix[] {
  return matricesOf(trace, stage).filter(
    (matrix) =>
      (batch === undefined || matrix.batch === batch || isOfParameter(stage.name)) &&
      (head === undefined || stage.joined || matrix.head === head),
  );
}
