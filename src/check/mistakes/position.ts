import {
  alibiSlopes,
  cos,
  isPlainRope,
  type Pass,
  pow,
  rotate,
  sin,
  slopesOf,
  tensor,
  type Tensor4,
} from '../../core/index.js';
import { withProblem, withStep, type Attempt } from '../attempt.js';
import { ruleOf } from '../geometry.js';
import { sizesOf, ways, type Mistake } from './mistake.js';
import { PARTIAL } from './partial-rope.js';

type Turn = (plain: Tensor4, pass: Pass, start: readonly number[]) => Tensor4;

/** RoPE done in another way, to queries, keys or both. */
function turned(
  which: 'q' | 'k' | 'both',
  turn: (attempt: Attempt, style: 'half' | 'interleaved', base: number) => Turn | undefined,
): Mistake['put'] {
  return (attempt) => {
    const { rope, ropeBase = 10000 } = attempt.problem;
    const other = rope && isPlainRope(attempt.problem) && turn(attempt, rope, ropeBase);
    if (!other) return undefined;
    const { nPast } = sizesOf(attempt);
    const queries = (now: Attempt): Attempt =>
      withStep(now, 'q_rotated', (_, pass) =>
        other(pass.made.q, pass, nPast > 0 ? pass.alignment.position.map(() => nPast) : pass.alignment.position),
      );
    const keys = (now: Attempt): Attempt =>
      withStep(now, 'k_rotated', (_, pass) =>
        other(
          pass.made.k,
          pass,
          pass.alignment.position.map(() => nPast),
        ),
      );
    return which === 'q' ? queries(attempt) : which === 'k' ? keys(attempt) : keys(queries(attempt));
  };
}

/** RoPE with queries that stand so many places further on. */
export function queriesMoved(attempt: Attempt, by: number): Attempt {
  return turned(
    'q',
    (_, style, base) => (plain, _pass, start) =>
      rotate(
        plain,
        style,
        base,
        start.map((p) => p + by),
      ),
  )(attempt)!;
}

/** cos and sin laid out for one style, the halves exchanged by the other. */
function mixedStyles(plain: Tensor4, base: number, start: readonly number[], tableOf: 'half' | 'interleaved'): Tensor4 {
  const [batch, heads, length, d] = plain.shape;
  const half = d / 2;
  const data = new Float64Array(plain.data.length);
  for (let row = 0; row < batch * heads * length; row++) {
    const position = start[Math.floor(row / (heads * length))]! + (row % length);
    for (let m = 0; m < d; m++) {
      const pair = tableOf === 'interleaved' ? Math.floor(m / 2) : m % half;
      const angle = position * pow(base, (-2 * pair) / d);
      const at = row * d + m;
      const partner =
        tableOf === 'interleaved'
          ? m < half
            ? -plain.data[at + half]!
            : plain.data[at - half]! // rotate_half
          : m % 2 === 0
            ? -plain.data[at + 1]!
            : plain.data[at - 1]!; // rotate_every_two
      data[at] = plain.data[at]! * cos(angle) + partner * sin(angle);
    }
  }
  return tensor(plain.shape, data);
}

/** ALiBi with another bias. */
function alibi(
  of: (slope: number, i: number, j: number, h: number, position: number) => number,
  slopes?: (heads: number) => Float64Array,
): Mistake['put'] {
  return (attempt) => {
    const { alibi: given } = attempt.problem;
    if (!given || (slopes && given !== true)) return undefined;
    const { heads } = sizesOf(attempt);
    const slope = slopes ? slopes(heads) : slopesOf(given, heads);
    const right = slopesOf(given, heads);
    return withStep(attempt, 'unmasked', (scores, { alignment }) => {
      const [, , nQ, nK] = scores.shape;
      return {
        ...scores,
        data: scores.data.map((s, cell) => {
          const [i, j, h, b] = [
            Math.floor(cell / nK) % nQ,
            cell % nK,
            Math.floor(cell / (nQ * nK)) % heads,
            Math.floor(cell / (nQ * nK * heads)),
          ];
          const position = alignment.position[b]!;
          return s + right[h]! * Math.abs(i + position - j) + of(slope[h]!, i, j, h, position);
        }),
      };
    });
  };
}

