import { AttnError } from '../../src/core/error.js';
import type { SaidFault } from '../../src/words/index.js';
import type { Document, Reader, ReadOptions } from '../../src/read/document.js';
import { said } from '../said.js';

/** Reads text as if it stood in a file. */
export function readText(reader: Reader, name: string, text: string, options: ReadOptions = {}): Promise<Document> {
  return reader.read(Object.freeze({ name, bytes: Buffer.from(text) }), Object.freeze(options));
}

/** The faults that reading ends in; anything but an AttnError goes on as it is. */
export async function faultsOf(reading: Promise<unknown>): Promise<readonly SaidFault[]> {
  try {
    await reading;
  } catch (error) {
    if (error instanceof AttnError) return said(error);
    throw error;
  }
  throw new Error('expected an AttnError, but the input was read');
}

/** The lone matrix of a document as nested lists. */
export function rowsOf(document: Document, name = ''): number[][] {
  const { shape, data } = document.tensors.get(name)!;
  const [rows = 1, columns = 1] = shape;
  return Array.from({ length: rows }, (_, row) => [...data.subarray(row * columns, (row + 1) * columns)]);
}
