import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import type { Io } from '../../src/commands/io.js';
import { fact } from '../../src/commands/facts.js';
import { failureText } from '../../src/commands/failure.js';
import { run } from '../../src/commands/run.js';
import { speaker } from '../../src/commands/speaker.js';
import { say } from '../../src/words/index.js';
import { attn, typed } from './fake-io.js';

const folder = mkdtempSync(join(tmpdir(), 'attn-corners-'));
afterAll(() => rmSync(folder, { recursive: true }));

const TWO = '[{"sentence": "the cat"}, {"sentence": "one, two"}]';

describe('several problems in one text', () => {
  it.each([
    ['md', '## Problem 1 of 2: the cat', '## Problem 2 of 2: one, two'],
    ['latex', '\\subsection*{Problem 1 of 2: the cat}', '\\subsection*{Problem 2 of 2: one, two}'],
  ])('%s has a heading for each', async (format, first, second) => {
    const { out } = await typed(`compute --config - --format ${format} --only weights`, { stdin: TWO });
    expect([out.includes(first), out.indexOf(second) > out.indexOf(first)]).toEqual([true, true]);
  });

  it('tsv has tabs, also before the stage', async () => {
    const { out } = await typed('compute --config - --format tsv --show lse', { stdin: TWO });
    expect(out.split('\n')[0]).toBe('problem\tstage\tbatch\thead\trow\tcolumn\tvalue');
  });
});

describe('a lesson goes into a file', () => {
  it.each([
    ['lesson.md', '# '],
    ['lesson.html', '<!doctype html>'],
    ['lesson.tex', '\\documentclass'],
    ['lesson.txt', ''],
  ])('%s', async (name, start) => {
    const path = join(folder, name);
    const { code, out, err } = await attn(['compute', '--input', 'fixtures/bundle.json', '--explain', '-o', path]);
    expect([code, out]).toEqual([0, '']);
    expect(err).toContain(`wrote ${path} (`);
    expect(readFileSync(path, 'utf8').toLowerCase().startsWith(start)).toBe(true);
  });

  it('as facts, one a line', async () => {
    const { out } = await typed(
      'compute --input fixtures/bundle.json --explain --explain-format trace --token cat --head 1 --batch 1',
    );
    expect(
      out
        .trimEnd()
        .split('\n')
        .map((line) => (JSON.parse(line) as { token: string }).token),
    ).toEqual(expect.arrayContaining(['cat']));
  });

  it('of a word that appears twice says which is meant', async () => {
    expect((await typed('compute --sentence "the cat the dog" --explain --token the')).err).toContain(
      "--token: 'the' stands 2 times; taken: the first",
    );
  });
});

describe('a worksheet', () => {
  it('and its key go into two files', async () => {
    const { code, out } = await attn(['worksheet', '--size', '3x4', '-o', join(folder, 'sheet.md')]);
    expect([code, out]).toEqual([0, '']);
    expect(readdirSync(folder).filter((name) => name.startsWith('sheet'))).toEqual(['sheet.key.md', 'sheet.md']);
  });

  it('--key is another text than the sheet', async () => {
    const [sheet, key] = await Promise.all([typed('worksheet --size 3x4'), typed('worksheet --size 3x4 --key')]);
    expect([sheet.code, key.code, sheet.out === key.out]).toEqual([0, 0, false]);
  });
});

describe('what the system says against stdout', () => {
  const failing = (code: string, syscall?: string): Io['stdout'] =>
    new Writable({
      write: (_, _encoding, done) =>
        done(Object.assign(new Error(`${code}: no`), { code, ...(syscall && { syscall }) })),
    }).on('error', () => undefined) as Io['stdout'];

  const told = async (stdout: Io['stdout']): Promise<[number, string]> => {
    const pieces: string[] = [];
    const stderr = new Writable({
      write: (piece, _, done) => {
        pieces.push(String(piece));
        done();
      },
    }) as Io['stderr'];
    return [await run(['--version'], { stdin: process.stdin, stdout, stderr, env: {} }), pieces.join('')];
  };

  it.each([
    ['ENOSPC', 'write', 1, 'attn: cannot write to stdout: no space left on device\n'],
    ['EIO', 'write', 1, 'attn: cannot write to stdout: input/output error\n'],
    ['EMFILE', 'open', 1, 'attn: EMFILE: no\n'],
    ['EPIPE', 'write', 0, ''],
  ])('%s in %s', async (code, syscall, exit, said) => {
    expect(await told(failing(code, syscall))).toEqual([exit, said]);
  });

  it('all codes that are usual have words', () => {
    const words = [
      'ENOSPC',
      'EACCES',
      'ENOENT',
      'EISDIR',
      'EROFS',
      'EIO',
      'EFBIG',
      'EDQUOT',
      'ENOTDIR',
      'EEXIST',
      'EPERM',
      'ELOOP',
      'ENAMETOOLONG',
      'ENXIO',
    ].map((found) => say(fact('system-error', { found, message: found })).what);
    expect(words).toEqual([
      'no space left on device',
      'permission denied',
      'no such file or directory',
      'it is a directory',
      'read-only file system',
      'input/output error',
      'file too large',
      'disk quota exceeded',
      'not a directory',
      'it exists already',
      'operation not permitted',
      'too many symbolic links',
      'name too long',
      'no such device or address',
    ]);
    expect(say(fact('system-error', { found: 'ENEW', message: 'something new' })).what).toBe('something new');
  });
});

it('more faults than twenty are counted', async () => {
  const { err } = await typed('compute --input -', {
    stdin: `{"q": [${Array.from({ length: 30 }, () => '["x"]').join(', ')}]}`,
  });
  expect(err.match(/^attn: .*expected a number, found "x"/gm)).toHaveLength(20);
  expect(err).toMatch(/\nattn: and up to 10 more problems\n$/);
});

it('a glossary in another format than --json asks for both is refused, alone it is JSON', async () => {
  expect(Object.keys(JSON.parse((await typed('glossary --json')).out) as object).length).toBeGreaterThan(0);
});

it('faults that nobody has counted yet are counted by the printer', async () => {
  const look = { width: Infinity, unicode: true };
  const words = await speaker('en');
  const faults = (count: number): string[] =>
    failureText(
      Array.from({ length: count }, (_, n) => fact('wrong-call', { message: `fault ${n + 1}`, help: '' })),
      look,
      words,
    )
      .trimEnd()
      .split('\n')
      .slice(19);
  expect(faults(20)).toEqual(['attn: fault 20']);
  expect(faults(30)).toEqual(['attn: fault 20', 'attn: and 10 more']);
});
