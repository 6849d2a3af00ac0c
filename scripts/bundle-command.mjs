// Bundles bin/attn.ts for a fast start. What costs time before the first byte is the number of files opened and the amount of
// code compiled, so: CommonJS (loads faster than ES modules), a small `attn.js` that knows the version and how to fail, one file
// `hot.js` with everything that a plain `attn compute` runs, and a file for each part that is loaded only when it is wanted
// (mathjs, the lesson, pictures, …).
//
// esbuild splits only ES modules into chunks, so the bundle is made as such; afterwards each chunk is turned into CommonJS and
// the hot ones are put together, each still a function of its own.
import { build, transform } from 'esbuild';
import { chmod, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { throughDoors } from './through-doors.mjs';

/** Loaded by nearly every run: their chunks, and what these import, go into `hot.js`. */
const HOT = [
  'src/commands/program.ts',
  'src/commands/compute.ts',
  'src/read/json.ts',
  'src/show/json.ts',
  'src/show/table.ts',
];

/**
 * Replaces what dependencies load eagerly but rarely or never use. string-width compiles large Unicode patterns (40 ms): loaded at the
 * first text that needs it; cli-table3's older copy is replaced by our measure; commander's child_process (5 ms) waits for a
 * subcommand that is a program of its own, and there is none.
 */
const LATE = [
  {
    wants: /^string-width$/,
    from: /^(?!.*node_modules).*\/src\//,
    contents: `let width; export default (text, options) => (width ??= require('string-width').default)(text, options);`,
  },
  {
    wants: /^string-width$/,
    from: /\/cli-table3\//,
    contents: `module.exports = require('./src/show/text/width.ts').displayWidth;`,
  },
  {
    wants: /^node:child_process$/,
    from: /\/commander\//,
    contents: `exports.spawn = (...words) => require('node:child_process').spawn(...words);`,
  },
];

const lateDependencies = {
  name: 'late-dependencies',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^(string-width|node:child_process)$/ }, ({ path, importer }) => {
      const index = LATE.findIndex(({ wants, from }) => wants.test(path) && from.test(importer));
      return index < 0 ? undefined : { path: String(index), namespace: 'late' };
    });
    onLoad({ filter: /.*/, namespace: 'late' }, ({ path }) => ({
      contents: LATE[path].contents,
      resolveDir: process.cwd(),
    }));
  },
};

export async function bundleCommand(common, outdir) {
  const modules = join(outdir, 'modules');
  const { metafile } = await build({
    ...common,
    entryPoints: { attn: 'bin/attn.ts' },
    outdir: modules,
    splitting: true,
    chunkNames: '[name]-[hash]',
    metafile: true,
    plugins: [lateDependencies, throughDoors],
    // jsonc-parser's main is UMD, whose require() cannot be followed.
    mainFields: ['module', 'main'],
  });
  const outputs = Object.entries(metafile.outputs);
  const pathOf = (entry) => outputs.find(([, { entryPoint }]) => entryPoint === entry)?.[0];
  const closure = (start) => {
    const found = new Set();
    const visit = (path) => {
      if (!path || found.has(path)) return;
      found.add(path);
      metafile.outputs[path].imports
        .filter(({ kind, external }) => kind === 'import-statement' && !external)
        .forEach((one) => visit(one.path));
    };
    start.forEach(visit);
    return found;
  };
  const root = closure([pathOf('bin/attn.ts')]);
  const hot = [...closure(HOT.map(pathOf))].filter((path) => !root.has(path));

  const cjs = async (path) =>
    (
      await transform(await readFile(path, 'utf8'), {
        format: 'cjs',
        platform: 'node',
        target: common.target,
        minify: true,
        charset: 'utf8',
        legalComments: 'none',
        supported: { 'dynamic-import': false },
      })
    ).code;
  const asFunction = async (path) =>
    `"./${basename(path)}"(module,exports,require){${(await cjs(path)).replace(/^#!.*/, '')}}`;
  const pack = async (paths) => `{${(await Promise.all(paths.map(asFunction))).join(',\n')}}`;

  await mkdir(outdir, { recursive: true });
  await writeFile(join(outdir, 'hot.js'), `"use strict";module.exports=${await pack(hot)};\n`);
  await writeFile(
    join(outdir, 'attn.js'),
    `#!/usr/bin/env node
"use strict";const files=${await pack([...root])},hot=${JSON.stringify(hot.map((path) => `./${basename(path)}`))},loaded=new Map();
function load(name){let found=loaded.get(name);if(found)return found.exports;if(!Object.hasOwn(files,name)){if(!hot.includes(name))return require(name);Object.assign(files,require("./hot.js"))}found={exports:{}};loaded.set(name,found);files[name](found,found.exports,load);return found.exports}
module.exports=load;load("./${basename(pathOf('bin/attn.ts'))}");
`,
  );
  for (const [path] of outputs) {
    if (root.has(path) || hot.includes(path)) continue;
    await writeFile(
      join(outdir, basename(path)),
      `(function(require,exports=module.exports){${await cjs(path)}})(require("./attn.js"));\n`,
    );
  }
  await writeFile(join(outdir, 'package.json'), '{ "type": "commonjs" }\n');
  await rm(modules, { recursive: true });
  await chmod(join(outdir, 'attn.js'), 0o755);
}
