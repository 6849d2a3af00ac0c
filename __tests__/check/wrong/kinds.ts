import type { Problem } from '../../../src/core/problem.js';
import { matrix, tensor, type Tensor } from '../../../src/core/tensor.js';
import { list, type T4 } from '../plain.js';
import { asTensor, attend, causal, joined, layer, problemOf, rope, softmax, split, times, type Dice } from './layer.js';

/** A wrong implementation and the problem that it was meant to solve. */
export interface Made {
  problem: Problem;
  actual: Tensor;
}

/** A kind of wrong implementation: ids of which one has to be in the first entry, and how one is made. */
export type Kind = readonly [ids: readonly string[], what: string, make: (random: Dice) => Made];

const f = Math.fround;

/** The slopes of ALiBi for a power of two of heads. */
const slopes = (n: number): number[] => list(n, (h) => 2 ** ((-8 * (h + 1)) / n));

const alibi = (slope: (h: number) => number) => (s: number, i: number, j: number, h: number) =>
  s - slope(h) * Math.abs(i - j);

const ALIBI: readonly Kind[] = (
  [
    ['in reverse', ['A2'], (h, n) => slopes(n)[n - 1 - h]!],
    ['one for all', ['A2'], (_h, n) => slopes(n)[0]!],
    ['of one rank', ['A2'], (h, n) => slopes(n / 2)[h % (n / 2)]!],
  ] as const satisfies readonly (readonly [string, string[], (h: number, n: number) => number])[]
).map(([what, ids, of]): Kind => [
  ids,
  `slopes of ALiBi ${what}`,
  (random) => {
    const H = random.of(4, 8);
    const made = layer(random, { H, G: H });
    return {
      problem: problemOf(made, { causal: 'top-left', alibi: true }),
      actual: asTensor(attend(made.q, made.k, made.v, { keep: causal, score: alibi((h) => of(h, H)) })),
    };
  },
]);

/** Queries and new keys at the end of a cache. */
function cached(random: Dice): { made: ReturnType<typeof layer>; past: number; q: T4; problem: Problem } {
  const made = layer(random);
  const past = random.whole(2, made.L - 2);
  const part = (from: T4, start: number, end?: number): T4 => from.map((b) => b.map((h) => h.slice(start, end)));
  const q = part(made.q, past);
  return {
    made,
    past,
    q,
    problem: {
      q: asTensor(q),
      k: asTensor(part(made.k, past)),
      v: asTensor(part(made.v, past)),
      pastKey: asTensor(part(made.k, 0, past)),
      pastValue: asTensor(part(made.v, 0, past)),
      causal: 'offset',
    },
  };
}

const CACHE: readonly Kind[] = [
  [
    ['B1'],
    'the cache is ignored',
    (random) => {
      const { made, past, q, problem } = cached(random);
      const keep = (i: number, j: number): boolean => j >= past && j <= i + past;
      return { problem, actual: asTensor(attend(q, made.k, made.v, { keep })) };
    },
  ],
  [
    ['B2'],
    'the cache stands behind the new keys',
    (random) => {
      const { made, past, q, problem } = cached(random);
      const back = (from: T4): T4 => from.map((b) => b.map((h) => [...h.slice(past), ...h.slice(0, past)]));
      const keep = (i: number, j: number): boolean => j <= i + past;
      return { problem, actual: asTensor(attend(q, back(made.k), back(made.v), { keep })) };
    },
  ],
  [
    ['B3'],
    'empty slots of a static cache in the denominator',
    (random) => {
      const { made, past, q, problem } = cached(random);
      const slots = random.whole(2, 130);
      const weights = (scores: number[]): number[] =>
        softmax([...scores, ...list(slots, () => 0)]).slice(0, scores.length);
      return {
        problem,
        actual: asTensor(attend(q, made.k, made.v, { keep: (i, j) => j <= i + past, weights })),
      };
    },
  ],
  [
    ['B4'],
    'the new keys appended twice',
    (random) => {
      const { made, past, q, problem } = cached(random);
      const weights = (scores: number[]): number[] => {
        const both = softmax([...scores, ...scores.slice(past)]);
        return scores.map((_, j) => both[j]! + (j >= past ? both[scores.length + j - past]! : 0));
      };
      return {
        problem,
        actual: asTensor(attend(q, made.k, made.v, { keep: (i, j) => j <= i + past, weights })),
      };
    },
  ],
  [
    ['G20'],
    'the last key is dropped',
    (random) => {
      const made = layer(random);
      return {
        problem: problemOf(made),
        actual: asTensor(attend(made.q, made.k, made.v, { keep: (_i, j) => j < made.L - 1 })),
      };
    },
  ],
  [
    ['G20'],
    'the last partial block of keys is dropped',
    (random) => {
      const size = random.of(4, 8, 16);
      const made = layer(random, { L: size * random.whole(1, 3) + random.whole(2, size - 1) });
      const full = made.L - (made.L % size);
      return {
        problem: problemOf(made),
        actual: asTensor(attend(made.q, made.k, made.v, { keep: (_i, j) => j < full })),
      };
    },
  ],
];

