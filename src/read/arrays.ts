import { type AttnError, isTensor, type Tensor } from '../core/index.js';
import { isTaken, type ArrayNames } from '../expression/index.js';
import type { Asked } from './ask.js';
import { dataError, usageError } from './facts.js';

/** The key of a bundle that holds an array: `let.table`. */
const KEY = /^let\.(.+)$/;
const NAME = /^[\p{L}_$][\p{L}\p{M}\p{Nd}_$]*$/u;

/** The name of the array that a key of a bundle holds; undefined where it holds none. */
export function arrayOfKey(key: string): string | undefined {
  return KEY.exec(key)?.[1];
}

/**
 * What `--let` says: `table=rel.npy`, several of them, or an object of a bundle. Each value is a source, numbers, or a tensor.
 *
 * @param kind whose fault a wrong name is
 * @param scoreMod is there a `--score-mod`, in which `s` is the score?
 * @throws AttnError for a name that cannot be one, or that is given twice
 */
export async function readArrays(
  value: unknown,
  where: string,
  kind: 'usage' | 'data',
  fromSource: (spec: string) => Promise<Tensor>,
  scoreMod: boolean,
): Promise<Readonly<Record<string, Tensor>>> {
  const error = kind === 'usage' ? usageError : dataError;
  const place = { source: where };
  const arrays = new Map<string, Tensor>();
  for (const [name, given] of entriesOf(value)) {
    if (given === undefined || !NAME.test(name)) throw error({ code: 'let-form', where: place, found: name });
    if (isTaken(name, scoreMod)) throw error({ code: 'let-name-taken', where: place, name });
    if (arrays.has(name)) throw error({ code: 'let-name-twice', where: place, name });
    arrays.set(
      name,
      isTensor(given) ? given : await fromSource(typeof given === 'string' ? given : JSON.stringify(given)),
    );
  }
  return Object.fromEntries(arrays);
}

/** Names with what was given for them; undefined for a text without `=`. */
function entriesOf(value: unknown): [name: string, given: unknown][] {
  if (Array.isArray(value)) return value.flatMap(entriesOf);
  if (typeof value === 'object' && value !== null && !isTensor(value)) return Object.entries(value);
  const text = String(value);
  const at = text.indexOf('=');
  return [at > 0 ? [text.slice(0, at).trim(), text.slice(at + 1).trim()] : [text, undefined]];
}

/** The arrays as expressions ask for them, and which of them nobody has asked for. */
export function namedArrays(arrays: Readonly<Record<string, Tensor>>): ArrayNames & { unused: () => string[] } {
  const asked = new Set<string>();
  return {
    names: Object.keys(arrays),
    get: (name) => {
      if (!Object.hasOwn(arrays, name)) return undefined;
      asked.add(name);
      return arrays[name];
    },
    unused: () => Object.keys(arrays).filter((name) => !asked.has(name)),
  };
}

/** The error of arrays that no expression names. */
export function unusedArrays({ where, kind }: Asked, names: readonly string[]): AttnError {
  return (kind === 'usage' ? usageError : dataError)({ code: 'let-unused', where: { source: where }, names });
}
