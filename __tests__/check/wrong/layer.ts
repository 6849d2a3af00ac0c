import type { Problem } from '../../../src/core/problem.js';
import { tensor, type Tensor } from '../../../src/core/tensor.js';
import { list, type T4 } from '../plain.js';

/** Random numbers for tests: mulberry32, and pairs of normal numbers by Box and Muller. */
export interface Dice {
  uniform: () => number;
  normal: () => number;
  /** A whole number from `least` to `most`. */
  whole: (least: number, most: number) => number;
  of: <T>(...choices: readonly T[]) => T;
}

export function dice(seed: number): Dice {
  let state = (seed * 2654435761) >>> 0;
  const uniform = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
  const whole = (least: number, most: number): number => least + Math.floor(uniform() * (most - least + 1));
  return {
    uniform,
    whole,
    normal: () => Math.sqrt(-2 * Math.log(1 - uniform())) * Math.cos(2 * Math.PI * uniform()),
    of: (...choices) => choices[whole(0, choices.length - 1)]!,
  };
}

const f = Math.fround;

/** Random tensors of a layer, rounded to float32. */
export interface Layer {
  q: T4;
  k: T4;
  v: T4;
  B: number;
  H: number;
  G: number;
  L: number;
  D: number;
  E: number;
}

export function layer(random: Dice, fixed: Partial<Pick<Layer, 'B' | 'H' | 'G' | 'L' | 'D' | 'E'>> = {}): Layer {
  const B = fixed.B ?? random.whole(1, 2);
  const G = fixed.G ?? random.of(1, 2, 4);
  const H = fixed.H ?? (fixed.G === undefined ? G : G * random.whole(1, 3));
  const L = fixed.L ?? random.whole(5, 20);
  const D = fixed.D ?? 2 * random.whole(2, 8);
  const E = fixed.E ?? random.whole(3, 12);
  const made = (heads: number, length: number, size: number): T4 =>
    list(B, () => list(heads, () => list(length, () => list(size, () => f(random.normal())))));
  return { q: made(H, L, D), k: made(G, L, D), v: made(G, L, E), B, H, G, L, D, E };
}

/** Attention by plain loops; everything may be done otherwise. */
export interface Way {
  scale?: number;
  keep?: (i: number, j: number, b: number, h: number) => boolean;
  score?: (s: number, i: number, j: number, h: number, b: number) => number;
  kHead?: (h: number) => number;
  vHead?: (h: number) => number;
  weights?: (scores: number[], at: { i: number; h: number; b: number }) => number[];
  empty?: number;
}

export function softmax(scores: number[]): number[] {
  const max = Math.max(...scores);
  const powers = scores.map((s) => (s === -Infinity ? 0 : Math.exp(s - max)));
  const sum = powers.reduce((a, b) => a + b, 0);
  return powers.map((p) => p / sum);
}

export function attend(q: T4, k: T4, v: T4, way: Way = {}): T4 {
  const D = q[0]![0]![0]!.length;
  const [H, G] = [q[0]!.length, k[0]!.length];
  const scale = way.scale ?? 1 / Math.sqrt(D);
  const group = (h: number): number => Math.floor((h * G) / H);
  const kHead = way.kHead ?? group;
  const vHead = way.vHead ?? group;
  return q.map((heads, b) =>
    heads.map((rows, h) =>
      rows.map((row, i) => {
        const scores = k[b]![kHead(h)]!.map((key, j) => {
          if (way.keep && !way.keep(i, j, b, h)) return -Infinity;
          let s = 0;
          for (let m = 0; m < D; m++) s += row[m]! * key[m]!;
          s *= scale;
          return way.score ? way.score(s, i, j, h, b) : s;
        });
        const values = v[b]![vHead(h)]!;
        const seen = scores.some((s) => s > -Infinity);
        const weights = seen ? (way.weights ?? softmax)(scores, { i, h, b }) : scores.map(() => way.empty ?? 0);
        return values[0]!.map((_, m) => {
          let sum = 0;
          for (let j = 0; j < values.length; j++) sum += weights[j]! * values[j]![m]!;
          return sum;
        });
      }),
    ),
  );
}

/** Nested lists → a tensor of float32. */
export function asTensor(from: T4): Tensor {
  const shape = [from.length, from[0]!.length, from[0]![0]!.length, from[0]![0]![0]!.length];
  return tensor(shape, from.flat(3).map(f), { dtype: 'float32' });
}

export function problemOf({ q, k, v }: Pick<Layer, 'q' | 'k' | 'v'>, more: Partial<Problem> = {}): Problem {
  return { q: asTensor(q), k: asTensor(k), v: asTensor(v), ...more };
}

export const causal = (i: number, j: number): boolean => j <= i;

/** RoPE in halves: pairs (t, t + width/2), features from `first` on. */
export function rope(
  from: T4,
  {
    width,
    first = 0,
    base = 10000,
    over,
    stretch,
  }: { width: number; first?: number; base?: number; over?: number; stretch?: number[] },
  start = 0,
): T4 {
  return from.map((heads) =>
    heads.map((rows) =>
      rows.map((row, i) => {
        const turned = [...row];
        for (let t = 0; t < width / 2; t++) {
          const angle = ((i + start) * base ** ((-2 * t) / (over ?? width))) / (stretch?.[t] ?? 1);
          const [x, y] = [row[first + t]!, row[first + t + width / 2]!];
          turned[first + t] = x * Math.cos(angle) - y * Math.sin(angle);
          turned[first + t + width / 2] = y * Math.cos(angle) + x * Math.sin(angle);
        }
        return turned;
      }),
    ),
  );
}

/** X·W + b: (length, d_in)·(d_in, d_out). */
export function times(x: number[][], w: number[][], bias?: number[]): number[][] {
  return x.map((row) => w[0]!.map((_, n) => row.reduce((sum, one, m) => sum + one * w[m]![n]!, bias?.[n] ?? 0)));
}

/** (length, heads·size) → (1, heads, length, size), and back. */
export function split(x: number[][], heads: number): T4 {
  const size = x[0]!.length / heads;
  return [list(heads, (h) => x.map((row) => row.slice(h * size, (h + 1) * size)))];
}

export function joined([heads]: T4): number[][] {
  return heads![0]!.map((_, i) => heads!.flatMap((rows) => rows[i]!));
}
