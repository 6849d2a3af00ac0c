import { shapeText, STAGES, type Tensor } from '../core/index.js';
import { closest } from '../words/index.js';
import { compare, type Comparison } from './compare.js';
import { arithmeticOf } from './arithmetic.js';
import { precision } from './precision.js';
import { usageError } from './facts.js';

/** A stage that two results have in common. */
export interface SavedStage {
  readonly name: string;
  readonly equal: boolean;
  readonly comparison?: Comparison;
  /** Why it could not be compared. */
  readonly shapes?: string;
}

export interface SavedComparison {
  readonly equal: boolean;
  readonly stages: readonly SavedStage[];
  readonly onlyInFirst: readonly string[];
  readonly onlyInSecond: readonly string[];
}

/**
 * Two saved results, stage by stage, in the order of the computation. Allowed are 16 units of rounding of the shorter type,
 * measured by the largest number of the stage, or what the user says.
 *
 * @throws AttnError (usage) when they have no stage in common
 */
export function compareSaved(
  first: ReadonlyMap<string, Tensor>,
  second: ReadonlyMap<string, Tensor>,
  atol?: number,
  rtol?: number,
): SavedComparison {
  const rank = (name: string): number => {
    const at = STAGES.findIndex((stage) => stage === name);
    return at < 0 ? STAGES.length : at;
  };
  const names = [...first.keys()].filter((name) => second.has(name)).sort((a, b) => rank(a) - rank(b));
  if (names.length === 0) {
    const near = [...second.keys()].map((name) => closest(name, [...first.keys()])).find((name) => name !== undefined);
    throw usageError({
      code: 'results-without-common-stage',
      first: [...first.keys()],
      second: [...second.keys()],
      ...(near !== undefined && { near }),
    });
  }
  const stages = names.map((name): SavedStage => {
    const [a, b] = [first.get(name)!, second.get(name)!];
    if (a.shape.length !== b.shape.length || a.shape.some((axis, at) => axis !== b.shape[at])) {
      return { name, equal: false, shapes: `${shapeText(a.shape)} and ${shapeText(b.shape)}` };
    }
    const types = [arithmeticOf(a, undefined).dtype, arithmeticOf(b, undefined).dtype].sort(
      (x, y) => precision(y).unit - precision(x).unit,
    );
    const largest = a.data.reduce((most, x) => (Math.abs(x) > most && Number.isFinite(x) ? Math.abs(x) : most), 0);
    const own = atol !== undefined || rtol !== undefined;
    const allowed = a.data.map((x) =>
      own ? (atol ?? 0) + (rtol ?? 0) * Math.abs(Number.isFinite(x) ? x : 0) : 16 * precision(types[0]!).unit * largest,
    );
    const comparison = compare(b, a, allowed, types[0]!);
    return { name, equal: comparison.cellsThatDiffer === 0, comparison };
  });
  return {
    equal: stages.every(({ equal }) => equal),
    stages,
    onlyInFirst: [...first.keys()].filter((name) => !second.has(name)),
    onlyInSecond: [...second.keys()].filter((name) => !first.has(name)),
  };
}
