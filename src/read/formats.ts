import { extname } from 'node:path';
import { isTorch } from '../files/index.js';
import type { Reader } from './document.js';
import { refuseUnread } from './unread.js';
import { orPrinted } from './or-printed.js';
import { dataError, usageError } from './facts.js';

/** A format and how to get its reader. Only the reader that is needed is loaded, so that `attn` starts fast. */
interface Format {
  /** Endings of the names of its files; a format without any is not one that `--in-format` names. */
  readonly extensions: readonly string[];
  readonly load: () => Promise<Reader>;
  /** It takes whatever no other format knows. */
  readonly fallback?: boolean;
  /** What is no such text after all may be a printout. */
  readonly text?: boolean;
}

/** Every format that can be read, by its name. A format is added by its file and its row here. `html` is our own page, read back. */
const TABLE = {
  json: {
    extensions: ['.json', '.jsonl', '.ndjson'],
    load: async () => (await import('./json.js')).jsonReader,
    text: true,
  },
  csv: { extensions: ['.csv'], load: async () => (await import('./csv.js')).csvReader, fallback: true, text: true },
  tsv: { extensions: ['.tsv', '.tab'], load: async () => (await import('./csv.js')).tsvReader },
  npy: { extensions: ['.npy'], load: async () => (await import('./npy.js')).npyReader },
  pt: { extensions: ['.pt', '.pth'], load: async () => (await import('./torch.js')).torchReader },
  npz: { extensions: ['.npz'], load: async () => (await import('./npz.js')).npzReader },
  safetensors: {
    extensions: ['.safetensors'],
    load: async () => (await import('./safetensors.js')).safetensorsReader,
  },
  html: { extensions: ['.html', '.htm'], load: async () => (await import('./html.js')).htmlReader },
  literal: { extensions: [], load: async () => (await import('./literal.js')).literalReader },
} as const satisfies Readonly<Record<string, Format>>;

export type InFormat = keyof typeof TABLE;

/** The formats in the order in which they are asked about bytes whose name says nothing. */
export const FORMATS: readonly (Format & { readonly format: InFormat })[] = (
  Object.entries(TABLE) as [InFormat, Format][]
)
  .map(([format, facts]) => ({ format, ...facts }))
  .sort((a, b) => Number(a.fallback ?? false) - Number(b.fallback ?? false));

/** What `--in-format` may say. */
export const IN_FORMATS = (Object.entries(TABLE) as [InFormat, Format][])
  .filter(([, { extensions }]) => extensions.length > 0)
  .map(([format]) => format);

/**
 * The format that a file's name says by its ending; undefined when it says none.
 *
 * @example formatOfName('Q.JSON') // => 'json'
 */
export function formatOfName(name: string): InFormat | undefined {
  const extension = extname(name).toLowerCase();
  return FORMATS.find(({ extensions }) => extensions.includes(extension))?.format;
}

/** So many first bytes are enough to know a format by. */
const HEAD = 512;

/**
 * The reader for a source: the format that was asked for, else that of the extension, else the first that knows the bytes.
 *
 * @param name path, or `<stdin>`
 * @param asked `--in-format`
 * @throws AttnError when the asked format is unknown, or nobody knows the bytes
 * @example (await readerFor('q.npy', bytes)).read // gives the function that reads .npy
 */
export async function readerFor(name: string, bytes: Uint8Array, asked?: string): Promise<Reader> {
  if (asked !== undefined) {
    const known = FORMATS.find(({ format }) => format === asked);
    if (known) return known.load();
    const expected = FORMATS.map(({ format }) => format);
    throw usageError({ code: 'format-not-known', where: '--in-format', found: asked, expected });
  }
  const named = formatOfName(name);
  if (named) return TABLE[named].load();

  const head = bytes.subarray(0, HEAD);
  // The old form of torch.save is a pickle that has a reader, which refuses it.
  if (!isTorch(head)) refuseUnread(name, head);
  for (const { load, text } of FORMATS) {
    const reader = await load();
    if (reader.sniff(head)) return text === true ? orPrinted(reader) : reader;
  }
  throw dataError({ code: 'format-not-recognized', where: name, expected: FORMATS.map(({ format }) => format) });
}
