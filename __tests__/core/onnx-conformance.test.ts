import { attend } from '../../src/core/attend.js';
import { outward } from '../../src/core/form.js';
import { roundTo } from '../../src/core/round.js';
import type { Tensor } from '../../src/core/tensor.js';
import type { StageName } from '../../src/core/trace.js';
import { eachOnnxCase, load, problemOf, stagesOf } from '../onnx-cases.js';

function differences(actual: Tensor, expected: Tensor): string[] {
  const round =
    expected.dtype === 'float32' || expected.dtype === 'float16' ? roundTo(expected.dtype) : (x: number) => x;
  const found: string[] = [];
  expected.data.forEach((value, at) => {
    const ours = round(actual.data[at]!);
    if (!Object.is(ours, value) && !(ours === 0 && value === 0)) found.push(`${at}: ${ours} instead of ${value}`);
  });
  return found;
}

eachOnnxCase(
  (name) => `attend equals ONNX ${name} to the last bit of the stored type`,
  async (one) => {
    const trace = attend(await problemOf(one));
    for (const [output, file] of Object.entries(one.outputs)) {
      const expected = await load(one, file);
      const stage = stagesOf(one, output)
        .map((candidate) => trace.stages.get(candidate as StageName))
        .find((found) => found !== undefined)!;
      const actual = outward(trace, stage);
      expect(actual.shape).toEqual(expected.shape);
      expect(differences(actual, expected)).toEqual([]);
    }
  },
);
