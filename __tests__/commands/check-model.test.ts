import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { tinyFolder } from '../model/tiny.js';
import { attn } from './fake-io.js';

it('compares a port of a model with the layer of the model, and names what is wrong with it', async () => {
  const folder = tinyFolder();
  try {
    const ids = ['--token-ids', '3 1 4 1 5', '--layer', '2'];
    const { out } = await attn(['model', folder, ...ids, '--only', 'output', '--json']);
    const file = join(folder, 'mine.json');
    writeFileSync(file, out);
    const call = ['check', '--model', folder, ...ids, '--actual', file, '--json'];
    expect((await attn(call)).code).toBe(0);
    const rows = JSON.parse(out) as number[][];
    writeFileSync(file, JSON.stringify(rows.map((row) => row.map((value) => 2 * value))));
    const ran = await attn(call);
    const { equal, diagnosis } = JSON.parse(ran.out) as {
      equal: boolean;
      diagnosis: { ids: string[]; value?: number }[];
    };
    expect([ran.code, equal]).toEqual([1, false]);
    expect(JSON.stringify(diagnosis)).toContain('output-scale');
  } finally {
    rmSync(folder, { recursive: true });
  }
});
