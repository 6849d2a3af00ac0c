import { type Tensor } from '../core/index.js';
import type { Document, Reader, ReadOptions, Source } from './document.js';
import { largeFile } from './file.js';
import { readerFor } from './formats.js';
import { isLiteral } from './literal.js';
import { openSource, splitName, type SourceContext } from './source.js';
import { dataError } from './facts.js';

/** How a source is to be read, as far as it does not say so itself. */
export interface ReadContext extends SourceContext, Omit<ReadOptions, 'only'> {
  /** `--in-format`; without it the extension decides, else the content. */
  readonly inFormat?: string;
}

/**
 * Everything a source holds: tensors, settings, and notes on what the reader decided.
 *
 * @param spec path, `path#name`, `-`, or a literal
 * @throws AttnError with every problem of the input
 * @example (await readDocument('fixtures/bundle.json')).tensors.get('q')?.shape // => [4, 4]
 */
export async function readDocument(spec: string, context: ReadContext = {}): Promise<Document> {
  const inParts = await readInParts(spec, context);
  if (inParts) return inParts;
  const { reader, source, options } = await opened(spec, context);
  return reader.read(source, options);
}

/**
 * The same of a source that may hold several problems: JSON lines, or a page of several results.
 *
 * @returns one document for each, in the order of the source
 * @throws AttnError with every problem of the input
 */
export async function readDocuments(spec: string, context: ReadContext = {}): Promise<readonly Document[]> {
  const inParts = await readInParts(spec, context);
  if (inParts) return [inParts];
  const { reader, source, options } = await opened(spec, context);
  return reader.readEach ? reader.readEach(source, options) : [await reader.read(source, options)];
}

/** A large file of named tensors: of those that are not asked for, nothing is read but the header. */
async function readInParts(spec: string, context: ReadContext): Promise<Document | undefined> {
  if (isLiteral(spec)) return undefined;
  const { path, only } = splitName(spec);
  const file = await largeFile(path);
  if (!file) return undefined;
  const { readParts } = await readerFor(path, file.head, context.inFormat);
  return readParts && file.withParts((parts) => readParts(parts, readOptions(context, only)));
}

async function opened(
  spec: string,
  context: ReadContext,
): Promise<{ reader: Reader; source: Source; options: ReadOptions }> {
  const { source, literal, only } = await openSource(spec, context);
  return {
    reader: await readerFor(source.name, source.bytes, literal ? 'literal' : context.inFormat),
    source,
    options: readOptions(context, only),
  };
}

function readOptions(
  { decimal, delimiter, subject, stages, memory }: ReadContext,
  only: string | undefined,
): ReadOptions {
  return {
    ...(decimal && { decimal }),
    ...(delimiter !== undefined && { delimiter }),
    ...(subject && { subject }),
    ...(stages && { stages }),
    ...(memory !== undefined && { memory }),
    ...(only !== undefined && { only }),
  };
}

/**
 * One tensor from a file, stdin or a literal.
 *
 * @param spec path, `path#name` where a file holds several, `-`, or a literal
 * @returns the numbers as float64 with the file's shape and labels; `dtype` tells the file's type
 * @throws AttnError with every problem of the input
 * @example (await readMatrix('[1 0; 0 sqrt(4)/4]')).data // => Float64Array [1, 0, 0, 0.5]
 */
export async function readMatrix(spec: string, context: ReadContext = {}): Promise<Tensor> {
  return onlyTensor(await readDocument(spec, context), spec, context.subject);
}

/**
 * The one tensor of a document.
 *
 * @param spec as the user wrote it, for the message
 * @param subject what is wanted: `Q`
 * @throws AttnError that lists the names when there are several
 */
export function onlyTensor({ tensors }: Document, spec: string, subject?: string): Tensor {
  const all = [...tensors];
  const [first] = all;
  if (first && (all.length === 1 || first[0] === '')) return first[1];
  if (!first) throw dataError({ code: 'no-matrix', where: spec });
  throw dataError({
    code: 'several-tensors',
    where: spec,
    names: all.map(([name]) => name),
    spec,
    subject: subject ?? '',
  });
}
