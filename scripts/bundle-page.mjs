// Bundles the script and the style of the HTML page into a module that the renderer reads. Called by the build and before the tests.
import { build } from 'esbuild';
import { readFile, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { throughDoors } from './through-doors.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const target = `${root}src/show/html/script.generated.ts`;
const common = {
  bundle: true,
  minify: true,
  write: false,
  absWorkingDir: root,
  logLevel: 'warning',
  charset: 'utf8',
  legalComments: 'none',
  target: 'es2022',
};

/** 85 signs that mean nothing in HTML, in a string of JavaScript or in a template. */
const SIGNS = Array.from({ length: 94 }, (_, at) => String.fromCharCode(33 + at))
  .filter((sign) => !`<>&"'\\\`$`.includes(sign))
  .slice(0, 85)
  .join('');

/**
 * Bytes as text, four in five signs (base64 takes three in four: a page would be 9 kB larger); the last group may be shorter, as in
 * Ascii85. `UNPACK` of src/show/html/document.ts is the inverse.
 */
function asText(bytes) {
  const padded = Buffer.alloc(Math.ceil(bytes.length / 4) * 4);
  padded.set(bytes);
  let text = '';
  for (let at = 0; at < padded.length; at += 4) {
    let rest = padded.readUInt32BE(at);
    let group = '';
    for (let sign = 0; sign < 5; sign++, rest = Math.floor(rest / 85)) group = SIGNS[rest % 85] + group;
    text += group;
  }
  return text.slice(0, text.length - (padded.length - bytes.length));
}

/**
 * Makes the module anew; writes it only when it differs, so that it is not compiled again needlessly. The script holds all of core
 * and of the lesson in two languages; it travels compressed, or every page would be twice as large.
 */
export async function bundlePage() {
  const [
    {
      outputFiles: [script],
    },
    {
      outputFiles: [style],
    },
  ] = await Promise.all([
    build({
      ...common,
      entryPoints: ['src/page/main.ts'],
      platform: 'browser',
      format: 'iife',
      tsconfig: 'tsconfig.page.json',
      plugins: [throughDoors],
    }),
    build({ ...common, entryPoints: ['src/page/style.css'] }),
  ]);
  const packed = asText(gzipSync(script.contents, { level: 9 }));
  const module = `// Made by scripts/bundle-page.mjs from src/page: do not edit.\nexport const PAGE_SIGNS = '${SIGNS}';\nexport const PAGE_SCRIPT = '${packed}';\nexport const PAGE_STYLE = ${JSON.stringify(style.text.trim())};\n`;
  if ((await readFile(target, 'utf8').catch(() => '')) !== module) await writeFile(target, module);
}

export default bundlePage;
