import fc from 'fast-check';
import { attend } from '../../src/core/attend.js';
import { AttnError } from '../../src/core/error.js';
import { maskReason } from '../../src/core/mask-reason.js';
import type { Problem } from '../../src/core/problem.js';
import { tensor, type Tensor } from '../../src/core/tensor.js';
import { attendFast } from '../../src/kernel/engine.js';
import { attn } from '../commands/fake-io.js';
import { cells, expectClose, random, seen } from '../semantics/helpers.js';

const list = (numbers: readonly number[]): Tensor => tensor([numbers.length], numbers);
const codeOf = (problem: Problem): string => {
  try {
    attend(problem);
  } catch (error) {
    return (error as AttnError).faults.map((fault) => ('code' in fault ? fault.code : '')).join();
  }
  return '';
};
const rows = (length: number): Problem => ({
  q: random([length, 4], 1),
  k: random([length, 4], 2),
  v: random([length, 3], 3),
});

describe('--chunk', () => {
  it('cuts the sequence: each chunk is as if it stood alone', () => {
    const whole = { ...rows(7), causal: true } as const;
    const output = cells({ ...whole, chunk: 3 }, 'output');
    for (const [from, to] of [
      [0, 3],
      [3, 6],
      [6, 7],
    ] as const) {
      const part = (from4: Tensor | undefined): Tensor => {
        const d = from4!.shape[1]!;
        return tensor([to - from, d], from4!.data.slice(from * d, to * d));
      };
      const alone = cells({ q: part(whole.q), k: part(whole.k), v: part(whole.v), causal: true }, 'output');
      expectClose(output.slice(from * 3, to * 3), alone);
    }
  });

  it('is no window: the first query of a chunk sees itself alone', () => {
    expect(seen({ ...rows(5), causal: true, chunk: 2 })).toBe('10000/11000/00100/00110/00001');
    expect(seen({ ...rows(5), causal: true, window: [1, 0] })).toBe('10000/11000/01100/00110/00011');
  });

  it('counts from where the queries stand: behind a cache, or at the corner of --causal', () => {
    const past = { pastKey: random([3, 4], 8), pastValue: random([3, 3], 9) };
    expect(seen({ ...rows(2), ...past, causal: 'offset', chunk: 2 })).toBe('00110/00001');
    expect(seen({ q: random([2, 4], 1), k: random([5, 4], 2), causal: 'bottom-right', chunk: 2 })).toBe('00110/00001');
  });

  it('has a reason of its own', () => {
    const trace = attend({ ...rows(4), causal: true, chunk: 2 });
    expect([0, 1, 2, 3].map((j) => maskReason(trace, 0, 0, 2, j))).toEqual(['chunk', 'chunk', undefined, 'causal']);
  });
});

