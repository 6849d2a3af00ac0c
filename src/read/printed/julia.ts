import { bracketed } from './brackets.js';
import { gridOfRows, gridOfSlices, isElided, Unreadable, type Cell, type Grid } from './grid.js';
import { linesOf, wordsOf, type Line } from './lines.js';

/** `2×3 Matrix{Float64}:`, `2×2×3 Array{Float32, 3}:`, `4-element Vector{Float64}:`, `2×2 adjoint(::Matrix{Float64}) with eltype Float64:` */
const HEADER = /^\s*(?:\d+(?:[×x]\d+)+|\d+-element)\s+\S.*:\s*$/;
/** `[:, :, 1] =` */
const SLICE = /^\s*\[:,\s*:((?:,\s*\d+)+)\]\s*=\s*$/;

export function isJulia(lines: readonly Line[]): boolean {
  return HEADER.test(lines[0]?.text ?? '');
}

/**
 * What Julia's REPL prints of an array. The axes of `A[i, j, k]` stay in this order.
 *
 * @throws Unreadable
 */
export function juliaGrid(text: string, from: number, to: number): Grid {
  const [header, ...lines] = linesOf(text, from, to);
  if (lines.length === 0) throw new Unreadable(header?.at ?? from, { code: 'printed-empty' });
  const isVector = /-element/.test(header!.text);
  if (/-element\s+Vector\{(?:Vector|Array)/.test(header!.text)) {
    const rows = lines.map((line) => [...bracketed(text, line.at, line.at + line.text.length).grid.cells]);
    return gridOfRows(rows);
  }
  const slices: { index: number[]; rows: Cell[][] }[] = [];
  for (const line of lines) {
    const slice = SLICE.exec(line.text);
    if (slice) {
      slices.push({ index: slice[1]!.split(',').slice(1).map(Number), rows: [] });
      continue;
    }
    const words = wordsOf(line);
    const gap = words.find((word) => isElided(word.text));
    if (gap) throw new Unreadable(gap.at, { code: 'printed-elided', found: gap.text, program: 'julia' });
    if (slices.length === 0) slices.push({ index: [], rows: [] });
    slices.at(-1)!.rows.push(words);
  }
  const grid = gridOfSlices(slices.map(({ index, rows }) => ({ index, grid: gridOfRows(rows) })));
  return isVector ? { ...grid, shape: [grid.cells.length] } : grid;
}
