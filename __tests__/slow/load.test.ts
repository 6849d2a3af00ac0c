import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { temporaryName } from '../../src/commands/leftovers.js';
import { bash } from '../cli/attn.js';

jest.setTimeout(600_000);

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'attn-load-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const SEEDS = Array.from({ length: 64 }, (_, index) => index);
const FORMATS = ['json', 'npz', 'html', 'csv', 'safetensors', 'tsv', 'svg', 'md'] as const;
const formatOf = (seed: number): string => FORMATS[seed % FORMATS.length]!;
const SENTENCE = `--sentence '${'the cat sat on the mat '.repeat(8)}'`;

/** 64 processes, all started before the first ends. @returns what they said */
async function together(place: string, name: (seed: number) => string): Promise<string[]> {
  const line = SEEDS.map(
    (seed) => `attn compute ${SENTENCE} --seed ${seed} --format ${formatOf(seed)} -q -o ${place}/${name(seed)} &`,
  ).join('\n');
  const { err } = await bash(`${line}\nwait`);
  return err.split('\n').filter((said) => said !== '');
}

/** What each makes when it is alone. */
async function alone(): Promise<Map<string, number>> {
  const place = join(folder, 'alone');
  await mkdir(place);
  for (const seed of SEEDS)
    await bash(`attn compute ${SENTENCE} --seed ${seed} --format ${formatOf(seed)} -q -o ${place}/${seed}`);
  return new Map(
    await Promise.all(
      SEEDS.map(async (seed): Promise<[string, number]> => [await readFile(join(place, String(seed)), 'latin1'), seed]),
    ),
  );
}

describe('64 processes at once', () => {
  it('writing into one folder tear nothing and mix nothing, and remove what dead ones left', async () => {
    const wholes = await alone();
    expect(wholes.size).toBe(64);
    const start = performance.now();

    const own = join(folder, 'own');
    await mkdir(own);
    const tag = /attn-([\da-f]{8})/.exec(temporaryName())![1]!;
    for (const seed of SEEDS) await writeFile(join(own, `.attn-${tag}-${2 ** 30 + seed}-0123abcd.tmp`), 'half');
    expect(await together(own, String)).toEqual([]);
    for (const seed of SEEDS) expect(wholes.get(await readFile(join(own, String(seed)), 'latin1'))).toBe(seed);
    expect((await readdir(own)).length).toBe(64);

    const one = join(folder, 'one');
    await mkdir(one);
    expect(await together(one, () => 'x')).toEqual([]);
    expect(wholes.has(await readFile(join(one, 'x'), 'latin1'))).toBe(true);
    expect(await readdir(one)).toEqual(['x']);
    process.stderr.write(`2 × 64 processes at once: ${((performance.now() - start) / 1000).toFixed(1)} s\n`);
  });

  it('of which half are killed tear nothing, and the next run removes what they left', async () => {
    const place = join(folder, 'killed');
    await mkdir(place);
    const line = SEEDS.map(
      (seed) => `attn compute ${SENTENCE} --seed 1 -q -o ${place}/${seed % 8}.json & pids="$pids $!"`,
    ).join('\n');
    const killing = 'n=0; for pid in $pids; do n=$((n + 1)); sleep 0.02; [ $((n % 2)) = 0 ] && kill -9 $pid; done';
    const { err } = await bash(
      `${line}\n${killing} 2>/dev/null\nwait\nattn compute ${SENTENCE} --seed 1 -q -o ${place}/last.json`,
    );
    expect(err.replaceAll(/^bash: line .* Killed .*\n/gm, '')).toBe('');
    const names = await readdir(place);
    expect(names.filter((name) => !/^(?:\d|last)\.json$/.test(name))).toEqual([]);
    const last = await readFile(join(place, 'last.json'), 'utf8');
    for (const name of names) expect(await readFile(join(place, name), 'utf8')).toBe(last);
  });
});

describe('1,000 problems in one stream of JSON lines', () => {
  const lines = Array.from({ length: 1000 }, (_, index) =>
    JSON.stringify({
      q: [
        [index, 1],
        [0, index],
      ],
      tokens: [`word${index}`, 'b'],
    }),
  );

  it('come out in their order, each what it is alone', async () => {
    await writeFile(join(folder, 'stream.jsonl'), `${lines.join('\n')}\n`);
    const { code, out } = await bash(`attn compute --input - --json -q < ${folder}/stream.jsonl`);
    const results = out.trimEnd().split('\n');
    expect([code, results.map((line) => JSON.parse(line).tokens.query[0])]).toEqual([
      0,
      lines.map((_, index) => `word${index}`),
    ]);
    for (const index of [0, 499, 999]) {
      const { out: single } = await bash(`attn compute --input - --json --compact -q <<< '${lines[index]}'`);
      expect(JSON.parse(results[index]!).weights).toEqual(JSON.parse(single).weights);
    }
  });

  it('one of which is broken are refused with the number of its line, and nothing comes out', async () => {
    await writeFile(
      join(folder, 'broken.jsonl'),
      lines.map((line, index) => (index === 499 ? '{"q": [[1,]]}' : line)).join('\n'),
    );
    expect(await bash(`attn compute --input - --json -q < ${folder}/broken.jsonl`)).toMatchObject({
      code: 1,
      out: '',
      err: expect.stringMatching(/^attn: <stdin>:500:11 {2}trailing comma/),
    });
  });

  it('one of which cannot be computed are refused with its number, and nothing comes out', async () => {
    await writeFile(
      join(folder, 'shapes.jsonl'),
      lines.map((line, index) => (index === 499 ? '{"q": [[1, 2]], "k": [[1, 2, 3]]}' : line)).join('\n'),
    );
    const { code, out, err } = await bash(`attn compute --input - --json -q < ${folder}/shapes.jsonl`);
    expect([code, out, err]).toEqual([1, '', expect.stringMatching(/500/)]);
  });
});
