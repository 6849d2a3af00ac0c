// esbuild assigns a file to a chunk when any import leads there, used or not: one import from a room's index.ts would put the
// whole room into the chunk. This plugin replaces such an import by imports from the files that index.ts takes the names from.
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';

const FROM_INDEX = /^import \{([^}]*)\} from '((?:\.\.?\/)+(?:[\w-]+\/)?index)\.js';/gm;
const REEXPORT = /^export \{([^}]*)\} from '(\.\/[^']+)\.js';/gm;

/** `a, type B` → ['a', 'type B'] */
const namesIn = (list) => list.split(',').flatMap((name) => name.trim() || []);
const withoutType = (name) => name.replace(/^type /, '');

/** Name → the file that an index.ts takes it from, relative to the index. */
async function sourcesOf(index) {
  const text = await readFile(index, 'utf8');
  return new Map(
    [...text.matchAll(REEXPORT)].flatMap(([, list, file]) => namesIn(list).map((name) => [withoutType(name), file])),
  );
}

export const throughDoors = {
  name: 'through-doors',
  setup({ onLoad }) {
    const doors = new Map();
    onLoad({ filter: /\/src\/.*\.ts$/ }, async ({ path }) => {
      let contents = await readFile(path, 'utf8');
      for (const [whole, list, specifier] of contents.matchAll(FROM_INDEX)) {
        const index = join(dirname(path), `${specifier}.ts`);
        if (!existsSync(index)) continue;
        if (!doors.has(index)) doors.set(index, sourcesOf(index));
        const sources = await doors.get(index);
        const imports = namesIn(list).map((name) => {
          const file = sources.get(withoutType(name).split(' as ')[0]);
          const from = file === undefined ? specifier : `${specifier.slice(0, -'/index'.length)}${file.slice(1)}`;
          // `import type` is erased; `import { type … }` would still load the file.
          return name.startsWith('type ')
            ? `import type { ${withoutType(name)} } from '${from}.js';`
            : `import { ${name} } from '${from}.js';`;
        });
        contents = contents.replace(whole, imports.join(' '));
      }
      return { contents, loader: 'ts' };
    });
  },
};
