import fc from 'fast-check';
import { attend } from '../../src/core/attend.js';
import { outward } from '../../src/core/form.js';
import { holdings } from '../../src/core/holdings.js';
import type { Problem } from '../../src/core/problem.js';
import { generator } from '../../src/core/random.js';
import { tensor, type Tensor } from '../../src/core/tensor.js';
import type { StageName } from '../../src/core/trace.js';
import { attendFast } from '../../src/kernel/engine.js';
import { lensOn } from '../../src/lens/index.js';
import { attn } from '../commands/fake-io.js';

const random = (shape: readonly number[], seed: number): Tensor => {
  const draw = generator(seed);
  return tensor(
    shape,
    Array.from({ length: shape.reduce((a, b) => a * b, 1) }, () => draw.normal()),
  );
};
const cells = (problem: Problem, name: StageName): number[] => [...attend(problem).stages.get(name)!.tensor.data];
const expectClose = (found: ArrayLike<number>, wanted: readonly number[], digits = 12): void => {
  expect(found).toHaveLength(wanted.length);
  wanted.forEach((value, at) => expect(found[at]).toBeCloseTo(value, digits));
};

const [H, N, DC, DN, DR, DV] = [3, 5, 4, 6, 2, 7];
const BASE: Problem = {
  q: random([H, N, DN], 1),
  latent: random([N, DC], 2),
  wUk: random([DC, H * DN], 3),
  wUv: random([DC, H * DV], 4),
};
const TURNED: Problem = { ...BASE, qRope: random([H, N, DR], 5), kRope: random([N, DR], 6), rope: 'interleaved' };

/** (rows, inner)·(inner, columns), the plain way. */
const product = (a: readonly number[], b: readonly number[], rows: number, inner: number, columns: number): number[] =>
  Array.from({ length: rows * columns }, (_, at) => {
    const [i, j] = [Math.floor(at / columns), at % columns];
    return Array.from({ length: inner }, (_m, m) => a[i * inner + m]! * b[m * columns + j]!).reduce((x, y) => x + y, 0);
  });
const columnsOfHead = (w: Tensor, h: number): number[] => {
  const d = w.shape[1]! / H;
  return Array.from({ length: DC * d }, (_, at) => w.data[Math.floor(at / d) * w.shape[1]! + h * d + (at % d)]!);
};

