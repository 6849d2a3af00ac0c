import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { attend } from '../../src/core/attend.js';
import { outward } from '../../src/core/form.js';
import type { Problem } from '../../src/core/problem.js';
import { roundTo } from '../../src/core/round.js';
import type { Tensor } from '../../src/core/tensor.js';
import type { StageName } from '../../src/core/trace.js';
import { npyReader as npy } from '../../src/read/npy.js';

// The ONNX project's own backend tests of Attention (https://github.com/onnx/onnx, Apache-2.0), decoded to .npy. They lie
// beside the checkout where they are at hand and are not part of this project.
const FOLDER = [process.env['ATTN_ONNX_CASES'], join(__dirname, '../../../shared/conformance/onnx')].find(
  (folder) => folder && existsSync(folder),
);

interface Case {
  attributes: Record<string, number>;
  op: string;
  inputs: Record<string, { file: string; dtype: string }>;
  outputs: Record<string, { file: string; dtype: string }>;
}

async function load(folder: string, { file }: { file: string }): Promise<Tensor> {
  const document = await npy.read({ name: file, bytes: readFileSync(join(folder, file)) }, {});
  return document.tensors.get('')!;
}

async function problemOf(folder: string, { inputs, attributes }: Case): Promise<Problem> {
  const get = async (name: string): Promise<Tensor | undefined> =>
    inputs[name] ? load(folder, inputs[name]) : undefined;
  const mask = await get('attn_mask');
  const [pastKey, pastValue, keyLengths] = [
    await get('past_key'),
    await get('past_value'),
    await get('nonpad_kv_seqlen'),
  ];
  const { q_num_heads: heads, kv_num_heads: kvHeads, scale, softcap, is_causal: causal } = attributes;
  const left = attributes['left_window_size'] ?? -1;
  const right = attributes['right_window_size'] ?? -1;
  return {
    q: await get('Q'),
    k: await get('K'),
    v: await get('V'),
    like: 'onnx',
    ...(mask && (mask.dtype === 'bool' ? { mask } : { bias: mask })),
    ...(pastKey && { pastKey }),
    ...(pastValue && { pastValue }),
    ...(keyLengths && { keyLengths }),
    ...(heads && { heads }),
    ...(kvHeads && { kvHeads }),
    ...(scale && { scale }),
    ...(softcap && { softcap }),
    ...(causal && { causal: true }),
    ...((left >= 0 || right >= 0) && { window: [left, right] as const }),
  } as Problem;
}

/** qk_matmul_output_mode → our stage; where a step does nothing the stage before it is meant. */
const MODES: readonly (readonly StageName[])[] = [
  ['scaled'],
  ['softcapped', 'scaled'],
  ['masked', 'softcapped', 'scaled'],
  ['weights'],
];

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

if (!FOLDER) {
  // eslint-disable-next-line no-console
  console.info('ONNX conformance: the cases are not beside this checkout; nothing was compared');
  it('says that the ONNX cases are absent', () => expect(FOLDER).toBeUndefined());
} else {
  const manifest = JSON.parse(readFileSync(join(FOLDER, 'manifest.json'), 'utf8')) as { cases: Record<string, Case> };
  const cases = Object.entries(manifest.cases).filter(([, { op }]) => op === 'Attention');
  // eslint-disable-next-line no-console
  console.info(`ONNX conformance: ${cases.length} cases compared to the last bit`);
  it.each(cases)('attend equals ONNX %s to the last bit of the stored type', async (name, testCase) => {
    const folder = join(FOLDER, name);
    const trace = attend(await problemOf(folder, testCase));
    const stageOf: Record<string, readonly StageName[]> = {
      Y: ['output'],
      present_key: ['present_key', 'k'],
      present_value: ['present_value', 'v'],
      qk_matmul_output: MODES[testCase.attributes['qk_matmul_output_mode'] ?? 0]!,
    };
    for (const [output, file] of Object.entries(testCase.outputs)) {
      const expected = await load(folder, file);
      const stage = stageOf[output]!.map((candidate) => trace.stages.get(candidate)).find(
        (found) => found !== undefined,
      )!;
      const actual = outward(trace, stage);
      expect(actual.shape).toEqual(expected.shape);
      expect(differences(actual, expected)).toEqual([]);
    }
  });
}
