import { AttnError, type Fault, type Tensor } from '../../core/index.js';
import { numberCell } from '../text/cell.js';
import type { Document, ReadOptions } from '../document.js';
import { dataError } from '../facts.js';
import { faultList } from '../text/faults.js';
import { labelled } from './labelled.js';
import { flatten } from './tensor.js';
import { isStage, sortKeys } from './parts.js';
import type { JsonLine } from './lines.js';
import { readJson, type TensorAt } from './parse.js';
import { isTensorName } from '../aliases.js';
import { keyName, tensorTitle } from '../names.js';
import type { Place } from '../text/place.js';

/**
 * The tensors and the settings of a JSON text: nested lists up to four deep; `{data, shape, rows, columns}`; or an object of
 * such tensors and of options. Of a result of `attn` (`"schema": "attn/1"`) only what went in is taken.
 *
 * @param place says where an offset of the text is
 * @throws AttnError with all problems of the text
 * @example (await readJsonDocument('{"q": [[1, 0]], "causal": true}', place, {})).settings.get('causal')?.value // gives true
 */
export async function readJsonDocument(text: string, place: Place, options: ReadOptions): Promise<Document> {
  const { only, subject, stages = false } = options;
  const tensorAt = tensorPaths(only, stages);
  const json = await readJson(text, place, tensorAt, subject);
  const faults = faultList();
  const { lists, settings } = sortKeys(json, only, faults, stages);
  faults.throwIfAny();

  let numbers: ReadonlyMap<string, number> | undefined;
  const plain = lists.map(({ data }) => flatten(data, numberCell));
  if (plain.includes(undefined)) {
    const { auditJson } = await import('./audit.js');
    numbers = await auditJson(text, place, tensorAt, subject);
  }
  const tensors = new Map<string, Tensor>();
  for (const [index, list] of lists.entries()) {
    const title = list.name === '' ? (subject ?? '') : tensorTitle(list.name);
    const flat = plain[index] ?? flatten(list.data, (cell) => numbers?.get(cell));
    if (flat && (Array.isArray(list.data) || typeof list.data === 'number'))
      tensors.set(list.name, labelled(flat, list, title, faults));
    else faults.add(list.at, () => ({ code: 'tensor-not-numbers', where: place(list.at), title }));
  }
  faults.throwIfAny();
  return { tensors, settings, notes: [] };
}

/** A text that holds one document or, as JSON lines, several. */
export interface JsonHolder {
  readonly name: string;
  readonly text: string;
  readonly lines: readonly JsonLine[] | undefined;
  readonly place: Place;
  /** What several are called. */
  readonly called: 'documents' | 'results';
}

/** @throws AttnError where there are several documents */
export async function readOnlyJson(
  { name, text, lines, place, called }: JsonHolder,
  options: ReadOptions,
): Promise<Document> {
  if (!lines) return readJsonDocument(text, place, options);
  throw dataError({
    code: 'several-documents',
    where: name,
    found: lines.length,
    called,
    source: name,
  });
}

/** All of them, in order. */
export async function readEachJson(
  { text, lines, place }: JsonHolder,
  options: ReadOptions,
): Promise<readonly Document[]> {
  return lines ? readJsonLines(lines, place, options) : [await readJsonDocument(text, place, options)];
}

/**
 * Every document of JSON lines.
 *
 * @param place says where an offset of the whole text is
 * @throws AttnError with what is wrong on any line
 */
export async function readJsonLines(
  lines: readonly JsonLine[],
  place: Place,
  options: ReadOptions,
): Promise<Document[]> {
  const documents: Document[] = [];
  const faults: Fault[] = [];
  for (const { text, start } of lines) {
    try {
      documents.push(await readJsonDocument(text, (offset) => place(start + offset), options));
    } catch (error) {
      if (!(error instanceof AttnError)) throw error;
      faults.push(...error.faults);
    }
  }
  if (faults.length > 0) throw new AttnError('data', faults);
  return documents;
}

function tensorPaths(only: string | undefined, stages: boolean): TensorAt {
  const isTensor = (key: string): boolean =>
    only === undefined ? isTensorName(key) || (stages && isStage(key)) : key === keyName(only);
  return ([first, ...rest]) => {
    if (first === undefined || (first === 'data' && rest.length === 0)) return only === undefined ? '' : undefined;
    const name = keyName(first);
    return isTensor(name) && (rest.length === 0 || (rest.length === 1 && rest[0] === 'data')) ? name : undefined;
  };
}
