import { dataError } from '../core/error.js';
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
  if (only) {
    const what = `a .npy file holds one array, and it has no name "${only}"`;
    throw dataError({ where: parts.name, what, fix: `leave out #${only}` });
  }
  return { tensors: new Map([['', npyArrayIn(parts)]]), settings: new Map(), notes: [] };
}