/** Which document a token belongs to, from where they begin. */
const documentOf = (edges: readonly number[], i: number): number => edges.filter((edge) => edge <= i).length;

function packed(random: Dice, wrong: (edges: number[], random: Dice) => number[], how: 'mask' | 'documents'): Made {
  const made = layer(random, { L: random.whole(9, 20) });
  const first = random.whole(2, 4);
  const edges = [first, first + random.whole(2, 3)];
  const same = (of: readonly number[]) => (i: number, j: number) => documentOf(of, i) === documentOf(of, j);
  const right = same(edges);
  const other = same(wrong(edges, random));
  const more: Partial<Problem> =
    how === 'mask'
      ? { mask: matrix(list(made.L, (i) => list(made.L, (j) => (right(i, j) ? 1 : 0)))) }
      : {
          documents: tensor(
            [made.L],
            list(made.L, (i) => documentOf(edges, i)),
          ),
        };
  return {
    problem: problemOf(made, { causal: 'top-left', ...more }),
    actual: asTensor(attend(made.q, made.k, made.v, { keep: (i, j) => j <= i && other(i, j) })),
  };
}

const DOCUMENTS: readonly Kind[] = [
  [['G13'], 'all boundaries one further, a mask', (random) => packed(random, (e) => e.map((one) => one + 1), 'mask')],
  [
    ['G13'],
    'all boundaries one earlier, documents',
    (random) => packed(random, (e) => e.map((one) => one - 1), 'documents'),
  ],
  [['G13'], 'one boundary moved', (random) => packed(random, ([a, b]) => [a!, b! + 1], random.of('mask', 'documents'))],
  [['G13'], 'one boundary missing', (random) => packed(random, ([a]) => [a!], random.of('mask', 'documents'))],
  [['G13'], 'no boundaries', (random) => packed(random, () => [], random.of('mask', 'documents'))],
  [
    ['G16'],
    'chunks instead of a window',
    (random) => {
      const made = layer(random, { L: random.whole(10, 20) });
      const reach = random.whole(2, 4);
      const size = reach + 1;
      return {
        problem: problemOf(made, { causal: 'top-left', window: [reach, -1] }),
        actual: asTensor(
          attend(made.q, made.k, made.v, {
            keep: (i, j) => j <= i && Math.floor(i / size) === Math.floor(j / size),
          }),
        ),
      };
    },
  ],
  [
    ['G16'],
    'a window instead of chunks',
    (random) => {
      const size = random.whole(3, 5);
      const made = layer(random, { L: random.whole(2 * size + 1, 20) });
      return {
        problem: problemOf(made, { causal: 'top-left', chunk: size }),
        actual: asTensor(attend(made.q, made.k, made.v, { keep: (i, j) => j <= i && j > i - size })),
      };
    },
  ],
  [
    ['G22'],
    'padded queries zeroed',
    (random) => {
      const made = layer(random, { B: 2, L: random.whole(6, 12) });
      const lengths = [made.L, random.whole(2, made.L - 2)];
      return {
        problem: problemOf(made, { keyLengths: tensor([2], lengths) }),
        actual: asTensor(attend(made.q, made.k, made.v, { keep: (i, j, b) => i < lengths[b]! && j < lengths[b]! })),
      };
    },
  ],
  [
    ['G22', 'M12'],
    'an outer product of the padding mask, −1e9 for masked scores',
    (random) => {
      const made = layer(random, { B: 2, L: random.whole(6, 12) });
      const lengths = [made.L, random.whole(2, made.L - 2)];
      return {
        problem: problemOf(made, { keyLengths: tensor([2], lengths) }),
        actual: asTensor(
          attend(made.q, made.k, made.v, {
            keep: (i, j, b) => i < lengths[b]! && j < lengths[b]!,
            empty: 1 / made.L,
          }),
        ),
      };
    },
  ],
];

