import { closest } from '../words/index.js';
import { brokenCsv, delimiterOf, firstLineOf, placeInFile, readJson, type Source, textOf } from '../read/index.js';
import { dataError } from './facts.js';

export const FIELDS = ['sentence', 'word', 'refers_to', 'split'] as const;
const PATTERN = '{"sentence": "…", "word": "it", "refers_to": "…"}';

/** One line of the user's data: its fields as written, and its place. */
export interface Row {
  readonly fields: ReadonlyMap<string, unknown>;
  /** Of the row, or of one of its fields: `data.json:3:9`, `data.csv:3`. */
  readonly where: (field?: string) => string;
}

/**
 * The rows of `--data`: a JSON list of objects, or CSV with a header, fields in any order.
 *
 * @throws AttnError when the text is neither, or a field has an unknown name
 */
export async function readRows(source: Source): Promise<Row[]> {
  const text = textOf(source);
  const isJson = /\.json$/i.test(source.name) || /^\s*[[{]/.test(text);
  const rows = isJson ? await jsonRows(source, text) : await csvRows(source, text);
  if (rows.length === 0)
    throw dataError({ code: 'no-sentences', where: { source: source.name }, fields: FIELDS.slice(0, 3) });
  return rows;
}

async function jsonRows({ name }: Source, text: string): Promise<Row[]> {
  const place = placeInFile(name, text);
  const { value, keys } = await readJson(text, place);
  if (!Array.isArray(value)) throw dataError({ code: 'sentences-not-a-list', where: place(0), pattern: PATTERN });
  const places = new Map(keys.map(({ pointer, valueAt }) => [pointer, valueAt]));
  return value.map((item: unknown, index) => {
    if (typeof item !== 'object' || item === null || Array.isArray(item)) {
      throw dataError({ code: 'sentence-not-an-object', where: { source: name }, number: index + 1, pattern: PATTERN });
    }
    const fields = new Map<string, unknown>(Object.entries(item));
    const first = places.get(`/${index}/${fields.keys().next().value}`);
    return {
      fields,
      where: (field) => {
        const at = (field === undefined ? undefined : places.get(`/${index}/${field}`)) ?? first;
        return at === undefined ? name : place(at);
      },
    };
  });
}

async function csvRows({ name }: Source, text: string): Promise<Row[]> {
  const { parse } = await import('csv-parse/sync');
  let parsed: { info: { lines: number }; record: string[] }[];
  try {
    const delimiter = delimiterOf(firstLineOf(text), {});
    parsed = parse(text, { info: true, skip_empty_lines: true, trim: true, delimiter }) as unknown as typeof parsed;
  } catch (error) {
    throw brokenCsv(name, error, 'sentences');
  }
  const header = parsed[0]?.record ?? [];
  const twice = header.find((field, at) => header.indexOf(field) < at);
  if (twice !== undefined) throw dataError({ code: 'column-twice', where: { source: name, line: 1 }, name: twice });
  const missing = FIELDS.slice(0, 3).filter((field) => !header.includes(field));
  if (missing.length > 0) {
    const near = missing.map((field) => closest(field, header)).find((found) => found !== undefined);
    throw dataError({
      code: 'data-columns-missing',
      where: { source: name, line: 1 },
      missing,
      found: header,
      expected: FIELDS.slice(0, 3),
      ...(near !== undefined && { near }),
    });
  }
  return parsed.slice(1).map(({ info, record }) => ({
    fields: new Map(
      record.map((cell, column): [string, string] => [header[column]!, cell]).filter(([, cell]) => cell !== ''),
    ),
    where: () => `${name}:${info.lines}`,
  }));
}
