import { spawn } from 'node:child_process';
import { mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ATTN, bash, ended } from './attn.js';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'attn-'));
  // 500 tokens make about 10 MB of JSON.
  const rows = Array.from({ length: 500 }, (_, i) => Array.from({ length: 8 }, (_, j) => Math.sin(i * 8 + j)));
  await writeFile(join(folder, 'large.json'), JSON.stringify(rows));
});
afterAll(() => rm(folder, { recursive: true }));

describe('stdout', () => {
  it('holds the result alone: jq reads it', async () => {
    const { code, out } = await bash(
      `attn compute --q q.json --k k.json --v v.csv --json 2>/dev/null | node -e 'console.log(JSON.parse(require("fs").readFileSync(0)).weights.length)'`,
    );
    expect([code, out]).toEqual([0, '4\n']);
  });

  it('a reader that goes away ends the command quietly with 0', async () => {
    const { out, err } = await bash(
      `attn compute --q ${folder}/large.json --json -q | head -1; echo \${PIPESTATUS[0]}`,
    );
    expect([out, err]).toEqual(['{\n0\n', '']);
    expect(await bash('attn compute --help | head -1 >/dev/null; echo ${PIPESTATUS[0]}')).toMatchObject({
      out: '0\n',
      err: '',
    });
  });

  it('a slow pipe gets every byte of 10 MB', async () => {
    const { out } = await bash(
      `attn compute --q ${folder}/large.json --json -q -o ${folder}/whole.json; attn compute --q ${folder}/large.json --json -q | (sleep 1; cmp - ${folder}/whole.json) && wc -c < ${folder}/whole.json`,
    );
    expect(Number(out)).toBeGreaterThan(1e7);
  });

  it.each([
    'compute --q q.json --json -q',
    'compute --help',
    '--version',
    'glossary',
    'completion bash',
    'compute --q q.json -q --explain',
    'compute --q q.json -q -o /dev/full',
  ])('a full disk is told in words and exits with 1: attn %s', async (words) => {
    const { code, out, err } = await bash(`attn ${words} > /dev/full`);
    expect([code, out]).toEqual([1, '']);
    expect(err).toMatch(/^attn: .*no space left on device\n/);
    expect(err).not.toContain('    at ');
  });

  it('a closed stderr does no harm', async () => {
    expect(await bash('attn compute --q q.json --only weights --format csv 2>&-')).toMatchObject({
      code: 0,
      out: expect.stringContaining(','),
    });
  });

  it('nothing comes out before a failure', async () => {
    expect(await bash('attn compute --q q.json --k v.csv --json')).toMatchObject({ code: 1, out: '' });
  });
});

describe('stdin', () => {
  it('- is read as a bundle and as a matrix', async () => {
    expect((await bash('attn compute --input - --json < bundle.json')).out).toBe(
      (await bash('attn compute --input bundle.json --json')).out,
    );
    expect((await bash('cat q.json | attn compute --q - --k k.json --v v.csv --json')).out).toBe(
      (await bash('attn compute --q q.json --k k.json --v v.csv --json')).out,
    );
  });

  it('a result of attn goes in again', async () => {
    const { out, code } = await bash(
      'attn compute --input bundle.json --causal --json | attn compute --input - --json | cmp - <(attn compute --input bundle.json --causal --json) && echo same',
    );
    expect([code, out]).toEqual([0, 'same\n']);
  });

  it.each([
    [':', '0 bytes'],
    ['printf " \\n"', '2 bytes'],
  ])('%s into it is said to be empty', async (line, size) => {
    expect(await bash(`${line} | attn compute --q -`)).toMatchObject({
      code: 1,
      out: '',
      err: expect.stringContaining(size),
    });
  });

  it('is not waited for when nobody asks for it', async () => {
    const child = spawn(process.execPath, [ATTN, 'compute', '--q', '[1 0; 0 1]', '--json'], {
      stdio: ['pipe', 'pipe', 'pipe'],
    });
    expect(await ended(child)).toMatchObject({ code: 0 });
  });
});

describe('signals', () => {
  it.each([
    ['SIGINT', 130],
    ['SIGTERM', 143],
  ] as const)('%s while stdin is read ends at once; the shell sees %i; no stack', async (signal, code) => {
    const child = spawn(process.execPath, [ATTN, 'compute', '--q', '-'], { stdio: ['pipe', 'pipe', 'pipe'] });
    const end = ended(child);
    setTimeout(() => child.kill(signal), 300);
    const seen = await end;
    expect([seen.signal ?? seen.code, seen.out, seen.err]).toEqual([seen.signal ? signal : code, '', '']);
  });

  it('a file that is being written leaves nothing behind', async () => {
    const place = await mkdtemp(join(folder, 'interrupted-'));
    await writeFile(join(place, 'out.json'), 'old');
    const child = spawn(
      process.execPath,
      [ATTN, 'compute', '--q', join(folder, 'large.json'), '-q', '-o', join(place, 'out.json')],
      { stdio: ['ignore', 'pipe', 'pipe'] },
    );
    const end = ended(child);
    // As soon as the file beside it is there.
    const wait = setInterval(() => void readdir(place).then((names) => names.length > 1 && child.kill('SIGINT')), 1);
    const { signal, err } = await end;
    clearInterval(wait);
    expect(err).toBe('');
    expect(await readdir(place)).toEqual(['out.json']);
    const text = await readFile(join(place, 'out.json'), 'utf8');
    expect(signal === null ? JSON.parse(text).schema : text).toBe(signal === null ? 'attn/1' : 'old');
  });
});

describe('-o', () => {
  it('a folder that may not be written is told', async () => {
    // Root may write everywhere but there.
    const place = process.getuid?.() === 0 ? '/proc' : `${folder}/closed`;
    const { code, out, err } = await bash(
      `mkdir -p ${folder}/closed; chmod 555 ${folder}/closed; attn compute --q q.json -o ${place}/x.json`,
    );
    expect([code, out]).toEqual([1, '']);
    expect(err).toContain(`attn: ${place}/x.json  cannot be written: `);
  });

  it('a pipe and /dev/stdout are written as they are', async () => {
    const json = (await bash('attn compute --q q.json --json -q')).out;
    expect((await bash('attn compute --q q.json --json -q -o /dev/stdout | cat')).out).toBe(json);
    expect((await bash('attn compute --q q.json --json -q -o >(cat); wait')).out).toBe(json);
  });
});
