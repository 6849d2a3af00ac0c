import { type FloatType, roundTo, type Tensor } from '../core/index.js';
import { writtenAs, type Written } from './written.js';

/** What OUT was computed in, and how it was written. */
export interface Arithmetic extends Pick<Written, 'decimals' | 'digits'> {
  readonly dtype: FloatType;
  /** Why this type: for the report. */
  readonly because: string;
}

/**
 * The type whose rounding OUT may show: the one that was said, else the file's, else a shorter one that all of OUT's numbers
 * fit into (a float32 result written as JSON).
 */
export function arithmeticOf(actual: Tensor, said: FloatType | undefined): Arithmetic {
  const { dtype, decimals, digits } = writtenAs(actual);
  const more = { ...(decimals !== undefined && { decimals }), ...(digits !== undefined && { digits }) };
  if (said) return { dtype: said, because: 'as --dtype says', ...more };
  if (dtype !== undefined && dtype === actual.dtype) return { dtype, because: 'the type of OUT', ...more };
  if (dtype !== undefined)
    return {
      dtype,
      because: actual.data.every((x) => roundsTo(x, dtype))
        ? `all numbers of OUT are ${dtype} numbers`
        : `OUT has no more digits than a ${dtype}`,
      ...more,
    };
  if (actual.dtype === 'float32') return { dtype: 'float32', because: 'the type of OUT', ...more };
  if (decimals === undefined && digits !== undefined && digits <= MOST_DIGITS)
    return { dtype: 'float32', because: 'OUT has no more digits than a float32', ...more };
  const finite = actual.data.filter((x) => Number.isFinite(x) && x !== 0);
  if (finite.length > 0 && decimals === undefined && finite.every((x) => Math.fround(x) === x))
    return { dtype: 'float32', because: 'all numbers of OUT are float32 numbers', ...more };
  return { dtype: 'float64', because: 'the type of OUT', ...more };
}

/** A float32 needs no more. */
const MOST_DIGITS = 9;

function roundsTo(x: number, dtype: FloatType): boolean {
  return Object.is(roundTo(dtype)(x), x) || Number.isNaN(x);
}
