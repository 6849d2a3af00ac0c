import type { Tensor4 } from '../../core/index.js';
import type { Attempt } from '../attempt.js';
import { invert } from '../invert.js';
import { beforeProjection } from '../undo.js';
import { rangesOf, rangesText, type Ranges } from './index-set.js';

/** What the weights behind OUT say about keys. */
export interface KeyPattern {
  readonly text: string;
  readonly keys: Ranges;
}

/** A weight that should be larger and is smaller is missing. */
const SEEN = 0.01;

/**
 * Where V can be inverted: keys whose weight is 0 though they are visible, and keys that are exchanged.
 *
 * @returns undefined where V decides nothing, or no keys stand out
 */
export function keyPattern(attempt: Attempt, actual: Tensor4): KeyPattern | undefined {
  const open = beforeProjection(attempt, actual);
  const inverted = open && invert(open.attempt, open.actual);
  if (!inverted) return undefined;
  const { weights, right } = inverted;
  const nK = weights.shape[3];
  const rows = weights.data.length / nK;
  const [visible, missing, extra, masked] = [0, 0, 0, 0].map(() => new Float64Array(nK)) as [
    Float64Array,
    Float64Array,
    Float64Array,
    Float64Array,
  ];
  for (let at = 0; at < weights.data.length; at++) {
    const [w, p, j] = [weights.data[at]!, right.data[at]!, at % nK];
    if (p > SEEN) {
      visible[j]!++;
      if (Math.abs(w) < 0.02 * p) missing[j]!++;
    }
    if (p === 0) {
      masked[j]!++;
      if (Math.abs(w) > SEEN) extra[j]!++;
    }
  }
  const upTo = Array.from({ length: nK }, (_, j) => j);
  const gone = upTo.filter((j) => visible[j]! > 0 && missing[j]! === visible[j]!);
  if (gone.length > 0 && gone.length < nK) {
    const keys = rangesOf(gone);
    return { keys, text: `${named(gone)} ${gone.length === 1 ? 'has' : 'have'} weight 0 (read back through V)` };
  }
  const leaked = upTo.filter((j) => masked[j]! > 0 && extra[j]! > 0.5 * masked[j]!);
  if (leaked.length > 0 && leaked.length < nK)
    return {
      keys: rangesOf(leaked),
      text: `${named(leaked)} ${leaked.length === 1 ? 'has' : 'have'} weight where ${leaked.length === 1 ? 'it is' : 'they are'} masked (read back through V)`,
    };
  return exchanged(weights.data, right.data, nK, rows);
}

function named(keys: readonly number[]): string {
  return `${keys.length === 1 ? 'key' : 'keys'} ${rangesText(rangesOf(keys))}`;
}

/** Two keys, or two runs of them, that have each other's weights. */
function exchanged(weights: Float64Array, right: Float64Array, nK: number, rows: number): KeyPattern | undefined {
  const near = (j: number, k: number): boolean => {
    for (let row = 0; row < rows; row++)
      if (Math.abs(weights[row * nK + j]! - right[row * nK + k]!) > 1e-3) return false;
    return true;
  };
  const sources: number[] = [];
  for (let j = 0; j < nK; j++) {
    let source = near(j, j) ? j : -1;
    for (let k = 0; source < 0 && k < nK; k++) if (near(j, k)) source = k;
    if (source < 0) return undefined;
    sources.push(source);
  }
  const moved = sources.flatMap((source, j) => (source === j ? [] : [j]));
  if (moved.length === 0) return undefined;
  const runs = rangesOf(moved);
  const keys = runs;
  const [a, b] = runs;
  if (runs.length === 2 && a && b && a[1] - a[0] === b[1] - b[0] && sources[a[0]] === b[0] && sources[b[0]] === a[0]) {
    const size = a[1] - a[0] + 1;
    return {
      keys,
      text: `keys ${rangesText([a])} and ${rangesText([b])} are exchanged${size > 1 ? ` (pages of ${size})` : ''} (read back through V)`,
    };
  }
  return { keys, text: `${named(moved)} have the weights of other keys (read back through V)` };
}
