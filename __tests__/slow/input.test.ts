import { mkdtempSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { attn } from '../commands/fake-io.js';

const folder = mkdtempSync(join(tmpdir(), 'attn-large-'));
afterAll(() => rmSync(folder, { recursive: true }));

it('600 MB of JSON are refused before they are parsed', async () => {
  const file = join(folder, 'q.json');
  writeFileSync(file, '[[1, 2], ');
  truncateSync(file, 600e6);
  const { code, out, err } = await attn(['compute', '--q', file]);
  expect([code, out]).toEqual([1, '']);
  expect(err).toContain(
    '600000000 bytes of text are more than the 536870888 that can be read\n  try: store a tensor of this size as .npy or .safetensors',
  );
}, 60_000);

it('a CSV of 10,000 columns is read', async () => {
  const file = join(folder, 'wide.csv');
  writeFileSync(
    file,
    Array.from({ length: 20 }, (_, i) => Array.from({ length: 10_000 }, (_unused, j) => (i * j) % 7).join(',')).join(
      '\n',
    ),
  );
  const { code, out } = await attn(['compute', '--q', file, '--only', 'q', '--format', 'csv']);
  expect(code).toBe(0);
  expect(out.split('\n')[19]!.split(',')).toHaveLength(10_000);
}, 60_000);

it('a sentence of 100,000 words is refused at once where every stage is asked for, with what it needs', async () => {
  const { code, out, err } = await attn(['compute', '--config', '-', '--json'], {
    stdin: JSON.stringify({ sentence: 'word '.repeat(100_000) }),
  });
  expect([code, out]).toEqual([1, '']);
  expect(err).toMatch(/^attn: this needs about [\d.]+ GB of memory, and [\d.]+ [MG]B are free\n/);
}, 60_000);
