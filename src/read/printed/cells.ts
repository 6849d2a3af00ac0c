import { tensor, type Tensor } from '../../core/index.js';
import { numberCell } from '../text/cell.js';
import { textCells } from '../text/cells.js';
import { excerpt } from '../text/excerpt.js';
import { faultList } from '../text/faults.js';
import type { Place } from '../text/place.js';
import type { Cell, Grid } from './grid.js';

/** Signs that programs print for a zero that is not stored. */
const ZEROS: ReadonlySet<string> = new Set(['⋅', '.', '·']);

/**
 * A cell as the other readers know it: without the ways of writing that only one language has.
 *
 * @example plainCell('1_000') // => '1000'
 * @example plainCell("float('-inf')") // => '-inf'
 * @example plainCell('np.sqrt(2)**2') // => 'sqrt(2)^2'
 */
export function plainCell(text: string): string {
  if (/^[+-]?[\d.]+(?:[eE][+-]?\d+)?$/.test(text)) return text === '.' ? '0' : text;
  if (ZEROS.has(text)) return '0';
  return text
    .replace(/(?<=\d)_(?=\d)/g, '')
    .replace(/\bfloat\s*\(\s*(["'])\s*([-+]?\w+)\s*\1\s*\)/g, '$2')
    .replace(/\b(?:np|numpy)\.(?:float|int|uint|bool)\w*\(([^()]*)\)/g, '$1')
    .replace(/\b(?:np|numpy|jnp|math|torch|tf|mx|Math)\.(?=[A-Za-z])/g, '')
    .replace(/∞/g, 'inf')
    .replace(/\b(Inf|NaN)(?:16|32|64)\b/g, '$1')
    .replace(/(?<=\d)f(?=[-+]?\d)/g, 'e')
    .replace(/(?<=\d)\/\/(?=\d)/g, '/')
    .replace(/\*\*/g, '^')
    .trim();
}

/**
 * The numbers of a printed grid.
 *
 * @throws AttnError with every cell that is no number
 */
export async function tensorOf(grid: Grid, text: string, place: Place): Promise<Tensor> {
  const { shape, cells, factor, dtype, rows, columns } = grid;
  const faults = faultList();
  const texts = textCells(place, faults);
  const data = new Float64Array(cells.length);
  const pending: { index: number; plain: string }[] = [];
  let booleans = 0;
  const ask = ({ text: cell, at }: Cell, plain: string): void =>
    texts.add(plain, at, cell.length, () => ({
      excerpt: { written: excerpt(text, lineStart(text, at), lineEnd(text, at), at, cell.length) },
    }));
  for (const [index, cell] of cells.entries()) {
    const plain = plainCell(cell.text);
    const number = numberCell(plain);
    if (number === undefined) {
      pending.push({ index, plain });
      ask(cell, plain);
    } else {
      data[index] = number;
      if (/^(?:true|false)$/i.test(plain)) booleans++;
    }
  }
  if (factor) ask(factor, plainCell(factor.text));
  const numbers = await texts.resolve();
  faults.throwIfAny();
  for (const { index, plain } of pending) data[index] = numbers.get(plain)!;
  const scale = factor && (numberCell(plainCell(factor.text)) ?? numbers.get(plainCell(factor.text)));
  if (scale !== undefined) scaleBy(data, scale, factor!);
  const decimals = decimalsOf(cells, scale);
  return tensor(shape, data, {
    dtype: booleans === data.length ? 'bool' : (dtype ?? 'float64'),
    ...(rows && { rows }),
    ...(columns && { columns }),
    ...(decimals !== undefined && { decimals }),
  });
}

/** A power of ten moves the point: 1.5 with the factor 1e-03 is 0.0015, and not the product 0.0015000000000000002. */
function scaleBy(data: Float64Array, scale: number, { text }: Cell): void {
  const power = /^1(?:\.0*)?[eE]([-+]?\d+)$/.exec(text)?.[1];
  for (const [index, value] of data.entries()) {
    const moved = power === undefined || !Number.isFinite(value) ? NaN : Number(movePoint(value, Number(power)));
    data[index] = Number.isNaN(moved) ? value * scale : moved;
  }
}

function movePoint(value: number, by: number): string {
  const [digits, exponent = '0'] = String(value).split('e');
  return `${digits}e${Number(exponent) + by}`;
}

/** The most decimals of any cell; undefined where a cell is an expression or has an exponent, or all are whole numbers. */
function decimalsOf(cells: readonly Cell[], scale: number | undefined): number | undefined {
  let most = 0;
  for (const { text } of cells) {
    const found = /^[+-]?\d*(?:\.(\d*))?$/.exec(text);
    if (!found && numberCell(text) === undefined) return undefined;
    if (/\d[eE]/.test(text)) return undefined;
    most = Math.max(most, found?.[1]?.length ?? 0);
  }
  if (scale !== undefined && most > 0) most = Math.max(0, most - Math.round(Math.log10(Math.abs(scale))));
  return most > 0 ? most : undefined;
}

function lineStart(text: string, at: number): number {
  return Math.max(text.lastIndexOf('\n', at - 1), text.lastIndexOf('\r', at - 1)) + 1;
}

function lineEnd(text: string, at: number): number {
  const end = text.slice(at).search(/[\r\n]/);
  return end < 0 ? text.length : at + end;
}
