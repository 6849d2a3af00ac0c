import { generator } from '../../src/core/random.js';
import { roundTo } from '../../src/core/round.js';
import { tensor, type Tensor } from '../../src/core/tensor.js';
import {
  CAP,
  SINK,
  how,
  openSoftmax,
  rope,
  sinks,
  someSeen,
  sumOf,
  usual,
  withAlibi,
  type Case,
  type More,
} from './formula-parts.js';
import { attention, list, softmax, swapped, type Inputs, type T4 } from './plain.js';

type Made = NonNullable<More['made']>;
interface Sizes {
  batch?: number;
  heads?: number;
  kvHeads?: number;
  nQ: number;
  nK: number;
  d: number;
  dV?: number;
  size?: number;
}

/** Inputs of other sizes than the probes'. */
function own(
  { batch = 1, heads = 1, kvHeads = heads, nQ, nK, d, dV = d + 1, size = 1 }: Sizes,
  keep: (i: number, j: number) => boolean = () => true,
): Made {
  const { normal } = generator(nQ * 100 + nK);
  const draw = (...shape: number[]): Tensor =>
    tensor(
      shape,
      Float64Array.from({ length: shape.reduce((a, b) => a * b, 1) }, () => Math.fround(size * normal())),
      { dtype: 'float32' },
    );
  return {
    q: draw(batch, heads, nQ, d),
    k: draw(batch, kvHeads, nK, d),
    v: draw(batch, kvHeads, nK, dV),
    mask: tensor(
      [batch, 1, nQ, nK],
      Float64Array.from({ length: batch * nQ * nK }, (_, at) => Number(keep(Math.floor(at / nK) % nQ, at % nK))),
      { dtype: 'bool' },
    ),
  };
}
const eachCell = (t: T4, of: (x: number, b: number, h: number, i: number, m: number) => number): T4 =>
  t.map((hs, b) => hs.map((rows, h) => rows.map((row, i) => row.map((x, m) => of(x, b, h, i, m)))));

const prefix = own({ heads: 2, nQ: 6, nK: 6, d: 4 }, (i, j) => j <= i || j < 4);
const decode = own({ heads: 2, nQ: 1, nK: 5, d: 4 });
const six = own({ heads: 6, kvHeads: 3, nQ: 4, nK: 4, d: 5 });
const open = own({ batch: 2, heads: 3, nQ: 4, nK: 4, d: 5 });
const bottom = (i: number, j: number): boolean => j <= i + 2;
const causal = own({ batch: 2, heads: 4, kvHeads: 2, nQ: 3, nK: 5, d: 6 }, bottom);
const steep = own({ heads: 2, nQ: 4, nK: 5, d: 6, size: 9 });
const large = own({ heads: 2, nQ: 4, nK: 5, d: 6, size: 260 });

/** NaN in the values of the padded key. */
const leaky = {
  ...usual,
  v: { ...usual.v, data: usual.v.data.map((x, at) => (at < 70 && Math.floor(at / 7) % 5 === 4 ? NaN : x)) },
};
/** An additive mask of 0 and −1e9, as a tensor of numbers. */
const additive = tensor([3, 5], [0, 0, -1e9, -1e9, 0, -1e9, 0, 0, 0, -1e9, 0, -1e9, 0, -1e9, 0]);
const bias = tensor(
  [3, 5],
  Array.from({ length: 15 }, (_, at) => ((at * 7) % 11) / 4 - 1),
);
/** A bias by relative distance, T5's buckets of −4 … 4. */
const BUCKETS = [0.3, -1.2, 0.8, 0.1, 0.5, -0.9, 1.4, -0.2, 0.6];
const relative = (of: (i: number, j: number) => number): Tensor =>
  tensor(
    [5, 5],
    Array.from({ length: 25 }, (_, at) => BUCKETS[of(Math.floor(at / 5), at % 5) + 4]!),
  );
const withBias = (at: (i: number, j: number) => number) => how({ score: (s, { i, j }) => s + at(i, j) });

const half = roundTo('float16');
const tf32 = (x: number): number => {
  const bits = new Uint32Array(new Float32Array([x]).buffer);
  bits[0] = (bits[0]! + 0x1000) & ~0x1fff;
  return new Float32Array(bits.buffer)[0]!;
};
const swappedBytes = (t: T4): T4 =>
  eachCell(t, (x) => {
    const view = new DataView(new ArrayBuffer(4));
    view.setFloat32(0, x, true);
    return view.getFloat32(0, false);
  });

