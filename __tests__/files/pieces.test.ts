import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { writeFileWhole } from '../../src/commands/output.js';
import { STAGES } from '../../src/core/trace.js';
import { FORMATS } from '../../src/show/formats.js';
import { joined } from '../../src/files/pieces.js';
import { cat, PIPE } from '../show/sample.js';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'attn-'));
});
afterAll(() => rm(folder, { recursive: true }));
const rules = { clobber: true, inputs: [] };

describe('a file that is written piece by piece', () => {
  it.each(['npy', 'npz', 'safetensors'] as const)(
    'holds the bytes that %s has as a whole, and one array at a time',
    async (name) => {
      const format = FORMATS.get(name)!;
      const options = { ...PIPE, stages: STAGES, ...(name === 'npy' && { only: 'weights' as const }) };
      const trace = cat({ causal: true });
      const whole = (await format.load())(trace, options) as Uint8Array;
      const pieces = [...(await format.loadPieces!())(trace, options)];
      expect(Buffer.from(joined(pieces)).equals(Buffer.from(whole))).toBe(true);
      expect(pieces.length).toBeGreaterThan(1);
      expect(await writeFileWhole(join(folder, name), (await format.loadPieces!())(trace, options), rules)).toBe(
        whole.length,
      );
      expect((await readFile(join(folder, name))).equals(Buffer.from(whole))).toBe(true);
    },
  );

  it('stays as it was when a later piece cannot be made, and nothing lies beside it', async () => {
    await writeFile(join(folder, 'old'), 'old');
    const broken = function* (): Generator<Uint8Array> {
      yield Uint8Array.of(1, 2, 3);
      throw new Error('no more');
    };
    await expect(writeFileWhole(join(folder, 'old'), broken(), rules)).rejects.toThrow('no more');
    expect(await readFile(join(folder, 'old'), 'utf8')).toBe('old');
    expect((await readdir(folder)).filter((file) => file.startsWith('.'))).toEqual([]);
  });
});
