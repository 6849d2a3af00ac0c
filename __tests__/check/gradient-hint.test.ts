import { check } from '../../src/check/check.js';
import { generator } from '../../src/core/random.js';
import { tensor, type Tensor } from '../../src/core/tensor.js';
import { flat, list, nested } from './plain.js';

const { normal } = generator(23);
const [BATCH, HEADS, KV, N, D] = [2, 4, 2, 4, 3];
const draw = (heads: number): Tensor =>
  Object.freeze(
    tensor(
      [BATCH, heads, N, D],
      Float64Array.from({ length: BATCH * heads * N * D }, () => Math.fround(normal())),
      { dtype: 'float32' },
    ),
  );
const [q, k, v, grad] = [draw(HEADS), draw(KV), draw(KV), draw(HEADS)];

type Rows = number[][];
const dot = (a: number[], b: number[]): number => a.reduce((sum, x, m) => sum + x * b[m]!, 0);
const times = (a: Rows, b: Rows): Rows =>
  a.map((row) => b[0]!.map((_, m) => row.reduce((sum, x, j) => sum + x * b[j]![m]!, 0)));
const turned = (a: Rows): Rows => a[0]!.map((_, m) => a.map((row) => row[m]!));

interface How {
  causal?: boolean;
  back?: number;
  members?: (h: number) => boolean;
  dS?: (p: number, dP: number, sum: number, seen: boolean) => number;
  turn?: boolean;
}

/** Attention and its way back by hand, with something wrong in it. */
function byHand({
  causal = true,
  back = 1 / Math.sqrt(D),
  members = () => true,
  dS = (p, dP, sum) => p * (dP - sum),
  turn = false,
}: How = {}): { output: Tensor; grad_q: Tensor; grad_k: Tensor; grad_v: Tensor } {
  const [Q, K, V, dO] = [q, k, v, grad].map(nested) as [number[][][][], number[][][][], number[][][][], number[][][][]];
  const sees = (i: number, j: number): boolean => !causal || j <= i;
  const parts = list(BATCH, (b) =>
    list(HEADS, (h) => {
      const kv = h >> 1;
      const P = Q[b]![h]!.map((row, i) => {
        const powers = K[b]![kv]!.map((key, j) => (sees(i, j) ? Math.exp(dot(row, key) / Math.sqrt(D)) : 0));
        return powers.map((x) => x / powers.reduce((sum, y) => sum + y));
      });
      const dP = times(dO[b]![h]!, turned(V[b]![kv]!));
      const slopes = P.map((row, i) => row.map((p, j) => back * dS(p, dP[i]![j]!, dot(row, dP[i]!), sees(i, j))));
      const [S, W] = turn ? [turned(slopes), turned(P)] : [slopes, P];
      return {
        output: times(P, V[b]![kv]!),
        q: times(S, K[b]![kv]!),
        k: times(turned(S), Q[b]![h]!),
        v: times(turned(W), dO[b]![h]!),
      };
    }),
  );
  const shared = (name: 'k' | 'v'): Tensor =>
    flat(
      parts.map((heads) =>
        list(KV, (g) =>
          heads
            .filter((_, h) => h >> 1 === g && members(h))
            .map((part) => part[name])
            .reduce((sum, one) => sum.map((row, i) => row.map((x, m) => x + one[i]![m]!))),
        ),
      ),
    );
  return {
    output: flat(parts.map((heads) => heads.map(({ output }) => output))),
    grad_q: flat(parts.map((heads) => heads.map((part) => part.q))),
    grad_k: shared('k'),
    grad_v: shared('v'),
  };
}

const by = (factor: number, from: Tensor): Tensor => ({ ...from, data: from.data.map((x) => x * factor) });
const right = byHand();
const said = (name: 'grad_q' | 'grad_k' | 'grad_v', actual: Tensor): string | undefined =>
  check({ problem: { q, k, v, grad, causal: true }, actual: right.output, stages: new Map([[name, actual]]) }).narrowed;

describe('a wrong gradient is told what is wrong with it', () => {
  it.each(['grad_q', 'grad_k', 'grad_v'] as const)('%s by hand is right', (name) => {
    expect(said(name, right[name])).toBeUndefined();
  });

  it.each([
    ['grad_q', 'the scale is applied twice on the way back', by(1 / Math.sqrt(D), right.grad_q)],
    ['grad_k', 'the scale is missing on the way back', byHand({ back: 1 }).grad_k],
    ['grad_v', 'it is the right one with the other sign', by(-1, right.grad_v)],
    ['grad_k', 'it is the right one times 3.5', by(3.5, right.grad_k)],
    [
      'grad_v',
      'the mean over the query heads that share a key head, where the sum belongs',
      by((1 / HEADS) * KV, right.grad_v),
    ],
    ['grad_q', 'the row sum Σ P∘dP of the softmax is not taken off', byHand({ dS: (p, dP) => p * dP }).grad_q],
    [
      'grad_k',
      'the way back through the softmax is left out',
      byHand({ dS: (_p, dP, _sum, seen) => (seen ? dP : 0) }).grad_k,
    ],
    ['grad_q', 'not multiplied by the weights', byHand({ dS: (_p, dP, sum, seen) => (seen ? dP - sum : 0) }).grad_q],
    ['grad_q', 'dS is transposed', byHand({ turn: true }).grad_q],
    ['grad_k', 'dS is transposed', byHand({ turn: true }).grad_k],
    ['grad_k', 'only query head 0 of each group is counted', byHand({ members: (h) => h % 2 === 0 }).grad_k],
    ['grad_v', 'only query head 1 of each group is counted', byHand({ members: (h) => h % 2 === 1 }).grad_v],
    ['grad_k', 'it is grad_v: the order of what is returned', right.grad_v],
    ['grad_v', 'it is grad_k: the order of what is returned', right.grad_k],
    ['grad_q', 'it is the gradient without the causal mask', byHand({ causal: false }).grad_q],
  ] as const)('%s: %s', (name, expected, actual) => {
    expect(said(name, actual)).toContain(expected);
  });
});