/** One row of scores with the sink as one more key, of a value of its own. */
const sinkValue =
  (value: (v: T4, b: number, g: number) => number[]) =>
  (g: Inputs): T4 => {
    const shares: T4 = [];
    const o = attention(g, {
      row: (s, seen, { b, h, i }) => {
        const powers = s.map(Math.exp);
        const sum = sumOf(powers) + Math.exp(SINK[h]!);
        ((shares[b] ??= [])[h] ??= [])[i] = [someSeen(seen) ? Math.exp(SINK[h]!) / sum : 0];
        return someSeen(seen) ? powers.map((p) => p / sum) : s.map(() => 0);
      },
    });
    return eachCell(o, (x, b, h, i, m) => x + shares[b]![h]![i]![0]! * value(g.v, b, Math.floor(h / 2))[m]!);
  };

/** int8 with one step a tensor: the whole numbers. */
const whole = (t: T4): T4 => {
  const step = Math.max(...t.flat(3).map(Math.abs)) / 127;
  return eachCell(t, (x) => Math.round(x / step));
};

/** Cells chosen without any regularity that a mask has. */
const dropped = (b: number, h: number, i: number, m: number): boolean =>
  (11 * b + 7 * h + 5 * i + 3 * m + i * m) % 5 === 2;
const DROP = 0.2;