describe('--documents', () => {
  it('give every document what it gives alone, whatever the order of the ids, and padding nothing', () => {
    const ids = fc.array(fc.integer({ min: -1, max: 2 }), { minLength: 1, maxLength: 8 });
    fc.assert(
      fc.property(ids, fc.boolean(), (documents, causal) => {
        const problem = rows(documents.length);
        const output = cells({ ...problem, documents: list(documents), causal }, 'output');
        for (const id of new Set(documents)) {
          const places = documents.flatMap((own, at) => (own === id ? [at] : []));
          const part = (from: Tensor | undefined): Tensor => {
            const d = from!.shape[1]!;
            return tensor(
              [places.length, d],
              places.flatMap((at) => [...from!.data.slice(at * d, (at + 1) * d)]),
            );
          };
          const alone =
            id < 0
              ? Array<number>(places.length * 3).fill(0)
              : cells({ q: part(problem.q), k: part(problem.k), v: part(problem.v), causal }, 'output');
          expectClose(
            places.flatMap((at) => output.slice(at * 3, (at + 1) * 3)),
            alone,
          );
        }
      }),
    );
  });

  it('may differ by batch item, and by side where the lengths do', () => {
    const batch: Problem = { q: random([2, 1, 2, 4], 1), k: random([2, 1, 3, 4], 2), v: random([2, 1, 3, 2], 3) };
    expect(
      seen({
        ...batch,
        queryDocuments: tensor([2, 2], [0, 1, 1, 1]),
        keyDocuments: tensor([2, 3], [0, 0, 1, 1, 0, 1]),
      }),
    ).toBe('110/001/101/101');
    expect(seen({ ...batch, queryDocuments: list([4, 5]), keyDocuments: list([5, 4, 4]) })).toBe('011/100/011/100');
  });

  it('can be read as cu_seqlens, an empty document included', async () => {
    const run = async (documents: string): Promise<string> => {
      const { out, err } = await attn([
        'compute',
        '--q',
        '[1;2;3;4]',
        '--documents',
        documents,
        '--only',
        'weights',
        '--json',
      ]);
      expect(err).not.toContain('try:');
      return out;
    };
    expect(await run('cu_seqlens:[0,1,1,4]')).toBe(await run('[7,3,3,3]'));
  });

  it('are kept in a result that can be computed again', async () => {
    const first = await attn([
      'compute',
      '--q',
      '[1;2;3]',
      '--documents',
      'cu_seqlens:[0,1,3]',
      '--chunk',
      '2',
      '--json',
    ]);
    const again = await attn(['compute', '--input', '-', '--json'], { stdin: first.out });
    expect([again.code, again.out]).toEqual([0, first.out]);
  });

  it.each<[Problem, string]>([
    [{ ...rows(3), documents: list([0, 1]) }, 'documents-count'],
    [{ ...rows(3), documents: list([0, 1, 0.5]) }, 'document-id'],
    [{ ...rows(3), documents: list([0, NaN, 1]) }, 'document-id'],
    [{ ...rows(3), queryDocuments: list([0, 1, 1]) }, 'documents-one-side'],
    [{ ...rows(1), pastKey: random([1, 4], 1), pastValue: random([1, 3], 2), documents: list([0]) }, 'documents-count'],
    [{ ...rows(3), documents: tensor([2, 3], [0, 0, 0, 1, 1, 1]) }, 'documents-count'],
  ])('that do not fit are refused: %#', (problem, code) => {
    expect(codeOf(problem)).toBe(code);
  });

  it.each([
    ['cu_seqlens:[1,3]', 'number 1 of cu_seqlens is 1, expected 0'],
    ['cu_seqlens:[0,3,2,3]', 'number 3 of cu_seqlens is 2'],
    ['cu_seqlens:[0,1.5,3]', 'number 2 of cu_seqlens is 1.5'],
    ['cu_seqlens:[0]', 'expected a list of at least two numbers'],
    ['cu_seqlens:[0,1e300]', 'number 2 of cu_seqlens is 1e+300'],
    ['cu_seqlens:[0,2]', 'documents is 2, and there are 3'],
  ])('of %s are refused as data', async (documents, text) => {
    const { code, out, err } = await attn(['compute', '--q', '[1;2;3]', '--documents', documents]);
    expect([code, out]).toEqual([1, '']);
    expect(err).toContain(text);
  });
});

describe('the kernel', () => {
  it('keeps to chunks and documents as the reference does, gradients and reasons included', async () => {
    const runs = fc.array(fc.integer({ min: 0, max: 40 }), { minLength: 1, maxLength: 6 });
    await fc.assert(
      fc.asyncProperty(
        runs,
        fc.integer({ min: 0, max: 60 }),
        fc.boolean(),
        fc.boolean(),
        async (lengths, chunk, padded, causal) => {
          const ids = lengths.flatMap((length, id) => Array<number>(length).fill(padded && id % 2 === 1 ? -1 : id));
          fc.pre(ids.length > 0);
          const problem: Problem = {
            ...rows(ids.length),
            documents: list(ids),
            ...(chunk > 0 && { chunk }),
            causal,
            grad: random([ids.length, 3], 7),
          };
          for (const wanted of [['output', 'lse', 'grad_q', 'grad_k', 'grad_v'], ['weights']] as const) {
            const given: Problem =
              wanted[0] === 'weights' ? ({ ...problem, grad: undefined } as unknown as Problem) : problem;
            const fast = await attendFast(given, { wanted, threads: 1 });
            if ('refused' in fast) {
              expect(fast.refused.code).toBe('kernel-documents-scattered');
              continue;
            }
            const slow = attend(given);
            for (const name of wanted)
              expectClose(fast.trace.stages.get(name)!.tensor.data, slow.stages.get(name)!.tensor.data, 1e-10);
            if (wanted[0] === 'weights') expect(fast.trace.reasons).toEqual(slow.reasons);
          }
        },
      ),
      { numRuns: 30 },
    );
  });

  it('leaves documents whose keys are scattered to the reference', async () => {
    const fast = await attendFast({ ...rows(3), documents: list([0, 1, 0]) }, { wanted: ['output'] });
    expect(fast).toEqual({ refused: { code: 'kernel-documents-scattered' } });
  });
});
