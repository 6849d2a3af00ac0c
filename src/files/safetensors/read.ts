import { tensor, type Tensor } from '../../core/index.js';
import { beyond, MOST_MEMORY, tooMany } from '../extent.js';
import type { FilesFault } from '../facts.js';
import { noSuchTensor } from '../no-such-tensor.js';
import { numbersIn } from '../numbers.js';
import type { Parts } from '../parts.js';
import { refuse } from '../refuse.js';
import { shorten } from '../shorten.js';
import { STORAGE } from '../storage.js';
import { LENGTH_BYTES, OPENING } from './format.js';
import { safetensorsHeader } from './header.js';

/** Whether a file begins like a .safetensors file: a length below 4 GiB, then `{`. @param head its first bytes */
export function isSafetensors(head: Uint8Array): boolean {
  return head[LENGTH_BYTES] === OPENING && head.subarray(4, LENGTH_BYTES).every((byte) => byte === 0);
}

/** The content of a .safetensors file. */
export interface SafetensorsContent {
  readonly tensors: ReadonlyMap<string, Tensor>;
  readonly metadata?: Readonly<Record<string, string>>;
}

/**
 * The tensors of a .safetensors file, by name, and its metadata.
 *
 * @param only the name of the one tensor to read; all by default
 * @param memory bytes of numbers that may be held
 * @throws AttnError with all that is wrong with the file
 */
export function safetensorsContent(parts: Parts, only?: string, memory: number = MOST_MEMORY): SafetensorsContent {
  const file = parts.name;
  const { entries, metadata, start } = safetensorsHeader(parts);
  const wanted = only ? entries.filter(({ name }) => name === only) : entries;
  if (only && wanted.length === 0)
    throw noSuchTensor(
      only,
      entries.map(({ name }) => name),
      { source: file },
    );
  const faults: FilesFault[] = wanted
    .filter(({ dtype }) => !dtype)
    .map(({ name, type }) => ({
      where: { source: `${file}#${shorten(name)}` },
      code: 'safetensors-type-unknown',
      found: shorten(type),
      expected: Object.values(STORAGE).map((storage) => storage.safetensors),
    }));
  const count = wanted.reduce((sum, entry) => sum + entry.count, 0);
  const excess = tooMany(count, file) ?? beyond(8 * count, file, memory);
  if (excess) faults.push(excess);
  if (faults.length > 0) throw refuse(faults);

  const tensors = new Map<string, Tensor>();
  for (const { name, dtype, shape, begin, end } of wanted) {
    if (!dtype) continue; // refused above
    const numbers = numbersIn(parts, start + begin, start + end, dtype, `${file}#${shorten(name)}`);
    tensors.set(name, tensor(shape, numbers, { dtype }));
  }
  return { tensors, ...(metadata && { metadata }) };
}