/** The slope of another head. */
function otherSlopes(of: (h: number, heads: number) => number): Mistake['put'] {
  return (attempt) => {
    const { alibi: given } = attempt.problem;
    const { heads } = sizesOf(attempt);
    if (!given || heads < 2) return undefined;
    const slopes = slopesOf(given, heads);
    const other = Array.from({ length: heads }, (_, h) => slopes[of(h, heads)]);
    if (other.some((slope) => slope === undefined)) return undefined;
    return withProblem(attempt, { alibi: tensor([heads], other as number[]) });
  };
}

const naiveSlopes = (n: number, shift: number): Float64Array =>
  Float64Array.from({ length: n }, (_, h) => pow(2, (-8 * (h + 1 + shift)) / n));

/** Where things stand. */
export const POSITION: readonly Mistake[] = [
  ...ways(
    {
      id: 'R0',
      title: 'RoPE is not applied',
      formula: 'softmax(Q·Kᵀ·scale)·V',
      lookFor: 'rotated q and k that are not used',
      instead: 'q, k = rotate(q), rotate(k)',
    },
    [{ put: turned('both', () => (plain) => plain) }],
  ),
  {
    id: 'R1',
    title: 'RoPE pairs the wrong numbers: interleaved and half are exchanged',
    formula: '(2t, 2t+1) instead of (t, t + d/2), or the reverse',
    lookFor: 'rotate_half against x[..., ::2], rotary_interleaved',
    instead: 'the pairing that the weights were trained with',
    put: (attempt) =>
      attempt.problem.rope
        ? withProblem(attempt, { rope: attempt.problem.rope === 'half' ? 'interleaved' : 'half' })
        : undefined,
  },
  ...ways(
    {
      id: 'R2',
      title: 'the cos/sin table is laid out for one pairing and used with the other',
      formula: 'repeat_interleave(freqs, 2) with rotate_half',
      lookFor: 'torch.cat((freqs, freqs)) against repeat_interleave(2)',
      instead: 'cat with rotate_half, repeat_interleave with rotate_every_two',
    },
    [
      {
        put: turned('both', (_, __, base) => (plain, _pass, start) => mixedStyles(plain, base, start, 'interleaved')),
      },
      {
        put: turned('both', (_, __, base) => (plain, _pass, start) => mixedStyles(plain, base, start, 'half')),
        formula: 'cat(freqs, freqs) with rotate_every_two',
      },
    ],
  ),
  ...ways(
    {
      id: 'R3',
      title: 'RoPE rotates the wrong way',
      formula: '−angle',
      lookFor: 'the sign of sin, cat((x2, -x1))',
      instead: 'cat((-x2, x1))',
    },
    [
      { put: turned('both', (_, style, base) => (plain, _pass, start) => rotate(plain, style, base, start, -1)) },
      {
        put: turned('q', (_, style, base) => (plain, _pass, start) => rotate(plain, style, base, start, -1)),
        formula: '−angle for the queries only',
      },
      {
        put: turned('k', (_, style, base) => (plain, _pass, start) => rotate(plain, style, base, start, -1)),
        formula: '−angle for the keys only',
      },
    ],
  ),
  ...ways(
    {
      id: 'R4',
      title: 'only the queries, or only the keys, are rotated',
      formula: 'RoPE(Q)·Kᵀ',
      lookFor: 'one of q and k that is not passed through the rotation',
      instead: 'q, k = rotate(q), rotate(k)',
    },
    [{ put: turned('k', () => (plain) => plain) }, { put: turned('q', () => (plain) => plain), formula: 'Q·RoPE(K)ᵀ' }],
  ),
  {
    id: 'R5',
    title: 'the values are rotated too',
    formula: 'P·RoPE(V)',
    lookFor: 'rotate(qkv)',
    instead: 'rotate q and k only',
    put: (attempt) => {
      const { rope, ropeBase = 10000 } = attempt.problem;
      if (!rope || sizesOf(attempt).dV % 2 !== 0) return undefined;
      return withStep(attempt, 'v', (v) =>
        rotate(v, rope, ropeBase, Array<number>(v.shape[0]!).fill(sizesOf(attempt).nPast)),
      );
    },
  },
  ...ways(
    {
      id: 'R6',
      title: 'the queries stand at the wrong position',
      formula: 'position + 1',
      lookFor: 'position ids while decoding, an offset that counts from 1',
      instead: 'the position of the first new token is the cached length',
    },
    (
      [
        ['position + 1', (start) => start.map((p) => p + 1)],
        ['position − 1', (start) => start.map((p) => p - 1)],
        ['position 0', (start) => start.map(() => 0)],
        ['position + (n_k − n_q)', (start, pass) => start.map((p) => p + pass.sizes.nK - pass.sizes.nQ)],
      ] as const satisfies readonly (readonly [string, (start: readonly number[], pass: Pass) => number[]])[]
    ).map(([formula, of]) => ({
      formula,
      put: turned('q', (_, style, base) => (plain, pass, start) => rotate(plain, style, base, of(start, pass))),
    })),
  ),
  ...ways(
    {
      id: 'R7',
      title: 'another base of the angles',
      formula: 'base 500000 instead of 10000',
      lookFor: 'rope_theta, base=10000',
      instead: 'the base that the weights were trained with',
    },
    [10000, 500000, 1e6, 100, 1000, 5e6].map((base) => ({
      formula: `base ${base}`,
      alone: base === 100 || base === 5e6,
      put: (attempt: Attempt) =>
        attempt.problem.rope && (attempt.problem.ropeBase ?? 10000) !== base
          ? withProblem(attempt, { ropeBase: base })
          : undefined,
    })),
  ),
  ...ways(
    {
      id: 'R8',
      title: 'the exponent of the angles is t/d instead of 2t/d',
      formula: 'base^(−t/d)',
      lookFor: 'torch.arange(0, d // 2) / d',
      instead: 'torch.arange(0, d, 2) / d',
    },
    [
      {
        put: turned('both', (_, style, base) => (plain, _pass, start) => rotate(plain, style, Math.sqrt(base), start)),
      },
      {
        put: turned('both', (_, style, base) => (plain, _pass, start) => rotate(plain, style, base * base, start)),
        formula: 'base^(−4t/d)',
      },
    ],
  ),
  ...PARTIAL,
  ...ways(
    {
      id: 'R10',
      title: 'RoPE is applied twice',
      formula: 'RoPE(RoPE(K))',
      lookFor: 'a cache of turned keys that is turned again',
      instead: 'turn new keys once, when they are stored',
    },
    [
      {
        put: turned(
          'k',
          (_, style, base) => (plain, _pass, start) => rotate(rotate(plain, style, base, start), style, base, start),
        ),
      },
      {
        put: turned(
          'both',
          (_, style, base) => (plain, _pass, start) => rotate(rotate(plain, style, base, start), style, base, start),
        ),
        formula: 'RoPE(RoPE(Q))·RoPE(RoPE(K))ᵀ',
      },
      {
        put: turned(
          'q',
          (_, style, base) => (plain, _pass, start) => rotate(rotate(plain, style, base, start), style, base, start),
        ),
        formula: 'RoPE(RoPE(Q))',
        alone: true,
      },
    ],
  ),
  ...ways(
    {
      id: 'A0',
      title: 'ALiBi is not applied',
      formula: 'softmax(S)·V',
      lookFor: 'alibi slopes that are not passed on',
      instead: 'scores - slope * distance',
    },
    [{ put: alibi(() => 0) }],
  ),
  {
    id: 'A1',
    title: 'the sign of ALiBi is flipped',
    formula: '+slope·distance',
    lookFor: '+ slope * distance',
    instead: '- slope * (i - j).abs()',
    put: alibi((slope, i, j, _h, p) => slope * Math.abs(i + p - j)),
  },
  ...ways(
    {
      id: 'A2',
      title: 'the exponents of the slopes are off by one',
      formula: '2^(−8(h−1)/n), h = 1…n',
      lookFor: 'range(n) where range(1, n + 1) is meant',
      instead: '2 ** (-8 * (h + 1) / n), h from 0',
    },
    [
      ...[-1, 1].map((shift) => ({
        formula: shift < 0 ? '2^(−8(h−1)/n), h = 1…n' : '2^(−8(h+1)/n), h = 1…n',
        put: alibi(
          (slope, i, j, _h, p) => -slope * Math.abs(i + p - j),
          (heads) => naiveSlopes(heads, shift),
        ),
      })),
      ...(
        [
          ['the slopes of the heads are in reverse order', 'slope[n − 1 − h]', (h, n) => n - 1 - h],
          ['all heads have the slope of the first', 'slope[0]', () => 0],
          ['the slopes of half the heads serve all: those of one rank', 'slopes of n/2 heads', (h, n) => h % (n / 2)],
          ['the slopes are rotated by one head', 'slope[(h + 1) mod n]', (h, n) => (h + 1) % n],
        ] as const satisfies readonly (readonly [string, string, (h: number, n: number) => number])[]
      ).map(([title, formula, of]) => ({
        title,
        formula,
        lookFor: 'the order of alibi_slopes, slopes made for the heads of one device',
        instead: 'slope of head h: the h-th of the slopes for all heads',
        put: otherSlopes(of),
      })),
      {
        title: 'the slopes are those of a smaller number of heads (one rank)',
        formula: 'slopes(n/2)[h mod n/2]',
        lookFor: 'slopes made for the heads of one device',
        instead: 'the slopes for all heads, sliced by rank',
        put: alibi(
          (slope, i, j, _h, p) => -slope * Math.abs(i + p - j),
          (heads) => {
            const few = alibiSlopes(Math.max(1, Math.floor(heads / 2)));
            return Float64Array.from({ length: heads }, (_, h) => few[h % few.length]!);
          },
        ),
      },
    ],
  ),
  ...ways(
    {
      id: 'A3',
      title: 'slopes of a number of heads that is no power of two',
      formula: '2^(−8h/n) for every n',
      lookFor: '2 ** (-8 * h / n) without the rule for other n',
      instead: 'the slopes of the power of two below, then every other one of the next',
    },
    [
      {
        put: alibi(
          (slope, i, j, _h, p) => -slope * Math.abs(i + p - j),
          (heads) => naiveSlopes(heads, 0),
        ),
      },
      {
        put: alibi(
          (slope, i, j, _h, p) => -slope * Math.abs(i + p - j),
          (heads) => alibiSlopes(2 ** Math.ceil(Math.log2(heads))).slice(0, heads),
        ),
        formula: 'the slopes of the next power of two',
      },
    ],
  ),
  ...ways(
    {
      id: 'A4',
      title: 'ALiBi is added before scaling',
      formula: '(Q·Kᵀ − slope·distance)·scale',
      lookFor: '(scores + alibi) / math.sqrt(d_k)',
      instead: 'scores / math.sqrt(d_k) + alibi',
    },
    [
      {
        put: (attempt) => alibi((slope, i, j, _h, p) => -slope * Math.abs(i + p - j) * sizesOf(attempt).scale)(attempt),
      },
    ],
  ),
  ...ways(
    {
      id: 'A5',
      title: 'ALiBi with signed distances',
      formula: 'slope·(j − i)',
      lookFor: 'slope * (j - i) without abs, where nothing is causal',
      instead: '-slope * (i - j).abs()',
    },
    [
      { put: alibi((slope, i, j, _h, p) => slope * (j - i - p)) },
      { put: alibi((slope, i, j, _h, p) => -slope * (j - i - p)), formula: 'slope·(i − j)' },
    ],
  ),
  ...ways(
    {
      id: 'A6',
      title: 'the distances of ALiBi start from the other corner',
      formula: '|i − j| instead of |i + n_k − n_q − j|',
      lookFor: 'arange(n_q) where cached keys come first',
      instead: 'i + (n_k - n_q) - j',
    },
    [
      { put: (attempt) => (moves(attempt, 0) ? alibi((slope, i, j) => -slope * Math.abs(i - j))(attempt) : undefined) },
      {
        put: (attempt) => {
          const { nQ, nK } = sizesOf(attempt);
          return moves(attempt, nK - nQ)
            ? alibi((slope, i, j) => -slope * Math.abs(i + nK - nQ - j))(attempt)
            : undefined;
        },
        formula: '|i + n_k − n_q − j| instead of |i − j|',
      },
    ],
  ),
  ...ways(
    {
      id: 'T1',
      title: 'the relative bias is the wrong way round',
      formula: 'bias[i − j] instead of bias[j − i]',
      lookFor: 'relative_position = query - key',
      instead: 'key - query, without a scale',
    },
    [
      { put: (attempt) => biasBy(attempt, (at) => (i, j, h, b) => at(j, i, h, b), true) },
      {
        put: (attempt) => biasBy(attempt, (at) => (i, j, h, b) => at(i, j, h, b) * sizesOf(attempt).scale, false),
        title: 'the relative bias is scaled',
        formula: '(Q·Kᵀ + bias)·scale',
      },
      {
        put: (attempt) => biasBy(attempt, () => () => 0, false),
        title: 'the bias is not added',
        formula: 'softmax(S)·V',
      },
      {
        put: (attempt) => biasBy(attempt, (at) => (i, j, h, b) => -at(i, j, h, b), false),
        title: 'the bias is subtracted',
        formula: 'softmax(S − bias)·V',
      },
      {
        put: (attempt) => biasBy(attempt, (at) => (i, j, h, b) => 2 * at(i, j, h, b), false),
        title: 'the bias is added twice',
        formula: 'softmax(S + 2·bias)·V',
      },
      {
        put: (attempt) => biasBy(attempt, (at) => (i, j, h, b) => at(Math.max(i, j), Math.min(i, j), h, b), true),
        title: 'the relative bias looks one way where both are meant',
        formula: 'bias[−|j − i|]',
      },
      {
        put: (attempt) => biasBy(attempt, (at) => (i, j, h, b) => at(i, Math.min(i, j), h, b), true),
        title: 'the relative bias knows no future: bidirectional=False',
        formula: 'bias[min(j − i, 0)]',
      },
    ],
  ),
];

