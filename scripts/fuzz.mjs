// npm run fuzz [-- SECONDS SEED]: the promises of __tests__/hostile/fuzz, on a build of the sources as users get it, for
// the given time. Inputs that break a property are saved in fuzz-findings/.
import { build } from 'esbuild';
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';

// Beside node_modules, so that the packages left outside are found.
const folder = mkdtempSync(join('node_modules', '.fuzz-'));
const file = join(folder, 'forever.mjs');
await build({
  entryPoints: ['__tests__/hostile/fuzz/forever.ts'],
  outfile: file,
  bundle: true,
  packages: 'external',
  platform: 'node',
  target: 'node20',
  format: 'esm',
  logLevel: 'warning',
  banner: { js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);" },
});
const [seconds = '60'] = process.argv.slice(2);
const child = spawn(process.execPath, ['--max-old-space-size=2048', file, ...process.argv.slice(2)], {
  stdio: 'inherit',
});
// A child that does not end is stuck in its last case.
const watch = setTimeout(() => child.kill('SIGKILL'), (Number(seconds) + 60) * 1000);
child.on('exit', (code, signal) => {
  clearTimeout(watch);
  rmSync(folder, { recursive: true });
  if (code > 1 || signal) console.log(`ended by ${signal ?? code} at what stands in fuzz-findings/last.txt`);
  process.exitCode = code ?? 1;
});