describe('multi-head latent attention', () => {
  it('is attention with keys and values that are written out beforehand', () => {
    const all = (w: Tensor): number[] =>
      Array.from({ length: H }, (_, h) =>
        product([...BASE.latent!.data], columnsOfHead(w, h), N, DC, w.shape[1]! / H),
      ).flat();
    const plain: Problem = {
      q: BASE.q!,
      k: tensor([H, N, DN], all(BASE.wUk!)),
      v: tensor([H, N, DV], all(BASE.wUv!)),
      causal: true,
    };
    expectClose(cells({ ...BASE, causal: true }, 'output'), cells(plain, 'output'));
  });

  it('turns only the part that stands beside, which all heads share', () => {
    const [plain, turned] = [cells(TURNED, 'k'), cells(TURNED, 'k_rotated')];
    const alone = cells({ q: TURNED.kRope!, rope: 'interleaved' }, 'q_rotated');
    plain.forEach((value, at) => {
      const [row, m] = [Math.floor(at / (DN + DR)) % N, at % (DN + DR)];
      expect(turned[at]).toBeCloseTo(m < DN ? value : alone[row * DR + m - DN]!, 12);
    });
  });

  it('has the scores and the outputs of the absorbed form, in which keys and values are never written out', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 99 }), fc.boolean(), (seed, rope) => {
        const problem: Problem = {
          ...(rope ? TURNED : BASE),
          q: random([H, N, DN], seed),
          latent: random([N, DC], seed + 100),
          causal: true,
        };
        const trace = attend(problem);
        const stage = (name: StageName): number[] => [...trace.stages.get(name)!.tensor.data];
        const c = [...problem.latent!.data];
        for (let h = 0; h < H; h++) {
          const own = (values: readonly number[], size: number): number[] => values.slice(h * size, (h + 1) * size);
          const nope = own([...problem.q!.data], N * DN);
          const up = columnsOfHead(BASE.wUk!, h);
          const absorbed = product(nope, transposed(up, DC, DN), N, DN, DC);
          expectClose(own(stage('q_absorbed'), N * DC), absorbed);
          const scores = product(absorbed, transposed(c, N, DC), N, DC, N);
          if (rope) {
            const part = (from: readonly number[]): number[] => from.filter((_, at) => at % (DN + DR) >= DN);
            const q = part(own(stage('q_rotated'), N * (DN + DR)));
            const k = part(own(stage('k_rotated'), N * (DN + DR)));
            product(q, transposed(k, N, DR), N, DR, N).forEach((more, at) => (scores[at]! += more));
          }
          expectClose(own(stage('scores'), N * N), scores);
          const latents = product(own(stage('weights'), N * N), c, N, N, DC);
          expectClose(own(stage('latent_output'), N * DC), latents);
          expectClose(own(stage('output'), N * DV), product(latents, columnsOfHead(BASE.wUv!, h), N, DC, DV));
        }
      }),
      { numRuns: 20 },
    );
  });

  it('takes matrices with the heads apart as well', () => {
    const apart = (w: Tensor): Tensor =>
      tensor([H, DC, w.shape[1]! / H], Array.from({ length: H }, (_, h) => columnsOfHead(w, h)).flat());
    const problem = { ...TURNED, wUk: apart(TURNED.wUk!), wUv: apart(TURNED.wUv!) };
    expect(cells(problem, 'output')).toEqual(cells(TURNED, 'output'));
  });

  it('goes on from latents of earlier tokens: the last queries alone have the last rows', () => {
    const last = (from: Tensor, d: number): Tensor =>
      tensor(
        [H, 2, d],
        Array.from({ length: H }, (_, h) => [...from.data.slice((h * N + N - 2) * d, (h + 1) * N * d)]).flat(),
      );
    const problem = { ...TURNED, q: last(TURNED.q!, DN), qRope: last(TURNED.qRope!, DR) };
    const all = cells({ ...TURNED, causal: true }, 'output');
    expectClose(
      cells({ ...problem, causal: 'bottom-right' }, 'output'),
      Array.from({ length: H }, (_, h) => all.slice((h * N + N - 2) * DV, (h + 1) * N * DV)).flat(),
    );
  });

  it('goes on from cached keys and values that were written out', () => {
    const full = attend({ ...TURNED, causal: true });
    const first = (name: StageName, d: number): Tensor => {
      const { data } = full.stages.get(name)!.tensor;
      return tensor([H, 3, d], Array.from({ length: H }, (_, h) => [...data.slice(h * N * d, (h * N + 3) * d)]).flat());
    };
    const last = (from: Tensor, d: number): Tensor =>
      tensor(
        [H, 2, d],
        Array.from({ length: H }, (_, h) => [...from.data.slice((h * N + 3) * d, (h + 1) * N * d)]).flat(),
      );
    const problem: Problem = {
      ...TURNED,
      q: last(TURNED.q!, DN),
      qRope: last(TURNED.qRope!, DR),
      latent: tensor([2, DC], TURNED.latent!.data.slice(3 * DC)),
      kRope: tensor([2, DR], TURNED.kRope!.data.slice(3 * DR)),
      pastKey: first('k_rotated', DN + DR),
      pastValue: first('v', DV),
      causal: true,
    };
    const all = [...full.stages.get('output')!.tensor.data];
    expectClose(
      cells(problem, 'output'),
      Array.from({ length: H }, (_, h) => all.slice((h * N + 3) * DV, (h + 1) * N * DV)).flat(),
    );
  });

  it('reads heads side by side and batches, and gives the output back so', () => {
    const q = random([2, N, H * DN], 7);
    const trace = attend({ ...BASE, q, latent: random([2, N, DC], 8), heads: H });
    expect(outward(trace, trace.stages.get('output')!).shape).toEqual([2, N, H * DV]);
    const one = attend({
      ...BASE,
      q: tensor([N, H * DN], q.data.slice(N * H * DN)),
      latent: tensor([N, DC], random([2, N, DC], 8).data.slice(N * DC)),
      heads: H,
    });
    expectClose(outward(trace, trace.stages.get('output')!).data.slice(N * H * DV), [
      ...outward(one, one.stages.get('output')!).data,
    ]);
  });

  it('is computed by the kernel too, and holds what was counted', async () => {
    const fast = await attendFast({ ...TURNED, causal: true }, { wanted: ['output'] });
    if (!('trace' in fast)) throw new Error(fast.refused.code);
    expectClose(fast.trace.stages.get('output')!.tensor.data, cells({ ...TURNED, causal: true }, 'output'), 10);
    const { stages } = attend(TURNED);
    for (const [name, count] of holdings(TURNED).stages)
      expect([name, count]).toEqual([name, stages.get(name as StageName)?.tensor.data.length]);
  });

  it.each<[string, Problem, object]>([
    ['half of it', { q: BASE.q!, latent: BASE.latent! }, { code: 'latent-incomplete', missing: ['w-uk', 'w-uv'] }],
    ['its matrices without it', { q: BASE.q!, wUk: BASE.wUk! }, { code: 'latent-incomplete', missing: ['latent'] }],
    ['K beside it', { ...BASE, k: BASE.q! }, { code: 'latent-beside', options: ['k'] }],
    ['one side of RoPE', { ...BASE, kRope: TURNED.kRope! }, { code: 'latent-incomplete', missing: ['q-rope'] }],
    ['RoPE without its part', { ...BASE, rope: 'half' }, { code: 'latent-incomplete', given: 'rope' }],
    ['a matrix for another size', { ...BASE, wUk: random([DC, H * 5], 1) }, { code: 'latent-shape', option: 'w-uk' }],
    ['a matrix for another latent', { ...BASE, wUv: random([3, H * DV], 1) }, { code: 'latent-shape', option: 'w-uv' }],
    ['k_rope of another length', { ...TURNED, kRope: random([4, DR], 1) }, { code: 'latent-shape', option: 'k-rope' }],
    ['q_rope of other heads', { ...TURNED, qRope: random([2, N, DR], 1) }, { code: 'latent-shape', option: 'q-rope' }],
    ['another batch', { ...BASE, latent: random([2, N, DC], 1) }, { code: 'latent-shape', option: 'latent' }],
  ])('refuses %s', (_, problem, expected) => {
    let faults: unknown[] = [];
    try {
      attend(problem);
    } catch (error) {
      ({ faults } = error as { faults: unknown[] });
    }
    expect(faults[0]).toMatchObject(expected);
  });

  it('has gradients of q, k and v as they stand before RoPE', () => {
    const grad = random([H, N, DV], 9);
    const trace = attend({ ...TURNED, grad });
    const at = (name: StageName): Tensor => trace.stages.get(name)!.tensor;
    const written: Problem = {
      q: tensor([H, N, DN + DR], at('q').data),
      k: tensor([H, N, DN + DR], at('k').data),
      v: tensor([H, N, DV], at('v').data),
      rope: 'interleaved',
      ropeDim: `last:${DR}`,
      grad,
    };
    for (const name of ['grad_q', 'grad_k', 'grad_v'] as const) expectClose(at(name).data, cells(written, name));
  });
});

