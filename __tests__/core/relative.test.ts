import fc from 'fast-check';
import { attend } from '../../src/core/attend.js';
import type { Problem } from '../../src/core/problem.js';
import { tensor, type Tensor } from '../../src/core/tensor.js';
import { makeCase } from '../../src/check/case.js';
import { carryOut } from '../../src/check/attempt.js';
import { lesson } from '../../src/explain/index.js';
import { attendFast } from '../../src/kernel/engine.js';
import { deriver } from '../../src/show/derivation/derivation.js';
import { attn } from '../commands/fake-io.js';
import { refusals } from '../refusals.js';
import { cells, expectClose, random } from '../semantics/helpers.js';

type Rows = readonly (readonly number[])[];

const rowsOf = ({ data, shape }: Tensor, head = 0): Rows => {
  const [n, d] = shape.slice(-2) as [number, number];
  return Array.from({ length: n }, (_, i) => [...data.slice((head * n + i) * d, (head * n + i + 1) * d)]);
};
const dot = (a: readonly number[], b: readonly number[]): number => a.reduce((sum, x, m) => sum + x * b[m]!, 0);
const plus = (a: readonly number[], b: readonly number[]): number[] => a.map((x, m) => x + b[m]!);
const clip = (x: number, low: number, high: number): number => Math.max(low, Math.min(high, x));
function softmax(row: readonly number[]): number[] {
  const all = row.map(Math.exp);
  const total = all.reduce((sum, x) => sum + x, 0);
  return all.map((x) => x / total);
}

describe('Shaw et al. 2018', () => {
  it('adds a vector a_ij to every key and every value, written out as n × n vectors', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 6 }), fc.integer({ min: 0, max: 4 }), fc.integer(), (n, c, seed) => {
        const [q, k, v] = [random([n, 4], seed), random([n, 4], seed + 1), random([n, 3], seed + 2)];
        const [wK, wV] = [random([2 * c + 1, 4], seed + 3), random([2 * c + 1, 3], seed + 4)];
        const [Q, K, V, aK, aV] = [q, k, v, wK, wV].map((one) => rowsOf(one)) as [Rows, Rows, Rows, Rows, Rows];
        const place = (i: number, j: number): number => clip(j - i, -c, c) + c;
        const weights = Q.map((x, i) => softmax(K.map((y, j) => dot(x, plus(y, aK[place(i, j)]!)) / 2)));
        const z = weights.map((row, i) =>
          row.reduce<number[]>((sum, w, j) => sum.map((s, m) => s + w * (V[j]![m]! + aV[place(i, j)]![m]!)), [0, 0, 0]),
        );
        const problem: Problem = { q, k, v, relativeKey: wK, relativeValue: wV };
        expectClose(cells(problem, 'weights'), weights.flat());
        expectClose(cells(problem, 'output'), z.flat());
      }),
    );
  });

  it('in BERT (relative_key, relative_key_query) counts i − j, so that the table stands on its head', () => {
    const [q, k, table] = [random([5, 4], 1), random([5, 4], 2), random([9, 4], 3)];
    const turned = tensor([9, 4], rowsOf(table).toReversed().flat());
    const index = { text: 'i-j', at: (i: number, j: number) => i - j };
    expectClose(
      cells({ q, k, relativeKey: table, relativeIndex: index }, 'relative'),
      cells({ q, k, relativeKey: turned }, 'relative'),
    );
    const [Q, K, T] = [q, k, table].map((one) => rowsOf(one)) as [Rows, Rows, Rows];
    const both = Q.flatMap((x, i) => K.map((y, j) => dot(x, y) + dot(x, T[i - j + 4]!) + dot(y, T[i - j + 4]!)));
    expectClose(cells({ q, k, relativeKey: table, relativeQuery: table, relativeIndex: index }, 'relative'), both);
  });
});

