import fc from 'fast-check';
import { AttnError } from '../../src/core/error.js';
import { tensor, type Tensor } from '../../src/core/tensor.js';
import { t5Bucket } from '../../src/expression/functions.js';
import {
  compileCell,
  compileScale,
  compileScore,
  looksLikeExpression,
  type ArrayNames,
} from '../../src/expression/index.js';
import { attn } from '../commands/fake-io.js';
import { said } from '../said.js';

const named = (arrays: Readonly<Record<string, Tensor>>): ArrayNames => ({
  names: Object.keys(arrays),
  get: (name) => arrays[name],
});
const cell = async (text: string, arrays: Readonly<Record<string, Tensor>>) =>
  (await compileCell(text, '--bias', 'usage', named(arrays))).at;

async function refused(call: () => unknown): Promise<{ kind: string; what: string; detail: unknown }> {
  try {
    await call();
  } catch (error) {
    if (!(error instanceof AttnError)) throw error;
    const [fault] = said(error);
    return { kind: error.kind, what: fault!.what, detail: fault!.detail };
  }
  throw new Error('nothing was refused');
}

describe('an array in an expression', () => {
  it('gives the number that nested lists give, for any number of axes', async () => {
    const axes = fc.array(fc.integer({ min: 1, max: 4 }), { minLength: 1, maxLength: 4 });
    await fc.assert(
      fc.asyncProperty(axes, fc.nat(), async (shape, seed) => {
        const length = shape.reduce((product, axis) => product * axis, 1);
        const table = tensor(
          shape,
          Array.from({ length }, (_, at) => at * 1.5),
        );
        const indices = shape.map((axis, at) => Math.floor(seed / 7 ** at) % axis);
        const nested = indices.reduce<unknown>(
          (inside, index) => (inside as readonly unknown[])[index],
          (function fold(from: number, left: readonly number[]): unknown {
            const [first, ...rest] = left;
            if (first === undefined) return from * 1.5;
            const step = rest.reduce((product, axis) => product * axis, 1);
            return Array.from({ length: first }, (_, at) => fold(from + at * step, rest));
          })(0, shape),
        );
        const [i = 0, j = 0, h = 0, b = 0] = indices;
        const at = await cell(`table[${['i', 'j', 'h', 'b'].slice(0, shape.length).join(', ')}]`, { table });
        expect(at(i, j, h, b, 9, 9)).toBe(nested);
      }),
    );
  });

  it('stands inside others, and inside ? : and functions', async () => {
    const arrays = { r: tensor([3], [2, 0, 1]), t: tensor([2, 3], [10, 20, 30, 40, 50, 60]) };
    expect((await cell('t[1, r[r[i]]]', arrays))(0, 0, 0, 0, 3, 3)).toBe(50);
    expect((await cell('(i > 1 ? t[0, 0] : -t[1, i]) + max(r[0], r[1])', arrays))(1, 0, 0, 0, 3, 3)).toBe(-48);
    expect((await cell('t[i > 0 ? 1 : 0, 2]', arrays))(1, 0, 0, 0, 3, 3)).toBe(60);
  });

  it('without axes is a number by its name alone', async () => {
    expect((await cell('2*x', { x: tensor([], [1.5]) }))(0, 0, 0, 0, 1, 1)).toBe(3);
  });

  it('does not move with the score: its slope is 0, that of its factor is itself', async () => {
    const arrays = named({ t: tensor([2], [3, 4]) });
    const { slope } = await compileScore('s*t[i] + t[round(s)]', '--score-mod', 'usage', arrays);
    expect(slope(0, 1, 0, 0, 0, 2, 2)).toBe(4);
  });

  it('that has no such index is an error in the data, with the index and the cell', async () => {
    const at = await cell('t[i - 2, j]', { t: tensor([2, 3], [1, 2, 3, 4, 5, 6]) });
    expect(await refused(() => at(1, 2, 0, 0, 9, 9))).toEqual({
      kind: 'data',
      what: 't[…] has no index -1 on axis 1 of 2: expected a whole number from 0 to 1',
      detail: 'i = 1, j = 2, h = 0, b = 0',
    });
    const half = await cell('t[i/2]', { t: tensor([2], [1, 2]) });
    expect((await refused(() => half(1, 0, 0, 0, 2, 2))).what).toContain('no index 0.5');
  });

  it.each([
    ['t[i]', 't has 2 axes, found 1 index'],
    ['t', 't has 2 axes, found 0 indices'],
    ['t(i, j)', 't is an array, not a function'],
    ['tt[i, j]', "'tt' is no array"],
    ['i[0]', "'i' is no array"],
    ['sqrt[0]', "'sqrt' is no array"],
    ['t[i, j', "'[' is never closed"],
    ['t[i, j)', "unexpected ')': '[' is still open"],
    ['t[]', "nothing between '[' and ']'"],
    ['t[i,, j]', "a value is missing before ','"],
    ['[1, 2]', "unexpected '[': unexpected [ in a cell"],
    ['i]', "unexpected ']': unexpected [ in a cell"],
    ['t[i, j][0]', "unexpected '[': unexpected [ in a cell"],
  ])('%s is refused', async (text, what) => {
    const arrays = { t: tensor([2, 2], [1, 2, 3, 4]) };
    expect(await refused(() => cell(text, arrays))).toMatchObject({ kind: 'usage', what });
  });

  it('makes a text an expression, not the name of a file', () => {
    expect(['t[h,i]-t[h,j]', '-r[h]', 'x+i'].map((text) => looksLikeExpression(text, ['x']))).toEqual([
      true,
      true,
      true,
    ]);
    expect(['t[1].npy', '[1,2]', 'x'].map((text) => looksLikeExpression(text))).toEqual([false, false, false]);
  });
});

