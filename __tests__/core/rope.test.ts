import fc from 'fast-check';
import { attend } from '../../src/core/attend.js';
import type { AttnError } from '../../src/core/error.js';
import { rotate } from '../../src/core/position.js';
import type { Problem } from '../../src/core/problem.js';
import { ropeFrequencies, type RopeScaling } from '../../src/core/rope/scaling.js';
import { tensor, type Tensor } from '../../src/core/tensor.js';
import { attendFast } from '../../src/kernel/engine.js';
import { cells, expectClose, random } from '../semantics/helpers.js';
import { attn } from '../commands/fake-io.js';

const Q = random([2, 5, 8], 1);
const K = random([1, 5, 8], 2);
const PLAIN: Problem = { q: Q, k: K, v: random([1, 5, 3], 3), rope: 'half' };

const line = (...numbers: number[]): Tensor => tensor([numbers.length], numbers);

function fault(problem: Problem): object {
  try {
    attend(problem);
  } catch (error) {
    return { kind: (error as AttnError).kind, ...(error as AttnError).faults[0]! };
  }
  throw new Error('nothing was refused');
}

describe('positions', () => {
  it('that all move by the same number change no weight', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: -50, max: 50 }), { minLength: 5, maxLength: 5 }),
        fc.double({ min: -1000, max: 1000, noNaN: true }),
        fc.constantFrom('half' as const, 'interleaved' as const),
        (at, shift, rope) => {
          const here = cells({ ...PLAIN, rope, positions: line(...at) }, 'weights');
          const there = cells({ ...PLAIN, rope, positions: line(...at.map((p) => p + shift)) }, 'weights');
          expectClose(there, here, 1e-9);
        },
      ),
      { numRuns: 30 },
    );
  });

  it('that count from 0 are those that nobody gives; those of one side win', () => {
    const counted = cells(PLAIN, 'weights');
    expect(cells({ ...PLAIN, positions: line(0, 1, 2, 3, 4) }, 'weights')).toEqual(counted);
    const oneSide = { positions: line(9, 9, 9, 9, 9), queryPositions: line(0, 1, 2, 3, 4) };
    expect(cells({ ...PLAIN, ...oneSide, keyPositions: line(0, 1, 2, 3, 4) }, 'weights')).toEqual(counted);
  });

  it('name the new tokens behind a cache, whose keys stay as they are', () => {
    const past = { pastKey: random([1, 2, 8], 5), pastValue: random([1, 2, 3], 6) };
    const plain = attend({ ...PLAIN, ...past, causal: 'offset' });
    const named = attend({ ...PLAIN, ...past, causal: 'offset', positions: line(2, 3, 4, 5, 6) });
    for (const name of ['present_key', 'output'] as const)
      expect(named.stages.get(name)!.tensor.data).toEqual(plain.stages.get(name)!.tensor.data);
  });

  it('may differ by batch item', () => {
    const batch = { q: random([2, 1, 3, 4], 1), k: random([2, 1, 3, 4], 2), v: random([2, 1, 3, 2], 3) };
    const both = cells({ ...batch, rope: 'half', positions: tensor([2, 3], [0, 1, 2, 7, 5, 3]) }, 'weights');
    const one = cells({ ...batch, rope: 'half', positions: line(7, 5, 3) }, 'weights');
    expect(both.slice(9)).toEqual(one.slice(9));
    expect(both.slice(0, 9)).not.toEqual(one.slice(0, 9));
  });

  it('do not move the causal mask', () => {
    const { mask } = attend({ ...PLAIN, causal: 'top-left', positions: line(4, 3, 2, 1, 0) });
    expect(mask!.data).toEqual(attend({ ...PLAIN, causal: 'top-left' }).mask!.data);
  });
});

