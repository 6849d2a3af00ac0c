import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { float16Bits } from '../../src/core/index.js';
import { npzArrays, partsOf } from '../../src/files/index.js';
import { dequantize } from '../../src/model/gguf-blocks.js';
import { openModel, runModel } from '../../src/model/index.js';
import { shapeOf, whole } from '../../src/model/weights.js';
import { MODEL_FAMILIES, whenInstalled } from '../when-installed.js';

const bytesOf = (...parts: (Uint8Array | number[])[]): Buffer => Buffer.concat(parts.map((part) => Buffer.from(part)));
const u32 = (value: number): Buffer => {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value);
  return bytes;
};
const u64 = (value: number): Buffer => {
  const bytes = Buffer.alloc(8);
  bytes.writeBigUInt64LE(BigInt(value));
  return bytes;
};
const f32 = (value: number): Buffer => {
  const bytes = Buffer.alloc(4);
  bytes.writeFloatLE(value);
  return bytes;
};
const text = (value: string): Buffer => bytesOf(u64(Buffer.byteLength(value)), Buffer.from(value));
const half = (value: number): number[] => [float16Bits(value) & 255, float16Bits(value) >> 8];

interface Stored {
  readonly name: string;
  readonly shape: readonly number[];
  readonly numbers: Float32Array;
}

/** A GGUF file of version 3 with tensors in F32. */
function gguf(metadata: readonly (readonly [string, number, Buffer])[], tensors: readonly Stored[]): Buffer {
  let offset = 0;
  const infos = tensors.map(({ name, shape, numbers }) => {
    const info = bytesOf(text(name), u32(shape.length), ...[...shape].reverse().map(u64), u32(0), u64(offset));
    offset += Math.ceil((4 * numbers.length) / 32) * 32;
    return info;
  });
  const head = bytesOf(
    Buffer.from('GGUF'),
    u32(3),
    u64(tensors.length),
    u64(metadata.length),
    ...metadata.map(([key, type, value]) => bytesOf(text(key), u32(type), value)),
    ...infos,
  );
  const padded = (bytes: Uint8Array): Buffer => bytesOf(bytes, Buffer.alloc((32 - (bytes.length % 32)) % 32));
  return bytesOf(
    padded(head),
    ...tensors.map(({ numbers }) => padded(new Uint8Array(numbers.buffer, numbers.byteOffset, numbers.byteLength))),
  );
}

const NAMES: readonly (readonly [string, string])[] = [
  ['model.embed_tokens', 'token_embd'],
  ['model.norm', 'output_norm'],
  ['lm_head', 'output'],
  ['input_layernorm', 'attn_norm'],
  ['post_attention_layernorm', 'ffn_norm'],
  ['self_attn.q_proj', 'attn_q'],
  ['self_attn.k_proj', 'attn_k'],
  ['self_attn.v_proj', 'attn_v'],
  ['self_attn.o_proj', 'attn_output'],
  ['mlp.gate_proj', 'ffn_gate'],
  ['mlp.up_proj', 'ffn_up'],
  ['mlp.down_proj', 'ffn_down'],
];

/** The order of llama.cpp: in each head first and second half alternate. */
function permuted(numbers: Float32Array, heads: number, width: number): Float32Array {
  const size = numbers.length / width / heads;
  const out = new Float32Array(numbers.length);
  for (let h = 0; h < heads; h++)
    for (let t = 0; t < size / 2; t++)
      for (const side of [0, 1]) {
        const from = (h * size + side * (size / 2) + t) * width;
        out.set(numbers.subarray(from, from + width), (h * size + 2 * t + side) * width);
      }
  return out;
}

