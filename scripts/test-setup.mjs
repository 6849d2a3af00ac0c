// Before the tests: the script of the page, which src/show/html.ts reads; and, when they, or the slow ones, are among the tests asked for, the
// command as it is installed, in a folder of this run, so that __tests__/cli tests these sources and not an older build.
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync } from 'node:fs';
import { join } from 'node:path';
import bundlePage from './bundle-page.mjs';

export default async function setup({ testPathPatterns: { patterns } }) {
  await bundlePage();
  if (patterns.length > 0 && !patterns.some((pattern) => /cli|dist|manual|slow/.test(pattern))) return;
  // Below node_modules, as it is installed: what it loads only when asked for lies beside it.
  const cache = join(import.meta.dirname, '..', 'node_modules', '.cache');
  mkdirSync(cache, { recursive: true });
  process.env.ATTN_BUILT = mkdtempSync(join(cache, 'attn-built-'));
  execFileSync(process.execPath, ['build.mjs', process.env.ATTN_BUILT], { stdio: 'inherit' });
}
