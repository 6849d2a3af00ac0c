import { attendFast } from '../../src/kernel/engine.js';
import { takeMemory } from '../../src/kernel/reuse-memory.js';
import type { Problem } from '../../src/core/problem.js';
import { filled, normals } from './numbers.js';

it('takeMemory(pages) gives back what was given back, when it is large enough and not far too large', () => {
  const first = takeMemory(8);
  first.giveBack();
  expect(takeMemory(9).memory).not.toBe(first.memory);
  expect(takeMemory(1).memory).not.toBe(first.memory);
  const again = takeMemory(4);
  expect(again.memory).toBe(first.memory);
  expect(takeMemory(4).memory).not.toBe(first.memory); // it is taken
});

it.each(['float32', 'float64'] as const)(
  'attendFast is not touched by what an earlier task has left in the memory, %s',
  async (dtype) => {
    const normal = normals(41);
    const problem = (n: number, next: () => number): Problem => ({
      q: filled([2, 30, 7], dtype, next),
      k: filled([2, n, 7], dtype, next),
      v: filled([2, n, 5], dtype, next),
      mask: filled([30, n], 'bool', () => (normal() < 0 ? 0 : 1)),
      bias: filled([30, n], dtype, next),
    });
    const clean = problem(333, normal);
    const output = async (of: Problem): Promise<Float64Array> => {
      const result = await attendFast(of, { wanted: ['output', 'lse'] });
      await new Promise(setImmediate); // the memory is given back
      return (
        result as { trace: { stages: ReadonlyMap<string, { tensor: { data: Float64Array } }> } }
      ).trace.stages.get('output')!.tensor.data;
    };
    const before = await output(clean);
    expect((await output(problem(390, () => NaN))).every(Number.isNaN)).toBe(true);
    expect(await output(clean)).toEqual(before);
  },
);
