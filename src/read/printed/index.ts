import { AttnError, optionNamed, type Tensor } from '../../core/index.js';
import { dataError } from '../facts.js';
import { wellKnownName } from '../aliases.js';
import type { Document, Placed, ReadOptions } from '../document.js';
import { keyName } from '../names.js';
import { noSuchTensor } from '../../files/index.js';
import { numberCell } from '../text/cell.js';
import type { Place } from '../text/place.js';
import { bareText } from './bare.js';
import { bracketed } from './brackets.js';
import { plainCell, tensorOf } from './cells.js';
import { Unreadable, type Grid } from './grid.js';
import { isJulia, juliaGrid } from './julia.js';
import { isLatex, isSurelyLatex, latexGrid } from './latex.js';
import { linesOf, type Line } from './lines.js';
import { isR, rGrid } from './r.js';
import { isMatlab, isRows, rowsGrid } from './rows.js';
import { statementsOf, type Statement } from './statements.js';
import { drawnTable, frameGrid, isDrawnTable, isFrame } from './table.js';

/** What a printed text is read as. */
export type Reading =
  | { readonly kind: 'document'; readonly document: Document }
  /** In no printed form. */
  | { readonly kind: 'unknown' };

/** Lines that may stand in a notebook cell beside the numbers. */
const IGNORED =
  /^\s*(?:import\b|from\s+\w|using\b|library\(|%|!|print\b|plt\.|return\b|del\b|display\b|clc\b|clear\b|close\b|format\b|torch\.set_printoptions|np\.set_printoptions|\\(?:begin|end)\{(?:equation|align|gather|document|center)\*?\}|\\[[\]]|\$+\s*$|[.,;)\]]*\s*$)/;

/**
 * Reads what programs and books print: see the forms in this folder. Several assignments (`Q = …`, `K = …`) are a bundle.
 * Nothing is run: an expression is a number only.
 *
 * @param text of a source
 * @param place says where an offset of the text is
 * @throws AttnError for a text whose form is beyond doubt, with what is wrong in it
 * @example (await readPrinted('Q = np.array([[1., 2.]])', placeInFile('cell.py', text), {})).kind // gives 'document'
 */
export async function readPrinted(text: string, place: Place, options: ReadOptions): Promise<Reading> {
  const bare = bareText(text);
  const found: { name: string; grid: Grid }[] = [];
  const settings = new Map<string, Placed>();
  const failures: { error: Unreadable; name: string | undefined; sure: boolean }[] = [];
  const statements = withEntries(bare, statementsOf(bare));
  const named = statements.length > 1;
  for (const statement of statements) {
    const { name, from, to, at, label } = statement;
    const lines = linesOf(bare, from, to).filter((line) => !(name === undefined && named && IGNORED.test(line.text)));
    if (lines.length === 0) continue;
    const start = lines[0]!.at;
    try {
      const setting = name === undefined ? undefined : settingIn(name, bare.slice(from, to));
      if (setting !== undefined) {
        settings.set(keyName(name!), { value: setting, where: place(at) });
        continue;
      }
      const grid = valueIn(bare, start, to, lines, name !== undefined);
      if (grid && label && found.some((one) => one.name === name)) continue;
      if (grid) found.push({ name: name ?? '', grid });
      else if (name !== undefined && !label)
        throw new Unreadable(start, { code: 'printed-code', found: lines[0]!.text.trim().slice(0, 60) });
    } catch (error) {
      if (!(error instanceof Unreadable)) throw error;
      failures.push({ error, name, sure: isSure(error, bare.slice(start, to)) });
    }
  }
  const bundle = found.some(({ name }) => name !== '');
  const skipped = failures.filter((one) => bundle && isBeside(one, found));
  const wrong = failures.find((one) => !skipped.includes(one) && (one.sure || bundle));
  if (wrong) throw dataError({ where: place(wrong.error.at), ...wrong.error.fault });
  if (found.length === 0 || failures.length > skipped.length) return { kind: 'unknown' };

  const tensors = new Map<string, Tensor>();
  const lone = found.length === 1 && settings.size === 0 && wellKnownName(found[0]!.name) === undefined;
  for (const { name, grid } of found) {
    const key = lone ? '' : keyName(name);
    if (options.only !== undefined && key !== keyName(options.only)) continue;
    try {
      tensors.set(key, await tensorOf(grid, text, place));
    } catch (error) {
      if (error instanceof AttnError && !bundle && !isSurelyLatex(bare) && !PRINTOUT.test(bare))
        return { kind: 'unknown' };
      throw error;
    }
  }
  if (options.only !== undefined && tensors.size === 0)
    throw noSuchTensor(
      options.only,
      found.map(({ name }) => keyName(name)),
      { source: place(0) },
    );
  const notRun = skipped.flatMap(({ name }) => name ?? []);
  const notes = notRun.length > 0 ? [`${sourceOf(place)}: not read, since nothing is run: ${notRun.join(', ')}`] : [];
  return { kind: 'document', document: { tensors, settings, notes } };
}

