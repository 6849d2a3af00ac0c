import fc from 'fast-check';
import { attend } from '../../src/core/attend.js';
import { maskReason } from '../../src/core/mask-reason.js';
import type { Problem } from '../../src/core/problem.js';
import { tensor } from '../../src/core/tensor.js';
import { lesson } from '../../src/explain/index.js';
import { attendFast } from '../../src/kernel/engine.js';
import { deriver } from '../../src/show/derivation/derivation.js';
import { makeCase } from '../../src/check/case.js';
import { carryOut } from '../../src/check/attempt.js';
import { attn } from '../commands/fake-io.js';
import { refusals } from '../refusals.js';
import { cells, expectClose, random } from '../semantics/helpers.js';

/** Scores that are given outright: one feature of q, scale 1. */
const scored = (rows: readonly (readonly number[])[], more: Problem = {}): Problem => ({
  q: tensor([rows.length, 1], Array<number>(rows.length).fill(0)),
  k: tensor([rows[0]!.length, 1], Array<number>(rows[0]!.length).fill(0)),
  v: tensor(
    [rows[0]!.length, 1],
    rows[0]!.map((_, j) => j + 1),
  ),
  bias: tensor([rows.length, rows[0]!.length], rows.flat()),
  ...more,
});

describe('--select-top', () => {
  const few = fc.array(fc.integer({ min: -3, max: 3 }), { minLength: 1, maxLength: 9 });

  it('keeps a key when fewer than K are better, equal ones counted in the order of the keys or not at all', () => {
    fc.assert(
      fc.property(few, fc.integer({ min: 1, max: 9 }), fc.constantFrom('first', 'all'), (row, count, ties) => {
        const problem = scored([row], { selectTop: `${count},ties=${ties}` });
        const trace = attend(problem);
        row.forEach((score, j) => {
          const better = row.filter((other, at) => other > score || (ties === 'first' && other === score && at < j));
          const stays = better.length < count;
          expect(maskReason(trace, 0, 0, 0, j)).toBe(stays ? undefined : 'selection');
          expect(trace.mask?.data[j] ?? 1).toBe(stays ? 1 : 0);
          expect(trace.stages.get('selected')?.tensor.data[j] ?? score).toBe(stays ? score : -Infinity);
        });
      }),
    );
  });

  it('gives the softmax over the K largest scores alone', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 4 }), fc.integer({ min: 1, max: 1e6 }), (count, seed) => {
        const q = random([3, 2], seed);
        const all = cells({ q, v: random([3, 2], 1) }, 'scaled');
        const weights = cells({ q, selectTop: count }, 'weights');
        for (let i = 0; i < 3; i++) {
          const row = all.slice(i * 3, i * 3 + 3);
          const edge = row.toSorted((a, b) => b - a)[Math.min(count, 3) - 1]!;
          const total = row.reduce((sum, s) => sum + (s >= edge ? Math.exp(s) : 0), 0);
          expectClose(
            weights.slice(i * 3, i * 3 + 3),
            row.map((s) => (s >= edge ? Math.exp(s) / total : 0)),
          );
        }
      }),
    );
  });

  it('chooses after bias and mask: a masked key is never among them', () => {
    const problem = scored([[9, 1, 2, 3]], { mask: tensor([1, 4], [0, 1, 1, 1]), selectTop: 2 });
    expect(cells(problem, 'masked')).toEqual([-Infinity, 1, 2, 3]);
    expect(cells(problem, 'selected')).toEqual([-Infinity, -Infinity, 2, 3]);
    expect([0, 1, 2].map((j) => maskReason(attend(problem), 0, 0, 0, j))).toEqual(['mask', 'selection', undefined]);
  });

  it('changes nothing, and makes no stage, where no row sees more than K keys', () => {
    const problem: Problem = { q: random([4, 2], 1), causal: true };
    const { stages } = attend({ ...problem, selectTop: 4 });
    expect([...stages.keys()]).not.toContain('selected');
    expect(cells({ ...problem, selectTop: '4,ties=all' }, 'output')).toEqual(cells(problem, 'output'));
  });

  it('does not lose a NaN: it counts as the largest score, as in torch.topk', () => {
    expect(cells(scored([[1, NaN, 5]], { selectTop: 1 }), 'weights')).toEqual([0, NaN, 0]);
  });

  it('leaves the sink its share', () => {
    const problem = scored([[Math.log(3), Math.log(2), 0]], { selectTop: 1, sink: 0 });
    expectClose(cells(problem, 'weights'), [3 / 4, 0, 0]);
  });
});