/** A layer from X, with W_O: everything as nested lists, one batch item. */
function projected(
  random: Dice,
  biases = false,
): {
  x: number[][];
  w: Record<'q' | 'k' | 'v' | 'o', number[][]>;
  b: Partial<Record<'q' | 'k' | 'v' | 'o', number[]>>;
  heads: number;
  problem: Problem;
} {
  const heads = random.of(1, 2, 4);
  const size = heads * random.whole(2, 4);
  const length = random.whole(3, 8);
  const numbers = (rows: number, columns: number): number[][] =>
    list(rows, () => list(columns, () => f(random.normal())));
  const x = numbers(length, size);
  const w = {
    q: numbers(size, size),
    k: numbers(size, size),
    v: numbers(size, size),
    o: numbers(size, size),
  };
  const names = ['q', 'k', 'v', 'o'] as const;
  const b = biases
    ? (Object.fromEntries(names.map((name) => [name, numbers(1, size)[0]!])) as Record<
        (typeof names)[number],
        number[]
      >)
    : ({} as Partial<Record<(typeof names)[number], number[]>>);
  const single = (from: number[][]): Tensor => ({ ...matrix(from), dtype: 'float32' });
  return {
    x,
    w,
    b,
    heads,
    problem: {
      x: single(x),
      wq: single(w.q),
      wk: single(w.k),
      wv: single(w.v),
      wo: single(w.o),
      heads,
      ...(biases &&
        Object.fromEntries(names.map((name) => [`b${name}`, tensor([size], b[name]!, { dtype: 'float32' })]))),
    },
  };
}

type Parts = ReturnType<typeof projected>;

function layerOf(
  { x, w, b, heads }: Parts,
  change: {
    x?: (x: number[][]) => number[][];
    w?: Partial<Parts['w']>;
    b?: Parts['b'];
    v?: number[][];
    after?: (y: number[][], x: number[][]) => number[][];
    weights?: (scores: number[]) => number[];
  } = {},
): Tensor {
  const from = change.x ? change.x(x) : x;
  const matrices = { ...w, ...change.w };
  const biases = { ...b, ...change.b };
  const part = (name: 'q' | 'k' | 'v'): T4 => split(times(from, matrices[name], biases[name]), heads);
  const v = change.v ? split(change.v, heads) : part('v');
  const out = joined(attend(part('q'), part('k'), v, change.weights && { weights: change.weights }));
  const y = times(out, matrices.o, biases.o);
  return { ...matrix((change.after ? change.after(y, x) : y).map((row) => row.map(f))), dtype: 'float32' };
}

const layerNorm = (x: number[][]): number[][] =>
  x.map((row) => {
    const mean = row.reduce((a, b) => a + b, 0) / row.length;
    const variance = row.reduce((a, b) => a + (b - mean) ** 2, 0) / row.length;
    return row.map((one) => (one - mean) / Math.sqrt(variance + 1e-5));
  });

const zeros = (n: number): number[] => list(n, () => 0);

