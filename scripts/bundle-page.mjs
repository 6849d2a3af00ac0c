// Bundles the script and the style of the HTML page into a module that the renderer reads. Called by the build and before the tests.
import { build } from 'esbuild';
import { readFile, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const target = `${root}src/show/html/script.generated.ts`;

export async function bundlePage() {
  const common = { bundle: true, minify: true, write: false, absWorkingDir: root, logLevel: 'warning', charset: 'utf8', legalComments: 'none', target: 'es2022' };
  const [script, style] = await Promise.all([
    build({ ...common, entryPoints: ['src/page/main.ts'], platform: 'browser', format: 'iife', tsconfig: 'tsconfig.page.json' }),
    build({ ...common, entryPoints: ['src/page/style.css'] }),
  ]);
  const text = ({ outputFiles: [file] }) => file.text.trim();
  // Inside an element of HTML these would end it, or begin a comment.
  for (const [name, content] of [['script', text(script)], ['style', text(style)]]) {
    if (/<\/(script|style)|<!--/i.test(content)) throw new Error(`the ${name} of the page holds ${/<\/\w+|<!--/.exec(content)[0]}`);
  }
  const module = `// Made by scripts/bundle-page.mjs from src/page: do not edit.\nexport const PAGE_SCRIPT = ${JSON.stringify(text(script))};\nexport const PAGE_STYLE = ${JSON.stringify(text(style))};\n`;
  if (await readFile(target, 'utf8').catch(() => '') !== module) await writeFile(target, module);
}

export default bundlePage;
