import { isZip, npzArrays, type Parts, partsOf } from '../files/index.js';
import type { Document, Reader, ReadOptions } from './document.js';

/** NumPy's archive of named arrays: a zip of .npy files. */
export const npzReader: Reader = {
  sniff: isZip,
  read: async ({ name, bytes }, options) => documentOf(partsOf(name, bytes), options),
  readParts: async (parts, options) => documentOf(parts, options),
};

function documentOf(parts: Parts, { only, memory }: ReadOptions): Document {
  return { tensors: npzArrays(parts, only, memory), settings: new Map(), notes: [] };
}