const PROJECTIONS: readonly Kind[] = [
  [
    ['O8'],
    'X + Y',
    (random) => {
      const parts = projected(random);
      const actual = layerOf(parts, { after: (y, x) => y.map((row, i) => row.map((one, m) => one + x[i]![m]!)) });
      return { problem: parts.problem, actual };
    },
  ],
  [
    ['O8'],
    'LayerNorm(X + Y)',
    (random) => {
      const parts = projected(random);
      const after = (y: number[][], x: number[][]): number[][] =>
        layerNorm(y.map((row, i) => row.map((one, m) => one + x[i]![m]!)));
      return { problem: parts.problem, actual: layerOf(parts, { after }) };
    },
  ],
  [
    ['D1'],
    'dropout before W_O',
    (random) => {
      // As many keys as features of a head at most: then W_O and V can be undone.
      const parts = { ...projected(random), heads: 1 };
      const x = parts.x.slice(0, 3);
      const p = random.of(0.1, 0.25, 0.5);
      let dropped = 0;
      const weights = (scores: number[]): number[] =>
        softmax(scores).map((w) => (dropped++ === 1 || random.uniform() < p ? 0 : w / (1 - p)));
      return {
        problem: { ...parts.problem, heads: 1, x: { ...matrix(x), dtype: 'float32' } },
        actual: layerOf({ ...parts, x }, { weights }),
      };
    },
  ],
  [
    ['O12'],
    'no biases of Q, K and V',
    (random) => {
      const parts = projected(random, true);
      const none = zeros(parts.x[0]!.length);
      return { problem: parts.problem, actual: layerOf(parts, { b: { q: none, k: none, v: none } }) };
    },
  ],
  [
    ['O12'],
    'no bias of V',
    (random) => {
      const parts = projected(random, true);
      return { problem: parts.problem, actual: layerOf(parts, { b: { v: zeros(parts.x[0]!.length) } }) };
    },
  ],
  [
    ['O12'],
    'no bias of the output projection',
    (random) => {
      const parts = projected(random, true);
      return { problem: parts.problem, actual: layerOf(parts, { b: { o: zeros(parts.x[0]!.length) } }) };
    },
  ],
  [
    ['O13'],
    'K by W_Q',
    (random) => {
      const parts = projected(random);
      return { problem: parts.problem, actual: layerOf(parts, { w: { k: parts.w.q } }) };
    },
  ],
  [
    ['O14'],
    'V = X',
    (random) => {
      const parts = projected(random);
      return { problem: parts.problem, actual: layerOf(parts, { v: parts.x }) };
    },
  ],
  [
    ['O15'],
    'LayerNorm(X) first',
    (random) => {
      const parts = projected(random);
      return { problem: parts.problem, actual: layerOf(parts, { x: layerNorm }) };
    },
  ],
];

const ROPE: readonly Kind[] = [
  [
    ['R9'],
    'RoPE on a part where all is meant',
    (random) => {
      const made = layer(random, { D: 2 * random.whole(4, 10) });
      const width = 2 * random.whole(1, made.D / 2 - 1);
      const turn = (from: T4): T4 => rope(from, { width });
      return {
        problem: problemOf(made, { causal: 'top-left', rope: 'half' }),
        actual: asTensor(attend(turn(made.q), turn(made.k), made.v, { keep: causal })),
      };
    },
  ],
  [
    ['R9'],
    'RoPE on all where a part is meant',
    (random) => {
      const made = layer(random, { D: 2 * random.whole(4, 10) });
      const turn = (from: T4): T4 => rope(from, { width: made.D });
      return {
        problem: problemOf(made, { causal: 'top-left', rope: 'half', ropeDim: '4' }),
        actual: asTensor(attend(turn(made.q), turn(made.k), made.v, { keep: causal })),
      };
    },
  ],
  [
    ['R17'],
    'RoPE on the last features where the first are meant',
    (random) => {
      const made = layer(random, { D: 2 * random.whole(4, 10) });
      const turn = (from: T4): T4 => rope(from, { width: 4, first: made.D - 4 });
      return {
        problem: problemOf(made, { causal: 'top-left', rope: 'half', ropeDim: '4' }),
        actual: asTensor(attend(turn(made.q), turn(made.k), made.v, { keep: causal })),
      };
    },
  ],
  [
    ['R18'],
    'exponents over the head size',
    (random) => {
      const made = layer(random, { D: 2 * random.whole(4, 10) });
      const turn = (from: T4): T4 => rope(from, { width: 4, over: made.D });
      return {
        problem: problemOf(made, { causal: 'top-left', rope: 'half', ropeDim: '4' }),
        actual: asTensor(attend(turn(made.q), turn(made.k), made.v, { keep: causal })),
      };
    },
  ],
  [
    ['R22'],
    'a linear scaling of RoPE forgotten',
    (random) => {
      const made = layer(random);
      const turn = (from: T4): T4 => rope(from, { width: made.D });
      return {
        problem: problemOf(made, { rope: 'half', ropeScaling: { rope_type: 'linear', factor: random.of(2, 4, 8) } }),
        actual: asTensor(attend(turn(made.q), turn(made.k), made.v)),
      };
    },
  ],
  [
    ['R11'],
    'the factor of LongRoPE missing',
    (random) => {
      const made = layer(random, { D: 4 });
      const stretch = [1.5, 3];
      const scaling = {
        rope_type: 'longrope',
        factor: 4,
        original_max_position_embeddings: 4,
        short_factor: [1, 1],
        long_factor: stretch,
      };
      const turn = (from: T4): T4 => rope(from, { width: 4, stretch });
      return {
        problem: problemOf(made, { rope: 'half', ropeScaling: scaling }),
        actual: asTensor(attend(turn(made.q), turn(made.k), made.v)),
      };
    },
  ],
];

