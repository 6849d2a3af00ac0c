import type { Tensor4 } from '../../core/index.js';
import { ENOUGH, same, type Scene, type Seen, type Sight } from './seen.js';

/** For each index of an axis, which index of the right output its numbers come from; −1 for none. */
type Sources = readonly number[];

const AXES = [
  { axis: 1, one: 'head', many: 'heads', id: 'H7', letter: 'h' },
  { axis: 0, one: 'batch item', many: 'batch items', id: 'P2', letter: 'b' },
  { axis: 2, one: 'row', many: 'rows', id: 'P3', letter: 'i' },
  { axis: 3, one: 'column', many: 'columns', id: 'P6', letter: 'c' },
] as const;

type Axis = (typeof AXES)[number];

const LOOK: Readonly<Record<Axis['id'], { lookFor: string; instead: string }>> = {
  H7: {
    lookFor: 'flip, roll, an index of the head, an order of heads from a checkpoint',
    instead: 'head h of q with head h of the output',
  },
  P2: { lookFor: 'k[0], expand of a batch of 1, an index of the batch item', instead: 'out[b] from q[b], k[b], v[b]' },
  P3: { lookFor: 'an index of the row that is off, a tile that is written to the wrong place', instead: 'Y[i] = O[i]' },
  P6: {
    lookFor: 'the features of the output: halves, pairs, an order of columns',
    instead: 'column c of the output from column c of v',
  },
};

/** Heads, batch items, rows or columns of the right output at the wrong place, or one of them in place of others. */
export const order: Sight = (scene) => {
  if (scene.actual.data.length < ENOUGH) return undefined;
  for (const axis of AXES) {
    const seen = orderAlong(scene, axis);
    if (seen) return seen;
  }
  return undefined;
};

function orderAlong(scene: Scene, axis: Axis): Seen | undefined {
  const n = scene.right.shape[axis.axis];
  if (n < 2) return undefined;
  const sources = sourcesOf(scene, axis.axis);
  if (!sources) return undefined;
  const text = orderText(sources, axis);
  return text === undefined
    ? undefined
    : { ids: [axis.id], title: text[0], formula: text[1], ...LOOK[axis.id], sure: true };
}

/** So much of an axis may come from nowhere: what is shifted leaves a gap. */
const GAP = 0.34;

function sourcesOf({ right, actual, near }: Scene, axis: 0 | 1 | 2 | 3): Sources | undefined {
  const n = right.shape[axis];
  const { cells, step } = slices(right, axis);
  const size = cells.length;
  if (size < 2 && axis !== 2) return undefined;
  const equal = (a: number, c: number): boolean => {
    for (const at of cells) if (!same(actual.data[at + a * step]!, right.data[at + c * step]!, near)) return false;
    return true;
  };
  const sources: number[] = [];
  let missing = 0;
  let shift = 0;
  for (let a = 0; a < n; a++) {
    // The last shift first: then its neighbours; most outputs are no rearrangement, which few indices tell.
    const guesses = [a, a + shift, (((a + shift) % n) + n) % n];
    let source = guesses.find((c) => c >= 0 && c < n && equal(a, c)) ?? -1;
    for (let c = 0; source < 0 && c < n; c++) if (equal(a, c)) source = c;
    if (source >= 0) shift = source - a;
    else if (++missing > Math.max(1, GAP * n)) return undefined;
    sources.push(source);
  }
  return missing === n ? undefined : sources;
}

/** Where the cells of the first slice along an axis lie in memory, and how far apart two slices are. */
function slices({ shape }: Tensor4, axis: 0 | 1 | 2 | 3): { cells: Int32Array; step: number } {
  const steps = [shape[1] * shape[2] * shape[3], shape[2] * shape[3], shape[3], 1];
  const step = steps[axis]!;
  const all = shape[0] * steps[0]!;
  const cells = new Int32Array(all / shape[axis]);
  let count = 0;
  for (let outer = 0; outer < all; outer += step * shape[axis])
    for (let inner = 0; inner < step; inner++) cells[count++] = outer + inner;
  return { cells, step };
}