describe('Transformer-XL', () => {
  /** The authors' _rel_shift: the rows of R stand from the farthest key to the nearest, and each row is pushed on by one. */
  function shifted(table: Rows): number[][] {
    const n = table.length;
    const padded = table.map((row) => [0, ...row]).flat();
    const flat = padded.slice(n);
    return Array.from({ length: n }, (_, i) => flat.slice(i * n, (i + 1) * n));
  }

  it('is (q + u)·k + (q + v)·R, causal, its R laid out for the shift', () => {
    const n = 6;
    const [q, k] = [random([2, n, 4], 1), random([2, n, 4], 2)];
    const [u, v] = [random([2, 4], 3), random([2, 4], 4)];
    // R for the distances i − j = n − 1 … 0 of each head, as W_R·sinusoid gives them.
    const far = random([2, n, 4], 5);
    const wanted = [0, 1].map((h) => {
      const [Q, K, R, U, V] = [rowsOf(q, h), rowsOf(k, h), rowsOf(far, h), rowsOf(u)[h]!, rowsOf(v)[h]!];
      const bd = shifted(Q.map((x) => R.map((r) => dot(plus(x, V), r))));
      return Q.map((x, i) => K.map((y, j) => (j > i ? NaN : dot(plus(x, U), y) + bd[i]![j]!)));
    });
    // Here: j − i = −(n − 1) … 0 first, rows for later keys behind, which nobody sees.
    const table = tensor(
      [2, 2 * n - 1, 4],
      [0, 1].flatMap((h) => [...rowsOf(far, h).flat(), ...Array<number>((n - 1) * 4).fill(9)]),
    );
    const found = cells({ q, k, causal: true, relativeKey: table, relativeU: u, relativeV: v }, 'relative');
    const [first, second] = [wanted.flat(2), found].map((all) => [...all]) as [number[], number[]];
    expectClose(
      second.filter((_, at) => !Number.isNaN(first[at])),
      first.filter((x) => !Number.isNaN(x)),
    );
  });
});

describe('DeBERTa', () => {
  const k = 3;
  const n = 6;
  const [q, key] = [random([n, 4], 1), random([n, 4], 2)];
  const [kr, qr] = [random([2 * k, 4], 3), random([2 * k, 4], 4)];
  const [Q, K, KR, QR] = [q, key, kr, qr].map((one) => rowsOf(one)) as [Rows, Rows, Rows, Rows];
  /** δ of the paper: 0 from −k on, 2k − 1 from k on, else i − j + k. */
  const delta = (i: number, j: number): number => (i - j <= -k ? 0 : i - j >= k ? 2 * k - 1 : i - j + k);
  const index = { text: 'i-j', at: (i: number, j: number) => i - j };

  it('adds content to position and position to content, δ(j, i) as in the paper', () => {
    const paper = Q.flatMap((x, i) =>
      K.map((y, j) => (dot(x, y) + dot(x, KR[delta(i, j)]!) + dot(y, QR[delta(j, i)]!)) / Math.sqrt(3 * 4)),
    );
    const problem: Problem = {
      q,
      k: key,
      scale: 1 / Math.sqrt(12),
      relativeKey: kr,
      relativeQuery: qr,
      relativeIndex: index,
      relativeQueryIndex: { text: 'j-i', at: (i, j) => j - i },
    };
    expectClose(cells(problem, 'scaled'), paper);
  });

  it('as the authors’ code gathers it reads both tables by i − j', () => {
    const relative = Q.map((_, i) => K.map((__, j) => i - j));
    const c2p = Q.map((x, i) => K.map((_, j) => dot(x, KR[clip(relative[i]![j]! + k, 0, 2 * k - 1)]!)));
    // Rows are keys here; the last step turns them over.
    const p2c = K.map((y, row) => Q.map((_, column) => dot(y, QR[clip(-relative[row]![column]! + k, 0, 2 * k - 1)]!)));
    const code = Q.flatMap((x, i) => K.map((y, j) => dot(x, y) + c2p[i]![j]! + p2c[j]![i]!));
    expectClose(cells({ q, k: key, relativeKey: kr, relativeQuery: qr, relativeIndex: index }, 'relative'), code);
  });
});

