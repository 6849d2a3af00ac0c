import { dataError } from '../files/facts.js';
import { isNpy, npyArrayIn } from '../files/npy/read.js';
import { partsOf, type Parts } from '../files/parts.js';
import type { Document, Reader, ReadOptions } from './document.js';

/** NumPy's file of one array. */
export const npyReader: Reader = {
  sniff: isNpy,
  read: async ({ name, bytes }, options) => documentOf(partsOf(name, bytes), options),
  readParts: async (parts, options) => documentOf(parts, options),
};

function documentOf(parts: Parts, { only }: ReadOptions): Document {
  if (only) throw dataError({ where: { source: parts.name }, code: 'file-has-no-names', format: 'npy', name: only });
  return { tensors: new Map([['', npyArrayIn(parts)]]), settings: new Map(), notes: [] };
}
