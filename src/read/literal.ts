import { tensor, type Tensor } from '../core/index.js';
import { dataError } from './facts.js';
import { numberCell } from './text/cell.js';
import type { Document, Reader } from './document.js';
import { unlessPrinted } from './or-printed.js';
import { excerpt } from './text/excerpt.js';
import { faultList } from './text/faults.js';
import { readJsonDocument } from './json/document.js';
import { literalRows } from './text/literal-cells.js';
import { placeInLiteral, type Place } from './text/place.js';
import { ragged } from './text/ragged.js';
import { textCells } from './text/cells.js';
import { textOf } from './text/decode.js';

/**
 * A matrix written on the command line: JSON (`[[1,0],[0,1]]`), rows in MATLAB's manner (`[1 0; 0 sqrt(2)/2]`) or one number.
 * A single row without `;` is a list, in both manners; `[1 2;]` is a matrix of one row. What is asked decides what a list is:
 * one row of Q, one sink a head.
 */
export const literalReader: Reader = {
  sniff: () => false,
  read: async (source, options) => {
    const text = textOf(source);
    const place = placeInLiteral(source.name, text);
    const number = numberCell(text);
    if (number !== undefined) return lone(tensor([], [number]));
    const read = async (): Promise<Document> =>
      isJson(text) ? readJsonDocument(text, place, options) : lone(await readRows(text, place, options.subject ?? ''));
    return unlessPrinted(
      () => text,
      () => place,
      options,
      read,
      (document) => document,
      !/^\s*[[{]/.test(text),
    );
  },
};

/** Rows without brackets, a call, an assignment, tuples, LaTeX, the headers of Julia and R: no path looks like these. */
const PRINTED: readonly RegExp[] = [
  /^\s*[-+.\d][-+.\deE\s,/*()]*;[-+.\deE\s,;/*()]*$/,
  /^\s*[A-Za-z_][\w.]*\s*\(\s*[[({]/,
  /^\s*[A-Za-z_]\w*\s*=\s*(?:[[({]|[A-Za-z_][\w.]*\s*\(|\\|[-+.\d])/,
  /^\s*\(\s*[-+.\d(][^a-z]*,[^a-z]*\)\s*$/i,
  /\\begin\s*\{|&.*\\\\/,
  /^\s*<tf\./,
  /^\s*\d+(?:×\d+)+ \S|^\s*\d+-element /,
  /\n.*\d|\d.*\n/,
];

/**
 * Is this source itself the data, and no path? It is when it begins with a bracket, is a number, or looks like a printout.
 *
 * @example isLiteral('[1 0; 0 1]') // => true
 * @example isLiteral('q.json') // => false
 */
export function isLiteral(spec: string): boolean {
  if (/^\s*[[{]/.test(spec)) return true;
  if (/^\s*[-+.\d]/.test(spec) && numberCell(spec) !== undefined) return true;
  return PRINTED.some((form) => form.test(spec));
}

/** Whatever parses is JSON; of the rest, what has brackets within brackets, quotes or keys was meant as JSON. */
function isJson(text: string): boolean {
  if (/^\s*(?:\{|\[\s*[[{"'])/.test(text)) return true;
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

function lone(matrix: Tensor): Document {
  return { tensors: new Map([['', matrix]]), settings: new Map(), notes: [] };
}

async function readRows(text: string, place: Place, title: string): Promise<Tensor> {
  const around = (at: number, length: number): { written: string } => ({
    written: excerpt(text, 0, text.length, at, length),
  });
  const rows = literalRows(text, (at, fault) => {
    throw dataError({ ...fault, where: place(at), excerpt: around(at, 1) });
  });
  if (rows.length === 0) throw dataError({ code: 'tensor-empty', where: place(0), title });

  const faults = faultList();
  for (const { index, length } of ragged(
    rows.map((row) => row.length),
    'row',
    'numbers',
  )) {
    const { at } = rows[index]![0]!;
    faults.add(at, () => ({ code: 'list-length', where: place(at), ...length, excerpt: around(at, 1) }));
  }
  const cells = rows.flat();
  const texts = textCells(place, faults);
  for (const { text: cell, at } of cells) {
    texts.add(cell, at, cell.length, () => ({ excerpt: around(at, cell.length) }));
  }
  const numbers = await texts.resolve();
  faults.throwIfAny();
  const list = rows.length === 1 && !/[;\n\r]/.test(text.trim());
  return tensor(
    list ? [cells.length] : [rows.length, rows[0]!.length],
    cells.map(({ text: cell }) => numbers.get(cell)!),
  );
}
