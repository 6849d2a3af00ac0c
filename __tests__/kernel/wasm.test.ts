import { attend } from '../../src/core/attend.js';
import { computeTask } from '../../src/kernel/pool.js';
import { plain } from '../../src/kernel/generated/modules.js';
import { layOut } from '../../src/kernel/memory.js';
import { prepare } from '../../src/kernel/prepare.js';
import { instance, kernel, smallMemory } from '../../src/kernel/wasm.js';
import { WebAssembly } from '../../src/kernel/webassembly.js';
import { apart, filled, largest, normals } from './numbers.js';

it('kernel() is compiled once', async () => {
  expect(await kernel()).toBe(await kernel());
});

it('kernel() multiplies and adds, in this order of operands', async () => {
  const { module, fused } = (await kernel())!;
  const { probe } = instance(module, smallMemory());
  expect(probe(2, 3, 10)).toBe(16);
  // (1 + e)² − (1 + 2e) = e²: lost when the product is rounded before the sum.
  const e = 2 ** -30;
  expect(probe(1 + e, 1 + e, -(1 + 2 * e))).toBe(fused ? e * e : 0);
});

it.each(['float32', 'float64'] as const)(
  'the kernel for engines without relaxed SIMD equals the reference, %s',
  async (dtype) => {
    const normal = normals(31);
    const make = (n: number) => filled([2, n, 12], dtype, normal);
    const problem = {
      q: make(50),
      k: make(700),
      v: make(700),
      causal: 'bottom-right' as const,
      softcap: 4,
      alibi: true as const,
    };
    const task = layOut(prepare(problem), 1, [])!;
    await computeTask(new WebAssembly.Module(Buffer.from(plain, 'base64')), task);
    const expected = attend(problem).stages.get('output')!.tensor.data;
    const tolerance = dtype === 'float32' ? 4 * 2 ** -24 : 1e-13;
    expect(apart(new Float64Array(task.output), expected)).toBeLessThanOrEqual(tolerance * largest(problem.v.data));
  },
);