/** A dictionary that Python printed, `{'q': array(…), …}`, is its entries. */
function withEntries(bare: string, statements: Statement[]): Statement[] {
  const [first] = statements;
  if (statements.length > 1 || !first) return statements;
  const open = /^\s*(?:OrderedDict\(|dict\()?\s*\{\s*(?=["'][\w.]+["']\s*:)/.exec(bare);
  const close = bare.lastIndexOf('}');
  if (!open || close < 0 || !/'|(?:tensor|array)\(/i.test(bare)) return statements;
  return statementsOf(bare, open[0].length, close)
    .filter(({ name }) => name !== undefined)
    .map(({ label: _, ...rest }) => rest);
}

/** Heads, causal and the other options as a notebook sets them. */
function settingIn(name: string, written: string): unknown {
  const option = optionNamed(keyName(name));
  const text = written.trim().replace(/[;,]+$/, '');
  if (!option || option.kind === 'tensor') return undefined;
  if (/^(?:true|false)$/i.test(text)) return /^t/i.test(text);
  if (/^(["'])[^"']*\1$/.test(text)) return text.slice(1, -1);
  const words = /^[[(]\s*(["'][^"'\r\n]*["']\s*,?\s*)+[\])]$/.test(text)
    ? [...text.matchAll(/(["'])(.*?)\1/g)].map((word) => word[2]!)
    : undefined;
  if (words) return words;
  return numberCell(plainCell(text));
}

/** The value of a part of the text, by the first form that knows it. */
function valueIn(bare: string, start: number, to: number, lines: readonly Line[], named: boolean): Grid | undefined {
  const text = bare.slice(start, to);
  if (isLatex(text)) return latexGrid(bare, start, to);
  if (isDrawnTable(lines)) return drawnTable(bare, start, to);
  if (isR(lines)) return rGrid(bare, start, to);
  if (isJulia(lines)) return juliaGrid(bare, start, to);
  if (isFrame(lines)) return frameGrid(bare, start, to);
  if (isMatlab(lines)) return rowsGrid(bare, start, to);
  if (BRACKETED.test(text)) {
    const { grid, end } = bracketed(bare, start, to);
    const next = linesOf(bare, end, to).find((line) => !IGNORED.test(line.text));
    // Another value without a name: which one is meant? Behind a named one there may be code.
    if (next && (!named || /^\s*(?:[[({<\d]|(?:tensor|array)\()/.test(next.text)))
      throw new Unreadable(next.at, { code: 'printed-unexpected', found: next.text.trim().slice(0, 20) });
    return grid;
  }
  // Rows without a name are a table, of which its reader knows more, unless semicolons end them.
  return (named || SEMICOLONS.test(text)) && isRows(lines) ? rowsGrid(bare, start, to) : undefined;
}

/** `1 0; 0 1`: cells within what the semicolons separate. */
const SEMICOLONS = /^[^;"]*[\d.)][ \t]*[ \t,][ \t]*[-+.(\d][^;"]*;[^"]*$/;

/** A bracket, a call, a Julia type or a common factor in front. */
const BRACKETED = /^\s*(?:[[({]|<tf|[A-Za-z_][\w.]*\s*\(|(?:Float|Int|UInt|Bool|BFloat)\w*\[|[-+\d.eE]+\s*\*\s*[[({])/;

/** Nothing but a printout begins like this; all else may be a table or JSON with a slip in it, of which their readers say more. */
const PRINTOUT =
  /^\s*(?:[\w.]*(?:tensor|array|Array|Tensor)\s*\(|<tf\.|\d+(?:×\d+)+ |\d+-element |\[,1\]|\[\s*\[\s*[-+.\d][^\s,\]]*[ \t]+[-+.\d][^\],]*\]\s*\[)/;

function isSure({ fault }: Unreadable, text: string): boolean {
  return (
    fault.code === 'printed-elided' ||
    fault.code === 'printed-no-values' ||
    fault.code === 'printed-axes' ||
    isSurelyLatex(text) ||
    PRINTOUT.test(text)
  );
}

/** What follows from Q and K, where these are there. */
const OF_INPUTS: ReadonlySet<string> = new Set(['scores', 'attention_weights']);

/** Code beside the inputs: `scores = Q @ K.T`, `print(Q)`. An input that is computed is not passed over, unless it follows from X. */
function isBeside(
  { name, error }: { name: string | undefined; error: Unreadable },
  found: readonly { name: string }[],
): boolean {
  if (error.fault.code === 'printed-elided') return false;
  if (name === undefined) return true;
  const meant = wellKnownName(name);
  if (meant === undefined) return true;
  const has = (key: string): boolean => found.some((one) => wellKnownName(one.name) === key);
  if (OF_INPUTS.has(meant)) return has('q') || has('x');
  return ['q', 'k', 'v'].includes(meant) && has('x') && has(`w${meant}`);
}

/** The source without the place in it. */
function sourceOf(place: Place): string {
  return place(0).replace(/(?::1:1| line 1 column 1| column 1)$/, '');
}
