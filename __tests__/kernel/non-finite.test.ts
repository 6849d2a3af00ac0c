import { saidWarnings } from '../said.js';
import fc from 'fast-check';
import { attend } from '../../src/core/attend.js';
import type { Problem } from '../../src/core/problem.js';
import type { Tensor } from '../../src/core/tensor.js';
import { attendFast } from '../../src/kernel/engine.js';
import { filled, normals, stream } from './numbers.js';

async function warnings(problem: Problem): Promise<readonly string[]> {
  const result = await attendFast(problem, { wanted: ['output'], threads: 1 });
  if ('refused' in result) throw new Error(result.refused.code);
  return saidWarnings(result.trace);
}

it('attendFast names the query and the key of a NaN as the reference does', async () => {
  const q = filled([2, 3, 4], 'float64', normals(1));
  const spoilt = { ...q, data: q.data.map((x, at) => (at === 5 ? NaN : x)) };
  const problem = {
    q,
    k: spoilt,
    v: q,
    causal: 'top-left' as const,
    tokens: { query: ['a', 'b', 'c'], key: ['a', 'b', 'c'] },
  };
  expect(await warnings(problem)).toEqual(saidWarnings(attend(problem)));
  expect((await warnings(problem)).join('\n')).toMatch(
    /NaN at 'b' \(row 2, head 1\) for 'b'.*'c' \(row 3, head 1\) for 'b'/,
  );
});

it('attendFast warns of what is not finite with the words of the reference, wherever it stands and whoever may see it', async () => {
  const options = fc.record({
    causal: fc.constantFrom(undefined, 'top-left', 'bottom-right'),
    window: fc.constantFrom(undefined, [2, 1]),
    softcap: fc.constantFrom(undefined, 5),
    hide: fc.constantFrom(undefined, [1]),
    mask: fc.boolean(),
    bias: fc.boolean(),
    lengths: fc.boolean(),
    scale: fc.constantFrom(undefined, -1),
    emptyRows: fc.constantFrom('zero', 'nan'),
  });
  const edits = fc.array(
    fc.record({
      where: fc.constantFrom('q', 'k', 'v'),
      at: fc.nat(),
      value: fc.constantFrom(NaN, Infinity, -Infinity, 1e200),
    }),
    { maxLength: 4 },
  );
  await fc.assert(
    fc.asyncProperty(
      options,
      edits,
      fc.constantFrom(1, 2),
      fc.integer(),
      async ({ mask, bias, lengths, ...plain }, spots, groups, seed) => {
        const normal = normals(seed);
        const next = stream(seed);
        const make = (heads: number, n: number, d: number): Tensor => ({
          ...filled([2, heads, n, d], 'float64', normal),
        });
        const tensors: Record<string, Tensor> = {
          q: make(2, 5, 3),
          k: make(2 / groups, 7, 3),
          v: make(2 / groups, 7, 2),
        };
        for (const { where, at, value } of spots) tensors[where]!.data[at % tensors[where]!.data.length] = value;
        const problem = Object.fromEntries(
          Object.entries({
            ...plain,
            ...tensors,
            mask: mask && filled([5, 7], 'bool', () => (next() < 0.7 ? 1 : 0)),
            bias: bias && filled([2, 1, 7], 'float64', () => (next() < 0.2 ? -Infinity : normal())),
            keyLengths: lengths && filled([2], 'int32', () => Math.floor(next() * 8)),
          }).filter(([, value]) => value !== undefined && value !== false),
        ) as Problem;
        expect(await warnings(problem)).toEqual(saidWarnings(attend(problem)));
      },
    ),
    { numRuns: 300 },
  );
});
