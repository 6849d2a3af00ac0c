import { AttnError } from '../core/index.js';
import type { Document, Reader, ReadOptions, Source } from './document.js';
import { textOf } from './text/decode.js';
import { placeInFile, type Place } from './text/place.js';

/** `Q =` alone on the first line is no header of a table. */
const NAME_FIRST = /^\s*[A-Za-z_]\w*\s*=/;

/**
 * A reader of text whose format only its content says: what it refuses is read as a printout, where it is one. For all
 * other texts its own errors stand, which know more of them.
 */
export function orPrinted(reader: Reader): Reader {
  const { readEach } = reader;
  const printed = async <Result>(
    source: Source,
    options: ReadOptions,
    read: () => Promise<Result>,
    as: (document: Document) => Result,
  ): Promise<Result> => {
    const head = Buffer.from(source.bytes.subarray(0, 200)).toString('latin1');
    const text = (): string => textOf(source);
    return unlessPrinted(text, (all) => placeInFile(source.name, all), options, read, as, NAME_FIRST.test(head));
  };
  return {
    ...reader,
    read: (source, options) =>
      printed(
        source,
        options,
        () => reader.read(source, options),
        (document) => document,
      ),
    ...(readEach && {
      readEach: (source, options) =>
        printed(
          source,
          options,
          () => readEach(source, options),
          (document): readonly Document[] => [document],
        ),
    }),
  };
}

/**
 * What `read` gives, or else what the text holds as a printout.
 *
 * @param first the printout is looked for first
 * @throws AttnError that of `read`, unless the text is a printout beyond doubt
 */
export async function unlessPrinted<Result>(
  text: () => string,
  placeIn: (text: string) => Place,
  options: ReadOptions,
  read: () => Promise<Result>,
  as: (document: Document) => Result,
  first = false,
): Promise<Result> {
  const printed = async (): Promise<Document | undefined> => {
    const all = text();
    const { readPrinted } = await import('./printed/index.js');
    const reading = await readPrinted(all, placeIn(all), options);
    return reading.kind === 'document' ? reading.document : undefined;
  };
  if (first) {
    const document = await printed();
    return document ? as(document) : read();
  }
  try {
    return await read();
  } catch (error) {
    // Who says how the cells are separated means a table.
    const isTable = options.decimal !== undefined || options.delimiter !== undefined;
    if (!(error instanceof AttnError) || error.kind === 'usage' || isTable) throw error;
    const document = await printed();
    if (!document) throw error;
    return as(document);
  }
}