function moves({ geometry, problem }: Attempt, position: number): boolean {
  return (
    Boolean(problem.alibi) &&
    geometry.position.some((one) => one !== position) &&
    (ruleOf(geometry) !== null || position !== 0 || geometry.position.some(Boolean))
  );
}

type At = (i: number, j: number, h: number, b: number) => number;

/** The bias read in another way; `square`: only where there are as many queries as keys. */
function biasBy(attempt: Attempt, change: (at: At) => At, square: boolean): Attempt | undefined {
  const { bias } = attempt.problem;
  const [, heads, nQ, nK] = attempt.geometry.shape;
  if (!bias || (square && nQ !== nK)) return undefined;
  const full =
    'at' in bias
      ? undefined
      : bias.shape.length === 2 && bias.shape[0] === nQ && bias.shape[1] === nK
        ? { step: 0, item: 0 }
        : bias.shape.length === 4 && bias.shape[2] === nQ && bias.shape[3] === nK
          ? { step: bias.shape[1] === 1 ? 0 : nQ * nK, item: bias.shape[0] === 1 ? 0 : bias.shape[1]! * nQ * nK }
          : bias.shape.length === 3 && bias.shape[0] === heads && bias.shape[1] === nQ
            ? { step: nQ * nK, item: 0 }
            : undefined;
  if (!('at' in bias) && !full) return undefined;
  const at: At =
    'at' in bias
      ? (i, j, h, b) => bias.at(i, j, h, b, nQ, nK, attempt.problem.pastKey?.shape[2])
      : (i, j, h, b) => bias.data[b * full!.item + h * full!.step + i * nK + j]!;
  const other = change(at);
  return withProblem(attempt, { bias: { text: 'bias', at: (i, j, h, b) => other(i, j, h, b) } });
}
