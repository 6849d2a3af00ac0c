import type { TextFault } from '../core/error.js';
import { STORAGE } from '../core/storage.js';
import { tensor, type Tensor } from '../core/tensor.js';
import type { Document, Placed, Reader, ReadOptions } from './document.js';
import { tooMany } from './binary/extent.js';
import { noSuchTensor } from './binary/no-such-tensor.js';
import { numbersIn } from './binary/numbers.js';
import { partsOf, type Parts } from './binary/parts.js';
import { refuse } from './binary/refuse.js';
import { shorten } from './binary/shorten.js';
import { safetensorsHeader } from './safetensors/header.js';

/** Hugging Face's file of named tensors. Its texts come back as the setting `__metadata__`. */
export const safetensorsReader: Reader = {
  format: 'safetensors',
  extensions: ['.safetensors'],
  sniff: (head) => head[8] === 0x7b && head.subarray(4, 8).every((byte) => byte === 0),
  read: async ({ name, bytes }, options) => readTensors(partsOf(name, bytes), options),
  readParts: async (parts, options) => readTensors(parts, options),
};

function readTensors(parts: Parts, { only }: ReadOptions): Document {
  const file = parts.name;
  const { entries, metadata, start } = safetensorsHeader(parts);
  const wanted = only ? entries.filter(({ name }) => name === only) : entries;
  if (only && wanted.length === 0)
    throw noSuchTensor(
      only,
      entries.map(({ name }) => name),
      file,
    );
  const faults: TextFault[] = wanted
    .filter(({ dtype }) => !dtype)
    .map(({ name, type }) => ({
      where: `${file}#${shorten(name)}`,
      what: `has the type ${shorten(type)}, which is not read`,
      fix: `store it as one of ${Object.values(STORAGE)
        .map((storage) => storage.safetensors)
        .join(', ')}`,
    }));
  const excess = tooMany(
    wanted.reduce((sum, { count }) => sum + count, 0),
    file,
  );
  if (excess) faults.push(excess);
  if (faults.length > 0) throw refuse(faults);

  const tensors = new Map<string, Tensor>();
  for (const { name, dtype, shape, begin, end } of wanted) {
    if (!dtype) continue; // refused above
    const numbers = numbersIn(parts, start + begin, start + end, dtype, `${file}#${shorten(name)}`);
    tensors.set(name, tensor(shape, numbers, { dtype }));
  }
  const settings = new Map<string, Placed>();
  if (metadata) settings.set('__metadata__', { value: metadata, where: file });
  return { tensors, settings, notes: [] };
}