whenInstalled('model families').it('a Llama in GGUF attends as the same Llama in safetensors', async () => {
  const from = join(MODEL_FAMILIES!, 'llama');
  const model = openModel(from);
  const expected = npzArrays(partsOf('expected.npz', readFileSync(join(from, 'expected.npz'))));
  const tensors = model.weights.names.map((name): Stored => {
    const shape = shapeOf(model.weights, name);
    const numbers = whole(model.weights, name);
    const own = NAMES.reduce(
      (named, [theirs, ours]) => named.replace(theirs, ours),
      name.replace('model.layers.', 'blk.'),
    );
    const heads = /q_proj/.test(name) ? 4 : /k_proj/.test(name) ? 2 : 0;
    return { name: own, shape, numbers: heads > 0 ? permuted(numbers, heads, shape[1]!) : numbers };
  });
  const file = gguf(
    [
      ['general.architecture', 8, text('llama')],
      ['llama.block_count', 4, u32(3)],
      ['llama.embedding_length', 4, u32(32)],
      ['llama.attention.head_count', 4, u32(4)],
      ['llama.attention.head_count_kv', 4, u32(2)],
      ['llama.attention.layer_norm_rms_epsilon', 6, f32(1e-6)],
      ['llama.rope.freq_base', 6, f32(10000)],
      ['llama.context_length', 4, u32(64)],
    ],
    tensors,
  );
  const folder = mkdtempSync(join(tmpdir(), 'attn-gguf-'));
  try {
    const path = join(folder, 'llama.gguf');
    writeFileSync(path, file);
    const opened = openModel(path);
    const worst: number[] = [];
    await runModel(
      opened,
      { ids: [...expected.get('input_ids')!.data] },
      {
        see: ({ layer }, { data }) =>
          void worst.push(
            Math.max(
              ...Array.from(expected.get(`attentions.${layer}`)!.data, (value, at) => Math.abs(data[at]! - value)),
            ),
          ),
      },
    );
    opened.weights.close();
    expect(worst.length).toBe(3);
    expect(Math.max(...worst)).toBeLessThan(2e-5);
    for (let size = 0; size < file.length; size += Math.ceil(file.length / 50)) {
      writeFileSync(path, file.subarray(0, size));
      expect(() => openModel(path)).toThrow(/model-/);
    }
  } finally {
    rmSync(folder, { recursive: true });
  }
});

/** Whole numbers without a pattern, each below `most`. */
const small = (count: number, most: number): number[] =>
  Array.from({ length: count }, (_, at) => (at * 37 + (at >> 3)) % most);

it('numbers that were packed in blocks come out as scale times number', () => {
  const into = new Float32Array(32);
  dequantize(Uint8Array.from([...half(0.5), ...small(32, 128)]), 8, into);
  expect([...into]).toEqual(small(32, 128).map((value) => value / 2));

  const q4 = small(32, 16);
  const packed = Array.from({ length: 16 }, (_, at) => q4[at]! | (q4[at + 16]! << 4));
  dequantize(Uint8Array.from([...half(0.25), ...packed]), 2, into);
  expect([...into]).toEqual(q4.map((value) => (value - 8) / 4));
});

it('the six bits of Q6_K are put together from their two places', () => {
  const values = small(256, 64);
  const scales = small(16, 100).map((value) => value - 50);
  const low = new Uint8Array(128);
  const high = new Uint8Array(64);
  values.forEach((value, n) => {
    const [side, quarter, place] = [n >> 7, (n >> 5) & 3, n & 31];
    low[side * 64 + (quarter & 1) * 32 + place]! |= (value & 15) << (quarter < 2 ? 0 : 4);
    high[side * 32 + place]! |= (value >> 4) << (2 * quarter);
  });
  const into = new Float32Array(256);
  dequantize(
    bytesOf(
      low,
      high,
      scales.map((value) => value & 255),
      half(0.5),
    ),
    14,
    into,
  );
  expect([...into]).toEqual(values.map((value, n) => (scales[n >> 4]! * (value - 32)) / 2));
});

it('the six-bit scales and minima of Q4_K are put together from their three places', () => {
  const values = small(256, 16);
  const scales = [1, 20, 33, 63, 17, 48, 62, 5];
  const minima = [3, 40, 9, 51, 63, 2, 33, 18];
  const packed = new Uint8Array(12);
  for (let n = 0; n < 4; n++) {
    packed[n] = scales[n]! | ((scales[n + 4]! >> 4) << 6);
    packed[n + 4] = minima[n]! | ((minima[n + 4]! >> 4) << 6);
    packed[n + 8] = (scales[n + 4]! & 15) | ((minima[n + 4]! & 15) << 4);
  }
  const nibbles = new Uint8Array(128);
  values.forEach((value, n) => (nibbles[(n >> 6) * 32 + (n & 31)]! |= value << ((n >> 5) & 1 ? 4 : 0)));
  const into = new Float32Array(256);
  dequantize(bytesOf(half(0.5), half(0.25), packed, nibbles), 12, into);
  expect([...into]).toEqual(values.map((value, n) => (scales[n >> 5]! * value) / 2 - minima[n >> 5]! / 4));
});
