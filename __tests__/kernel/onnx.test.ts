import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { outward } from '../../src/core/form.js';
import type { Problem } from '../../src/core/problem.js';
import type { Tensor } from '../../src/core/tensor.js';
import { attendFast } from '../../src/kernel/engine.js';
import { npyReader as npy } from '../../src/read/npy.js';
import { apart, largest } from './numbers.js';

// The ONNX project's own backend tests of Attention, where they are at hand: see __tests__/core/onnx-conformance.test.ts.
const FOLDER = [process.env['ATTN_ONNX_CASES'], join(__dirname, '../../../shared/conformance/onnx')].find(
  (folder) => folder && existsSync(folder),
);

interface Case {
  attributes: Record<string, number>;
  op: string;
  inputs: Record<string, { file: string }>;
  outputs: Record<string, { file: string }>;
}

/** One rounding of the stored type. */
const UNIT: Record<string, number> = { float16: 2 ** -11, float32: 2 ** -24, float64: 2 ** -53 };

async function load(folder: string, { file }: { file: string }): Promise<Tensor> {
  const document = await npy.read({ name: file, bytes: readFileSync(join(folder, file)) }, {});
  return document.tensors.get('')!;
}

async function problemOf(folder: string, { inputs, attributes }: Case): Promise<Problem> {
  const names = {
    q: 'Q',
    k: 'K',
    v: 'V',
    pastKey: 'past_key',
    pastValue: 'past_value',
    keyLengths: 'nonpad_kv_seqlen',
    mask: 'attn_mask',
  };
  const tensors: Record<string, Tensor> = {};
  for (const [ours, theirs] of Object.entries(names))
    if (inputs[theirs]) tensors[ours] = await load(folder, inputs[theirs]);
  const { mask, ...rest } = tensors;
  const {
    q_num_heads: heads,
    kv_num_heads: kvHeads,
    scale,
    softcap,
    is_causal: causal,
    left_window_size: left = -1,
    right_window_size: right = -1,
  } = attributes;
  return {
    ...rest,
    like: 'onnx',
    ...(mask && (mask.dtype === 'bool' ? { mask } : { bias: mask })),
    ...(heads && { heads }),
    ...(kvHeads && { kvHeads }),
    ...(scale && { scale }),
    ...(softcap && { softcap }),
    ...(causal && { causal: true }),
    ...((left >= 0 || right >= 0) && { window: [left, right] as const }),
  };
}

if (!FOLDER) {
  it('says that the ONNX cases are absent', () => expect(FOLDER).toBeUndefined());
} else {
  const manifest = JSON.parse(readFileSync(join(FOLDER, 'manifest.json'), 'utf8')) as { cases: Record<string, Case> };
  const cases = Object.entries(manifest.cases).filter(([, { op, outputs }]) => op === 'Attention' && outputs['Y']);
  it.each(cases)('attendFast equals ONNX %s within 4 roundings of its type', async (name, testCase) => {
    const folder = join(FOLDER, name);
    const problem = await problemOf(folder, testCase);
    const result = await attendFast(problem, { wanted: ['output'], threads: 1 });
    if ('refused' in result) throw new Error(result.refused);
    const expected = await load(folder, testCase.outputs['Y']!);
    const actual = outward(result.trace, result.trace.stages.get('output')!);
    expect(actual.shape).toEqual(expected.shape);
    expect(apart(actual.data, expected.data)).toBeLessThanOrEqual(4 * UNIT[expected.dtype]! * largest(problem.v!.data));
  });
}
