import { mkdtemp, readdir, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { removeLeftovers, temporaryName } from '../../src/commands/leftovers.js';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'attn-'));
});
afterEach(() => rm(folder, { recursive: true }));

const NOBODY = 2 ** 30; // no process has such a number
const dead = (): string => temporaryName().replace(`-${process.pid}-`, `-${NOBODY}-`);
const elsewhere = (): string => dead().replace(/attn-[\da-f]{8}/, 'attn-00000000');

async function put(...names: readonly string[]): Promise<void> {
  for (const name of names) await writeFile(join(folder, name), 'half');
}

it('files of processes that are gone are removed', async () => {
  const names = [dead(), dead()];
  await put(...names);
  expect((await removeLeftovers(folder)).sort()).toEqual(names.sort());
  expect(await readdir(folder)).toEqual([]);
});

it("a file of a living process stays, be it ours or somebody else's", async () => {
  await put(temporaryName(), temporaryName().replace(`-${process.pid}-`, '-1-'));
  expect(await removeLeftovers(folder)).toEqual([]);
  expect(await readdir(folder)).toHaveLength(2);
});

it('a file of another machine stays for a day: whether its process lives cannot be known', async () => {
  const [fresh, old] = [elsewhere(), elsewhere()];
  await put(fresh, old);
  const yesterday = Date.now() / 1000 - 25 * 3600;
  await utimes(join(folder, old), yesterday, yesterday);
  expect(await removeLeftovers(folder)).toEqual([old]);
});

it.each([
  `x${dead()}`,
  `${dead()}x`,
  dead().slice(1),
  dead().replace('.tmp', '.json'),
  dead().replace(/[\da-f]{8}\.tmp/, 'result00.tmp'),
  '.attn-.tmp',
  `.result.json.${NOBODY}.0123abcd.tmp`,
])('%s has no name of ours and stays', async (name) => {
  await put(name);
  expect(await removeLeftovers(folder)).toEqual([]);
});

it('many may do it at once, and a folder that is gone is no error', async () => {
  const names = Array.from({ length: 40 }, dead);
  await put(...names);
  const removed = await Promise.all(Array.from({ length: 8 }, () => removeLeftovers(folder)));
  expect(removed.flat().sort()).toEqual(names.sort());
  expect(await removeLeftovers(join(folder, 'nowhere'))).toEqual([]);
});
