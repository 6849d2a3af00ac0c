// Bundles the command (everything inside, lazy parts apart) and the library (dependencies outside).
import { build } from 'esbuild';
import { rm } from 'node:fs/promises';
import { bundleCommand } from './scripts/bundle-command.mjs';

const common = { bundle: true, platform: 'node', target: 'node20', format: 'esm', logLevel: 'warning', charset: 'utf8', legalComments: 'none' };

async function library() {
  await build({ ...common, entryPoints: { index: 'src/index.ts' }, outdir: 'dist', packages: 'external', splitting: true, chunkNames: 'lib/[name]-[hash]' });
}

await rm('dist', { recursive: true, force: true });
await Promise.all([bundleCommand(common, 'dist/bin'), library()]);
