import { tensor, type Tensor } from '../../../src/core/tensor.js';
import type { T4 } from '../plain.js';
import { attend, causal, layer, problemOf, type Dice } from './layer.js';
import type { Made } from './kinds.js';

const f = Math.fround;

/** Rounded to so many fraction bits, ties to even. */
function rounded(x: number, fraction: number): number {
  if (x === 0 || !Number.isFinite(x)) return x;
  const step = 2 ** (Math.floor(Math.log2(Math.abs(x))) - fraction);
  const down = Math.floor(x / step);
  const rest = x / step - down;
  return (rest > 0.5 || (rest === 0.5 && Math.abs(down % 2) === 1) ? down + 1 : down) * step;
}

const bfloat = (x: number): number => rounded(x, 7);
const half = (x: number): number => rounded(x, 10);
const tf32 = (x: number): number => rounded(x, 10);
const everywhere = (from: T4, of: (x: number) => number): T4 => from.map((b) => b.map((h) => h.map((r) => r.map(of))));

function asType(from: T4, dtype: Tensor['dtype']): Tensor {
  const shape = [from.length, from[0]!.length, from[0]![0]!.length, from[0]![0]![0]!.length];
  return tensor(shape, from.flat(3), { dtype });
}

/** Sums in float32 from the first to the last, or in tiles, or backwards. */
function sumIn32(terms: number[], order: 'forward' | 'backward' | 'tiles'): number {
  if (order === 'tiles') {
    let total = 0;
    for (let at = 0; at < terms.length; at += 4) total = f(total + sumIn32(terms.slice(at, at + 4), 'forward'));
    return total;
  }
  const list = order === 'backward' ? [...terms].reverse() : terms;
  return list.reduce((sum, x) => f(sum + f(x)), 0);
}

/** An honest result of one of the usual ways, none of which may be called wrong. */
export function honest(random: Dice): Made & { what: string } {
  const large = random.of(1, 1, 1, 4);
  const made = layer(random);
  const scaled = everywhere(made.q, (x) => f(x * large));
  const isCausal = random.of(true, false);
  const keep = isCausal ? { keep: causal } : {};
  const how = random.of('float32', 'exp2', 'bfloat16 eager', 'bfloat16 flash', 'float16', 'saved by .float()', 'tf32');
  const order = random.of('forward', 'backward', 'tiles');
  const short =
    how.startsWith('bfloat16') || how === 'saved by .float()'
      ? bfloat
      : how === 'float16'
        ? half
        : how === 'tf32'
          ? tf32
          : f;
  const inputs = how === 'tf32' || how === 'float32' || how === 'exp2' ? f : short;
  const [q, k, v] = [everywhere(scaled, inputs), everywhere(made.k, inputs), everywhere(made.v, inputs)];
  const problem = problemOf({ q, k, v }, isCausal ? { causal: 'top-left' } : {});
  const product = (x: number): number => (how === 'tf32' ? tf32(x) : x);
  const size = q[0]![0]![0]!.length;
  const scale = f(1 / Math.sqrt(size));
  const between = how === 'bfloat16 eager' || how === 'float16' || how === 'saved by .float()' ? short : f;
  const inner = how === 'bfloat16 flash' ? bfloat : between;
  const group = (h: number): number => Math.floor((h * k[0]!.length) / q[0]!.length);
  const out = q.map((heads, b) =>
    heads.map((rows, h) =>
      rows.map((row, i) => {
        const scores = k[b]![group(h)]!.map((key, j) =>
          'keep' in keep && !causal(i, j)
            ? -Infinity
            : between(
                f(
                  between(
                    sumIn32(
                      row.map((x, m) => product(x) * product(key[m]!)),
                      order,
                    ),
                  ) * scale,
                ),
              ),
        );
        const max = Math.max(...scores);
        const power = (s: number): number =>
          how === 'exp2' ? f(2 ** f((s - max) * f(Math.LOG2E))) : f(Math.exp(f(s - max)));
        const powers = scores.map((s) => (s === -Infinity ? 0 : power(s)));
        const sum = sumIn32(powers, order);
        const values = v[b]![group(h)]!;
        const late = how === 'bfloat16 flash' || how === 'exp2';
        const weights = powers.map((p) => (late ? inner(p) : inner(f(p / sum))));
        return values[0]!.map((_, m) => {
          const mixed = sumIn32(
            values.map((value, j) => product(weights[j]!) * product(value[m]!)),
            order,
          );
          return short === tf32 ? f(mixed) : short(late ? f(mixed / sum) : mixed);
        });
      }),
    ),
  );
  const dtype = how.startsWith('bfloat16') ? 'bfloat16' : how === 'float16' ? 'float16' : 'float32';
  void attend;
  return {
    problem: how === 'tf32' ? problem : { ...problem, q: asType(q, dtype), k: asType(k, dtype), v: asType(v, dtype) },
    actual: asType(out, dtype),
    what: `${how}, sums ${order}, scores ×${large}`,
  };
}
