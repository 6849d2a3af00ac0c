import { AttnError, type Fault } from '../core/index.js';
import { dataError, type ReadFault } from './facts.js';
import type { Asked } from './ask.js';
import { brokenCsv } from './csv/broken.js';
import type { Document, Placed, Source } from './document.js';
import { readJsonDocument, readJsonLines } from './json/document.js';
import { jsonLines, namesJsonLines } from './json/lines.js';
import { readJson } from './json/parse.js';
import { placeInFile } from './text/place.js';
import { askedBy } from './problem.js';
import { formatOfName } from './formats.js';
import { textOf } from './text/decode.js';

/**
 * `--config`: a JSON object, a list of them, JSON lines, or CSV with a header and one problem a row. Keys are the options by their long
 * names: sentence, dim, seed, heads, causal, …
 *
 * @param inFormat `--in-format`; without it the name decides, else the text
 * @returns what each problem asks, in the order of the file
 * @throws AttnError with every unknown key and its place
 */
export async function readConfig(source: Source, inFormat?: string): Promise<Map<string, Asked>[]> {
  const text = textOf(source);
  const isJson =
    inFormat === 'json' || (inFormat === undefined && (formatOfName(source.name) === 'json' || /^\s*[[{]/.test(text)));
  const documents = isJson ? await jsonConfigs(source, text) : await csvConfigs(source, text);
  if (documents.length === 0) throw dataError({ code: 'config-empty', where: source.name });
  return allAsked(documents, source.name);
}

/**
 * What each of several documents asks.
 *
 * @throws AttnError with what is wrong with any of them
 */
export function allAsked(documents: readonly Document[], name: string): Map<string, Asked>[] {
  const asked: Map<string, Asked>[] = [];
  const faults: Fault[] = [];
  for (const document of documents) {
    try {
      asked.push(askedBy(document, name));
    } catch (error) {
      if (!(error instanceof AttnError)) throw error;
      faults.push(...error.faults);
    }
  }
  if (faults.length > 0) throw new AttnError('data', faults);
  return asked;
}

async function jsonConfigs(source: Source, text: string): Promise<Document[]> {
  const place = placeInFile(source.name, text);
  const lines = jsonLines(text, namesJsonLines(source.name));
  if (lines) return readJsonLines(lines, place, {});
  const { value, keys } = await readJson(text, place);
  if (!Array.isArray(value)) {
    if (typeof value !== 'object' || value === null)
      throw dataError({ code: 'config-not-an-object', where: source.name });
    return [await readJsonDocument(text, place, {})];
  }
  return Promise.all(
    value.map(async (item: unknown, index) => {
      const own = keys.filter(({ pointer }) => pointer.startsWith(`/${index}/`) && pointer.split('/').length === 3);
      const where = own[0] ? place(own[0].keyAt) : source.name;
      if (typeof item !== 'object' || item === null || Array.isArray(item))
        throw dataError({ code: 'config-item-not-an-object', where, number: index + 1 });
      const document = await readJsonDocument(JSON.stringify(item), () => where, {});
      const settings = new Map(
        [...document.settings].map(([key, { value: setting }]): [string, Placed] => {
          const at = own.find((known) => known.key === key);
          return [key, { value: setting, where: at ? place(at.keyAt) : where }];
        }),
      );
      return { ...document, settings };
    }),
  );
}

async function csvConfigs(source: Source, text: string): Promise<Document[]> {
  const { parse } = await import('csv-parse/sync');
  let rows: { info: { lines: number }; record: string[] }[];
  try {
    rows = parse(text, {
      bom: true,
      info: true,
      skip_empty_lines: true,
      trim: true,
      delimiter: [',', ';', '\t'],
    }) as unknown as typeof rows;
  } catch (error) {
    throw brokenCsv(source.name, error, 'texts');
  }
  const header = rows[0]?.record ?? [];
  checkHeader(header, `${source.name}:${rows[0]?.info.lines ?? 1}`);
  return rows.slice(1).map(({ info, record }) => {
    const settings = new Map<string, Placed>();
    record.forEach((cell, column) => {
      if (cell !== '')
        settings.set(header[column]!, { value: plainValue(cell), where: `${source.name}:${info.lines}` });
    });
    return { tensors: new Map(), settings, notes: [] };
  });
}

/** @throws AttnError with every column that has no name, a name of its own twice, or an unknown one */
function checkHeader(header: readonly string[], where: string): void {
  const faults: ReadFault[] = [];
  for (const [index, key] of header.entries()) {
    if (key === '') faults.push({ code: 'config-column-without-name', where, number: index + 1 });
    else if (header.indexOf(key) < index) faults.push({ code: 'config-column-twice', where, name: key });
  }
  if (faults.length > 0) throw dataError(faults);
  // Told once, not once a row.
  askedBy(
    { tensors: new Map(), settings: new Map(header.map((key) => [key, { value: '', where }])), notes: [] },
    where,
  );
}

/** A cell says true and false in words. */
function plainValue(cell: string): unknown {
  return cell === 'true' ? true : cell === 'false' ? false : cell;
}