const REST: readonly Kind[] = [
  [
    ['H9', 'H10'],
    'only V tiled',
    (random) => {
      const G = 2;
      const made = layer(random, { G, H: 4 });
      return {
        problem: problemOf(made, { causal: 'top-left' }),
        actual: asTensor(attend(made.q, made.k, made.v, { keep: causal, vHead: (h) => h % G })),
      };
    },
  ],
  [
    ['H9', 'H10'],
    'only K tiled',
    (random) => {
      const G = 2;
      const made = layer(random, { G, H: 6 });
      return {
        problem: problemOf(made),
        actual: asTensor(attend(made.q, made.k, made.v, { kHead: (h) => h % G })),
      };
    },
  ],
  [
    ['T2'],
    'score-mod ignored',
    (random) => {
      const made = layer(random);
      const by = 0.1 + random.uniform();
      const scoreMod = {
        text: 's*(1+by*i/n_q)',
        at: (s: number, i: number) => s * (1 + by * i),
        slope: (_s: number, i: number) => 1 + by * i,
      };
      return { problem: problemOf(made, { scoreMod }), actual: asTensor(attend(made.q, made.k, made.v)) };
    },
  ],
];

/** Online softmax in tiles, with other factors on what was made with an older maximum. */
function streamed(
  scores: number[],
  size: number,
  rescale: (before: number, now: number) => { out: number; sum: number },
): number[] {
  let [max, sum] = [-Infinity, 0];
  let weights = scores.map(() => 0);
  for (let start = 0; start < scores.length; start += size) {
    const tile = scores.slice(start, start + size);
    const now = Math.max(max, ...tile);
    if (now === -Infinity) continue;
    if (max > -Infinity) {
      const by = rescale(max, now);
      weights = weights.map((w) => w * by.out);
      sum *= by.sum;
    }
    max = now;
    tile.forEach((s, at) => {
      const power = s === -Infinity ? 0 : Math.exp(s - max);
      weights[start + at] = power;
      sum += power;
    });
  }
  return weights.map((w) => w / sum);
}

const online = (what: string, rescale: Parameters<typeof streamed>[2]): Kind => [
  ['X16'],
  `online softmax: ${what}`,
  (random) => {
    const size = random.of(3, 4, 5, 8);
    const made = layer(random, { L: 3 * size });
    const keep = random.of(causal, undefined);
    return {
      problem: problemOf(made, keep && { causal: 'top-left' }),
      actual: asTensor(
        attend(made.q, made.k, made.v, {
          ...(keep && { keep }),
          weights: (scores) => streamed(scores, size, rescale),
        }),
      ),
    };
  },
];

const tiled = (
  what: string,
  ids: readonly string[],
  way: (size: number, made: ReturnType<typeof layer>) => Parameters<typeof attend>[3] & { v?: T4 },
): Kind => [
  ids,
  what,
  (random) => {
    const size = random.of(3, 4, 5, 8);
    const made = layer(random, { L: 3 * size, E: 5 });
    const { v, ...how } = way(size, made);
    return {
      problem: problemOf(made, { causal: 'top-left' }),
      actual: asTensor(attend(made.q, made.k, v ?? made.v, { keep: causal, ...how })),
    };
  },
];

