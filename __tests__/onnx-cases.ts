import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Problem } from '../src/core/problem.js';
import type { Tensor } from '../src/core/tensor.js';
import { npyReader } from '../src/read/npy.js';
import { ONNX_CASES, whenInstalled } from './when-installed.js';

// The ONNX project's own backend tests of Attention (https://github.com/onnx/onnx, Apache-2.0).

interface Stored {
  readonly file: string;
  readonly dtype: string;
}

export interface OnnxCase {
  readonly name: string;
  readonly folder: string;
  readonly op: string;
  readonly attributes: Readonly<Record<string, number>>;
  readonly inputs: Readonly<Record<string, Stored>>;
  readonly outputs: Readonly<Record<string, Stored>>;
}

/** One test for each case of the operator Attention; one skipped test where the cases are not at hand. */
export function eachOnnxCase(title: (name: string) => string, test: (one: OnnxCase) => Promise<void>): void {
  if (ONNX_CASES === undefined) whenInstalled('ONNX cases').it(title('every case'), () => undefined);
  else it.each(onnxCases().map((one) => [title(one.name), one] as const))('%s', (_, one) => test(one));
}

export function onnxCases(): OnnxCase[] {
  const manifest = JSON.parse(readFileSync(join(ONNX_CASES!, 'manifest.json'), 'utf8')) as {
    cases: Record<string, Omit<OnnxCase, 'name' | 'folder'>>;
  };
  return Object.entries(manifest.cases)
    .filter(([, { op, outputs }]) => op === 'Attention' && outputs['Y'])
    .map(([name, rest]) => ({ ...rest, name, folder: join(ONNX_CASES!, name) }));
}

export async function load({ folder }: OnnxCase, { file }: Stored): Promise<Tensor> {
  const document = await npyReader.read({ name: file, bytes: readFileSync(join(folder, file)) }, {});
  return document.tensors.get('')!;
}

/** The inputs and attributes of a case as options of ours. */
export async function problemOf(one: OnnxCase): Promise<Problem> {
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
    if (one.inputs[theirs]) tensors[ours] = await load(one, one.inputs[theirs]);
  const { mask, ...rest } = tensors;
  const { q_num_heads: heads, kv_num_heads: kvHeads, scale, softcap, is_causal: causal } = one.attributes;
  const { left_window_size: left = -1, right_window_size: right = -1 } = one.attributes;
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

/** Stages that an output may be in, the likeliest first: where a step does nothing the stage before it is meant. */
export function stagesOf(one: OnnxCase, output: string): readonly string[] {
  const modes = [['scaled'], ['softcapped', 'scaled'], ['masked', 'softcapped', 'scaled'], ['weights']];
  if (output === 'qk_matmul_output') return modes[one.attributes['qk_matmul_output_mode'] ?? 0]!;
  return { Y: ['output'], present_key: ['present_key', 'k'], present_value: ['present_value', 'v'] }[output]!;
}
