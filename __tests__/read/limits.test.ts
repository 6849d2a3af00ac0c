import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { npzArrays, openTorch, partsOf, safetensorsContent, type Parts } from '../../src/files/index.js';
import { npyArrayIn } from '../../src/files/npy/read.js';
import { attn } from '../commands/fake-io.js';
import { refusalOf } from '../said.js';
import { npyBytes, safetensorsBytes, zipBytes, type ZipPart } from './build-binary.js';

const header = (shape: string, type = '<f8'): string =>
  `{'descr': '${type}', 'fortran_order': False, 'shape': ${shape}, }\n`;

/** Zeros that unpack to far more than they are packed in. */
const zeros = (rows: number, columns: number, says = `(${rows}, ${columns})`): ZipPart => ({
  name: 'q.npy',
  data: npyBytes(header(says), new Uint8Array(8 * rows * columns)),
  deflate: true,
});

/** The bytes, and how many of them were asked for at most at once. */
function watched(bytes: Uint8Array): { parts: Parts; most: () => number } {
  let most = 0;
  const whole = partsOf('file', bytes);
  return {
    parts: {
      ...whole,
      part: (start, end) => {
        most = Math.max(most, Math.min(end, bytes.length) - start);
        return whole.part(start, end);
      },
    },
    most: () => most,
  };
}

it('an .npz whose shape says less than it unpacks to is refused by its header, before the rest is unpacked', () => {
  const { parts, most } = watched(zipBytes([zeros(2000, 1000, '(2, 2)')]));
  expect(refusalOf(() => npzArrays(parts))).toContain('needs 32 bytes, found 16000000');
  // The packed data is about 16,000 bytes; its first 256 hold the header.
  expect(most()).toBeLessThan(300);
});

it('what is packed too tight is refused unread, until a limit is said', () => {
  const claim = { size: 2 ** 30 };
  const part: ZipPart = { ...zeros(1000, 1000), claim };
  const { parts, most } = watched(zipBytes([part]));
  expect(refusalOf(() => npzArrays(parts))).toContain('unpacks from 7,');
  expect(most()).toBeLessThan(300);
  expect(refusalOf(() => npzArrays(parts, undefined, 2 ** 31))).toContain('needs 8000000 bytes');
});

it.each([
  [
    '.npy',
    (parts: Parts, memory: number) => npyArrayIn(parts, undefined, memory),
    npyBytes(header('(4, 4)'), new Uint8Array(128)),
  ],
  ['.npz', (parts: Parts, memory: number) => npzArrays(parts, undefined, memory), zipBytes([zeros(4, 4)])],
  [
    '.safetensors',
    (parts: Parts, memory: number) => safetensorsContent(parts, undefined, memory),
    safetensorsBytes({ q: { dtype: 'F64', shape: [4, 4], data_offsets: [0, 128] } }, new Uint8Array(128)),
  ],
])('%s with more numbers than the limit allows is refused, and with as many it is read', (_, read, bytes) => {
  expect(refusalOf(() => read(partsOf('file', bytes), 127))).toContain('need 128 bytes of memory');
  expect(() => read(partsOf('file', bytes), 128)).not.toThrow();
});

it('a .pt is held to the limit by each tensor that is read', async () => {
  const { readFileSync } = await import('node:fs');
  const bytes = new Uint8Array(readFileSync('fixtures/torch/kinds.pt'));
  const file = openTorch(partsOf('kinds.pt', bytes), 8 * 12);
  expect(file.read('plain').data).toHaveLength(12);
  expect(refusalOf(() => file.read('turned'))).toContain('need 192 bytes of memory');
  expect(refusalOf(() => file.readAll())).toContain('bytes of memory');
});

it('--max-memory holds for what is read, in files of text, too', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'attn-limits-'));
  const path = join(folder, 'q.csv');
  writeFileSync(path, '1,0\n'.repeat(300_000));
  const { code, err } = await attn(['compute', '--q', path, '--max-memory', '1MB']);
  expect([code, err.includes('holds more than 1000000 bytes')]).toEqual([1, true]);
  rmSync(folder, { recursive: true });
});
