import {
  CAP,
  SINK,
  SLOPES,
  WINDOW,
  heads,
  hidden,
  how,
  nobody,
  openSoftmax,
  overGroups,
  pad,
  rope,
  sinkRow,
  sinks,
  someSeen,
  sumOf,
  unit,
  windowed,
  withAlibi,
  type Case,
} from './formula-parts.js';
import { attention, dot, list, reshaped, softmax, swapped, turned, type T4 } from './plain.js';

/** The wrong formulas of most mistakes, with plain loops in float32. */
export const CASES: readonly Case[] = [
  ['S1', 'no scale', how({ scale: 1 })],
  ['S2', 'divided by d_k', how({ scale: 1 / 6 })],
  ['S3', 'multiplied by √d_k', how({ scale: Math.sqrt(6) })],
  ['S4', '1/√d_model', how({ scale: 1 / Math.sqrt(24) })],
  ['S5', '1/√n_k', how({ scale: 1 / Math.sqrt(5) })],
  ['S6', '1/√d_v', how({ scale: 1 / Math.sqrt(7) })],
  [
    'S7',
    'scaled after the softmax',
    how({ scale: 1, weights: (p) => p.map((a) => a.map((m) => m.map((r) => r.map((w) => w / Math.sqrt(6))))) }),
  ],
  ['S8', 'd_k^(−1/4) on Q only', how({ scale: 6 ** -0.25 })],
  ['S9', '⌊√d_k⌋', how({ scale: 1 / 2 })],
  ['S10', 'scale 1 as in T5', how({ scale: 1 })],
  ['S11', 'ln 2 in the scale', how({ scale: Math.LN2 / Math.sqrt(6) })],
  ['S11', 'log₂ e in the scale', how({ scale: Math.LOG2E / Math.sqrt(6) })],
  ['S12', 'd_nope = 4 of 6', how({ scale: 1 / 2 })],

  ['X1', 'softmax over the queries', how(overGroups((b, h, _i, j) => `${b} ${h} ${j}`))],
  ['X2', 'softmax over the heads', how(overGroups((b, _h, i, j) => `${b} ${i} ${j}`))],
  ['X2', 'softmax over the batch', how(overGroups((_b, h, i, j) => `${h} ${i} ${j}`))],
  ['X3', 'softmax over a whole head', how(overGroups((b, h) => `${b} ${h}`))],
  ['X3', 'softmax over all heads', how(overGroups((b) => `${b}`))],
  ['X4', 'no softmax', how({ row: hidden })],
  ['X5', 'e^S without the sum', how({ row: (s) => s.map(Math.exp) })],
  ['X6', 'S/ΣS', how({ row: (s, seen) => (someSeen(seen) ? hidden(s).map((x) => x / sumOf(hidden(s))) : hidden(s)) })],
  ['X7', 'log_softmax', how({ row: (s) => softmax(s).map((w) => (w === 0 ? 0 : Math.log(w))) })],
  ['X8', 'sigmoid', how({ row: (s) => s.map((x) => 1 / (1 + Math.exp(-x))) })],
  [
    'X9',
    'softmax twice, masked twice',
    how({
      row: (s, seen) => (someSeen(seen) ? softmax(softmax(s).map((w, j) => (seen[j] ? w : -Infinity))) : hidden(s)),
    }),
  ],
  ['X9', 'softmax twice, masked once', how({ row: (s, seen) => (someSeen(seen) ? softmax(softmax(s)) : hidden(s)) })],
  [
    'X10',
    'hardmax',
    how({
      row: (s, seen) => s.map((x, j) => (someSeen(seen) && j === s.indexOf(Math.max(...s)) && x > -Infinity ? 1 : 0)),
    }),
  ],
  ['X13', 'softmax-one', how({ row: (s) => s.map((x) => Math.exp(x) / (1 + sumOf(s.map(Math.exp)))) })],
  [
    'X15',
    'the sum counts masked keys',
    how({
      all: (s, seen) =>
        s.map((hs, b) =>
          hs.map((rows, h) => rows.map((row, i) => softmax(row).map((w, j) => (seen(b, h, i, j) ? w : 0)))),
        ),
    }),
  ],
  [
    'X16',
    'online softmax, blocks of 2, output not rescaled',
    how({
      row: (s, seen) => {
        if (!someSeen(seen)) return hidden(s);
        let [max, sum] = [-Infinity, 0];
        const out = s.map(() => 0);
        for (let from = 0; from < s.length; from += 2) {
          const now = Math.max(max, ...s.slice(from, from + 2));
          if (now === -Infinity) continue;
          sum *= Math.exp(max - now);
          max = now;
          for (let j = from; j < Math.min(from + 2, s.length); j++) {
            out[j] = Math.exp(s[j]! - max);
            sum += out[j]!;
          }
        }
        return out.map((p) => p / sum);
      },
    }),
  ],
  [
    'X17',
    'two chunks averaged',
    how({
      row: (s, seen) =>
        someSeen(seen) ? [...softmax(s.slice(0, 3)), ...softmax(s.slice(3))].map((w) => w / 2) : hidden(s),
    }),
  ],

  ['M1', 'mask ignored', how({ keep: () => true })],
  ['M2', 'mask inverted', how(({ keep }) => ({ keep: (b, h, i, j) => !keep(b, h, i, j) }))],
  [
    'M3',
    'masked after the softmax',
    how({
      all: (s, seen) =>
        s.map((hs, b) =>
          hs.map((rows, h) => rows.map((row, i) => softmax(row).map((w, j) => w * Number(seen(b, h, i, j))))),
        ),
    }),
  ],
  ['M4', 'scores times mask', how(openSoftmax((s, seen) => s * Number(seen)))],
  ['M5', '0/1 mask added', how(openSoftmax((s, seen) => s + Number(seen)))],
  ['M5', '1 − mask added', how(openSoftmax((s, seen) => s + Number(!seen)))],
  ['M6', '−10 added', how(openSoftmax((s, seen) => s + (seen ? 0 : -10)))],
  ['M6', 'filled with −5', how(openSoftmax((s, seen) => (seen ? s : -5)))],
  ['M6', 'filled with 1e-9', how(openSoftmax((s, seen) => (seen ? s : 1e-9)))],
  ['M7', 'filled with +1e9', how(openSoftmax((s, seen) => (seen ? s : 1e9)))],
  ['M10', '−∞·0', how(openSoftmax((s, seen) => s + Number(!seen) * -Infinity))],
  [
    'M11',
    '−∞ − (−∞)',
    how({
      row: (s) => {
        const max = Math.max(...s);
        const p = s.map((x) => Math.exp(x - max));
        return p.map((x) => x / sumOf(p));
      },
    }),
  ],
  ['M12', 'mean of the values', how({ row: (s, seen) => (someSeen(seen) ? softmax(s) : s.map(() => 1 / s.length)) })],

  ['G1', 'not causal', how({ keep: (b, _h, i, j) => pad(b, j) && !nobody(b, i) })],
  ['G2', 'top-left', how(({ keep }) => ({ keep: (b, h, i, j) => keep(b, h, i, j) && j <= i }))],
  ['G3', 'j < i', how(({ keep }) => ({ keep: (b, h, i, j) => keep(b, h, i, j) && j < i + 2 }))],
  ['G4', 'one key of the future', how({ keep: (b, _h, i, j) => j <= i + 3 && pad(b, j) && !nobody(b, i) })],
  ['G5', 'upside down', how({ keep: (b, _h, i, j) => j >= i + 2 && pad(b, j) && !nobody(b, i) })],
  ['G7', 'offset n_k', how({ keep: (b, _h, i, j) => j <= i + 5 && pad(b, j) && !nobody(b, i) })],
  ['G9', 'only the causal mask', how({ keep: (_b, _h, i, j) => j <= i + 2 })],
  ['G9', 'padding is lost', how({ keep: (b, _h, i, j) => j <= i + 2 && !nobody(b, i) })],
  ['G11', 'lengths one too short', how({ keep: (b, _h, i, j) => j <= i + 2 && j < [3, 4][b]! && !nobody(b, i) })],
  ['G12', 'the mask of item h mod B', how(({ keep }) => ({ keep: (_b, h, i, j) => keep(h % 2, h, i, j) }))],
  ['G13', 'the given mask is lost', how({ keep: (b, _h, i, j) => j <= i + 2 && pad(b, j) })],
  [
    'G14',
    'padding on the other side',
    how({ keep: (b, _h, i, j) => j <= i + 2 && !(b === 0 && j === 0) && !nobody(b, i) }),
  ],
  ['G10', 'window one too wide', how(windowed(2, 1)), { problem: WINDOW }],
  ['G10', 'window looks back only', how(windowed(1, 0)), { problem: WINDOW }],

  [
    'O1',
    'Q and K swapped',
    (g) =>
      attention(g, {
        all: (s, seen) =>
          turned(s).map((hs, b) =>
            hs.map((rows, h) => rows.map((row, i) => softmax(row.map((x, j) => (seen(b, h, i, j) ? x : -Infinity))))),
          ),
      }),
    { square: true },
  ],
  ['O2', 'V := K', (g) => attention({ ...g, v: g.k }), { square: true }],
  ['O2', 'K and V swapped', (g) => attention({ ...g, k: g.v, v: g.k }), { square: true }],
  ['O3', 'weights transposed', how({ weights: turned }), { square: true }],
  [
    'O4',
    'K reshaped',
    (g) =>
      attention({
        ...g,
        k: g.k.map((hs) =>
          hs.map((rows) => list(rows.length, (j) => list(rows[0]!.length, (m) => rows.flat()[m * rows.length + j]!))),
        ),
      }),
  ],
  ['O6', 'cosine', how({ scale: 1, similarity: (a, b) => dot(unit(a), unit(b)) })],
  ['O7', 'Q normalised', how({ similarity: (a, b) => dot(unit(a), b) })],
  ['O7', 'K normalised', how({ similarity: (a, b) => dot(a, unit(b)) })],
  [
    'O8',
    'residual',
    (g) =>
      attention(g).map((hs, b) =>
        hs.map((rows, h) => rows.map((row, i) => row.map((x, m) => x + g.q[b]![h]![i]![m]!))),
      ),
    { square: true },
  ],
  ['O10', 'V scaled', how({ out: (o) => o.map((a) => a.map((m) => m.map((r) => r.map((x) => x / Math.sqrt(6))))) })],
  ['O11', 'k, q, v = chunk', (g) => attention({ ...g, q: g.k, k: g.q }), { square: true }],

  [
    'H1',
    'split by view',
    (g) =>
      attention({
        ...g,
        q: reshaped(swapped(g.q), [2, 4, 3, 6]),
        k: reshaped(swapped(g.k), [2, 2, 5, 6]),
        v: reshaped(swapped(g.v), [2, 2, 5, 7]),
      }),
  ],
  ['H2', 'joined by view', how({ out: (o) => swapped(reshaped(o, [2, 3, 4, 7])) })],
  [
    'H5',
    'one head',
    (g) => {
      const wide = (t: T4): T4 => swapped(t).map((rows) => [rows.map((row) => row.flat())]);
      const repeat = (t: T4): T4 => t.map((hs) => [hs[0]!, hs[0]!, hs[1]!, hs[1]!]);
      const o = attention({ ...g, q: wide(g.q), k: wide(repeat(g.k)), v: wide(repeat(g.v)) });
      return swapped(reshaped(o, [2, 3, 4, 7]));
    },
  ],
  [
    'H6',
    'heads interleaved',
    (g) => {
      const mixed = (t: T4): T4 =>
        t.map((hs) =>
          hs.map((rows, h) =>
            rows.map((row, i) =>
              row.map((_, m) => {
                const at = m * hs.length + h;
                return hs[Math.floor(at / row.length)]![i]![at % row.length]!;
              }),
            ),
          ),
        );
      return attention({ ...g, q: mixed(g.q), k: mixed(g.k), v: mixed(g.v) });
    },
  ],
  ['H7', 'heads reversed', how({ out: (o) => heads(o, (h) => 3 - h) })],
  [
    'H8',
    'mean of the weights',
    how({
      weights: (p) =>
        p.map((hs) =>
          hs.map(() => hs[0]!.map((row, i) => row.map((_, j) => sumOf(hs.map((one) => one[i]![j]!)) / hs.length))),
        ),
    }),
  ],
  ['H9', 'key heads tiled', how({ kvHead: (h) => h % 2 })],
  ['H10', 'the first key head for all', how({ kvHead: () => 0 })],
  [
    'H11',
    'repeated along the keys',
    (g) => {
      const wrong = (t: T4): T4 =>
        t.map((hs) => list(4, (h) => list(5, (j) => hs[Math.floor(h / 2)]![Math.floor(((h % 2) * 5 + j) / 2)]!)));
      return attention({ ...g, k: wrong(g.k), v: wrong(g.v) });
    },
  ],
  [
    'H12',
    'heads added up',
    how({
      out: (o) =>
        o.map((hs) => hs.map(() => hs[0]!.map((row, i) => row.map((_, m) => sumOf(hs.map((one) => one[i]![m]!)))))),
    }),
  ],
  [
    'H13',
    '(heads, 3, d)',
    (g) => {
      const parts = [g.q, g.k, g.v];
      const take = (part: number): T4 =>
        g.q.map((hs, b) =>
          hs.map((_, h) => {
            const at = h * 3 + part;
            return parts[Math.floor(at / 4)]![b]![at % 4]!;
          }),
        );
      return attention({ ...g, q: take(0), k: take(1), v: take(2) });
    },
    { square: true },
  ],

  [
    'R1',
    'interleaved for half',
    (g) => attention({ ...g, q: rope(g.q, { interleaved: true }), k: rope(g.k, { interleaved: true }) }),
    { problem: { rope: 'half' } },
  ],
  [
    'R3',
    'the queries turned backwards',
    (g) => attention({ ...g, q: rope(g.q, { sign: -1 }), k: rope(g.k) }),
    { problem: { rope: 'half' } },
  ],
  ['R4', 'only Q turned', (g) => attention({ ...g, q: rope(g.q) }), { problem: { rope: 'half' } }],
  ['R4', 'only K turned', (g) => attention({ ...g, k: rope(g.k) }), { problem: { rope: 'half' } }],
  [
    'R5',
    'V turned too',
    (g) => attention({ ...g, q: rope(g.q), k: rope(g.k), v: rope(g.v) }),
    { square: true, problem: { rope: 'half' } },
  ],
  [
    'R6',
    'queries one further',
    (g) => attention({ ...g, q: rope(g.q, { start: 1 }), k: rope(g.k) }),
    { problem: { rope: 'half' } },
  ],
  [
    'R7',
    'base 500000',
    (g) => attention({ ...g, q: rope(g.q, { base: 500000 }), k: rope(g.k, { base: 500000 }) }),
    { problem: { rope: 'half' } },
  ],
  [
    'R8',
    'exponent t/d',
    (g) => attention({ ...g, q: rope(g.q, { exponent: 1 }), k: rope(g.k, { exponent: 1 }) }),
    { problem: { rope: 'half' } },
  ],
  [
    'R10',
    'K turned twice',
    (g) => attention({ ...g, q: rope(g.q), k: rope(rope(g.k)) }),
    { problem: { rope: 'half' } },
  ],

  ['A1', 'sign', how(withAlibi((h, i, j) => SLOPES[h]! * Math.abs(i - j))), { problem: { alibi: true } }],
  [
    'A2',
    'exponents off by one',
    how(withAlibi((h, i, j) => -[1, 0.25, 0.0625, 0.015625][h]! * Math.abs(i - j))),
    { problem: { alibi: true } },
  ],
  [
    'A4',
    'before scaling',
    how(withAlibi((h, i, j) => (-SLOPES[h]! * Math.abs(i - j)) / Math.sqrt(6))),
    { problem: { alibi: true } },
  ],
  ['A5', 'signed', how(withAlibi((h, i, j) => SLOPES[h]! * (j - i))), { problem: { alibi: true } }],
  [
    'A6',
    'from the other corner',
    how(withAlibi((h, i, j) => -SLOPES[h]! * Math.abs(i + 2 - j))),
    { problem: { alibi: true } },
  ],

  ['C1', 'tanh without c', how({ score: (s) => Math.tanh(s / CAP) }), { problem: { softcap: CAP } }],
  ['C2', 'S·tanh(S/c)', how({ score: (s) => s * Math.tanh(s / CAP) }), { problem: { softcap: CAP } }],
  ['C3', 'clamp', how({ score: (s) => Math.max(-CAP, Math.min(CAP, s)) }), { problem: { softcap: CAP } }],
  [
    'C4',
    'before the scale',
    how({ score: (s) => (CAP * Math.tanh((s * Math.sqrt(6)) / CAP)) / Math.sqrt(6) }),
    { problem: { softcap: CAP } },
  ],
  [
    'C5',
    'after the mask',
    how(openSoftmax((s, seen) => (seen ? CAP * Math.tanh(s / CAP) : -CAP))),
    { problem: { softcap: CAP } },
  ],
  ['C6', 'ignored', how({}), { problem: { softcap: CAP } }],
  ['C7', '0 taken as active', how({ score: () => 0 })],
  ['K2', 'scaled sink', how(sinkRow((h) => SINK[h]! / Math.sqrt(6))), { problem: sinks }],
  ['K3', 'sink of the key head', how(sinkRow((h) => SINK[Math.floor(h / 2)]!)), { problem: sinks }],
  ['K4', 'counted twice', how(sinkRow((h) => SINK[h]! + Math.LN2)), { problem: sinks }],
  ['K5', 'renormalised', how({}), { problem: sinks }],
  ['K6', 'sink 0', how(sinkRow(() => 0)), { problem: sinks }],

  [
    'P1',
    'K in the other memory order',
    (g) =>
      attention({
        ...g,
        k: g.k.map((hs) =>
          hs.map((rows) => list(rows.length, (j) => list(rows[0]!.length, (m) => rows.flat()[m * rows.length + j]!))),
        ),
      }),
  ],
  ['P2', 'the first batch item for all', how({ out: (o) => o.map(() => o[0]!) })],
  [
    'P3',
    'shifted by one',
    how({ out: (o) => o.map((hs) => hs.map((rows) => rows.map((_, i) => rows[Math.min(i + 1, rows.length - 1)]!))) }),
  ],
  [
    'P3',
    'the last row is stale',
    how({
      out: (o) => o.map((hs) => hs.map((rows) => rows.map((row, i) => (i === rows.length - 1 ? rows[i - 1]! : row)))),
    }),
  ],
];
