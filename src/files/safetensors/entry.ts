import { STORAGE } from '../storage.js';
import type { DType } from '../../core/index.js';
import { countOf } from '../extent.js';
import type { FilesFault } from '../facts.js';
import { shorten } from '../shorten.js';

/** One tensor as its header describes it. */
export interface Entry {
  readonly name: string;
  /** Absent for a type that is not read (8-bit floats and the like): such a tensor may lie beside the one wanted. */
  readonly dtype?: DType;
  readonly type: string;
  readonly shape: readonly number[];
  readonly count: number;
  /** In bytes from the end of the header. */
  readonly begin: number;
  readonly end: number;
}

const BY_NAME: ReadonlyMap<string, DType> = new Map(
  Object.entries(STORAGE).map(([dtype, { safetensors }]) => [safetensors, dtype as DType]),
);
const KEYS = ['dtype', 'shape', 'data_offsets'] as const;

/**
 * One entry of a safetensors header: `{"dtype": "F32", "shape": [4, 64], "data_offsets": [0, 1024]}`.
 *
 * @returns the entry, or all that is wrong with it
 */
export function headerEntry(name: string, value: unknown): Entry | readonly FilesFault[] {
  const faults: FilesFault[] = [];
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    return [{ code: 'safetensors-entry', found: shorten(JSON.stringify(value), 40) }];
  }
  const given = new Map<string, unknown>(Object.entries(value));
  for (const key of KEYS) if (!given.has(key)) faults.push({ code: 'safetensors-key-missing', key });
  for (const key of given.keys()) {
    if (KEYS.some((known) => known === key)) continue;
    faults.push({ code: 'safetensors-key-unknown', key: shorten(key), expected: KEYS });
  }
  if (faults.length > 0) return faults;

  const type = given.get('dtype');
  if (typeof type !== 'string') faults.push({ code: 'safetensors-type-not-text', expected: [...BY_NAME.keys()] });
  const shape = given.get('shape');
  const count: number | FilesFault = isNumbers(shape) ? countOf(shape) : { code: 'safetensors-shape' };
  if (typeof count === 'object') faults.push(count);

  const offsets = given.get('data_offsets');
  const sound = isNumbers(offsets) && offsets.length === 2 && offsets.every(Number.isSafeInteger);
  const [begin, end] = sound ? (offsets as [number, number]) : [0, 0];
  if (!sound) faults.push({ code: 'safetensors-offsets' });
  else if (end < begin) faults.push({ code: 'safetensors-offsets-order', begin, end });

  if (faults.length > 0 || typeof type !== 'string' || typeof count === 'object') return faults;
  const dtype = BY_NAME.get(type);
  if (dtype !== undefined) {
    const needed = count * STORAGE[dtype].width;
    const said = { type, shape: shorten((shape as number[]).join(', ')) };
    if (!Number.isSafeInteger(needed)) return [{ code: 'safetensors-size-unsafe', ...said }];
    const found = end - begin;
    if (found !== needed) return [{ code: 'safetensors-size', ...said, begin, end, found, expected: needed }];
  }
  return { name, type, shape: shape as number[], count, begin, end, ...(dtype && { dtype }) };
}

function isNumbers(value: unknown): value is number[] {
  return Array.isArray(value) && value.every((item) => typeof item === 'number');
}
