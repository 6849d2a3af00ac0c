import { dataError, isNpy, npyArrayIn, type Parts, partsOf } from '../files/index.js';
import type { Document, Reader, ReadOptions } from './document.js';

/** NumPy's file of one array. */
export const npyReader: Reader = {
  sniff: isNpy,
  read: async ({ name, bytes }, options) => documentOf(partsOf(name, bytes), options),
  readParts: async (parts, options) => documentOf(parts, options),
};

function documentOf(parts: Parts, { only, memory }: ReadOptions): Document {
  if (only) throw dataError({ where: { source: parts.name }, code: 'file-has-no-names', format: 'npy', name: only });
  return { tensors: new Map([['', npyArrayIn(parts, undefined, memory)]]), settings: new Map(), notes: [] };
}
