import { outward } from '../../src/core/form.js';
import { attendFast } from '../../src/kernel/engine.js';
import { eachOnnxCase, load, problemOf } from '../onnx-cases.js';
import { apart, largest } from './numbers.js';

/** One rounding of the stored type. */
const UNIT: Record<string, number> = { float16: 2 ** -11, float32: 2 ** -24, float64: 2 ** -53 };

eachOnnxCase(
  (name) => `attendFast equals ONNX ${name} within 4 roundings of its type`,
  async (one) => {
    const problem = await problemOf(one);
    const result = await attendFast(problem, { wanted: ['output'], threads: 1 });
    if ('refused' in result) throw new Error(result.refused.code);
    const expected = await load(one, one.outputs['Y']!);
    const actual = outward(result.trace, result.trace.stages.get('output')!);
    expect(actual.shape).toEqual(expected.shape);
    expect(apart(actual.data, expected.data)).toBeLessThanOrEqual(4 * UNIT[expected.dtype]! * largest(problem.v!.data));
  },
);