describe('RoPE on a part of the features', () => {
  it.each([
    ['4', 0],
    ['last:4', 4],
    [4, 0],
  ])('%s turns these alone, as if they were the head', (ropeDim, first) => {
    const turned = cells({ ...PLAIN, rope: 'interleaved', ropeDim }, 'q_rotated');
    const part = (from: ArrayLike<number>): number[] =>
      Array.from(from).filter((_, at) => at % 8 >= first && at % 8 < first + 4);
    const rest = (from: ArrayLike<number>): number[] =>
      Array.from(from).filter((_, at) => at % 8 < first || at % 8 >= first + 4);
    const alone = rotate(tensor([1, 2, 5, 4], part(Q.data)), 'interleaved', 10000, [0]);
    expectClose(part(turned), alone.data);
    expect(rest(turned)).toEqual(rest(Q.data));
  });

  it('of all features is RoPE', () => {
    expect(cells({ ...PLAIN, ropeDim: '8' }, 'q_rotated')).toEqual(cells(PLAIN, 'q_rotated'));
  });
});

describe('sections', () => {
  const same = tensor([3, 5], [0, 1, 2, 3, 4, 0, 1, 2, 3, 4, 0, 1, 2, 3, 4]);
  it.each(['1,1,2', 'interleaved:2,1,1'])('%s with equal positions on every axis is plain RoPE', (ropeSections) => {
    expectClose(cells({ ...PLAIN, ropeSections, positions: same }, 'weights'), cells(PLAIN, 'weights'));
    expectClose(cells({ ...PLAIN, ropeSections, positions: line(0, 1, 2, 3, 4) }, 'weights'), cells(PLAIN, 'weights'));
  });

  it('axial gives every axis a ladder of its own', () => {
    const positions = tensor([2, 5], [0, 1, 2, 3, 4, 5, 0, 1, 7, 2]);
    const turned = cells({ ...PLAIN, rope: 'interleaved', ropeSections: 'axial:2,2', positions }, 'q_rotated');
    for (const axis of [0, 1]) {
      const part = (from: ArrayLike<number>): number[] =>
        Array.from(from).filter((_, at) => Math.floor((at % 8) / 4) === axis);
      const own = line(...positions.data.slice(5 * axis, 5 * axis + 5));
      const alone: Problem = { q: tensor([2, 5, 4], part(Q.data)), rope: 'interleaved', positions: own };
      expectClose(part(turned), cells(alone, 'q_rotated'));
    }
  });

  it('take positions by axis and batch item', () => {
    const batch = {
      q: random([2, 1, 2, 4], 1),
      v: random([2, 1, 2, 2], 3),
      rope: 'half' as const,
      ropeSections: '1,1',
    };
    const [a, b] = [tensor([2, 2], [0, 1, 5, 3]), tensor([2, 2], [4, 4, 2, 0])];
    const both = tensor([2, 2, 2], [0, 1, 4, 4, 5, 3, 2, 0]);
    const all = cells({ ...batch, positions: both }, 'scores');
    expect(all.slice(0, 4)).toEqual(cells({ ...batch, positions: a }, 'scores').slice(0, 4));
    expect(all.slice(4)).toEqual(cells({ ...batch, positions: b }, 'scores').slice(4));
  });
});

