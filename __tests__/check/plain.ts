import type { Probe } from '../../src/check/probe.js';
import { tensor, type Tensor } from '../../src/core/tensor.js';

/** Nested lists [batch][head][row][column]: nothing of the project's own code computes in these tests. */
export type T4 = number[][][][];
export interface Place {
  b: number;
  h: number;
  i: number;
}

export interface Inputs {
  q: T4;
  k: T4;
  v: T4;
  keep: (b: number, h: number, i: number, j: number) => boolean;
  nK: number;
  dK: number;
}

const f = Math.fround;

export function nested({ shape, data }: Tensor): T4 {
  const [B, H, L, D] = shape as [number, number, number, number];
  return list(B, (b) => list(H, (h) => list(L, (i) => list(D, (m) => data[((b * H + h) * L + i) * D + m]!))));
}

export function flat(from: T4): Tensor {
  const shape = [from.length, from[0]!.length, from[0]![0]!.length, from[0]![0]![0]!.length];
  return tensor(shape, from.flat(3).map(f), { dtype: 'float32' });
}

export function list<T>(n: number, of: (i: number) => T): T[] {
  return Array.from({ length: n }, (_, i) => of(i));
}

export function inputs(probe: Probe): Inputs {
  const [q, k, v] = [nested(probe.q), nested(probe.k), nested(probe.v)];
  const mask = nested(probe.mask);
  return { q, k, v, keep: (b, _h, i, j) => mask[b]![0]![i]![j] !== 0, nK: k[0]![0]!.length, dK: q[0]![0]![0]!.length };
}

/** What may be done otherwise. */
export interface How {
  scale?: number;
  /** The score after scaling. */
  score?: (s: number, at: Place & { j: number; seen: boolean }) => number;
  keep?: Inputs['keep'];
  /** One row of scores, −∞ where masked, → weights. */
  row?: (scores: number[], seen: boolean[], at: Place) => number[];
  /** All scores → all weights. */
  all?: (scores: T4, seen: (b: number, h: number, i: number, j: number) => boolean) => T4;
  weights?: (p: T4) => T4;
  out?: (o: T4) => T4;
  kvHead?: (h: number) => number;
  similarity?: (q: number[], k: number[]) => number;
  /** Rows that see nobody (0 in this probe's convention). */
  empty?: number;
}

export function softmax(scores: number[]): number[] {
  const max = Math.max(...scores);
  if (max === -Infinity) return scores.map(() => 0);
  const powers = scores.map((s) => f(Math.exp(f(s - max))));
  const sum = powers.reduce((a, b) => f(a + b), 0);
  return powers.map((p) => f(p / sum));
}

export function dot(a: number[], b: number[]): number {
  let sum = 0;
  for (let m = 0; m < a.length; m++) sum = f(sum + f(a[m]! * b[m]!));
  return sum;
}

/** Attention in float32 by plain loops, with something done otherwise. */
export function attention({ q, k, v, keep, nK, dK }: Inputs, how: How = {}): T4 {
  const scale = f(how.scale ?? 1 / Math.sqrt(dK));
  const H = q[0]!.length;
  const group = H / k[0]!.length;
  const kv = how.kvHead ?? ((h: number): number => Math.floor(h / group));
  const seen = how.keep ?? keep;
  const similarity = how.similarity ?? dot;
  const open: T4 = q.map((heads, b) =>
    heads.map((rows, h) =>
      rows.map((query, i) =>
        list(nK, (j) => {
          const s = f(similarity(query, k[b]![kv(h)]![j]!) * scale);
          return how.score ? f(how.score(s, { b, h, i, j, seen: seen(b, h, i, j) })) : s;
        }),
      ),
    ),
  );
  const masked = open.map((heads, b) =>
    heads.map((rows, h) => rows.map((row, i) => row.map((s, j) => (seen(b, h, i, j) ? s : -Infinity)))),
  );
  const row = how.row ?? softmax;
  let p = how.all
    ? how.all(open, seen)
    : masked.map((heads, b) =>
        heads.map((rows, h) =>
          rows.map((scores, i) =>
            row(
              scores,
              scores.map((_, j) => seen(b, h, i, j)),
              { b, h, i },
            ),
          ),
        ),
      );
  if (how.weights) p = how.weights(p);
  const o = p.map((heads, b) =>
    heads.map((rows, h) =>
      rows.map((weights) =>
        list(v[0]![0]![0]!.length, (m) => {
          let sum = 0;
          for (let j = 0; j < nK; j++) sum = f(sum + f(weights[j]! * v[b]![kv(h)]![j]![m]!));
          return sum;
        }),
      ),
    ),
  );
  return how.out ? how.out(o) : o;
}

/** (rows, columns) exchanged in every head. */
export function turned(from: T4): T4 {
  return from.map((heads) => heads.map((rows) => list(rows[0]!.length, (j) => list(rows.length, (i) => rows[i]![j]!))));
}

/** The numbers in their order in memory, under other sizes. */
export function reshaped(from: T4, [B, H, L, D]: readonly [number, number, number, number]): T4 {
  const all = from.flat(3);
  return list(B, (b) => list(H, (h) => list(L, (i) => list(D, (m) => all[((b * H + h) * L + i) * D + m]!))));
}

/** (b, h, i, m) → (b, i, h, m). */
export function swapped(from: T4): T4 {
  return from.map((heads) => list(heads[0]!.length, (i) => heads.map((rows) => rows[i]!)));
}
