// Bundles the command (everything inside, lazy parts apart) and the library (dependencies outside), writes the manual page: node build.mjs [FOLDER]
import { build } from 'esbuild';
import { rm } from 'node:fs/promises';
import { buildKernel } from './scripts/build-kernel.mjs';
import { bundleCommand } from './scripts/bundle-command.mjs';
import { bundlePage } from './scripts/bundle-page.mjs';
import { throughDoors } from './scripts/through-doors.mjs';
import { writeManual } from './scripts/write-manual.mjs';

const folder = process.argv[2] ?? 'dist';
const common = {
  bundle: true,
  platform: 'node',
  target: 'node20',
  format: 'esm',
  logLevel: 'warning',
  charset: 'utf8',
  legalComments: 'none',
};

async function library() {
  await build({
    ...common,
    entryPoints: { index: 'src/index.ts' },
    outdir: folder,
    packages: 'external',
    splitting: true,
    chunkNames: 'lib/[name]-[hash]',
    plugins: [throughDoors],
  });
}

await rm(folder, { recursive: true, force: true });
await buildKernel();
await bundlePage();
await Promise.all([bundleCommand(common, `${folder}/bin`), library(), writeManual(common, `${folder}/man/attn.1`)]);
