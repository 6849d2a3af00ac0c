import { isSafetensors, METADATA, type Parts, partsOf, safetensorsContent } from '../files/index.js';
import type { Document, Placed, Reader, ReadOptions } from './document.js';

/** Hugging Face's file of named tensors. Its texts come back as the setting `__metadata__`. */
export const safetensorsReader: Reader = {
  sniff: isSafetensors,
  read: async ({ name, bytes }, options) => documentOf(partsOf(name, bytes), options),
  readParts: async (parts, options) => documentOf(parts, options),
};

function documentOf(parts: Parts, { only, memory }: ReadOptions): Document {
  const { tensors, metadata } = safetensorsContent(parts, only, memory);
  const settings = new Map<string, Placed>();
  if (metadata) settings.set(METADATA, { value: metadata, where: parts.name });
  return { tensors, settings, notes: [] };
}
