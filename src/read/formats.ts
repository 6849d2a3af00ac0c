import { extname } from 'node:path';
import { closest } from '../core/closest.js';
import { dataError, usageError } from '../core/error.js';
import type { InFormat, Reader } from './document.js';

/** A format and how to get its reader. Only the reader that is needed is loaded, so that `attn` starts fast. */
interface Format {
  readonly format: InFormat;
  readonly extensions: readonly string[];
  readonly load: () => Promise<Reader>;
}

/** All formats that can be read, in the order in which they are asked about bytes whose name says nothing. */
export const FORMATS: readonly Format[] = [
  {
    format: 'json',
    extensions: ['.json', '.jsonl', '.ndjson'],
    load: async () => (await import('./json.js')).jsonReader,
  },
  { format: 'npy', extensions: ['.npy'], load: async () => (await import('./npy.js')).npyReader },
  { format: 'npz', extensions: ['.npz'], load: async () => (await import('./npz.js')).npzReader },
  {
    format: 'safetensors',
    extensions: ['.safetensors'],
    load: async () => (await import('./safetensors.js')).safetensorsReader,
  },
  { format: 'html', extensions: ['.html', '.htm'], load: async () => (await import('./html.js')).htmlReader },
  { format: 'literal', extensions: [], load: async () => (await import('./literal.js')).literalReader },
  { format: 'tsv', extensions: ['.tsv', '.tab'], load: async () => (await import('./csv.js')).tsvReader },
  { format: 'csv', extensions: ['.csv'], load: async () => (await import('./csv.js')).csvReader },
];

/** So many first bytes are enough to know a format by. */
const HEAD = 512;

/**
 * The reader for a source: the format that was asked for, else that of the extension, else the first that knows the bytes.
 *
 * @param name path, or `<stdin>`
 * @param asked `--in-format`
 * @throws AttnError when the asked format is unknown, or nobody knows the bytes
 * @example (await readerFor('q.npy', bytes)).format // gives 'npy'
 */
export async function readerFor(name: string, bytes: Uint8Array, asked?: string): Promise<Reader> {
  if (asked !== undefined) {
    const known = FORMATS.find(({ format }) => format === asked);
    if (known) return known.load();
    const names = FORMATS.map(({ format }) => format);
    const near = closest(asked, names);
    throw usageError({
      where: '--in-format',
      what: `expected ${names.join(', ')}, found "${asked}"`,
      ...(near !== undefined && { fix: `did you mean ${near}?` }),
    });
  }
  const extension = extname(name).toLowerCase();
  const named = FORMATS.find(({ extensions }) => extensions.includes(extension));
  if (named) return named.load();

  const head = bytes.subarray(0, HEAD);
  for (const { load } of FORMATS) {
    const reader = await load();
    if (reader.sniff(head)) return reader;
  }
  throw dataError({
    where: name,
    what: 'these bytes are in no format that is known here',
    fix: `name it with --in-format: ${FORMATS.map(({ format }) => format).join(', ')}`,
  });
}
