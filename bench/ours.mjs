import { performance } from 'node:perf_hooks';
import { build } from 'esbuild';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const ROOT = fileURLToPath(new URL('..', import.meta.url));

/** The engine and the kernel's parts, bundled from the sources as they are. */
export async function ours(folder) {
  const source = (name) => JSON.stringify(join(ROOT, 'src/kernel', name));
  await build({
    stdin: {
      contents: `export { attendFast } from ${source('engine.ts')}; export { dismiss, recruit } from ${source('crew.ts')}; export { instance, kernel, smallMemory } from ${source('wasm.ts')};`,
      resolveDir: ROOT,
    },
    bundle: true, platform: 'node', format: 'esm', target: 'node20', outfile: join(folder, 'ours.mjs'), logLevel: 'warning',
  });
  return import(pathToFileURL(join(folder, 'ours.mjs')).href);
}

/** float32 multiply-adds that one thread can do, in GFLOPS: the best of many short loops of nothing else. */
export async function multiplyAddLimit({ instance, kernel, smallMemory }) {
  const compiled = await kernel();
  const { peak } = instance(compiled.module, smallMemory());
  let best = Infinity;
  for (let time = 0; time < 60; time++) {
    const start = performance.now();
    peak(200_000);
    best = Math.min(best, performance.now() - start);
  }
  return { gflops: (200_000 * 96) / best / 1e6, fused: compiled.fused };
}