describe('--select-blocks', () => {
  const BASE: Problem = { q: random([4, 9, 6], 1), k: random([2, 9, 6], 2), v: random([2, 9, 3], 3), causal: true };

  /** moba_naive, for one head: which keys query i sees. */
  function blockwise(
    q: readonly number[],
    keys: readonly (readonly number[])[],
    i: number,
    count: number,
    size: number,
  ) {
    const own = Math.floor(i / size);
    const gates = Array.from({ length: own }, (_, block) => {
      const rows = keys.slice(block * size, (block + 1) * size);
      return rows.reduce((sum, k) => sum + k.reduce((dot, x, m) => dot + x * q[m]!, 0), 0) / rows.length;
    });
    const order = gates.map((_, block) => block).sort((a, b) => gates[b]! - gates[a]! || a - b);
    const blocks = [own, ...order.slice(0, count - 1)];
    return keys.map((_, j) => j <= i && blocks.includes(Math.floor(j / size)));
  }

  it('lets a query see its own block and the earlier ones that a loop over blocks finds the best', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 5 }),
        fc.integer({ min: 1, max: 10 }),
        fc.integer({ min: 1, max: 1e6 }),
        (count, size, seed) => {
          const problem = { ...BASE, q: random([4, 9, 6], seed) };
          const trace = attend({ ...problem, selectBlocks: `${count},${size}` });
          for (let h = 0; h < 4; h++) {
            const rows = (from: ArrayLike<number>, head: number): number[][] =>
              Array.from({ length: 9 }, (_, i) => Array.from({ length: 6 }, (__, m) => from[(head * 9 + i) * 6 + m]!));
            const keys = rows(problem.k!.data, Math.floor(h / 2));
            rows(problem.q.data, h).forEach((q, i) => {
              const seen = Array.from({ length: 9 }, (_, j) => trace.mask!.data[(h * 9 + i) * 9 + j] === 1);
              expect(seen).toEqual(blockwise(q, keys, i, count, size));
            });
          }
        },
      ),
      { numRuns: 40 },
    );
  });

  it('counts cached keys: the last queries of a sequence see what they see in the whole of it', () => {
    const whole = cells({ ...BASE, selectBlocks: '2,2' }, 'output');
    const part = (from: Problem['q'], first: number, end: number): Problem['q'] => {
      const [heads, length, d] = from!.shape as [number, number, number];
      const rows = Array.from({ length: heads }, (_, h) => [
        ...from!.data.slice((h * length + first) * d, (h * length + end) * d),
      ]);
      return tensor([heads, end - first, d], rows.flat());
    };
    const cached = cells(
      {
        q: part(BASE.q, 6, 9)!,
        k: part(BASE.k, 6, 9)!,
        v: part(BASE.v, 6, 9)!,
        pastKey: part(BASE.k, 0, 6)!,
        pastValue: part(BASE.v, 0, 6)!,
        causal: 'offset',
        selectBlocks: '2,2',
      },
      'output',
    );
    const last = Array.from({ length: 4 }, (_, h) => whole.slice((h * 9 + 6) * 3, (h * 9 + 9) * 3)).flat();
    expectClose(cached, last);
  });

  it('is refused without --causal, beside another similarity and beside --select-top', async () => {
    const { causal: _, ...open } = BASE;
    expect(refusals(() => attend({ ...open, selectBlocks: '2,3' }))[0]![0]).toContain('without --causal');
    expect(refusals(() => attend({ ...BASE, similarity: 'cosine', selectBlocks: '2,3' }))[0]![0]).toContain('cosine');
    const { code, err } = await attn([
      'compute',
      '--q',
      '[1;2]',
      '--causal',
      '--select-blocks',
      '1,1',
      '--select-top',
      '1',
    ]);
    expect([code, err]).toEqual([2, expect.stringContaining('--select-top')]);
  });
});

describe('what a selection leaves out', () => {
  const problem = scored([[1, 3, 2]], { selectTop: 2, tokens: { query: ['me'], key: ['a', 'b', 'c'] } });

  it('is told in the lesson and in the arithmetic of the cell, and its score stays in `masked`', () => {
    const step = lesson(attend(problem)).steps.find(({ kind }) => kind === 'mask');
    expect(step).toMatchObject({
      before: [1, 3, 2],
      heard: [false, true, true],
      reasons: ['selection', undefined, undefined],
    });
    const { lines } = deriver(attend(problem), { lang: 'en', most: 8 })({
      stage: 'weights',
      batch: 0,
      head: 0,
      row: 0,
      column: 0,
    });
    expect(lines).toContain('selected = −∞: not selected');
    expect(lines.join('\n')).toMatch(/masked = 0, bias → 1/);
  });

  it('is left out by attn check too', () => {
    for (const one of [problem, { ...problem, causal: 'bottom-right' as const }]) {
      const made = makeCase(one);
      expect([...carryOut(made.right).output.data]).toEqual([...made.expected.data]);
    }
  });

  it('goes to the reference, since the kernel does not select', async () => {
    expect(await attendFast(problem, { wanted: ['output'] })).toMatchObject({
      refused: { code: 'kernel-lacks-option' },
    });
  });

  it('is left out again when the result is read back', async () => {
    const argv = ['compute', '--q', '[1 2; 3 1; 0 2]', '--select-top', '2,ties=all', '--json'];
    const first = await attn(argv);
    const again = await attn(['compute', '--input', '-', '--json'], { stdin: first.out });
    expect(again.out).toBe(first.out);
    expect(first.out).toContain('"selected"');
  });

  it.each([
    ['--select-top', '0'],
    ['--select-top', '2,ties=last'],
    ['--select-top', '1.5'],
    ['--select-blocks', '2'],
    ['--select-blocks', '0,3'],
  ])('cannot be asked for by %s %s', async (flag, value) => {
    const { code, out, err } = await attn(['compute', '--q', '[1;2]', '--causal', flag, value]);
    expect([code, out]).toEqual([2, '']);
    expect(err).toContain(`attn: ${flag}  expected K`);
  });
});
