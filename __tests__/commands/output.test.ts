import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileSizeText } from '../../src/words/size.js';
import { checkTarget, writeFilesWhole, writeFileWhole } from '../../src/commands/output.js';
import { saidText } from '../said.js';
import { whenInstalled } from '../when-installed.js';

const RULES = { clobber: true, inputs: [] } as const;
let folder: string;
const at = (name: string): string => join(folder, name);
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'attn-'));
});
afterEach(() => rm(folder, { recursive: true }));

describe('a file that is written whole', () => {
  it('has the mode of the one before, whatever the umask', async () => {
    writeFileSync(at('x'), 'old');
    chmodSync(at('x'), 0o666);
    await writeFileWhole(at('x'), 'new', RULES);
    expect([readFileSync(at('x'), 'utf8'), statSync(at('x')).mode & 0o777]).toEqual(['new', 0o666]);
  });

  it('is written where a link points to, and the link stays one, even when nothing is there yet', async () => {
    mkdirSync(at('data'));
    symlinkSync('data/x', at('link'));
    symlinkSync('link', at('chain'));
    for (const content of ['first', 'second']) {
      await writeFileWhole(at('chain'), content, RULES);
      expect(readFileSync(at('data/x'), 'utf8')).toBe(content);
    }
    expect([lstatSync(at('chain')).isSymbolicLink(), lstatSync(at('link')).isSymbolicLink()]).toEqual([true, true]);
    expect([readdirSync(folder).sort(), readdirSync(at('data'))]).toEqual([['chain', 'data', 'link'], ['x']]);
  });

  it('may have the longest name that the system takes, in any script', async () => {
    const name = `${'ữ'.repeat(83)}.json`; // 254 bytes
    await writeFileWhole(at(name), 'new', RULES);
    expect(readdirSync(folder)).toEqual([name]);
  });
});

it('of several writers under --no-clobber, all of whom found nothing there, one writes', async () => {
  const runs = await Promise.allSettled(
    ['a', 'b', 'c', 'd'].map((content) => writeFileWhole(at('x'), content, { ...RULES, clobber: false })),
  );
  const failed = runs.filter((run) => run.status === 'rejected');
  expect(failed.map(({ reason }) => saidText(reason))).toEqual(
    Array(3).fill(expect.stringMatching(/x {2}exists already, and --no-clobber is given$/)),
  );
  expect(['a', 'b', 'c', 'd'].indexOf(readFileSync(at('x'), 'utf8'))).toBe(
    runs.findIndex(({ status }) => status === 'fulfilled'),
  );
  expect(readdirSync(folder)).toEqual(['x']);
});

describe('several files', () => {
  it('are all written', async () => {
    await writeFilesWhole(
      [
        { path: at('a'), content: '1' },
        { path: at('b'), content: Uint8Array.of(50) },
      ],
      RULES,
    );
    expect([readFileSync(at('a'), 'utf8'), readFileSync(at('b'), 'utf8'), readdirSync(folder).length]).toEqual([
      '1',
      '2',
      2,
    ]);
  });

  it('are none of them written when one cannot be', async () => {
    writeFileSync(at('a'), 'old');
    mkdirSync(at('b'));
    await expect(
      writeFilesWhole(
        [
          { path: at('a'), content: 'new' },
          { path: at('b'), content: 'new' },
        ],
        RULES,
      ),
    ).rejects.toMatchObject({ code: 'output-is-folder', faults: [{ where: { source: at('b') } }] });
    // /dev/full takes nothing, but that is found only when it is written.
    await expect(
      writeFilesWhole(
        [
          { path: at('a'), content: 'new' },
          { path: '/dev/full', content: 'new' },
        ],
        RULES,
      ),
    ).rejects.toMatchObject({
      code: 'cannot-write-file',
      faults: [{ found: 'ENOSPC', where: { source: '/dev/full' } }],
    });
    expect([readFileSync(at('a'), 'utf8'), readdirSync(folder).sort()]).toEqual(['old', ['a', 'b']]);
  });
});

describe('a target is refused before anything is computed', () => {
  const refusal = (path: string, rules = {}): Promise<unknown> =>
    checkTarget(path, { ...RULES, ...rules }).then(() => 'taken', saidText);

  it('when it is a folder, or is written like one', async () => {
    mkdirSync(at('sub'));
    expect(await refusal(at('sub'))).toMatch(/sub {2}is a folder$/);
    expect(await refusal(at('new/'))).toMatch(/new\/ {2}is a folder$/);
  });

  it('when its folder is missing, or is a file, or a link to nowhere', async () => {
    writeFileSync(at('file'), '');
    symlinkSync('nowhere/x', at('link'));
    expect(await refusal(at('nowhere/x'))).toMatch(/there is no folder .*nowhere$/);
    expect(await refusal(at('file/x'))).toMatch(/cannot be written: not a directory$/);
    expect(await refusal(at('link'))).toMatch(/link {2}cannot be written: there is no folder .*nowhere$/);
  });

  it('when links lead round in a circle, or the name is too long', async () => {
    symlinkSync('circle', at('circle'));
    expect(await refusal(at('circle'))).toMatch(/circle {2}cannot be written: too many symbolic links$/);
    expect(await refusal(at('x'.repeat(300)))).toMatch(/x {2}cannot be written: name too long$/);
  });

  it('when it is one of the inputs, by whatever name', async () => {
    writeFileSync(at('q.json'), '[[1]]');
    symlinkSync('q.json', at('link'));
    expect(await refusal(at('link'), { inputs: ['[[1]]', at('q.json')] })).toMatch(/link {2}is one of the inputs$/);
    expect(await refusal(at('q.json'), { inputs: ['[[1]]', at('k.json'), '-'] })).toBe('taken');
  });

  it('when it exists and may not be overwritten', async () => {
    writeFileSync(at('x'), '');
    expect(await refusal(at('x'), { clobber: false })).toMatch(/exists already, and --no-clobber is given$/);
    expect(await refusal(at('y'), { clobber: false })).toBe('taken');
  });

  whenInstalled('mknod').it('when it is a disk', async () => {
    execFileSync('mknod', [at('disk'), 'b', '7', '200']);
    expect(await refusal(at('disk'))).toMatch(/disk {2}is a disk: what is on it would be lost$/);
  });
});

it.each([
  [0, '0 bytes'],
  [999, '999 bytes'],
  [12_400, '12.4 kB'],
  [1_500_000, '1.5 MB'],
])('%i bytes are %s', (bytes, text) => {
  expect(fileSizeText(bytes)).toBe(text);
});
