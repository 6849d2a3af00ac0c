import type { CheckRequest } from '../../src/check/check.js';
import type { Problem } from '../../src/core/problem.js';
import { generator, type Generator } from '../../src/core/random.js';
import { roundTo } from '../../src/core/round.js';
import { tensor, type DType, type Tensor } from '../../src/core/tensor.js';

/** Runs of an honest or a mistaken implementation, drawn by a seed. The formulas are plain loops of this file. */

type Round = (x: number) => number;
const exact: Round = (x) => x;
const [half, brain] = [roundTo('float16'), roundTo('bfloat16')];

/** In which types something is held and computed, and how it is written. */
interface Kind {
  readonly inputs: Round;
  /** Every stage. */
  readonly stage: Round;
  /** Every sum. */
  readonly sums: Round;
  /** From the scaled scores on: NumPy promotes a float32 divided by `np.sqrt(d)`. */
  readonly after: Round;
  /** In the file. */
  readonly written: Round;
  readonly dtype: DType;
}

const digits =
  (n: number): Round =>
  (x) =>
    Number(x.toPrecision(n));
const decimals =
  (n: number): Round =>
  (x) =>
    Number(x.toFixed(n));
const like = (round: Round, sums: Round, dtype: DType): Kind => ({
  inputs: round,
  stage: round,
  sums,
  after: round,
  written: round,
  dtype,
});
const csv = (written: Round): Kind => ({ ...like(Math.fround, Math.fround, 'float64'), written });

export const KINDS = {
  float64: like(exact, exact, 'float64'),
  float32: like(Math.fround, Math.fround, 'float32'),
  float16: like(half, Math.fround, 'float16'),
  bfloat16: like(brain, Math.fround, 'bfloat16'),
  promoted: { ...like(Math.fround, Math.fround, 'float64'), after: exact, written: exact },
  'float16 promoted': { ...like(half, Math.fround, 'float64'), after: exact, written: exact },
  'CSV, 6 digits': csv(digits(6)),
  'CSV, 7 digits': csv(digits(7)),
  'CSV, 8 digits': csv(digits(8)),
  'CSV, 9 digits': csv(digits(9)),
  '4 decimals': { ...like(exact, exact, 'float64'), written: decimals(4) },
} as const satisfies Record<string, Kind>;
export type KindName = keyof typeof KINDS;

const MASKS = ['none', 'causal', 'lengths', 'window', 'mask'] as const;

/** May query i see key j? */
type Sees = (i: number, j: number) => boolean;

/** One head after the other: (heads, rows, d). */
interface Sizes {
  readonly heads: number;
  readonly nQ: number;
  readonly nK: number;
  readonly d: number;
}

interface Drawn extends Sizes {
  readonly q: Float64Array;
  readonly k: Float64Array;
  readonly v: Float64Array;
  readonly sees: Sees;
  readonly options: Problem;
  readonly mask: (typeof MASKS)[number];
}

const pick = <T>({ uniform }: Generator, list: readonly T[]): T => list[Math.floor(uniform() * list.length)]!;
const whole = ({ uniform }: Generator, least: number, most: number): number =>
  least + Math.floor(uniform() * (most - least + 1));

function drawn(seed: number, { inputs }: Kind, masks: readonly (typeof MASKS)[number][], square: boolean): Drawn {
  const draw = generator(seed);
  const sizes = { heads: pick(draw, [1, 1, 2, 3]), nQ: whole(draw, 3, 20), d: pick(draw, [4, 8, 16, 32]) };
  const nK = square ? sizes.nQ : whole(draw, 3, 32);
  const size = pick(draw, [0.5, 1, 1, 2]);
  const matrix = (rows: number): Float64Array =>
    Float64Array.from({ length: sizes.heads * rows * sizes.d }, () => inputs(size * draw.normal()));
  const [q, k, v] = [matrix(sizes.nQ), matrix(nK), matrix(nK)];
  const mask = pick(draw, masks);
  const length = whole(draw, 2, nK);
  const before = whole(draw, 0, 3);
  const cells = Float64Array.from({ length: sizes.nQ * nK }, (_, at) => Number(draw.uniform() < 0.7 || at % nK === 0));
  const seen: Record<typeof mask, [Sees, Problem]> = {
    none: [() => true, {}],
    causal: [(i, j) => j <= i + nK - sizes.nQ, { causal: 'bottom-right' }],
    lengths: [(_i, j) => j < length, { keyLengths: tensor([1], [length]) }],
    window: [(i, j) => Math.abs(i - j) <= before, { window: [before, before] }],
    mask: [(i, j) => cells[i * nK + j] !== 0, { mask: tensor([sizes.nQ, nK], cells) }],
  };
  const [sees, options] = seen[mask];
  return { ...sizes, nK, q, k, v, sees, options, mask };
}

