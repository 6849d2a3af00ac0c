import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CONFIGS, documents, SENTENCES } from './seeds.js';

/**
 * A folder to run in, with a few files to name: whatever a call writes, it writes there.
 *
 * @returns goes back and removes it
 */
export async function enterWorld(): Promise<() => void> {
  const home = process.cwd();
  const folder = mkdtempSync(join(tmpdir(), 'attn-fuzz-'));
  const { npz, safetensors } = await documents();
  for (const name of ['q.json', 'k.json', 'v.csv', 'bundle.json'])
    writeFileSync(join(folder, name), readFileSync(join('fixtures', name)));
  const files: Readonly<Record<string, Uint8Array>> = {
    'config.json': CONFIGS[0]!,
    'config.csv': CONFIGS[2]!,
    'sentences.csv': SENTENCES[0]!,
    'one.npz': npz![0]!,
    'one.safetensors': safetensors![0]!,
    'model.safetensors': safetensors![1]!,
    'empty.json': new Uint8Array(),
    'nan.npy': Buffer.from('\x93NUMPY', 'latin1'),
  };
  for (const [name, bytes] of Object.entries(files)) writeFileSync(join(folder, name), bytes);
  process.chdir(folder);
  return () => {
    process.chdir(home);
    rmSync(folder, { recursive: true });
  };
}