describe('scaled RoPE', () => {
  it('linear is plain RoPE at positions divided by the factor', () => {
    const ropeScaling = { rope_type: 'linear', factor: 4 };
    const divided = { ...PLAIN, positions: line(0, 0.25, 0.5, 0.75, 1) };
    expectClose(cells({ ...PLAIN, ropeScaling }, 'weights'), cells(divided, 'weights'));
  });

  it('leaves the length of vectors as it is, or multiplies it by the attention factor', () => {
    const length = (data: readonly number[]): number => Math.sqrt(data.reduce((sum, x) => sum + x * x, 0));
    const yarn = { rope_type: 'yarn', factor: 8, original_max_position_embeddings: 32 };
    const ratio = length(cells({ ...PLAIN, ropeScaling: yarn }, 'q_rotated')) / length([...Q.data]);
    expect(ratio).toBeCloseTo(0.1 * Math.log(8) + 1, 12);
    const llama3 = {
      rope_type: 'llama3',
      factor: 8,
      low_freq_factor: 1,
      high_freq_factor: 4,
      original_max_position_embeddings: 8,
    };
    expect(length(cells({ ...PLAIN, ropeScaling: llama3 }, 'q_rotated')) / length([...Q.data])).toBeCloseTo(1, 12);
  });

  it('dynamic is unscaled up to the original length, and its slowest pair is divided by the stretch beyond it', () => {
    const scaling = { rope_type: 'dynamic', factor: 3, original_max_position_embeddings: 10 };
    const ladder = { width: 8, base: 10000 };
    const plain = ropeFrequencies(undefined, { ...ladder, length: 10 }).speeds;
    expect(ropeFrequencies(scaling, { ...ladder, length: 10 }).speeds).toEqual(plain);
    // base'^(−(r−2)/r) = base^(−(r−2)/r) / (f·L/M − (f − 1))
    const stretched = ropeFrequencies(scaling, { ...ladder, length: 20 }).speeds;
    expect(plain[3]! / stretched[3]!).toBeCloseTo((3 * 20) / 10 - 2, 10);
  });

  it('has the same ends for yarn and llama3: fast pairs as they were, slow ones divided', () => {
    const M = 8192;
    const scalings: RopeScaling[] = [
      { rope_type: 'yarn', factor: 8, original_max_position_embeddings: M },
      { type: 'llama3', factor: 8, low_freq_factor: 1, high_freq_factor: 4, original_max_position_embeddings: M },
    ];
    const ladder = { width: 128, base: 500000, length: 1 };
    const plain = ropeFrequencies(undefined, ladder).speeds;
    for (const scaling of scalings) {
      const { speeds } = ropeFrequencies(scaling, ladder);
      expect(speeds[0]).toBe(plain[0]);
      expect(speeds[63]! * 8).toBeCloseTo(plain[63]!, 14);
      speeds.forEach((speed, t) => {
        expect(speed).toBeLessThanOrEqual(plain[t]!);
        expect(speed).toBeGreaterThanOrEqual(plain[t]! / 8.000001);
      });
    }
  });

  it('takes the factor from the two lengths where it is not stated, and longrope by the name of before', () => {
    const ladder = { width: 4, base: 100, length: 9 };
    const yarn = { rope_type: 'yarn', original_max_position_embeddings: 16 };
    expect(ropeFrequencies({ ...yarn, max_position_embeddings: 64 }, ladder)).toEqual(
      ropeFrequencies({ ...yarn, factor: 4 }, ladder),
    );
    const long = { factor: 4, original_max_position_embeddings: 8, short_factor: [1, 1], long_factor: [2, 5] };
    const { speeds, factor } = ropeFrequencies({ type: 'su', ...long }, ladder);
    expectClose(speeds, [1 / 2, 0.1 / 5]);
    expect(factor).toBeCloseTo(Math.sqrt(1 + Math.log(4) / Math.log(8)), 14);
  });

  it('proportional leaves the slow pairs unturned, and is plain for p = 1', () => {
    const ladder = { width: 8, base: 10000, length: 3 };
    const plain = ropeFrequencies(undefined, ladder).speeds;
    const p = (partial_rotary_factor: number): Float64Array =>
      ropeFrequencies({ rope_type: 'proportional', partial_rotary_factor }, ladder).speeds;
    expect(p(1)).toEqual(plain);
    expect([...p(0.5)]).toEqual([plain[0], plain[1], 0, 0]);
  });

  it('is computed by the kernel too', async () => {
    const problem: Problem = {
      ...PLAIN,
      ropeScaling: { rope_type: 'yarn', factor: 4, original_max_position_embeddings: 4 },
      ropeDim: 'last:4',
      positions: line(3, 1, 4, 1, 5),
    };
    const fast = await attendFast(problem, { wanted: ['output'] });
    if (!('trace' in fast)) throw new Error(fast.refused.code);
    expectClose(fast.trace.stages.get('output')!.tensor.data, cells(problem, 'output'));
  });
});