const KERNELS: readonly Kind[] = [
  online('the output is not rescaled', (before, now) => ({ out: 1, sum: Math.exp(before - now) })),
  online('the sum is not rescaled', (before, now) => ({ out: Math.exp(before - now), sum: 1 })),
  online('nothing is rescaled', () => ({ out: 1, sum: 1 })),
  online('rescaled upside down', (before, now) => ({ out: Math.exp(now - before), sum: Math.exp(now - before) })),
  tiled('the diagonal tile is not masked', ['G23'], (size) => ({
    keep: (i, j) => Math.floor(j / size) <= Math.floor(i / size),
  })),
  tiled('the diagonal tile is skipped', ['G23'], (size) => ({
    keep: (i, j) => Math.floor(j / size) < Math.floor(i / size),
  })),
  tiled('every tile reads the first values', ['P8'], (size, { v }) => ({
    v: v.map((b) => b.map((h) => h.map((_, j) => h[j % size]!))),
  })),
  tiled('a tile reads the values of the one before', ['P8'], (size, { v }) => ({
    v: v.map((b) => b.map((h) => h.map((row, j) => h[j - size] ?? row))),
  })),
];

const unit = (row: number[], mean: number, epsilon = 1e-6): number[] => {
  const square = row.reduce((sum, x) => sum + (x - mean) ** 2, 0) / row.length;
  return row.map((x) => (x - mean) / Math.sqrt(square + epsilon));
};
const rms = (from: T4, gain?: number[]): T4 =>
  from.map((b) => b.map((h) => h.map((row) => unit(row, 0).map((x, m) => x * (gain?.[m] ?? 1)))));

const normed = (
  ids: readonly string[],
  what: string,
  more: (gains: { g: number[]; k: number[] }) => Partial<Problem>,
  wrong: (q: T4, k: T4, gains: { g: number[]; k: number[] }, made: ReturnType<typeof layer>) => readonly [T4, T4],
): Kind => [
  ids,
  what,
  (random) => {
    const made = layer(random);
    const some = (): number[] => list(made.D, () => f(1 + 0.5 * random.normal()));
    const gains = { g: some(), k: some() };
    const [q, k] = wrong(made.q, made.k, gains, made);
    return {
      problem: problemOf(made, { qNorm: 'rms', kNorm: 'rms', ...more(gains) }),
      actual: asTensor(attend(q, k, made.v)),
    };
  },
];

const gainsOf = ({ g, k }: { g: number[]; k: number[] }): Partial<Problem> => ({
  qNormGain: tensor([g.length], g),
  kNormGain: tensor([k.length], k),
});

const NORMS: readonly Kind[] = [
  normed(
    ['Q9'],
    'the norms are forgotten',
    () => ({}),
    (q, k) => [q, k],
  ),
  normed(
    ['Q5'],
    'the keys are not normed',
    () => ({}),
    (q, k) => [rms(q), k],
  ),
  normed(
    ['Q1'],
    'the norm after RoPE',
    (gains) => ({ rope: 'half', ...gainsOf(gains) }),
    (q, k, gains, { D }) => [rms(rope(q, { width: D }), gains.g), rms(rope(k, { width: D }), gains.k)],
  ),
  normed(['Q2'], '1 + g for g', gainsOf, (q, k, gains) => [
    rms(
      q,
      gains.g.map((x) => 1 + x),
    ),
    rms(
      k,
      gains.k.map((x) => 1 + x),
    ),
  ]),
  normed(
    ['Q7'],
    'lengths of 1 for rms',
    () => ({}),
    (q, k, _gains, { D }) => [
      rms(
        q,
        list(D, () => 1 / Math.sqrt(D)),
      ),
      rms(
        k,
        list(D, () => 1 / Math.sqrt(D)),
      ),
    ],
  ),
  normed(['Q7'], 'LayerNorm for rms', gainsOf, (q, k, gains) => {
    const centred = (from: T4, gain: number[]): T4 =>
      from.map((b) =>
        b.map((h) =>
          h.map((row) => unit(row, row.reduce((sum, x) => sum + x, 0) / row.length, 1e-5).map((x, m) => x * gain[m]!)),
        ),
      );
    return [centred(q, gains.g), centred(k, gains.k)];
  }),
  normed(
    ['Q8'],
    'gains exchanged',
    (gains) => ({ rope: 'half', ...gainsOf(gains) }),
    (q, k, gains, { D }) => [rope(rms(q, gains.k), { width: D }), rope(rms(k, gains.g), { width: D })],
  ),
  normed(
    ['Q6'],
    'another ε',
    () => ({ normEps: 1e-6 }),
    (q, k) => {
      const by = (from: T4): T4 => from.map((b) => b.map((h) => h.map((row) => unit(row, 0, 1e-3))));
      return [by(q), by(k)];
    },
  ),
  normed(
    ['Q10'],
    'over the positions',
    () => ({}),
    (q, k) => {
      const along = (from: T4): T4 =>
        from.map((b) =>
          b.map((h) => {
            const columns = h[0]!.map((_, m) =>
              unit(
                h.map((row) => row[m]!),
                0,
              ),
            );
            return h.map((_, i) => columns.map((column) => column[i]!));
          }),
        );
      return [along(q), along(k)];
    },
  ),
  [
    ['Q3'],
    'the norm over all heads together',
    (random) => {
      const made = layer(random, { G: 2, H: 2 });
      const joint = (from: T4): T4 =>
        from.map((b) =>
          b.map((h) =>
            h.map((row, i) => {
              const all = b.flatMap((other) => other[i]!);
              const size = Math.sqrt(all.reduce((sum, x) => sum + x * x, 0) / all.length + 1e-6);
              return row.map((x) => x / size);
            }),
          ),
        );
      return {
        problem: problemOf(made, { qNorm: 'rms', kNorm: 'rms' }),
        actual: asTensor(attend(joint(made.q), joint(made.k), made.v)),
      };
    },
  ],
];