/** What is done otherwise than it should be. */
interface Wrong {
  readonly scale?: number;
  readonly sees?: Sees;
  /** Scores, −∞ where masked, of one row → weights. */
  readonly weigh?: (scores: readonly number[]) => number[];
  /** All weights of a head. */
  readonly turned?: boolean;
  readonly swapped?: boolean;
  readonly values?: 'k' | 'q';
  readonly out?: number;
}

function total(terms: readonly number[], round: Round): number {
  return terms.reduce((sum, x) => round(sum + x), 0);
}

/** softmax(Q·Kᵀ·scale)·V, every step rounded as the kind says. A row that sees nothing gives zeros. */
function attention(given: Drawn, kind: Kind, wrong: Wrong = {}): { out: Float64Array; weights: Float64Array } {
  const { heads, nQ, nK, d, sees } = given;
  const [q, k] = wrong.swapped ? [given.k, given.q] : [given.q, given.k];
  const v = wrong.values === 'k' ? given.k : wrong.values === 'q' ? given.q : given.v;
  const { stage, sums, after } = kind;
  const may = wrong.sees ?? sees;
  const out = new Float64Array(heads * nQ * d);
  const all: number[][][] = [];
  for (let h = 0; h < heads; h++) {
    const weights = Array.from({ length: nQ }, (_, i) => {
      const scores = Array.from({ length: nK }, (_k, j) => {
        if (!may(i, j)) return -Infinity;
        const terms = Array.from({ length: d }, (_d, m) => sums(q[(h * nQ + i) * d + m]! * k[(h * nK + j) * d + m]!));
        return after(stage(total(terms, sums)) * after(wrong.scale ?? 1 / Math.sqrt(d)));
      });
      if (wrong.weigh) return wrong.weigh(scores);
      const most = Math.max(...scores);
      if (most === -Infinity) return scores.map(() => 0);
      const wide = after === exact ? exact : sums;
      const powers = scores.map((s) => wide(Math.exp(wide(s - most))));
      const sum = total(powers, wide);
      return powers.map((p) => after(p / sum));
    });
    all.push(weights);
    for (let i = 0; i < nQ; i++) {
      for (let m = 0; m < d; m++) {
        const terms = Array.from({ length: nK }, (_, j) => {
          const weight = wrong.turned ? weights[j]![i]! : weights[i]![j]!;
          return weight * v[(h * nK + j) * d + m]!;
        });
        out[(h * nQ + i) * d + m] = after(total(terms, after === exact ? exact : sums) * (wrong.out ?? 1));
      }
    }
  }
  return { out, weights: Float64Array.from(all.flat(2)) };
}

function asTensor(data: Float64Array, rows: number, heads: number, { written, dtype }: Kind): Tensor {
  const columns = data.length / heads / rows;
  const shape = heads === 1 ? [rows, columns] : [heads, rows, columns];
  return tensor(shape, data.map(written), { dtype });
}

function request(given: Drawn, kind: Kind, out: Float64Array): CheckRequest {
  const { nQ, nK, heads } = given;
  return {
    problem: {
      q: asTensor(given.q, nQ, heads, kind),
      k: asTensor(given.k, nK, heads, kind),
      v: asTensor(given.v, nK, heads, kind),
      ...given.options,
    },
    actual: asTensor(out, nQ, heads, kind),
  };
}

/** A right OUT of the kind, with what it was computed from; of every other seed with the weights beside it. */
export function honestRun(kindName: KindName, seed: number): CheckRequest {
  const kind = KINDS[kindName];
  const given = drawn(seed, kind, MASKS, false);
  const { out, weights } = attention(given, kind);
  const asked = request(given, kind, out);
  if (seed % 2 === 0) return asked;
  return { ...asked, stages: new Map([['weights', asTensor(weights, given.nQ, given.heads, kind)]]) };
}

