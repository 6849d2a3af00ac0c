// Bundles the command (everything inside, lazy parts as chunks: start time is file opens) and the library (dependencies outside).
import { build } from 'esbuild';
import { chmod, rm } from 'node:fs/promises';

const common = { bundle: true, platform: 'node', target: 'node20', format: 'esm', logLevel: 'warning', charset: 'utf8', legalComments: 'none' };

await rm('dist', { recursive: true, force: true });
await build({
  ...common,
  entryPoints: { 'bin/attn': 'bin/attn.ts' },
  outdir: 'dist',
  splitting: true,
  chunkNames: 'bin/[name]-[hash]',
  minify: true,
  // cli-table3 and commander are CommonJS and ask for Node's own modules by require().
  banner: { js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);" },
});
await build({ ...common, entryPoints: { index: 'src/index.ts' }, outdir: 'dist', packages: 'external', splitting: true, chunkNames: 'lib/[name]-[hash]' });
await chmod('dist/bin/attn.js', 0o755);
