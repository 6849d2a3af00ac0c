import { list, type T4 } from '../plain.js';
import type { Dice, Layer } from './layer.js';

/** Something done to a right output, and what the report has to say first. */
export type Fault = readonly [what: string, says: RegExp, make: (out: T4, made: Layer, random: Dice) => T4];

const each =
  (of: (x: number, i: number, m: number, h: number, b: number) => number) =>
  (out: T4): T4 =>
    out.map((heads, b) => heads.map((rows, h) => rows.map((row, i) => row.map((x, m) => of(x, i, m, h, b)))));

const heads =
  (of: (heads: number[][][]) => number[][][]) =>
  (out: T4): T4 =>
    out.map((item) => of(item));
const rows =
  (of: (rows: number[][]) => number[][]) =>
  (out: T4): T4 =>
    out.map((item) => item.map((head) => of(head)));
const columns =
  (of: (row: number[]) => number[]) =>
  (out: T4): T4 =>
    out.map((item) => item.map((head) => head.map((row) => of(row))));

const swap = <T>(from: readonly T[], a: number, b: number): T[] =>
  from.map((one, at) => (at === a ? from[b]! : at === b ? from[a]! : one));

const rotate = <T>(from: readonly T[], by: number): T[] =>
  from.map((_, at) => from[(((at + by) % from.length) + from.length) % from.length]!);

const bigEndian = (x: number): number => {
  const view = new DataView(new ArrayBuffer(4));
  view.setFloat32(0, x, true);
  return view.getFloat32(0, false);
};

const shared = (from: T4, H: number): T4 => from.map((b) => list(H, (h) => b[Math.floor((h * b.length) / H)]!));

