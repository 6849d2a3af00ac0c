// Writes docs/mistakes.md from the catalogue of attn check: node scripts/write-mistakes.mjs [--check]
// With --check nothing is written, and a document that no longer fits the catalogue ends with 1.
import { build } from 'esbuild';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

const DOCUMENT = 'docs/mistakes.md';

// Inside the project, so that the dependencies are found.
const folder = mkdtempSync(join(process.cwd(), '.mistakes-'));
try {
  const made = join(folder, 'mistakes.mjs');
  await build({
    stdin: {
      contents: "export { catalogueMarkdown } from './src/check/report/catalogue.js';",
      resolveDir: process.cwd(),
    },
    outfile: made,
    bundle: true,
    platform: 'node',
    format: 'esm',
    packages: 'external',
    logLevel: 'error',
  });
  const { catalogueMarkdown } = await import(pathToFileURL(made).href);
  const text = catalogueMarkdown();
  if (!process.argv.includes('--check')) writeFileSync(DOCUMENT, text);
  else if (readFileSync(DOCUMENT, 'utf8') !== text) {
    process.stderr.write(`${DOCUMENT} is not what the catalogue says: node scripts/write-mistakes.mjs\n`);
    process.exitCode = 1;
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}