const softmax = (scores: readonly number[], extra = 0): number[] => {
  const most = Math.max(...scores);
  const powers = scores.map((s) => Math.exp(s - most));
  const sum = powers.reduce((a, b) => a + b, 0) + extra * Math.exp(-most);
  return powers.map((p) => (sum === 0 ? 0 : p / sum));
};

/** Mistakes with their ids; each with the masks under which it exists. */
const WRONG: readonly {
  readonly ids: readonly string[];
  readonly masks: readonly (typeof MASKS)[number][];
  readonly how: (given: Drawn) => Wrong;
}[] = [
  { ids: ['S1'], masks: MASKS, how: () => ({ scale: 1 }) },
  { ids: ['S2'], masks: MASKS, how: ({ d }) => ({ scale: 1 / d }) },
  { ids: ['S3'], masks: ['none', 'causal'], how: ({ d }) => ({ scale: Math.sqrt(d) }) },
  { ids: ['scale', 'S9', 'S6', 'S5'], masks: MASKS, how: ({ d }) => ({ scale: 0.7 / Math.sqrt(d) }) },
  { ids: ['M1', 'G1'], masks: ['causal', 'lengths', 'window', 'mask'], how: () => ({ sees: () => true }) },
  { ids: ['M2'], masks: ['mask'], how: ({ sees }) => ({ sees: (i, j) => !sees(i, j) }) },
  { ids: ['G3'], masks: ['causal'], how: () => ({ sees: (i, j) => j < i }) },
  { ids: ['G4'], masks: ['causal'], how: () => ({ sees: (i, j) => j <= i + 1 }) },
  { ids: ['G5', 'M2'], masks: ['causal'], how: () => ({ sees: (i, j) => j >= i }) },
  { ids: ['O1', 'O2'], masks: ['none'], how: () => ({ swapped: true }) },
  { ids: ['O2'], masks: MASKS, how: () => ({ values: 'k' }) },
  { ids: ['O3'], masks: ['none', 'causal'], how: () => ({ turned: true }) },
  { ids: ['X8'], masks: MASKS, how: () => ({ weigh: (scores) => scores.map((s) => 1 / (1 + Math.exp(-s))) }) },
  { ids: ['X13', 'sink'], masks: MASKS, how: () => ({ weigh: (scores) => softmax(scores, 1) }) },
  { ids: ['X9'], masks: ['none'], how: () => ({ weigh: (scores) => softmax(softmax(scores)) }) },
  { ids: ['output-scale', 'D1', 'D2'], masks: MASKS, how: () => ({ out: 1 / 0.9 }) },
];

export interface MistakenRun {
  readonly request: CheckRequest;
  /** Any of them names it. */
  readonly ids: readonly string[];
  /** The difference is more than what printing with 4 decimals can explain. */
  readonly visible: boolean;
}

/** How much printing moves the right output: root mean square over three random moves of the inputs, and of OUT itself. */
function printingError(given: Drawn, seed: number): number {
  const right = attention(given, KINDS.float64).out;
  const { uniform } = generator(seed);
  let [sum, count] = [0, 0];
  for (let move = 0; move < 3; move++) {
    const moved = (from: Float64Array): Float64Array => from.map((x) => x + (uniform() - 0.5) * 1e-4);
    const other = attention({ ...given, q: moved(given.q), k: moved(given.k), v: moved(given.v) }, KINDS.float64).out;
    other.forEach((x, at) => {
      sum += (x - right[at]!) ** 2 + 1e-8 / 12;
      count++;
    });
  }
  return Math.sqrt(sum / count);
}

/** A wrong OUT of numbers that are printed with 4 decimals. */
export function mistakenRun(seed: number): MistakenRun {
  const kind = KINDS['4 decimals'];
  const { ids, masks, how } = WRONG[seed % WRONG.length]!;
  const given = drawn(seed, kind, masks, true);
  const wrong = attention(given, kind, how(given)).out;
  const right = attention(given, kind).out;
  const off = Math.sqrt(wrong.reduce((sum, x, at) => sum + (x - right[at]!) ** 2, 0) / wrong.length);
  return { request: request(given, kind, wrong), ids, visible: off > 10 * printingError(given, seed) };
}
