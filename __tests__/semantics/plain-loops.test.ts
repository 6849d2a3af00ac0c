import fc from 'fast-check';
import { attend } from '../../src/core/attend.js';
import type { Causal, Problem } from '../../src/core/problem.js';
import { sizeOf, tensor, type Tensor } from '../../src/core/tensor.js';
import { expectClose, random, stage } from './helpers.js';

/** What the property draws: sizes first, conventions then. */
interface Drawn {
  batch: number;
  kvHeads: number;
  group: number;
  nQ: number;
  nK: number;
  nPast: number;
  dK: number;
  dV: number;
  seed: number;
  causal: Causal | undefined;
  window: readonly [number, number] | undefined;
  lengths: boolean;
  softcap: number | undefined;
  bias: number;
  mask: number;
  maskTrue: 'attend' | 'ignore';
  alibi: boolean;
  sink: boolean;
  rope: 'half' | 'interleaved' | undefined;
  temperature: number;
  form: 'bhld' | 'blhd' | 'fused';
}

const drawn: fc.Arbitrary<Drawn> = fc.record({
  batch: fc.integer({ min: 1, max: 2 }),
  kvHeads: fc.integer({ min: 1, max: 2 }),
  group: fc.integer({ min: 1, max: 3 }),
  nQ: fc.integer({ min: 1, max: 4 }),
  nK: fc.integer({ min: 1, max: 4 }),
  nPast: fc.integer({ min: 0, max: 3 }),
  dK: fc.constantFrom(2, 4),
  dV: fc.integer({ min: 1, max: 3 }),
  seed: fc.integer({ min: 0, max: 1e6 }),
  causal: fc.constantFrom(undefined, 'top-left', 'bottom-right', 'offset'),
  window: fc.option(fc.tuple(fc.integer({ min: -1, max: 3 }), fc.integer({ min: -1, max: 3 })), { nil: undefined }),
  lengths: fc.boolean(),
  softcap: fc.constantFrom(undefined, 0.7, 3),
  bias: fc.integer({ min: 0, max: 4 }),
  mask: fc.integer({ min: 0, max: 4 }),
  maskTrue: fc.constantFrom('attend', 'ignore'),
  alibi: fc.boolean(),
  sink: fc.boolean(),
  rope: fc.constantFrom(undefined, 'half', 'interleaved'),
  temperature: fc.constantFrom(1, 0.5, 2),
  form: fc.constantFrom('bhld', 'blhd', 'fused'),
});

/** (B, H, L, D) → the form in which it is given. */
function given(from: Tensor, form: Drawn['form']): Tensor {
  if (form === 'bhld') return from;
  const [b, h, l, d] = from.shape as [number, number, number, number];
  const data = new Float64Array(from.data.length);
  for (let at = 0; at < data.length; at++) {
    const [m, i, head, item] = [at % d, Math.floor(at / d) % l, Math.floor(at / d / l) % h, Math.floor(at / d / l / h)];
    data[((item * l + i) * h + head) * d + m] = from.data[at]!;
  }
  return tensor(form === 'blhd' ? [b, l, h, d] : [b, l, h * d], data);
}

/** The cell (b, h, i, j) of a tensor of `rank` trailing axes of the scores. */
function cellOf(from: Tensor, b: number, h: number, i: number, j: number): number {
  const index = [b, h, i, j].slice(4 - from.shape.length);
  return from.data[index.reduce((at, where, axis) => at * from.shape[axis]! + where, 0)]!;
}

/** softmax(Q·Kᵀ·scale)·V one number at a time, with nothing of src/ in it. */
function plainly(
  d: Drawn,
  t: Record<'q' | 'k' | 'v' | 'pastKey' | 'pastValue', Tensor>,
  extra: { bias?: Tensor; mask?: Tensor; slopes: number[]; sinks: number[]; lengths: number[] },
): { output: number[]; lse: number[] } {
  const heads = d.kvHeads * d.group;
  const n = d.nPast + d.nK;
  const output: number[] = [];
  const lse: number[] = [];
  for (let b = 0; b < d.batch; b++) {
    const offset = {
      'top-left': 0,
      'bottom-right': n - d.nQ,
      offset: d.nPast > 0 ? d.nPast : d.lengths ? extra.lengths[b]! - d.nQ : 0,
    };
    const position = d.causal ? offset[d.causal] : d.nPast;
    const start = d.nPast > 0 ? d.nPast : position;
    for (let h = 0; h < heads; h++) {
      const shared = Math.floor(h / d.group);
      const row = (from: Tensor, head: number, at: number): number[] => {
        const [, H, L, D] = from.shape as [number, number, number, number];
        return [...from.data.subarray(((b * H + head) * L + at) * D, ((b * H + head) * L + at + 1) * D)];
      };
      const turn = (x: number[], at: number): number[] => {
        if (!d.rope) return x;
        const out = [...x];
        for (let p = 0; p < x.length / 2; p++) {
          const [a, c] = d.rope === 'half' ? [p, p + x.length / 2] : [2 * p, 2 * p + 1];
          const angle = at / 10000 ** ((2 * p) / x.length);
          out[a] = x[a]! * Math.cos(angle) - x[c]! * Math.sin(angle);
          out[c] = x[a]! * Math.sin(angle) + x[c]! * Math.cos(angle);
        }
        return out;
      };
      const key = (j: number): number[] =>
        j < d.nPast ? row(t.pastKey, shared, j) : turn(row(t.k, shared, j - d.nPast), j);
      const value = (j: number): number[] =>
        j < d.nPast ? row(t.pastValue, shared, j) : row(t.v, shared, j - d.nPast);
      for (let i = 0; i < d.nQ; i++) {
        const query = turn(row(t.q, h, i), start + i);
        const powers: number[] = [];
        for (let j = 0; j < n; j++) {
          let s = key(j).reduce((sum, x, m) => sum + x * query[m]!, 0) / Math.sqrt(d.dK);
          if (d.softcap) s = d.softcap * Math.tanh(s / d.softcap);
          if (extra.bias) s += cellOf(extra.bias, b, h, i, j);
          if (d.alibi) s -= extra.slopes[h]! * Math.abs(i + position - j);
          let may = true;
          if (d.causal) may &&= j <= i + position;
          if (d.window && d.window[0] >= 0) may &&= j >= i + position - d.window[0];
          if (d.window && d.window[1] >= 0) may &&= j <= i + position + d.window[1];
          if (d.lengths) may &&= j < extra.lengths[b]!;
          if (extra.mask) may &&= (cellOf(extra.mask, b, h, i, j) === 1) === (d.maskTrue === 'attend');
          powers.push(may ? Math.exp(s / d.temperature) : 0);
        }
        const sum = powers.reduce((a, e) => a + e, d.sink ? Math.exp(extra.sinks[h]!) : 0);
        lse.push(Math.log(sum));
        for (let m = 0; m < d.dV; m++)
          output.push(sum === 0 ? 0 : powers.reduce((o, e, j) => o + (e / sum) * value(j)[m]!, 0));
      }
    }
  }
  return { output, lse };
}

