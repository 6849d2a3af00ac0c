// Writes fixtures/referents.en.csv and fixtures/referents.vi.csv: the sentences that `attn train` learns from when it is given
// none. The rule that makes them is in src/learn/sentences/compose.ts.  Run: node scripts/make-referents.mjs
import { build } from 'esbuild';
import { Buffer } from 'node:buffer';
import { writeFile } from 'node:fs/promises';

const bundle = await build({
  entryPoints: ['src/learn/built-in.ts'],
  bundle: true,
  platform: 'node',
  format: 'esm',
  write: false,
});
const { builtIn } = await import(
  `data:text/javascript;base64,${Buffer.from(bundle.outputFiles[0].contents).toString('base64')}`
);
for (const language of ['en', 'vi']) {
  const rows = builtIn(language).map(({ sentence, tokens, at, referents: [referent], heldOut }) =>
    [sentence, tokens[at], tokens[referent], heldOut ? 'held-out' : 'train'].join(','),
  );
  await writeFile(`fixtures/referents.${language}.csv`, `sentence,word,refers_to,split\n${rows.join('\n')}\n`);
}