describe('attn compute --latent', () => {
  const argv =
    'compute --q [[[1,2]],[[0,1]]] --latent [[1,0,2]] --w-uk [[1,0,0,1],[1,1,0,0],[0,1,1,1]] --w-uv [[1,2],[0,1],[1,1]] --q-rope [[[1,1]],[[0,1]]] --k-rope [[1,2]] --rope';

  it('reads its own result back to the same numbers, as JSON and with the heads side by side', async () => {
    const fused =
      'compute --q [[1,2,0,1]] --heads 2 --latent [[1,0,2]] --w-uk [[1,0,0,1],[1,1,0,0],[0,1,1,1]] --w-uv [[1,2],[0,1],[1,1]] --q-rope [[1,1,0,1]] --k-rope [[1,2]] --rope';
    for (const line of [argv, fused]) {
      const first = await attn(`${line} --json`.split(' '));
      expect([first.code, first.err]).toEqual([0, expect.not.stringContaining('queries are used')]);
      const again = await attn(['compute', '--input', '-', '--json'], { stdin: first.out });
      expect([again.code, again.out]).toEqual([0, first.out]);
    }
  });

  it('tells where keys and values come from', async () => {
    const { out } = await attn(`${argv} --explain`.split(' '));
    expect(out).toContain('k = c·W_UK, v = c·W_UV');
    expect(out.replace(/\s+/g, ' ')).toContain('The last 2 numbers of k are not made of c');
    expect((await attn(`${argv} --explain --lang vi`.split(' '))).out).toContain('K VÀ V TỪ ĐÂU RA');
  });

  it('refuses K beside it', async () => {
    const { code, err } = await attn(`${argv} --k [[1,2]]`.split(' '));
    expect(code).toBe(2);
    expect(err).toContain('--k');
  });
});

it('a lens reads the key of its head', () => {
  const trace = attend(BASE);
  expect(lensOn(trace, 0, 2).row('k', 1)).toEqual([
    ...trace.stages.get('k')!.tensor.data.slice((2 * N + 1) * DN, (2 * N + 2) * DN),
  ]);
});

function transposed(from: readonly number[], rows: number, columns: number): number[] {
  return Array.from({ length: rows * columns }, (_, at) => from[(at % rows) * columns + Math.floor(at / rows)]!);
}
