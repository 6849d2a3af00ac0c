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

export const KINDS: readonly Kind[] = [...ALIBI, ...CACHE, ...DOCUMENTS, ...PROJECTIONS, ...ROPE, ...REST];
