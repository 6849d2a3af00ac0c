import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Tensor } from '../../src/core/tensor.js';
import { npzReader } from '../../src/read/npz.js';
import { attn } from '../commands/fake-io.js';
import { eachOnnxCase, load, onnxCases, stagesOf, type OnnxCase } from '../onnx-cases.js';
import { whenInstalled } from '../when-installed.js';

// The ONNX project's own tests of Attention, as a user runs them: files in, one .npz out.

const SOURCES = {
  Q: '--q',
  K: '--k',
  V: '--v',
  past_key: '--past-key',
  past_value: '--past-value',
  nonpad_kv_seqlen: '--key-lengths',
};
const NUMBERS = { q_num_heads: '--heads', kv_num_heads: '--kv-heads', scale: '--scale', softcap: '--softcap' };

function flagsOf({ folder, inputs, attributes }: OnnxCase): string[] {
  const { left_window_size: left = -1, right_window_size: right = -1 } = attributes;
  const mask = inputs['attn_mask'];
  return [
    'compute',
    '--like',
    'onnx',
    ...Object.entries(SOURCES).flatMap(([name, flag]) => (inputs[name] ? [flag, join(folder, inputs[name].file)] : [])),
    ...(mask ? [mask.dtype === 'bool' ? '--mask' : '--bias', join(folder, mask.file)] : []),
    ...Object.entries(NUMBERS).flatMap(([name, flag]) => (attributes[name] ? [flag, String(attributes[name])] : [])),
    ...(attributes['is_causal'] ? ['--causal'] : []),
    ...(left >= 0 || right >= 0 ? ['--window', `${left},${right}`] : []),
  ];
}

const bitsOf = ({ shape, dtype, data }: Tensor): unknown => ({
  shape,
  dtype,
  data: [...data].map((x) => (x === 0 ? 0 : x)),
});

eachOnnxCase(
  (name) => `attn compute … --like onnx --format npz gives ${name} to the last bit`,
  async (one) => {
    const { code, bytes, err } = await attn([...flagsOf(one), '--format', 'npz']);
    expect([
      code,
      err.replace(/^attn: warning: th.*no visible keys.*\n/gm, '').replace(/^attn: warning: NaN or ∞.*\n/gm, ''),
    ]).toEqual([0, '']);
    const { tensors } = await npzReader.read({ name: 'out.npz', bytes }, {});
    for (const [output, file] of Object.entries(one.outputs)) {
      const stage = stagesOf(one, output).find((name) => tensors.has(name))!;
      expect(bitsOf(tensors.get(stage)!)).toEqual(bitsOf(await load(one, file)));
    }
  },
);

whenInstalled('ONNX cases').it('writes the same with -o, as one array with --only, and as .safetensors', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'attn-'));
  const at = (file: string): string => join(folder, file);
  try {
    const one = onnxCases().find(({ name }) => name === 'test_attention_4d_gqa_causal_nonpad_decode_fp16')!;
    for (const [file, more] of [
      ['y.npz', []],
      ['y.npy', ['--only', 'output']],
      ['y.safetensors', []],
    ] as const)
      expect((await attn([...flagsOf(one), '-o', at(file), ...more])).code).toBe(0);
    const again = await attn([
      'compute',
      '--q',
      at('y.npz#output'),
      '--k',
      at('y.safetensors#output'),
      '--v',
      at('y.npy'),
      '--format',
      'npz',
    ]);
    const { tensors } = await npzReader.read({ name: 'again', bytes: again.bytes }, {});
    const expected = await load(one, one.outputs['Y']!);
    for (const name of ['q', 'k', 'v']) expect(bitsOf(tensors.get(name)!)).toEqual(bitsOf(expected));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