/** Two batch items, four heads, twelve queries and keys, six features of a value: as `faulty` makes them. */
export const FAULTS: readonly Fault[] = [
  ['zeros', /every number of OUT is 0/, each(() => 0)],
  ['ones', /every number of OUT is 1/, each(() => 1)],
  ['a constant', /every number of OUT is 0\.25/, each(() => 0.25)],
  ['NaN everywhere', /every number of OUT is NaN|every allowed key is NaN/, each(() => NaN)],
  ['infinity everywhere', /every number of OUT is ∞/, each(() => Infinity)],
  ['noise', /not correlated/, (out, _made, random) => each(() => 3 * random.normal())(out)],
  ['a copy of V', /a copy of V/, (_out, { v, H }) => shared(v, H)],
  [
    'the mean of V',
    /mean of the values/,
    (_out, { v, H, L, E }) =>
      shared(v, H).map((b) =>
        b.map((h) => list(L, () => list(E, (m) => h.reduce((sum, row) => sum + row[m]!, 0) / L))),
      ),
  ],
  ['the first head only', /every head is a copy of head 0/, heads((of) => of.map(() => of[0]!))],
  ['the last head only', /every head is a copy of head 3/, heads((of) => of.map(() => of.at(-1)!))],
  ['two heads exchanged', /heads 1 and 3 are exchanged/, heads((of) => swap(of, 1, 3))],
  ['heads reversed', /heads are in reverse order/, heads((of) => [...of].reverse())],
  ['heads rotated', /heads are rotated by 1/, heads((of) => rotate(of, 1))],
  [
    'heads in another order',
    /heads are in another order/,
    heads((of) => [of[1]!, of[0]!, of[3]!, of[2]!].map((h) => h)),
  ],
  ['head 2 a copy of head 0', /head 2 is a copy of head 0/, heads((of) => of.map((h, at) => (at === 2 ? of[0]! : h)))],
  ['batch items exchanged', /batch items 0 and 1 are exchanged/, (out) => [out[1]!, out[0]!]],
  ['the first item twice', /every batch item is a copy of batch item 0/, (out) => [out[0]!, out[0]!]],
  ['every row the first', /every row is a copy of row 0/, rows((of) => of.map(() => of[0]!))],
  ['every row the last', /every row is a copy of row 11/, rows((of) => of.map(() => of.at(-1)!))],
  ['rows reversed', /rows are in reverse order/, rows((of) => [...of].reverse())],
  ['rows rotated by 3', /rows are rotated by 3/, rows((of) => rotate(of, 3))],
  ['rows shifted by 1', /rows are shifted by 1/, rows((of) => [...of.slice(1), of.at(-1)!])],
  [
    'rows shifted by 2, zeros before',
    /rows are shifted by 2/,
    rows((of) => [of[0]!, of[0]!].map((r) => r.map(() => 0)).concat(of.slice(0, -2))),
  ],
  ['two rows exchanged', /rows 2 and 7 are exchanged/, rows((of) => swap(of, 2, 7))],
  [
    'tiles of rows exchanged',
    /rows 0–3 and 8–11 are exchanged \(tiles of 4\)/,
    rows((of) => [...of.slice(8), ...of.slice(4, 8), ...of.slice(0, 4)]),
  ],
  [
    'the second tile a copy of the first',
    /rows 4–7 is a copy of rows 0–3/,
    rows((of) => of.map((row, i) => (i > 3 && i < 8 ? of[i - 4]! : row))),
  ],
  ['one row a copy of another', /row 5 is a copy of row 4/, rows((of) => of.map((row, i) => (i === 5 ? of[4]! : row)))],
  ['columns reversed', /columns are in reverse order/, columns((row) => [...row].reverse())],
  ['columns rotated', /columns are rotated by 2/, columns((row) => rotate(row, 2))],
  ['two columns exchanged', /columns 0 and 1 are exchanged/, columns((row) => swap(row, 0, 1))],
  ['halves of the columns exchanged', /columns are rotated by 3/, columns((row) => rotate(row, 3))],
  ['every column the first', /every column is a copy of column 0/, columns((row) => row.map(() => row[0]!))],
  ['the last row zero', /row 11.*zeros/, each((x, i) => (i === 11 ? 0 : x))],
  ['the first row zero', /row 0.*zeros/, each((x, i) => (i === 0 ? 0 : x))],
  ['rows from 8 on zero', /rows 8–11.*zeros/, each((x, i) => (i >= 8 ? 0 : x))],
  ['rows 3–5 zero', /rows 3–5.*zeros/, each((x, i) => (i >= 3 && i < 6 ? 0 : x))],
  ['every fourth row zero', /i mod 4 = 0.*zeros/, each((x, i) => (i % 4 === 0 ? 0 : x))],
  ['odd rows zero', /i mod 2 = 1.*zeros/, each((x, i) => (i % 2 ? 0 : x))],
  ['the last row of every tile zero', /i mod 4 = 3.*zeros/, each((x, i) => (i % 4 === 3 ? 0 : x))],
  ['columns from 4 on zero', /columns 4–5.*zeros/, each((x, _i, m) => (m >= 4 ? 0 : x))],
  ['column 3 zero', /column 3.*zeros/, each((x, _i, m) => (m === 3 ? 0 : x))],
  ['odd columns zero', /c mod 2 = 1.*zeros/, each((x, _i, m) => (m % 2 ? 0 : x))],
  ['head 2 zero', /head 2.*zeros/, each((x, _i, _m, h) => (h === 2 ? 0 : x))],
  ['heads 2–3 zero', /heads 2–3.*zeros/, each((x, _i, _m, h) => (h >= 2 ? 0 : x))],
  ['odd heads zero', /heads 1, 3.*zeros/, each((x, _i, _m, h) => (h % 2 ? 0 : x))],
  ['item 1 zero', /batch item 1.*zeros/, each((x, _i, _m, _h, b) => (b === 1 ? 0 : x))],
  ['head 1 of item 1 zero', /batch item 1, head 1.*zeros/, each((x, _i, _m, h, b) => (b === 1 && h === 1 ? 0 : x))],
  ['row 3 of head 2 zero', /head 2, row 3.*zeros/, each((x, i, _m, h) => (i === 3 && h === 2 ? 0 : x))],
  ['head 2 garbage', /head 2.*-4e8|head 2/, each((x, _i, _m, h) => (h === 2 ? -431602080 : x))],
  ['rows from 8 on NaN', /NaN in rows 8–11/, each((x, i) => (i >= 8 ? NaN : x))],
  ['row 0 NaN', /NaN in row 0/, each((x, i) => (i === 0 ? NaN : x))],
  ['head 1 NaN', /NaN in head 1/, each((x, _i, _m, h) => (h === 1 ? NaN : x))],
  ['item 0 NaN', /NaN in batch item 0/, each((x, _i, _m, _h, b) => (b === 0 ? NaN : x))],
  [
    'one cell infinite',
    /∞ in batch item 1, head 2, row 3, column 4/,
    each((x, i, m, h, b) => (b === 1 && h === 2 && i === 3 && m === 4 ? Infinity : x)),
  ],
  [
    'one cell NaN',
    /NaN in batch item 1, head 2, row 3, column 4/,
    each((x, i, m, h, b) => (b === 1 && h === 2 && i === 3 && m === 4 ? NaN : x)),
  ],
  ['one cell 7', /one cell differs/, each((x, i, m, h, b) => (b === 1 && h === 2 && i === 3 && m === 4 ? 7 : x))],
  [
    'one cell of the other sign',
    /sign bit/,
    each((x, i, m, h, b) => (b === 1 && h === 2 && i === 3 && m === 4 ? -x : x)),
  ],
  [
    'one bit of the exponent',
    /one bit of the exponent/,
    each((x, i, m, h, b) => (b === 1 && h === 2 && i === 3 && m === 4 ? 16 * x : x)),
  ],
  [
    'two cells exchanged',
    /two cells are exchanged/,
    (out) =>
      each((x, i, m, h, b) =>
        b === 0 && h === 0 && i === 0 && m === 0
          ? out[0]![0]![5]![1]!
          : b === 0 && h === 0 && i === 5 && m === 1
            ? out[0]![0]![0]![0]!
            : x,
      )(out),
  ],
  ['the other sign', /other sign/, each((x) => -x)],
  ['without its sign', /without its sign/, each(Math.abs)],
  ['a ReLU', /ReLU/, each((x) => Math.max(x, 0))],
  ['clipped', /clipped to -0\.3 … 0\.3/, each((x) => Math.min(Math.max(x, -0.3), 0.3))],
  ['clipped above', /clipped at 0\.2/, each((x) => Math.min(x, 0.2))],
  ['rounded', /rounded to whole numbers/, each((x) => Math.round(x) + 0)],
  ['an integer type', /cut to whole numbers/, each((x) => Math.trunc(x) + 0)],
  ['squared', /squared/, each((x) => x * x)],
  ['a tanh', /tanh/, each(Math.tanh)],
  ['a sigmoid', /sigmoid/, each((x) => 1 / (1 + Math.exp(-x)))],
  ['doubled', /multiplied by 2/, each((x) => 2 * x)],
  ['halved', /multiplied by 0\.5/, each((x) => x / 2)],
  ['times 1.1', /multiplied by 1\.1/, each((x) => 1.1 * x)],
  ['bytes in the other order', /bytes of OUT are in the other order/, each((x) => bigEndian(x))],
];
