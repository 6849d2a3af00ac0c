import { probe, type Probe } from '../../src/check/probe.js';
import type { Problem } from '../../src/core/problem.js';
import { tensor } from '../../src/core/tensor.js';
import { attention, dot, softmax, type How, type Inputs, type T4 } from './plain.js';

export const usual = probe('usual');
export const square = probe('square');
[usual, square].forEach((one) => Object.values(one).forEach(Object.freeze));

/** A mistake and its wrong formula, on one of the probes or on inputs of its own. */
export interface More {
  square?: true;
  made?: Probe;
  problem?: Problem;
}
export type Case = readonly [id: string, what: string, wrong: (given: Inputs) => T4, more?: More];

export const how =
  (change: How | ((given: Inputs) => How)) =>
  (given: Inputs): T4 =>
    attention(given, typeof change === 'function' ? change(given) : change);
export const pad = (b: number, j: number): boolean => !(b === 0 && j === 4);
export const nobody = (b: number, i: number): boolean => b === 1 && i === 1;
export const hidden = (scores: number[]): number[] => scores.map((s) => (s === -Infinity ? 0 : s));
export const sumOf = (row: number[]): number => row.reduce((a, b) => a + b, 0);
export const size = (row: number[]): number => Math.sqrt(dot(row, row));
export const unit = (row: number[]): number[] => row.map((x) => x / size(row));
export const someSeen = (seen: boolean[]): boolean => seen.some(Boolean);
/** Weights from open scores, all at once, −∞ put in by hand. */
export const overGroups = (group: (b: number, h: number, i: number, j: number) => string): How => ({
  all: (s, seen) => {
    const sums = new Map<string, number>();
    const each = (visit: (b: number, h: number, i: number, j: number, x: number) => void): void =>
      s.forEach((hs, b) =>
        hs.forEach((rows, h) => rows.forEach((row, i) => row.forEach((x, j) => visit(b, h, i, j, x)))),
      );
    each((b, h, i, j, x) => {
      if (seen(b, h, i, j)) sums.set(group(b, h, i, j), (sums.get(group(b, h, i, j)) ?? 0) + Math.exp(x));
    });
    return s.map((hs, b) =>
      hs.map((rows, h) =>
        rows.map((row, i) => row.map((x, j) => (seen(b, h, i, j) ? Math.exp(x) / sums.get(group(b, h, i, j))! : 0))),
      ),
    );
  },
});
export const openSoftmax = (change: (s: number, seen: boolean) => number): How => ({
  all: (s, seen) =>
    s.map((hs, b) =>
      hs.map((rows, h) => rows.map((row, i) => softmax(row.map((x, j) => change(x, seen(b, h, i, j)))))),
    ),
});
export const heads = (from: T4, of: (h: number) => number): T4 => from.map((hs) => hs.map((_, h) => hs[of(h)]!));

/** RoPE by its definition: pairs turned by position·base^(−2t/d). */
export function rope(
  rows: T4,
  {
    interleaved = false,
    base = 10000,
    start = 0,
    sign = 1,
    exponent = 2,
    size: part,
  }: { interleaved?: boolean; base?: number; start?: number; sign?: number; exponent?: number; size?: number } = {},
): T4 {
  return rows.map((hs) =>
    hs.map((all) =>
      all.map((row, i) => {
        const d = part ?? row.length;
        const out = [...row];
        for (let t = 0; t < d / 2; t++) {
          const [x, y] = interleaved ? [2 * t, 2 * t + 1] : [t, t + d / 2];
          const angle = sign * (i + start) * base ** ((-exponent * t) / d);
          out[x] = Math.fround(row[x]! * Math.cos(angle) - row[y]! * Math.sin(angle));
          out[y] = Math.fround(row[x]! * Math.sin(angle) + row[y]! * Math.cos(angle));
        }
        return out;
      }),
    ),
  );
}

export const SLOPES = [0.25, 0.0625, 0.015625, 0.00390625];
export const withAlibi = (bias: (h: number, i: number, j: number) => number): How => ({
  score: (s, { h, i, j }) => s + bias(h, i, j),
});
export const SINK = [0.7, -0.4, 1.1, 0.2];
export const sinkRow = (sink: (h: number) => number): How => ({
  row: (scores, seen, { h }) => {
    const powers = scores.map(Math.exp);
    const sum = sumOf(powers) + Math.exp(sink(h));
    return someSeen(seen) ? powers.map((p) => p / sum) : scores.map(() => 0);
  },
});
export const sinks = { sink: tensor([4], SINK) };
export const CAP = 0.9;
export const WINDOW: Problem = { window: [1, 1] };
export const windowed =
  (before: number, after: number) =>
  ({ keep }: Inputs): How => ({ keep: (b, h, i, j) => keep(b, h, i, j) && j >= i - before && j <= i + after });