describe('t5_bucket', () => {
  /** transformers' _relative_position_bucket, in its own sign (j − i) and order of operations. */
  function reference(position: number, bidirectional: boolean, buckets: number, farthest: number): number {
    let bucket = 0;
    let own = buckets;
    let far: number;
    if (bidirectional) {
      own = Math.floor(own / 2);
      bucket += (position > 0 ? 1 : 0) * own;
      far = Math.abs(position);
    } else far = -Math.min(position, 0);
    const exact = Math.floor(own / 2);
    if (far < exact) return bucket + far;
    const large = exact + Math.trunc((Math.log(far / exact) / Math.log(farthest / exact)) * (own - exact) + 1e-9);
    return bucket + Math.min(large, own - 1);
  }

  it('is that of transformers, whose distance has the other sign', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: -300, max: 300 }),
        fc.boolean(),
        fc.constantFrom(8, 16, 32, 64),
        fc.constantFrom(20, 64, 128, 256),
        (distance, both, buckets, farthest) => {
          fc.pre(farthest > buckets / 2);
          expect(t5Bucket(distance, buckets, farthest, both ? 1 : 0)).toBe(
            reference(-distance, both, buckets, farthest),
          );
        },
      ),
      { numRuns: 2000 },
    );
  });

  it('has the defaults of T5, and no value for buckets that cannot be', async () => {
    const arrays = { t: tensor([1], [0]) };
    expect((await cell('t5_bucket(i - j) + 0*t[0]', arrays))(0, 1, 0, 0, 9, 9)).toBe(17);
    expect([t5Bucket(3, 1), t5Bucket(3, 32, 4)]).toEqual([NaN, NaN]);
    expect((await refused(() => cell('t5_bucket()', arrays))).what).toContain('t5_bucket takes 1 to 4 values');
  });
});

describe('--scale by row', () => {
  const sizes = { d_k: 4, d_v: 2, d_model: 8, n_q: 3, n_k: 5, P: 2 };

  it('knows the query, the head, the item and the cached keys beside the sizes', async () => {
    const arrays = named({ s: tensor([2], [1, 10]) });
    const scale = await compileScale('s[h]*(i + P) + b/sqrt(d_k)', '--scale', 'usage', arrays);
    expect(scale.rows!(sizes)(1, 1, 3)).toBe(31.5);
    expect((await compileScale('1/sqrt(d_k)', '--scale')).rows).toBeUndefined();
    expect((await compileScale('P + n_k', '--scale')).at(sizes)).toBe(7);
  });
});

describe('--let, as it is typed', () => {
  const Q = ['--q', '[1 0; 0 1]', '--only', 'scaled'];
  const run = async (...argv: string[]) => attn(['compute', ...Q, ...argv]);

  it('comes back with a result, from JSON and from an archive', async () => {
    const argv = [
      'compute',
      '--q',
      '[1 2; 3 4]',
      '--let',
      't=[1 2; 3 4]',
      '--let',
      'r=[0.5,2]',
      '--bias',
      't[i, j]',
      '--scale',
      'r[i]',
    ];
    const first = await attn([...argv, '--json']);
    const again = await attn(['compute', '--input', '-', '--json'], { stdin: first.out });
    expect([again.code, again.out]).toEqual([0, first.out]);
    expect(first.out).toMatch(/"let": "t \(2, 2\), r \(2\)"/);
  });

  it('may stand in a bundle as an object or as keys of their own', async () => {
    const bundle = (more: object): string => JSON.stringify({ q: [[1, 0]], bias: 't[i] + r[0]', ...more });
    for (const more of [{ let: { t: [5], r: '[1]' } }, { 'let.t': [5], 'let.r': [1] }, { let: ['t=[5]', 'r=[1]'] }]) {
      const { code, out } = await attn(['compute', '--input', '-', '--only', 'masked', '--json'], {
        stdin: bundle(more),
      });
      expect([code, JSON.parse(out || '0')]).toEqual([0, [[6 + Math.SQRT1_2]]]);
    }
  });

  it.each([
    [['--let', 'table', '--bias', 'table[i]'], 2, 'expected NAME=SRC, found "table"'],
    [['--let', 'i=[1]', '--bias', 'i'], 2, 'i means something in expressions already'],
    [['--let', 'exp=[1]', '--bias', 'exp(i)'], 2, 'exp means something in expressions already'],
    [['--let', 's=[1]', '--score-mod', 's*s[0]'], 2, 's means something in expressions already'],
    [['--let', 'a=[1]', '--let', 'a=[2]', '--bias', 'a[0]'], 2, 'a is given twice'],
    [['--let', 'a=[1]', '--bias', 'i'], 2, 'no expression names a'],
    [['--let', 'a=[1]'], 2, 'no expression names a'],
    [['--let', 'a=nowhere.npy', '--bias', 'a[0]'], 2, 'nowhere.npy'],
    [['--let', 'a=[1]', '--bias', 'a[i]'], 1, 'a[…] has no index 1'],
    [['--scale', '1/i'], 1, 'the scale 1/i is Infinity at i = 0, h = 0, b = 0'],
  ])('%j is refused', async (argv, code, text) => {
    const ran = await run(...argv);
    expect([ran.code, ran.out]).toEqual([code, '']);
    expect(ran.err).toContain(text);
  });

  it('names no file outside the folder of a bundle', async () => {
    const stdin = JSON.stringify({ q: [[1, 0]], bias: 't[0]', let: { t: '../secret.npy' } });
    const { code, err } = await attn(['compute', '--input', '-'], { stdin });
    expect([code, err]).toEqual([1, expect.stringContaining('names a file outside this folder: ../secret.npy')]);
  });
});
