import fc from 'fast-check';
import { attend } from '../../src/core/attend.js';
import type { Problem } from '../../src/core/problem.js';
import type { DType } from '../../src/core/tensor.js';
import { attendFast } from '../../src/kernel/engine.js';
import { apart, filled, normals, stream } from './numbers.js';

const options = fc.record({
  causal: fc.constantFrom(undefined, 'top-left', 'bottom-right'),
  window: fc.constantFrom(undefined, [3, -1], [5, 70]),
  softcap: fc.constantFrom(undefined, 2),
  alibi: fc.constantFrom(undefined, true),
  sink: fc.constantFrom(undefined, 0.5),
  temperature: fc.constantFrom(undefined, 0.5),
  scale: fc.constantFrom(undefined, -1, 30),
  emptyRows: fc.constantFrom(undefined, 'nan', 'uniform'),
  mask: fc.boolean(),
  bias: fc.boolean(),
  lengths: fc.boolean(),
  hide: fc.constantFrom(undefined, [0]),
});

it('attendFast gives weights, mask and formula of the reference over every option', async () => {
  const sizes = fc.record({
    nQ: fc.integer({ min: 1, max: 51 }),
    nK: fc.oneof(fc.integer({ min: 1, max: 10 }), fc.integer({ min: 60, max: 131 }), fc.constant(300)),
    groups: fc.integer({ min: 1, max: 2 }),
  });
  await fc.assert(
    fc.asyncProperty(
      sizes,
      options,
      fc.constantFrom<DType>('float32', 'float64'),
      fc.integer(),
      async ({ nQ, nK, groups }, option, dtype, seed) => {
        const normal = normals(seed);
        const next = stream(seed + 1);
        const { mask, bias, lengths, ...plain } = option;
        const problem = Object.fromEntries(
          Object.entries({
            ...plain,
            q: filled([2, 2, nQ, 5], dtype, normal),
            k: filled([2, 2 / groups, nK, 5], dtype, normal),
            v: filled([2, 2 / groups, nK, 3], dtype, normal),
            mask: mask && filled([2, nQ, nK], 'bool', () => (next() < 0.4 ? 1 : 0)),
            bias: bias && filled([nQ, nK], dtype, () => (next() < 0.1 ? -Infinity : normal())),
            keyLengths: lengths && filled([2], 'int32', () => Math.floor(next() * (nK + 1))),
          }).filter(([, value]) => value !== undefined && value !== false),
        ) as unknown as Problem;
        const result = await attendFast(problem, { wanted: ['weights', 'lse'], threads: 1 });
        if ('refused' in result) throw new Error(result.refused.code);
        const [{ trace }, reference] = [result, attend(problem)];
        const {
          tensor: { data, ...of },
          ...stage
        } = reference.stages.get('weights')!;
        expect(trace.stages.get('weights')).toMatchObject({ ...stage, tensor: of });
        expect(apart(trace.stages.get('weights')!.tensor.data, data)).toBeLessThanOrEqual(1e-13);
        expect(trace.mask).toEqual(reference.mask);
        expect(trace.warnings).toEqual(reference.warnings);
      },
    ),
    { numRuns: 80 },
  );
});

it('attendFast leaves weights of what is not finite to the reference', async () => {
  const q = filled([5, 4], 'float64', normals(1));
  const spoilt = { ...q, data: q.data.map((x, at) => (at === 7 ? NaN : x)) };
  expect(await attendFast({ q, k: spoilt, v: q }, { wanted: ['weights'] })).toEqual({
    refused: { code: 'kernel-not-finite', of: 'weights' },
  });
});