describe('attend equals the formula in plain loops', () => {
  it('under every setting together', () => {
    fc.assert(
      fc.property(drawn, (d) => {
        const heads = d.kvHeads * d.group;
        const n = d.nPast + d.nK;
        const shape = [d.batch, heads, d.nQ, n];
        const t = {
          q: random([d.batch, heads, d.nQ, d.dK], d.seed),
          k: random([d.batch, d.kvHeads, d.nK, d.dK], d.seed + 1),
          v: random([d.batch, d.kvHeads, d.nK, d.dV], d.seed + 2),
          pastKey: random([d.batch, d.kvHeads, d.nPast, d.dK], d.seed + 3),
          pastValue: random([d.batch, d.kvHeads, d.nPast, d.dV], d.seed + 4),
        };
        const trailing = (rank: number): number[] => shape.slice(4 - rank);
        const bias = d.bias > 0 ? random(trailing(d.bias), d.seed + 5) : undefined;
        const mask =
          d.mask > 0
            ? tensor(
                trailing(d.mask),
                random(trailing(d.mask), d.seed + 6).data.map((x) => Number(x > -0.5)),
                { dtype: 'bool' },
              )
            : undefined;
        const slopes = Array.from({ length: heads }, (_, h) => 0.1 * (h + 1));
        const sinks = Array.from({ length: heads }, (_, h) => 0.5 - h);
        const lengths = Array.from({ length: d.batch }, (_, b) => Math.max(0, n - 1 - b));
        const problem: Problem = {
          q: given(t.q, d.form),
          k: given(t.k, d.form),
          v: given(t.v, d.form),
          maskTrue: d.maskTrue,
          temperature: d.temperature,
          ...(d.nPast > 0 && {
            pastKey: given(t.pastKey, d.form === 'fused' && d.seed % 2 === 0 ? 'bhld' : d.form),
            pastValue: given(t.pastValue, d.form === 'fused' && d.seed % 2 === 0 ? 'bhld' : d.form),
          }),
          ...(d.form === 'fused' ? { heads, kvHeads: d.kvHeads } : { layout: d.form }),
          ...(d.causal && { causal: d.causal }),
          ...(d.window && { window: d.window }),
          ...(d.softcap && { softcap: d.softcap }),
          ...(bias && { bias }),
          ...(mask && { mask }),
          ...(d.lengths && { keyLengths: tensor([d.batch], lengths) }),
          ...(d.alibi && { alibi: tensor([heads], slopes) }),
          ...(d.sink && { sink: tensor([heads], sinks) }),
          ...(d.rope && { rope: d.rope }),
        };
        const expected = plainly(d, t, { ...(bias && { bias }), ...(mask && { mask }), slopes, sinks, lengths });
        const trace = attend(problem);
        const output = given(tensor([d.batch, heads, d.nQ, d.dV], expected.output), d.form);
        expect(stage(trace, 'output').shape).toEqual(output.shape);
        expectClose(stage(trace, 'output').data, output.data, 1e-11);
        expectClose(trace.stages.get('lse')!.tensor.data, expected.lse, 1e-11);
        expect(sizeOf(stage(trace, 'weights').shape)).toBe(sizeOf(shape));
        if (d.nPast > 0 && d.form === 'blhd')
          expect(stage(trace, 'present_key').shape).toEqual([d.batch, n, d.kvHeads, d.dK]);
        if (d.nPast > 0 && d.form === 'fused' && heads > 1)
          expect(stage(trace, 'present_key').shape).toEqual([d.batch, d.kvHeads, n, d.dK]);
      }),
      { numRuns: 200 },
    );
  });
});
