import type { DType } from '../../core/index.js';
import { countOf } from '../extent.js';
import { dataError, type FilesFault } from '../facts.js';
import { numberType } from './descr.js';
import { NPY_MAGIC } from './magic.js';
import { refuse } from '../refuse.js';
import { shorten } from '../shorten.js';

/** What stands before the numbers of a .npy file. */
export interface NpyHeader {
  readonly dtype: DType;
  readonly order: 'little' | 'big';
  /** Column by column: the first axis varies fastest. */
  readonly fortran: boolean;
  readonly shape: readonly number[];
  /** How many numbers the shape stands for. */
  readonly count: number;
  /** Where the numbers begin. */
  readonly start: number;
}

/** NumPy's own limit: https://numpy.org/doc/stable/reference/generated/numpy.lib.format.read_array.html */
const LONGEST_HEADER = 10_000;

/** In so many first bytes a header that is not too long ends. */
export const LONGEST_START = LONGEST_HEADER + 12;

const KEYS = ['descr', 'fortran_order', 'shape'] as const;

/**
 * The header of a .npy file, versions 1.0, 2.0 and 3.0. It is Python text, and is matched, never evaluated.
 * https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html
 *
 * @param where the file, for the error message
 * @throws AttnError with all that is wrong with it
 */
export function npyHeader(bytes: Uint8Array, where: string): NpyHeader {
  const { text, start } = headerText(bytes, where);
  const entries = dictionary(text, where);
  const faults: FilesFault[] = [];
  const note = (fault: FilesFault): void => void faults.push({ where: { source: where }, ...fault });

  for (const [key, values] of entries) {
    const shown = shorten(key);
    if (!KEYS.some((known) => known === key)) note({ code: 'npy-key-unknown', key: shown, expected: KEYS });
    if (values.length > 1) note({ code: 'npy-key-repeated', key: shown, times: values.length });
  }
  for (const key of KEYS) if (!entries.has(key)) note({ code: 'npy-key-missing', key });

  const [descr] = entries.get('descr') ?? [];
  const type = descr === undefined ? undefined : descrOf(descr);
  if (type && 'code' in type) note(type);

  const [fortran] = entries.get('fortran_order') ?? [];
  if (fortran !== undefined && fortran !== 'True' && fortran !== 'False') {
    note({ code: 'npy-fortran-order', found: shorten(fortran) });
  }

  const [shapeValue] = entries.get('shape') ?? [];
  const shape = shapeValue === undefined ? undefined : tuple(shapeValue);
  if (shapeValue !== undefined && !shape) note({ code: 'npy-shape', found: shorten(shapeValue) });
  const count = shape && countOf(shape);
  if (typeof count === 'object') note(count);

  if (faults.length > 0 || !type || 'code' in type || !shape || typeof count !== 'number') throw refuse(faults);
  return { ...type, fortran: fortran === 'True', shape, count, start };
}

function headerText(bytes: Uint8Array, where: string): { text: string; start: number } {
  const stop = (fault: FilesFault): never => {
    throw dataError({ where: { source: where }, ...fault });
  };
  if (bytes.length === 0) stop({ code: 'npy-empty' });
  const wrong = NPY_MAGIC.findIndex((byte, n) => n < bytes.length && bytes[n] !== byte);
  if (wrong >= 0) {
    const found = [...bytes.subarray(0, 6)].map((byte) => byte.toString(16).padStart(2, '0')).join(' ');
    stop({ code: 'npy-magic', found });
  }
  const [major, minor] = [bytes[6], bytes[7]];
  if (major !== undefined && minor !== undefined && (major < 1 || major > 3 || minor !== 0)) {
    stop({ code: 'npy-version', found: `${major}.${minor}` });
  }
  const start = major === 1 ? 10 : 12;
  if (bytes.length < start) stop({ code: 'npy-start-cut-off', found: bytes.length, expected: start });

  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const length = major === 1 ? view.getUint16(8, true) : view.getUint32(8, true);
  if (length > LONGEST_HEADER) stop({ code: 'npy-header-too-long', found: length, most: LONGEST_HEADER });
  if (start + length > bytes.length)
    stop({ code: 'npy-header-cut-off', found: bytes.length - start, expected: length });
  // Version 3 is UTF-8, but all that may stand here is ASCII: one byte is one character, and others match nothing.
  return { text: String.fromCharCode(...bytes.subarray(start, start + length)), start: start + length };
}

const ENTRY = /\s*(?:'(\w*)'|"(\w*)")\s*:\s*('[^'\\]*'|"[^"\\]*"|\([^()]*\)|\[[^[\]]*\]|[\w.+-]+)\s*(,|$)/y;

/** `{'descr': '<f8', …}` → the values of each key as written; a key that stands twice has two. */
function dictionary(text: string, where: string): Map<string, string[]> {
  const entries = new Map<string, string[]>();
  const inner = /^\s*\{(.*)\}\s*$/s.exec(text)?.[1]?.trimEnd();
  let at = 0;
  let done = inner === '';
  while (inner !== undefined && !done) {
    ENTRY.lastIndex = at;
    const [entry, single, double, value, comma] = ENTRY.exec(inner) ?? [];
    if (entry === undefined || value === undefined) break;
    const key = single ?? double ?? '';
    entries.set(key, [...(entries.get(key) ?? []), value]);
    at += entry.length;
    done = comma === '' || at === inner.length;
  }
  if (!done) {
    const found = shorten((inner ?? text).slice(at).trim());
    throw dataError({ where: { source: where }, code: 'npy-header-syntax', found });
  }
  return entries;
}

function descrOf(value: string): ReturnType<typeof numberType> {
  if (value.startsWith('[')) return { code: 'npy-structured-type' };
  if (!/^['"]/.test(value)) return { code: 'npy-type-not-quoted', found: shorten(value) };
  return numberType(value.slice(1, -1));
}

/** `(3, 4)`, `(3,)`, `()`; Python 2 wrote `(3L, 4L)`. But `(3)` is a number in Python, not a tuple. */
function tuple(value: string): number[] | undefined {
  if (!value.startsWith('(')) return undefined;
  const items = value
    .slice(1, -1)
    .split(',')
    .map((item) => item.trim());
  const closed = items.length === 1 ? items[0] === '' : true;
  if (items.at(-1) === '') items.pop();
  if (!closed || !items.every((item) => /^[+-]?\d+L?$/.test(item))) return undefined;
  return items.map((item) => Number(item.replace('L', '')));
}
