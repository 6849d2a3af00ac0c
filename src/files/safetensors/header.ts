import type { Place } from '../../core/index.js';
import { dataError, type FilesFault } from '../facts.js';
import { LENGTH_BYTES, METADATA, OPENING } from './format.js';
import { scanHeader } from './header-scan.js';
import type { Parts } from '../parts.js';
import { refuse } from '../refuse.js';
import { headerEntry, type Entry } from './entry.js';
import { shorten } from '../shorten.js';
import { utf8 } from '../utf8.js';

/** What a safetensors header says, in the order of the data. */
export interface SafetensorsHeader {
  readonly entries: readonly Entry[];
  readonly metadata?: Readonly<Record<string, string>>;
  /** Where the data begins in the file. */
  readonly start: number;
}

/** The format allows 100,000,000; a header of ten million bytes describes a hundred thousand tensors. */
const LONGEST_HEADER = 10_000_000;

/**
 * The header of a .safetensors file: a 64-bit length, then JSON. Tensors must fill the rest of the file without holes,
 * overlaps or anything behind them, so no file can hold more than its own size, nor be a second kind of file as well.
 * https://github.com/huggingface/safetensors#format
 *
 * @throws AttnError with all that is wrong with it
 */
export function safetensorsHeader(parts: Parts): SafetensorsHeader {
  const where = { source: parts.name };
  const { text, start } = headerText(parts);
  const { entries, metadata, faults } = headerValues(text, where);
  if (faults.length === 0) faults.push(...layoutFaults(entries, parts.size - start, where));
  if (faults.length > 0) throw refuse(faults);
  return { entries, start, ...(metadata && { metadata }) };
}

function headerText({ name, size, part }: Parts): { text: string; start: number } {
  const stop = (fault: FilesFault): never => {
    throw dataError({ where: { source: name }, ...fault });
  };
  if (size < LENGTH_BYTES) stop({ code: 'safetensors-too-short', found: size });
  const first = part(0, LENGTH_BYTES);
  const length = new DataView(first.buffer, first.byteOffset, 8).getBigUint64(0, true);
  if (length > BigInt(LONGEST_HEADER))
    stop({ code: 'safetensors-header-too-long', found: String(length), most: LONGEST_HEADER });
  const start = LENGTH_BYTES + Number(length);
  if (start > size) stop({ code: 'safetensors-header-cut-off', found: size - LENGTH_BYTES, expected: Number(length) });
  const header = part(LENGTH_BYTES, start);
  if (header[0] !== OPENING) stop({ code: 'safetensors-header-begin' });
  if (header.at(-1) === 0) stop({ code: 'safetensors-header-zeros' });
  return { text: utf8(header) ?? stop({ code: 'safetensors-header-encoding' }), start };
}

interface Values {
  readonly entries: readonly Entry[];
  readonly metadata: Readonly<Record<string, string>> | undefined;
  readonly faults: FilesFault[];
}

function headerValues(text: string, where: { readonly source: string }): Values {
  const { repeated, strange, deep } = scanHeader(text);
  if (deep) throw dataError({ where, code: 'safetensors-header-depth' });
  if (strange) {
    const byte = 9 + Buffer.byteLength(text.slice(0, strange.at));
    throw dataError({ where, code: 'safetensors-header-character', found: strange.character, byte });
  }
  const header = new Map<string, unknown>(Object.entries(parsed(text, where)));
  const faults = repeated.map((key): FilesFault => ({ where, code: 'safetensors-name-repeated', name: shorten(key) }));

  const metadata = header.get(METADATA);
  if (metadata !== undefined && !isTexts(metadata)) {
    faults.push({ where, code: 'safetensors-metadata' });
  }

  const entries: Entry[] = [];
  for (const [name, value] of header) {
    if (name === METADATA) continue;
    const entry = headerEntry(name, value);
    if ('name' in entry) entries.push(entry);
    else faults.push(...entry.map((fault) => ({ where: { source: `${where.source}#${shorten(name)}` }, ...fault })));
  }
  entries.sort((a, b) => a.begin - b.begin || a.end - b.end);
  return { entries, metadata: isTexts(metadata) ? metadata : undefined, faults };
}

function parsed(text: string, where: Place): object {
  try {
    return JSON.parse(text) as object;
  } catch (error) {
    throw dataError({ where, code: 'safetensors-header-json', reason: (error as Error).message });
  }
}

function isTexts(value: unknown): value is Record<string, string> {
  return (
    typeof value === 'object' &&
    value !== null &&
    !Array.isArray(value) &&
    Object.values(value).every((text) => typeof text === 'string')
  );
}

function layoutFaults(entries: readonly Entry[], size: number, where: { readonly source: string }): FilesFault[] {
  const faults: FilesFault[] = [];
  let end = 0;
  let before: { before?: string } = {};
  for (const entry of entries) {
    const { name, begin } = entry;
    const place = { source: `${where.source}#${shorten(name)}` };
    if (begin > end) faults.push({ where: place, code: 'safetensors-hole', begin, ...before, end });
    if (begin < end) faults.push({ where: place, code: 'safetensors-overlap', begin, ...before, end });
    end = Math.max(end, entry.end);
    before = { before: shorten(name) };
  }
  if (end > size) faults.push({ where, code: 'safetensors-cut-off', found: size, expected: end });
  if (end < size) faults.push({ where, code: 'safetensors-bytes-after', bytes: size - end });
  return faults;
}
