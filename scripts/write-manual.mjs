// Writes the manual page, made from the same tree of commands as the help. Called by the build.
import { build } from 'esbuild';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

const SOURCE = `
import { manual } from './src/commands/manual.js';
import { program } from './src/commands/program.js';
import { VERSION } from './src/commands/version.js';
export const page = manual(program({ stdin: process.stdin, stdout: process.stdout, stderr: process.stderr, env: {} }, { code: 0 }), VERSION);
`;

/** @param target the file, `dist/man/attn.1` */
export async function writeManual(common, target) {
  // Inside the project, so that the dependencies are found.
  const folder = await mkdtemp(join(process.cwd(), '.manual-'));
  try {
    const made = join(folder, 'manual.mjs');
    await build({
      ...common,
      stdin: { contents: SOURCE, resolveDir: process.cwd() },
      outfile: made,
      packages: 'external',
      splitting: false,
    });
    const { page } = await import(pathToFileURL(made).href);
    await mkdir(join(target, '..'), { recursive: true });
    await writeFile(target, page);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