/** What these sources are, in words and as a formula. */
function orderText(sources: Sources, { one, many, letter }: Axis): readonly [string, string] | undefined {
  const n = sources.length;
  const moved = [...sources.keys()].filter((a) => sources[a] !== a);
  const lost = moved.filter((a) => sources[a] === -1);
  if (moved.length === 0 || moved.length === lost.length) return undefined;
  const at = (of: string): string => `OUT[${letter}] = O[${of}]`;
  const kept = moved.filter((a) => sources[a] !== -1);
  if (lost.length === 0) {
    const [a, b] = moved;
    if (moved.length === 2 && sources[a!] === b && sources[b!] === a)
      return [`${many} ${a} and ${b} are exchanged`, `OUT[${a}] = O[${b}], OUT[${b}] = O[${a}]`];
    if (sources.every((source) => source === sources[0]))
      return [`every ${one} is a copy of ${one} ${sources[0]}`, at(String(sources[0]))];
    if (sources.every((source, i) => source === n - 1 - i))
      return [`the ${many} are in reverse order`, at(`n − 1 − ${letter}`)];
    const turn = ((sources[0]! % n) + n) % n;
    if (turn !== 0 && sources.every((source, i) => source === (i + turn) % n)) {
      const by = turn <= n / 2 ? turn : turn - n;
      return [
        `the ${many} are rotated by ${Math.abs(by)}`,
        at(`(${letter} ${by < 0 ? '−' : '+'} ${Math.abs(by)}) mod n`),
      ];
    }
  }
  const shift = sources[kept[0]!]! - kept[0]!;
  if (
    kept.length > n / 2 &&
    kept.every((i) => sources[i]! - i === shift || sources[i] === Math.min(Math.max(i + shift, 0), n - 1))
  ) {
    const sign = shift < 0 ? '−' : '+';
    return [`the ${many} are shifted by ${Math.abs(shift)}`, at(`${letter} ${sign} ${Math.abs(shift)}`)];
  }
  if (lost.length > 0) return undefined;
  const tile = tileOf(sources);
  if (tile !== undefined) {
    const tiles = sources.filter((_, i) => i % tile === 0).map((source) => source / tile);
    const off = [...tiles.keys()].filter((t) => tiles[t] !== t);
    const [a, b] = off;
    if (off.length === 2 && tiles[a!] === b && tiles[b!] === a)
      return [
        `${many} ${a! * tile}–${a! * tile + tile - 1} and ${b! * tile}–${b! * tile + tile - 1} are exchanged (tiles of ${tile})`,
        `tile ${a} and tile ${b} exchanged`,
      ];
    const [from] = off.map((t) => tiles[t]);
    if (off.every((t) => tiles[t] === from) && off.length > 0)
      return [
        `${off.length === 1 ? `the tile ${many} ${a! * tile}–${a! * tile + tile - 1} is a copy` : `${off.length} tiles of ${tile} ${many} are copies`} of ${many} ${from! * tile}–${from! * tile + tile - 1}`,
        `OUT tile = O tile ${from}`,
      ];
  }
  if (moved.length === 1)
    return [
      `${one} ${moved[0]} is a copy of ${one} ${sources[moved[0]!]}`,
      `OUT[${moved[0]}] = O[${sources[moved[0]!]}]`,
    ];
  const sorted = [...sources].sort((x, y) => x - y).every((source, i) => source === i);
  const list = n <= 16 ? `: ${sources.join(' ')}` : '';
  return sorted
    ? [`the ${many} are in another order${list}`, `OUT[${letter}] = O[π(${letter})]`]
    : [`${many} are copies of others${list}`, `OUT[${letter}] = O[source(${letter})]`];
}

/** The size of the tiles that are moved whole, where there is one. */
function tileOf(sources: Sources): number | undefined {
  for (let tile = Math.floor(sources.length / 2); tile > 1; tile--) {
    if (sources.length % tile !== 0) continue;
    if (sources.every((source, i) => source % tile === i % tile && source - (i % tile) === sources[i - (i % tile)]))
      return tile;
  }
  return undefined;
}
