import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Tensor } from '../../src/core/tensor.js';
import { npyReader } from '../../src/read/npy.js';
import { npzReader } from '../../src/read/npz.js';
import { attn } from '../commands/fake-io.js';

// The ONNX project's own tests of Attention, as a user runs them: files in, one .npz out. They lie beside the checkout where
// they are at hand; see core/onnx-conformance.test.ts.
const FOLDER = [process.env['ATTN_ONNX_CASES'], join(__dirname, '../../../shared/conformance/onnx')].find(
  (folder) => folder && existsSync(folder),
);

interface Case {
  op: string;
  attributes: Record<string, number>;
  inputs: Record<string, { file: string; dtype: string }>;
  outputs: Record<string, { file: string; dtype: string }>;
}

const SOURCES = {
  Q: '--q',
  K: '--k',
  V: '--v',
  past_key: '--past-key',
  past_value: '--past-value',
  nonpad_kv_seqlen: '--key-lengths',
};
const NUMBERS = { q_num_heads: '--heads', kv_num_heads: '--kv-heads', scale: '--scale', softcap: '--softcap' };
const MODES = [['scaled'], ['softcapped', 'scaled'], ['masked', 'softcapped', 'scaled'], ['weights']];

function flagsOf(folder: string, { inputs, attributes }: Case): string[] {
  const { left_window_size: left = -1, right_window_size: right = -1 } = attributes;
  const mask = inputs['attn_mask'];
  return [
    'compute',
    '--like',
    'onnx',
    '--format',
    'npz',
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

if (!FOLDER) {
  it('says that the ONNX cases are absent', () => expect(FOLDER).toBeUndefined());
} else {
  const manifest = JSON.parse(readFileSync(join(FOLDER, 'manifest.json'), 'utf8')) as { cases: Record<string, Case> };
  const cases = Object.entries(manifest.cases).filter(([, { op }]) => op === 'Attention');
  it.each(cases)('attn compute … --like onnx --format npz gives %s to the last bit', async (name, testCase) => {
    const { code, bytes, err } = await attn(flagsOf(join(FOLDER, name), testCase));
    expect([
      code,
      err.replace(/^attn: warning: th.*may see no key.*\n/gm, '').replace(/^attn: warning: NaN or ∞.*\n/gm, ''),
    ]).toEqual([0, '']);
    const { tensors } = await npzReader.read({ name: 'out.npz', bytes }, {});
    const stageOf: Record<string, string[]> = {
      Y: ['output'],
      present_key: ['present_key', 'k'],
      present_value: ['present_value', 'v'],
      qk_matmul_output: MODES[testCase.attributes['qk_matmul_output_mode'] ?? 0]!,
    };
    for (const [output, { file }] of Object.entries(testCase.outputs)) {
      const expected = (
        await npyReader.read({ name: file, bytes: readFileSync(join(FOLDER, name, file)) }, {})
      ).tensors.get('')!;
      expect(bitsOf(tensors.get(stageOf[output]!.find((stage) => tensors.has(stage))!)!)).toEqual(bitsOf(expected));
    }
  });

  it('writes the same with -o, as one array with --only, and as .safetensors', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'attn-'));
    try {
      const testCase = manifest.cases['test_attention_4d_gqa_causal_nonpad_decode_fp16']!;
      const flags = flagsOf(join(FOLDER, 'test_attention_4d_gqa_causal_nonpad_decode_fp16'), testCase).filter(
        (flag) => flag !== '--format' && flag !== 'npz',
      );
      for (const [file, more] of [
        ['y.npz', []],
        ['y.npy', ['--only', 'output']],
        ['y.safetensors', []],
      ] as const) {
        expect((await attn([...flags, '-o', join(folder, file), ...more])).code).toBe(0);
      }
      const again = await attn([
        'compute',
        '--q',
        join(folder, 'y.npz#output'),
        '--k',
        join(folder, 'y.safetensors#output'),
        '--v',
        join(folder, 'y.npy'),
        '--format',
        'npz',
      ]);
      const { tensors } = await npzReader.read({ name: 'again', bytes: again.bytes }, {});
      const expected = (
        await npyReader.read(
          { name: 'Y', bytes: readFileSync(join(FOLDER, 'test_attention_4d_gqa_causal_nonpad_decode_fp16', 'Y.npy')) },
          {},
        )
      ).tensors.get('')!;
      for (const name of ['q', 'k', 'v']) expect(bitsOf(tensors.get(name)!)).toEqual(bitsOf(expected));
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
}
