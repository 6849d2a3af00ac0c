import { build } from 'esbuild';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const ROOT = fileURLToPath(new URL('..', import.meta.url));

/** The engine and the kernel's parts, bundled from the sources as they are. */
export async function ours(folder) {
  const source = (name) => JSON.stringify(join(ROOT, 'src/kernel', name));
  await build({
    stdin: {
      contents: `export { attendFast } from ${source('engine.ts')}; export { stopWorkers, startWorkers } from ${source('pool.ts')}; export { multiplyAddLimit } from ${source('measure.ts')};`,
      resolveDir: ROOT,
    },
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    outfile: join(folder, 'ours.mjs'),
    logLevel: 'warning',
  });
  return import(pathToFileURL(join(folder, 'ours.mjs')).href);
}