describe('RoPE is refused', () => {
  const original = { original_max_position_embeddings: 16 };
  it.each<[string, Problem, object]>([
    [
      'without --rope',
      { q: Q, ropeDim: '4', positions: line(1) },
      { code: 'rope-missing', options: ['rope-dim', 'positions'] },
    ],
    ['on an odd number', { ...PLAIN, ropeDim: '3' }, { code: 'rope-dim-range', most: 8 }],
    ['on more than there are', { ...PLAIN, ropeDim: 'last:10' }, { kind: 'usage', code: 'rope-dim-range' }],
    [
      'on a part, when proportional',
      { ...PLAIN, ropeDim: 4, ropeScaling: { rope_type: 'proportional', partial_rotary_factor: 0.5 } },
      { kind: 'usage', code: 'rope-dim-proportional' },
    ],
    [
      'by an unknown name',
      { ...PLAIN, ropeScaling: { rope_type: 'ntk' } },
      { kind: 'usage', code: 'rope-scaling-unknown' },
    ],
    ['without a name', { ...PLAIN, ropeScaling: { factor: 2 } }, { code: 'rope-scaling-unnamed' }],
    [
      'without a key',
      { ...PLAIN, ropeScaling: { rope_type: 'llama3', factor: 2, ...original } },
      { kind: 'usage', missing: ['low_freq_factor', 'high_freq_factor'] },
    ],
    [
      'with an unknown key',
      { ...PLAIN, ropeScaling: { rope_type: 'linear', faktor: 2 } as object },
      { code: 'rope-scaling-key', key: 'faktor' },
    ],
    [
      'with lists of another length',
      {
        ...PLAIN,
        ropeScaling: { rope_type: 'longrope', factor: 2, ...original, short_factor: [1], long_factor: [1, 1, 1, 1] },
      },
      { kind: 'data', code: 'rope-scaling-list', found: 1, expected: 4 },
    ],
    [
      'with sections that are not all pairs',
      { ...PLAIN, ropeSections: '1,2' },
      { kind: 'usage', found: 3, expected: 4 },
    ],
    [
      'with axial sections that are scaled',
      { ...PLAIN, ropeSections: 'axial:2,2', ropeScaling: { rope_type: 'linear', factor: 2 } },
      { code: 'rope-axial-scaled' },
    ],
    [
      'with too few positions',
      { ...PLAIN, positions: line(1, 2) },
      { kind: 'data', code: 'positions-shape', found: [2] },
    ],
    [
      'with a position that is no number',
      { ...PLAIN, positions: line(1, 2, NaN, 4, 5) },
      { code: 'position-not-finite', number: 3 },
    ],
  ])('%s', (_, problem, expected) => {
    expect(fault(problem)).toMatchObject(expected);
  });
});

describe('attn compute', () => {
  const argv = ['compute', '--q', '[[1,2,3,4],[0,1,0,1]]', '--rope', '--json'];

  it('reads its own result of a scaled RoPE back to the same numbers', async () => {
    const first = await attn([
      ...argv,
      '--rope-scaling',
      'longrope,factor=2,original_max_position_embeddings=2,short_factor=[1,1],long_factor=[2,3]',
      '--positions',
      '[3,9]',
      '--rope-sections',
      '1,1',
    ]);
    const again = await attn(['compute', '--input', '-', '--json'], { stdin: first.out });
    expect([first.code, again.code, again.err]).toEqual([0, 0, '']);
    expect(again.out).toBe(first.out);
    expect(first.out).toContain('"rope_sections": "1,1"');
  });

  it.each([
    ['yarn,factor', '"factor" is no key=value'],
    ['{"rope_type": ', 'is no JSON'],
    ['yarn,factor=four', 'factor of --rope-scaling is four: expected a number'],
    ['yarm,factor=4', '--rope-scaling yarm is not known'],
  ])('refuses --rope-scaling %s', async (text, words) => {
    const { code, out, err } = await attn([...argv, '--rope-scaling', text]);
    expect([code, out]).toEqual([2, '']);
    expect(err).toContain(words);
  });
});