/** The rest of the catalogue: what needs inputs of its own, or another type. */
export const RARE: readonly Case[] = [
  ['S13', 'mscale² is missing', how({}), { problem: { scale: 0.55 } }],
  [
    'X11',
    'e^S overflows',
    how({
      row: (s) => {
        const p = s.map((x) => Math.fround(Math.exp(x)));
        const sum = Math.fround(sumOf(p));
        return p.map((x) => x / sum);
      },
    }),
    { made: steep },
  ],
  [
    'X14',
    '1e-6 in the denominator',
    how({
      row: (s) => {
        const p = s.map((x) => Math.exp(x - Math.max(...s)));
        return s.map((_, j) => (s[j] === -Infinity ? 0 : p[j]! / (sumOf(p) + 1e-6)));
      },
    }),
  ],
  [
    'X12',
    'the maximum of the whole head is subtracted',
    how({
      all: (s) =>
        s.map((hs) =>
          hs.map((rows) => {
            const max = Math.max(...rows.flat());
            return rows.map((row) => {
              const p = row.map((x) => Math.fround(Math.exp(x - max)));
              const sum = sumOf(p);
              return p.map((x) => x / sum);
            });
          }),
        ),
    }),
    { made: steep },
  ],

  [
    'M8',
    'the bias is scaled with the scores',
    (g) => withBias((i, j) => bias.data[i * 5 + j]! / Math.sqrt(6))(g),
    { problem: { bias } },
  ],
  ['M8', '−100 is added before scaling', how(openSoftmax((s, seen) => s + (seen ? 0 : -100 / Math.sqrt(6))))],
  [
    'M9',
    'mask before softcap',
    how(openSoftmax((s, seen) => CAP * Math.tanh((seen ? s : -Infinity) / CAP))),
    { problem: { softcap: CAP } },
  ],
  [
    'M13',
    'finfo.min twice',
    how({
      row: (s) => {
        const m = s.map((x) => (x === -Infinity ? Math.fround(Math.fround(-3.4028234663852886e38) * 2) : x));
        const max = Math.max(...m);
        const p = m.map((x) => Math.exp(x - max));
        return p.map((x) => x / sumOf(p));
      },
    }),
  ],
  ['M14', 'NaN behind the mask', (g) => attention(g), { made: leaky }],
  [
    'M15',
    'an additive mask taken as Boolean',
    (g) => attention({ ...g, keep: (b, h, i, j) => g.keep(b, h, i, j) && additive.data[i * 5 + j] !== 0 }),
    { made: own({ batch: 2, heads: 4, kvHeads: 2, nQ: 3, nK: 5, d: 6 }), problem: { bias: additive } },
  ],
  [
    'M15',
    'True where the additive mask is 0, read as ignore',
    how({ row: softmax, keep: (_b, _h, i, j) => additive.data[i * 5 + j] !== 0 }),
    {
      made: own({ batch: 2, heads: 4, kvHeads: 2, nQ: 3, nK: 5, d: 6 }),
      problem: { bias: { ...additive, data: additive.data.map((x) => (x === 0 ? 0 : -Infinity)) } },
    },
  ],

  [
    'G6',
    'decoding sees the first key only',
    how({ keep: (_b, _h, _i, j) => j === 0 }),
    { made: decode, problem: { causal: 'bottom-right' } },
  ],
  [
    'G8',
    'padding on the query axis',
    how({ keep: (b, _h, i) => i < [2, 1][b]! }),
    { made: own({ batch: 2, heads: 2, nQ: 4, nK: 4, d: 5 }), problem: { keyLengths: tensor([2], [2, 1]) } },
  ],
  [
    'G21',
    'padded queries computed like the others',
    how({}),
    { made: own({ batch: 2, heads: 2, nQ: 4, nK: 4, d: 5 }), problem: { queryLengths: tensor([2], [2, 3]) } },
  ],
  ['G15', 'a prefix-LM treated as causal', how({ keep: (_b, _h, i, j) => j <= i }), { made: prefix }],

  [
    'H3',
    'BHLD fed as BLHD',
    (g) => swapped(attention({ ...g, q: swapped(g.q), k: swapped(g.k), v: swapped(g.v), keep: () => true, nK: 3 })),
    { made: open },
  ],
  [
    'H4',
    'batch_first is wrong',
    (g) => {
      const turn = (t: T4): T4 =>
        list(t[0]![0]!.length, (i) => list(t[0]!.length, (h) => list(t.length, (b) => t[b]![h]![i]!)));
      return turn(attention({ ...g, q: turn(g.q), k: turn(g.k), v: turn(g.v), keep: () => true, nK: 2 }));
    },
    { made: open },
  ],

  ['R0', 'RoPE is not applied', how({}), { problem: { rope: 'half' } }],
  ['A0', 'ALiBi is not applied', how({}), { problem: { alibi: true } }],
  [
    'R2',
    'a table for interleaved pairs with rotate_half',
    (g) => {
      const mixed = (t: T4): T4 =>
        eachCell(t, (x, b, h, i, m) => {
          const row = t[b]![h]![i]!;
          const angle = i * 10000 ** ((-2 * Math.floor(m / 2)) / 6);
          return Math.fround(x * Math.cos(angle) + (m < 3 ? -row[m + 3]! : row[m - 3]!) * Math.sin(angle));
        });
      return attention({ ...g, q: mixed(g.q), k: mixed(g.k) });
    },
    { problem: { rope: 'half' } },
  ],
  [
    'R9',
    'only a part of each vector is turned',
    (g) => attention({ ...g, q: rope(g.q, { size: 2 }), k: rope(g.k, { size: 2 }) }),
    { problem: { rope: 'half' } },
  ],
  [
    'A3',
    'slopes of six heads by the rule for powers of two',
    how(withAlibi((h, i, j) => -(2 ** ((-8 * (h + 1)) / 6)) * Math.abs(i - j))),
    { made: six, problem: { alibi: true } },
  ],
  [
    'A3',
    'slopes of eight heads for six',
    how(withAlibi((h, i, j) => -(2 ** -(h + 1)) * Math.abs(i - j))),
    { made: six, problem: { alibi: true } },
  ],
  [
    'T1',
    'bias[i − j]',
    (g) => withBias((i, j) => relative((a, b) => a - b).data[i * 5 + j]!)(g),
    { square: true, problem: { bias: relative((i, j) => j - i) } },
  ],
  [
    'T1',
    'one-way buckets',
    (g) => withBias((i, j) => relative((a, b) => Math.min(b - a, 0)).data[i * 5 + j]!)(g),
    { made: own({ heads: 2, nQ: 5, nK: 5, d: 4 }), problem: { bias: relative((i, j) => j - i) } },
  ],
  [
    'T1',
    'the bias multiplied by the scale',
    (g) => withBias((i, j) => relative((a, b) => b - a).data[i * 5 + j]! / Math.sqrt(6))(g),
    { square: true, problem: { bias: relative((i, j) => j - i) } },
  ],
  [
    'K1',
    'the sink has the mean of the values',
    sinkValue((v, b, g) => list(7, (m) => sumOf(v[b]![g]!.map((row) => row[m]!)) / 5)),
    { made: own({ batch: 2, heads: 4, kvHeads: 2, nQ: 3, nK: 5, d: 6 }), problem: sinks },
  ],
  ['K1', 'the sink has a value of ones', sinkValue(() => list(7, () => 1)), { made: causal, problem: sinks }],

  [
    'D3',
    'dropout on the values',
    (g) => attention({ ...g, v: eachCell(g.v, (x, b, h, j, m) => (dropped(b, h, j, m) ? 0 : x / (1 - DROP))) }),
  ],
  [
    'D3',
    'dropout on the values, without 1/(1 − p)',
    (g) => attention({ ...g, v: eachCell(g.v, (x, b, h, j, m) => (dropped(b, h, j, m) ? 0 : x)) }),
    { square: true },
  ],
  ['D3', 'dropout on the scores', how({ score: (s, { b, h, i, j }) => (dropped(b, h, i, j) ? 0 : s / (1 - DROP)) })],
  [
    'D3',
    'dropout on the scores, without 1/(1 − p)',
    how({ score: (s, { b, h, i, j }) => (dropped(b, h, i, j) ? 0 : s) }),
    { made: own({ heads: 2, nQ: 6, nK: 6, d: 4, dV: 8 }) },
  ],

  [
    'N1',
    'float16 throughout',
    (g) =>
      eachCell(
        attention(
          { ...g, q: eachCell(g.q, half), k: eachCell(g.k, half), v: eachCell(g.v, half) },
          {
            similarity: (a, b) => half(sumOf(a.map((x, m) => x * b[m]!))),
            score: half,
            row: (s) => softmax(s).map(half),
          },
        ),
        half,
      ),
    { problem: { dtype: 'float32' } },
  ],
  ['N2', 'the softmax in float16', how({ score: half, row: (s) => softmax(s).map(half) })],
  [
    'N3',
    'Q·Kᵀ overflows in float16',
    how({ similarity: (a, b) => half(sumOf(a.map((x, m) => x * b[m]!))), scale: 1e-5 }),
    { made: large, problem: { scale: 1e-5 } },
  ],
  [
    'N4',
    'TF32',
    (g) =>
      attention(
        { ...g, q: eachCell(g.q, tf32), k: eachCell(g.k, tf32), v: eachCell(g.v, tf32) },
        { weights: (p) => eachCell(p, tf32) },
      ),
  ],
  ['N5', 'V quantised, not scaled back', (g) => attention({ ...g, v: whole(g.v) })],
  ['N5', 'Q and K quantised, not scaled back', (g) => attention({ ...g, q: whole(g.q), k: whole(g.k) })],

  ['P1', 'the bytes of Q in the other order', (g) => attention({ ...g, q: swappedBytes(g.q) })],
  ['P1', 'the bytes of V in the other order', (g) => attention({ ...g, v: swappedBytes(g.v) })],
  ['P1', 'the bytes of OUT in the other order', (g) => swappedBytes(attention(g))],
  [
    'P1',
    'Q in the other memory order',
    (g) =>
      attention({
        ...g,
        q: g.q.map((hs) =>
          hs.map((rows) => list(rows.length, (i) => list(rows[0]!.length, (m) => rows.flat()[m * rows.length + i]!))),
        ),
      }),
  ],
  [
    'P1',
    'the first keys and values taken for column labels',
    (g) =>
      attention({
        ...g,
        k: g.k.map((hs) => hs.map((rows) => rows.slice(1))),
        v: g.v.map((hs) => hs.map((rows) => rows.slice(1))),
        nK: 5,
        keep: () => true,
      }),
    { made: own({ nQ: 4, nK: 6, d: 4 }) },
  ],
  [
    'P1',
    'column labels 0, 1, 2, … taken for a key',
    (g) =>
      attention({
        ...g,
        k: g.k.map((hs) => hs.map((rows) => [rows[0]!.map((_, m) => m), ...rows])),
        v: g.v.map((hs) => hs.map((rows) => [rows[0]!.map((_, m) => m), ...rows])),
        nK: 7,
        keep: () => true,
      }),
    { made: own({ nQ: 4, nK: 6, d: 4 }) },
  ],
];
