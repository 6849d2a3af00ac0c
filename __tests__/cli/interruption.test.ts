import { spawn } from 'node:child_process';
import { chmod, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { ATTN, bash, ended } from './attn.js';
import { killAtRandom } from './kill.js';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'attn-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** A folder of its own, in which x.json is an old result. */
async function placeWithOld(name: string): Promise<string> {
  const place = join(folder, name);
  await mkdir(place);
  await writeFile(join(place, 'x.json'), 'old');
  return place;
}

async function expectOld(place: string): Promise<void> {
  expect([await readdir(place), await readFile(join(place, 'x.json'), 'utf8')]).toEqual([['x.json'], 'old']);
}

const LONG = `--sentence '${'a b c d e f '.repeat(10)}'`; // more than 200 kB

describe('-o, whatever happens', () => {
  it('killed at a random moment, a file is the old one or the new one, whole, and nothing is left beside it', async () => {
    expect(await killAtRandom({ runs: 44, seed: 1, together: 3, rows: 150, at: 'run' })).toMatchObject({
      torn: [],
      leftovers: [],
      wrong: [],
    });
  }, 60_000);

  it('a disk that gets full leaves the old file, and is told', async () => {
    // A disk of 64 kB that no other process sees and that goes with this one.
    const line = `mount -t tmpfs -o size=64k none . && cd "$PWD" && printf old > x.json; attn compute ${LONG} -q -o x.json; echo "$? $(cat x.json) $(ls -A)"`;
    const { out, err } = await bash(
      `mkdir ${folder}/disk; export -f attn; cd ${folder}/disk; unshare -rm bash -c '${line.replaceAll("'", "'\\''")}'`,
    );
    if (/unshare|mount/.test(err)) return void process.stderr.write(`no small disk could be made: ${err}`);
    expect([out, err]).toEqual([
      '1 old x.json\n',
      expect.stringMatching(/^attn: x\.json {2}cannot be written: no space left on device\n {2}try: .*\n$/),
    ]);
  });

  it('a file that grows past what may be written leaves the old one', async () => {
    const place = await placeWithOld('limit');
    const { code, out, err } = await bash(`ulimit -f 8; attn compute ${LONG} -q -o ${place}/x.json`);
    expect([code, out]).toEqual([1, '']);
    expect(err).toMatch(/x\.json {2}cannot be written: file too large\n {2}try: .*\n$/);
    await expectOld(place);
  });

  it('a folder that vanishes while stdin is read is told', async () => {
    const { code, out, err } = await bash(
      `mkdir ${folder}/gone; (sleep 0.3; rmdir ${folder}/gone; printf '[[1, 0]]') | attn compute --q - -q -o ${folder}/gone/x.json`,
    );
    expect([code, out, err]).toEqual([
      1,
      '',
      expect.stringMatching(/^attn: .*x\.json {2}cannot be written: there is no folder .*gone\n.*\n$/),
    ]);
  });

  it('a working directory that has vanished is no bug of ours', async () => {
    const line = (words: string): Promise<{ code: number | null; out: string; err: string }> =>
      bash(`mkdir ${folder}/cwd; cd ${folder}/cwd; rmdir ${folder}/cwd; attn compute -q --q '[1 0; 0 1]' ${words}`);
    expect(await line('--json')).toMatchObject({ code: 0, err: '' });
    expect(await line('-o x.json')).toMatchObject({
      code: 1,
      out: '',
      err: expect.stringMatching(/^attn: x\.json {2}cannot be written: .*\n.*\n$/),
    });
  });

  it('a file that is read-only, and a folder that is closed, are refused', async () => {
    const place = await placeWithOld('read-only');
    await chmod(join(place, 'x.json'), 0o444);
    const write = (file: string): Promise<unknown> => {
      // Root may write anywhere: nobody may not.
      const nobody = process.getuid?.() === 0 ? { uid: 65534, gid: 65534 } : {};
      return ended(
        spawn(process.execPath, [ATTN, 'compute', '--q', '[1 0; 0 1]', '-q', '-o', join(place, file)], {
          ...nobody,
          stdio: ['ignore', 'pipe', 'pipe'],
        }),
      );
    };
    if (process.getuid?.() === 0) for (const path of [folder, place, dirname(dirname(ATTN))]) await chmod(path, 0o777);
    expect(await write('x.json')).toMatchObject({
      code: 1,
      out: '',
      err: expect.stringMatching(/x\.json {2}is read-only\n {2}try: chmod u\+w .*\n$/),
    });
    await chmod(place, 0o555);
    expect(await write('y.json')).toMatchObject({
      code: 1,
      out: '',
      err: expect.stringMatching(/y\.json {2}cannot be written: permission denied in the folder .*read-only\n.*\n$/),
    });
    await expectOld(place);
  });

  it('stdin that comes from the target is an input too', async () => {
    const place = await placeWithOld('stdin');
    const { code, err } = await bash(
      `printf '[[1, 0]]' > ${place}/q.json; attn compute --q - -q -o ${place}/q.json < ${place}/q.json`,
    );
    expect([code, err]).toEqual([1, expect.stringContaining('q.json  is one of the inputs')]);
    expect(await readFile(join(place, 'q.json'), 'utf8')).toBe('[[1, 0]]');
  });

  it('eight at once into one folder, and into one file, write whole files', async () => {
    const place = join(folder, 'together');
    await mkdir(place);
    const seeds = Array.from({ length: 8 }, (_, index) => index);
    await Promise.all(
      seeds.map((seed) =>
        bash(
          `for name in ${seed} one; do attn compute --sentence 'the cat sat' --seed ${seed} -q -o ${place}/$name.json; done`,
        ),
      ),
    );
    const results = await Promise.all(seeds.map((seed) => readFile(join(place, `${seed}.json`), 'utf8')));
    expect(results.map((text) => JSON.parse(text).meta.seed)).toEqual(seeds);
    expect(results).toContain(await readFile(join(place, 'one.json'), 'utf8'));
    expect(await readdir(place)).toHaveLength(9);
  }, 30_000);
});

it('of twelve at once under --no-clobber one writes, and the others say why they do not', async () => {
  const place = join(folder, 'no-clobber');
  await mkdir(place);
  const runs = await Promise.all(
    Array.from({ length: 12 }, async (_, seed) => ({
      seed,
      ...(await bash(`attn compute --sentence 'the cat sat' --seed ${seed} -q --no-clobber -o ${place}/x.json`)),
    })),
  );
  const winners = runs.filter(({ code }) => code === 0);
  expect(winners.map(({ seed }) => seed)).toEqual([
    JSON.parse(await readFile(join(place, 'x.json'), 'utf8')).meta.seed,
  ]);
  for (const { code, err } of runs)
    if (code !== 0)
      expect([code, err]).toEqual([
        1,
        expect.stringMatching(/^attn: .*x\.json {2}exists already, and --no-clobber is given\n {2}try: .*\n$/),
      ]);
  expect(await readdir(place)).toEqual(['x.json']);
}, 30_000);

describe('a run that waits for others', () => {
  it('ends at SIGINT while a reader does not read, and without a word', async () => {
    const place = await placeWithOld('slow-reader');
    await writeFile(
      join(place, 'q.json'),
      JSON.stringify(Array.from({ length: 400 }, (_, i) => [Math.sin(i), Math.cos(i)])),
    );
    const child = spawn(process.execPath, [ATTN, 'compute', '--q', join(place, 'q.json'), '-q', '--json'], {
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const closed = new Promise((resolve) => child.on('exit', (_code, signal) => resolve(signal)));
    await new Promise((resolve) => child.stdout.once('readable', resolve)); // and never reads
    child.kill('SIGINT');
    expect(await closed).toBe('SIGINT');
    expect(child.stderr.read()).toBeNull();
  });

  it('ends at SIGINT when a writer stops in the middle, and keeps the old file', async () => {
    const place = await placeWithOld('slow-writer');
    const child = spawn(process.execPath, [ATTN, 'compute', '--q', '-', '-v', '-o', join(place, 'x.json')], {
      stdio: ['pipe', 'pipe', 'pipe'],
    });
    const end = ended(child);
    child.stdin.on('error', () => undefined);
    child.stdin.write('[[1, 0], [0,');
    setTimeout(() => child.kill('SIGINT'), 400);
    expect(await end).toEqual({ code: null, signal: 'SIGINT', out: '', err: '' });
    await expectOld(place);
  });

  it('ends at SIGINT while the reader of a named pipe has not come', async () => {
    const place = await placeWithOld('pipe');
    const { code, out, err } = await bash(
      `mkfifo ${place}/pipe; set -m; attn compute --q '[1 0; 0 1]' -q -o ${place}/pipe & sleep 0.4; kill -INT %1; wait %1; echo $? $(ls ${place})`,
    );
    expect([code, out, err.replace(/^.*Interrupt.*\n/m, '')]).toEqual([0, '130 pipe x.json\n', '']);
  });
});
