import { isTorch, openTorch, type Parts, partsOf } from '../files/index.js';
import type { Document, Placed, Reader, ReadOptions } from './document.js';

/** A file of torch.save: tensors in dicts and lists, by their paths; numbers, texts and truths beside them are settings. */
export const torchReader: Reader = {
  sniff: isTorch,
  read: async ({ name, bytes }, options) => documentOf(partsOf(name, bytes), options),
  readParts: async (parts, options) => documentOf(parts, options),
};

function documentOf(parts: Parts, { only, memory }: ReadOptions): Document {
  const file = openTorch(parts, memory);
  if (only !== undefined) return { tensors: new Map([[only, file.read(only)]]), settings: new Map(), notes: [] };
  const settings = new Map<string, Placed>();
  for (const [name, value] of file.settings) settings.set(name, { value, where: `${parts.name}#${name}` });
  return { tensors: file.readAll(), settings, notes: [] };
}