const tanh = (s: number, c: number): number => c * Math.tanh(s / c);

/** Rounded to the 3 fraction bits of fp8 e4m3. */
const eight = (x: number): number => {
  if (x === 0) return 0;
  const step = 2 ** (Math.max(-6, Math.floor(Math.log2(x))) - 3);
  return Math.round(x / step) * step;
};

const SCORES: readonly Kind[] = [
  [
    ['S14'],
    'the scale grows with the head',
    (random) => {
      const made = layer(random, { G: 2, H: 4 });
      const score = (s: number, _i: number, _j: number, h: number): number => s / Math.sqrt(made.D) ** h;
      return { problem: problemOf(made), actual: asTensor(attend(made.q, made.k, made.v, { score })) };
    },
  ],
  [
    ['C8'],
    'softcap twice',
    (random) => {
      const made = layer(random);
      const c = random.of(1, 2, 5);
      return {
        problem: problemOf(made, { softcap: c }),
        actual: asTensor(attend(made.q, made.k, made.v, { score: (s) => tanh(tanh(s, c), c) })),
      };
    },
  ],
  [
    ['K7'],
    'the sink in base 2',
    (random) => {
      const made = layer(random);
      const sink = 1 + random.uniform();
      const weights = (scores: number[]): number[] => softmax([...scores, sink * Math.LN2]).slice(0, -1);
      return {
        problem: problemOf(made, { sink }),
        actual: asTensor(attend(made.q, made.k, made.v, { weights })),
      };
    },
  ],
  [
    ['N6'],
    'weights in fp8',
    (random) => {
      const made = layer(random);
      return {
        problem: problemOf(made),
        actual: asTensor(attend(made.q, made.k, made.v, { weights: (scores) => softmax(scores).map(eight) })),
      };
    },
  ],
  [
    ['N7'],
    'exp by (1 + x/n)^n',
    (random) => {
      const made = layer(random);
      const n = random.of(64, 256);
      const weights = (scores: number[]): number[] => {
        const max = Math.max(...scores);
        const powers = scores.map((s) => Math.max(0, 1 + (s - max) / n) ** n);
        const sum = powers.reduce((a, b) => a + b, 0);
        return powers.map((p) => p / sum);
      };
      return { problem: problemOf(made), actual: asTensor(attend(made.q, made.k, made.v, { weights })) };
    },
  ],
];

export const KINDS: readonly Kind[] = [
  ...KERNELS,
  ...NORMS,
  ...SCORES,
  ...ALIBI,
  ...CACHE,
  ...DOCUMENTS,
  ...PROJECTIONS,
  ...ROPE,
  ...REST,
];