describe('relative terms', () => {
  const BASE: Problem = {
    q: random([2, 4, 3, 4], 1),
    k: random([2, 2, 5, 4], 2),
    v: random([2, 2, 5, 3], 3),
    causal: 'bottom-right',
    relativeKey: random([4, 5, 4], 4),
    relativeQuery: random([3, 4], 5),
    relativeValue: random([5, 3], 6),
    relativeU: random([4], 7),
    relativeV: random([4, 4], 8),
  };

  it('count from where the queries stand: the last ones of a sequence get what they get in the whole of it', () => {
    const whole: Problem = {
      q: random([6, 4], 1),
      k: random([6, 4], 2),
      v: random([6, 3], 3),
      relativeKey: random([7, 4], 4),
      relativeValue: random([5, 3], 6),
      causal: true,
    };
    const part = ({ data, shape }: Tensor, from: number, to: number): Tensor =>
      tensor([to - from, shape[1]!], data.slice(from * shape[1]!, to * shape[1]!));
    const cached = {
      ...whole,
      q: part(whole.q!, 4, 6),
      k: part(whole.k!, 4, 6),
      v: part(whole.v!, 4, 6),
      pastKey: part(whole.k!, 0, 4),
      pastValue: part(whole.v!, 0, 4),
      causal: 'offset' as const,
    };
    expectClose(cells(cached, 'output'), cells(whole, 'output').slice(12));
  });

  it('of zeros change nothing', () => {
    const { relativeKey: _k, relativeQuery: _q, relativeValue: _v, relativeU: _u, relativeV: _w, ...plain } = BASE;
    const none = { relativeKey: tensor([1, 4], [0, 0, 0, 0]), relativeValue: tensor([2, 3], Array<number>(6).fill(0)) };
    expectClose(cells({ ...plain, ...none }, 'output'), cells(plain, 'output'));
  });

  it('are those of attn check too, and go to the reference', async () => {
    const made = makeCase(BASE);
    expect([...carryOut(made.right).output.data]).toEqual([...made.expected.data]);
    expect(await attendFast(BASE, { wanted: ['output'] })).toMatchObject({
      refused: { code: 'kernel-lacks-option' },
    });
  });

  it('are told in the lesson: the terms, and values that add up to the output', () => {
    const trace = attend({ ...BASE, relativeIndex: { text: 'i-j', at: (i, j) => i - j } });
    const { steps } = lesson(trace, { token: 2, head: 1, batch: 1 });
    expect(steps.find(({ kind }) => kind === 'relative')).toMatchObject({
      by: ['key', 'query', 'u', 'v'],
      text: '(q + v)·R_K + k·R_Q + u·k',
    });
    const listen = steps.find((step) => step.kind === 'listen')!;
    const sum = listen.terms.reduce<number[]>((all, term) => all.map((x, m) => x + term[m]!), [0, 0, 0]);
    expectClose(sum, listen.output);
    const { lines } = deriver(trace, { lang: 'en', most: 8 })({
      stage: 'weights',
      batch: 1,
      head: 1,
      row: 2,
      column: 0,
    });
    expect(lines.join('\n')).toContain('relative = ');
    expect(lines.join('\n')).toContain(
      `scaled = ${String(trace.stages.get('relative')!.tensor.data[(1 * 4 + 1) * 15 + 10]).slice(0, 4)}`,
    );
  });

  it('come back with a result', async () => {
    const argv = [
      'compute',
      '--q',
      '[1 2; 3 1; 0 2]',
      '--relative-key',
      '[1 0; 0 1; 1 1]',
      '--relative-value',
      '[1 1; 0 0]',
    ];
    const first = await attn([...argv, '--relative-index', 'i - j', '--relative-u', '[[1, 2]]', '--json']);
    const again = await attn(['compute', '--input', '-', '--json'], { stdin: first.out });
    expect([again.code, again.out]).toEqual([0, first.out]);
    expect(first.out).toContain('"relative"');
  });

  it.each<[Partial<Problem>, string]>([
    [{ relativeKey: random([3, 5], 1) }, '--relative-key is 3×5, expected (rows, 4) or (4, rows, 4)'],
    [{ relativeQuery: random([2, 3, 4], 1) }, '--relative-query is 2×3×4'],
    [{ relativeValue: random([3, 4], 1) }, '--relative-value is 3×4, expected (rows, 3)'],
    [{ relativeU: random([3], 1) }, '--relative-u is 3, expected (4) or (4, 4)'],
    [{ relativeIndex: { text: 'i/2', at: (i) => i / 2 } }, 'the distance of --relative-index is 0.5, no whole number'],
    [{ similarity: 'cosine' }, 'relative terms beside --similarity cosine'],
    [{ differential: 0.5 }, '--relative-value beside --differential'],
  ])('that do not fit are refused: %#', (more, what) => {
    expect(refusals(() => attend({ ...BASE, ...more }))[0]![0]).toContain(what);
  });

  it('of v without R_K are refused', () => {
    const { relativeKey: _, ...rest } = BASE;
    expect(refusals(() => attend(rest))[0]![0]).toBe('--relative-v without --relative-key');
  });
});
