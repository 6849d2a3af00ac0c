import { dataError, type TextFault } from '../../core/error.js';
import { grouped } from '../extent.js';
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

const OTHER_FORMAT = 'is it a .safetensors file? --in-format names another format';
const CUT = 'copy or download the file again';

/**
 * The header of a .safetensors file: a 64-bit length, then JSON. Tensors must fill the rest of the file without holes,
 * overlaps or anything behind them, so no file can hold more than its own size, nor be a second kind of file as well.
 * https://github.com/huggingface/safetensors#format
 *
 * @throws AttnError with all that is wrong with it
 */
export function safetensorsHeader(parts: Parts): SafetensorsHeader {
  const where = parts.name;
  const { text, start } = headerText(parts);
  const { entries, metadata, faults } = headerValues(text, where);
  if (faults.length === 0) faults.push(...layoutFaults(entries, parts.size - start, where));
  if (faults.length > 0) throw refuse(faults);
  return { entries, start, ...(metadata && { metadata }) };
}

function headerText({ name: where, size, part }: Parts): { text: string; start: number } {
  const stop = (what: string, fix?: string): never => {
    throw dataError({ where, what, ...(fix && { fix }) });
  };
  if (size < LENGTH_BYTES) stop(`has ${size} bytes: a .safetensors file begins with the length of its header in 8`);
  const first = part(0, LENGTH_BYTES);
  const length = new DataView(first.buffer, first.byteOffset, 8).getBigUint64(0, true);
  if (length > BigInt(LONGEST_HEADER)) {
    stop(`says its header is ${grouped(length)} bytes long; at most ${grouped(LONGEST_HEADER)} are read`, OTHER_FORMAT);
  }
  const start = LENGTH_BYTES + Number(length);
  if (start > size) stop(`is cut off: its header is ${length} bytes long, ${size - LENGTH_BYTES} are there`, CUT);
  const header = part(LENGTH_BYTES, start);
  if (header[0] !== OPENING) stop('its header does not begin with "{"', OTHER_FORMAT);
  if (header.at(-1) === 0) {
    stop(
      'its header is filled up with zero bytes',
      'the format wants blanks (0x20) there: mend the program that wrote it',
    );
  }
  return { text: utf8(header) ?? stop('its header is not UTF-8'), start };
}

interface Values {
  readonly entries: readonly Entry[];
  readonly metadata: Readonly<Record<string, string>> | undefined;
  readonly faults: TextFault[];
}

function headerValues(text: string, where: string): Values {
  const { repeated, strange, deep } = scanHeader(text);
  if (deep) throw dataError({ where, what: 'its header nests too deep: expected {name: {"shape": [ ]}}' });
  if (strange) {
    const byte = 9 + Buffer.byteLength(text.slice(0, strange.at));
    const what = `"${strange.character}" at byte ${byte} of the header: only names and whole numbers stand there`;
    throw dataError({ where, what });
  }
  const header = new Map<string, unknown>(Object.entries(parsed(text, where)));
  const faults: TextFault[] = repeated.map((key) => ({
    where,
    what: `its header has the key "${shorten(key)}" twice`,
    fix: 'give each tensor its own name',
  }));

  const metadata = header.get(METADATA);
  if (metadata !== undefined && !isTexts(metadata)) {
    faults.push({ where, what: 'its __metadata__ is not text for each name' });
  }

  const entries: Entry[] = [];
  for (const [name, value] of header) {
    if (name === METADATA) continue;
    const entry = headerEntry(name, value);
    if ('name' in entry) entries.push(entry);
    else faults.push(...entry.map((fault) => ({ where: `${where}#${shorten(name)}`, ...fault })));
  }
  entries.sort((a, b) => a.begin - b.begin || a.end - b.end);
  return { entries, metadata: isTexts(metadata) ? metadata : undefined, faults };
}

function parsed(text: string, where: string): object {
  try {
    return JSON.parse(text) as object;
  } catch (error) {
    throw dataError({ where, what: 'its header is not JSON', detail: (error as Error).message });
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

function layoutFaults(entries: readonly Entry[], size: number, where: string): TextFault[] {
  const faults: TextFault[] = [];
  let end = 0;
  let before = 'the header';
  for (const entry of entries) {
    const { name, begin } = entry;
    const note = (what: string): void => void faults.push({ where: `${where}#${shorten(name)}`, what });
    if (begin > end) note(`begins at byte ${begin}, ${before} ends at ${end}: a hole of ${begin - end} bytes`);
    if (begin < end) note(`begins at byte ${begin}, inside of ${before}, which ends at ${end}`);
    end = Math.max(end, entry.end);
    before = `"${shorten(name)}"`;
  }
  if (end > size)
    faults.push({ where, what: `is cut off: its tensors need ${end} bytes, ${size} are there`, fix: CUT });
  if (end < size) faults.push({ where, what: `${size - end} bytes follow its last tensor and belong to none` });
  return faults;
}
