import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ATTN } from './attn.js';

const folder = mkdtempSync(join(tmpdir(), 'attn-input-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** What becomes much larger when it is read. */
const FILES: readonly (readonly [name: string, text: string])[] = [
  ['short-rows.json', `[${'[1],'.repeat(1_000_000)}[1]]`],
  ['empty-lists.json', `[${'[],'.repeat(1_200_000)}[]]`],
  ['objects.json', `[${'{"a":1},'.repeat(500_000)}{}]`],
  ['keys.json', `{${Array.from({ length: 300_000 }, (_, at) => `"k${at}":1`).join(',')}}`],
  ['texts.json', `[${'["1/2","1/3"],'.repeat(300_000)}["1","2"]]`],
  ['cells.csv', `1/2${',1'.repeat(999)}\n${`1${',1'.repeat(999)}\n`.repeat(2000)}`],
  ['quotes.csv', `${'"1","2"\n'.repeat(500_000)}`],
];

it.each(FILES)('%s is read, or refused in words, however little memory there is: never an abort', (name, text) => {
  const file = join(folder, name);
  writeFileSync(file, text);
  for (const heap of [24, 60]) {
    const { status, signal, stdout, stderr } = spawnSync(process.execPath, [
      `--max-old-space-size=${heap}`,
      ATTN,
      'compute',
      '--q',
      file,
      '--k',
      '[[1]]',
      '--only',
      'k',
    ]);
    expect([heap, signal]).toEqual([heap, null]);
    expect([0, 1, 2]).toContain(status);
    if (status !== 0)
      expect([stdout.length, stderr.toString()]).toEqual([0, expect.stringMatching(/^attn: (?!internal)/)]);
    if (status !== 0) expect(stderr.toString()).not.toContain('internal error');
  }
});

it('says what it takes, what there is, and what to do', () => {
  const { status, stderr } = spawnSync(process.execPath, [
    '--max-old-space-size=40',
    ATTN,
    'compute',
    '--q',
    join(folder, 'short-rows.json'),
  ]);
  expect(status).toBe(1);
  expect(stderr.toString()).toMatch(
    /^attn: \S+short-rows\.json:1:1 {2}to read it takes about \d+ MB of memory for text, and Node\.js leaves \d+ MB for it\n {2}try: store tensors of this size as \.npy or \.safetensors; or NODE_OPTIONS=--max-old-space-size=\d+\n$/,
  );
});
