import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { tensor, type Tensor } from '../../src/core/index.js';
import { encodeSafetensors } from '../../src/files/index.js';

/** The config of a GPT-2 of two layers with two heads of four numbers. */
export const TINY = {
  model_type: 'gpt2',
  n_embd: 8,
  n_head: 2,
  n_layer: 2,
  n_positions: 16,
  vocab_size: 12,
  activation_function: 'gelu_new',
  layer_norm_epsilon: 1e-5,
};

/** Numbers without a pattern, the same each time. */
function numbers(count: number, seed: number): Float64Array {
  return Float64Array.from({ length: count }, (_, at) => Math.fround(Math.sin(12.9898 * (at + 1) + 78.233 * seed)));
}

/** The weights of TINY by name. */
export function tinyTensors(): Map<string, Tensor> {
  const shapes: [string, number[]][] = [
    ['wte.weight', [12, 8]],
    ['wpe.weight', [16, 8]],
    ...[0, 1].flatMap((layer): [string, number[]][] => [
      [`h.${layer}.ln_1.weight`, [8]],
      [`h.${layer}.ln_1.bias`, [8]],
      [`h.${layer}.attn.c_attn.weight`, [8, 24]],
      [`h.${layer}.attn.c_attn.bias`, [24]],
      [`h.${layer}.attn.c_proj.weight`, [8, 8]],
      [`h.${layer}.attn.c_proj.bias`, [8]],
      [`h.${layer}.ln_2.weight`, [8]],
      [`h.${layer}.ln_2.bias`, [8]],
      [`h.${layer}.mlp.c_fc.weight`, [8, 32]],
      [`h.${layer}.mlp.c_fc.bias`, [32]],
      [`h.${layer}.mlp.c_proj.weight`, [32, 8]],
      [`h.${layer}.mlp.c_proj.bias`, [8]],
    ]),
    ['ln_f.weight', [8]],
    ['ln_f.bias', [8]],
  ];
  return new Map(
    shapes.map(([name, shape], seed) => [
      name,
      tensor(
        shape,
        numbers(
          shape.reduce((a, b) => a * b, 1),
          seed,
        ),
        { dtype: 'float32' },
      ),
    ]),
  );
}

/** A folder with that model, or with what is given in its place. */
export function tinyFolder(files: Readonly<Record<string, string | Uint8Array>> = {}): string {
  const folder = mkdtempSync(join(tmpdir(), 'attn-tiny-'));
  const all = { 'config.json': JSON.stringify(TINY), 'model.safetensors': encodeSafetensors(tinyTensors()), ...files };
  for (const [name, content] of Object.entries(all)) if (content !== '') writeFileSync(join(folder, name), content);
  return folder;
}
