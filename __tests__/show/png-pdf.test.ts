import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { attend, embed } from '../../src/core/index.js';
import { render } from '../../src/show/index.js';
import { whenInstalled } from '../when-installed.js';

const trace = attend({ ...embed(['mèo', 'được', 'λ→μ'], { dim: 4, seed: 3 }), causal: true });
const text = (bytes: string | Uint8Array): string => Buffer.from(bytes as Uint8Array).toString('latin1');

it('a PNG has twice the dots of the SVG', async () => {
  const svg = (await render(trace, 'svg')) as string;
  const [, width, height] = /width="(\d+)" height="(\d+)"/.exec(svg)!;
  const png = Buffer.from((await render(trace, 'png')) as Uint8Array);
  expect(png.subarray(0, 8).toString('latin1')).toBe('\x89PNG\r\n\x1a\n');
  expect([png.readUInt32BE(16), png.readUInt32BE(20)]).toEqual([2 * Number(width), 2 * Number(height)]);
});

it('a PDF is a page of the size of the SVG, whole, and the same on any day', async () => {
  const svg = (await render(trace, 'svg')) as string;
  const [, width, height] = /width="(\d+)" height="(\d+)"/.exec(svg)!.map(Number) as [number, number, number];
  const pdf = text(await render(trace, 'pdf'));
  expect(pdf).toMatch(/^%PDF-1\.\d/);
  expect(pdf).toMatch(/%%EOF\s*$/);
  expect(pdf).toContain(`/MediaBox [0 0 ${width * 0.75} ${height * 0.75}]`);
  expect(text(await render(trace, 'pdf'))).toBe(pdf);
});

whenInstalled('pdftoppm').it('the text of a PDF is text: Vietnamese, Greek and arrows', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'attn-pdf-'));
  writeFileSync(join(folder, 'a.pdf'), (await render(trace, 'pdf')) as Uint8Array);
  const words = execFileSync('pdftotext', [join(folder, 'a.pdf'), '-'], { encoding: 'utf8' });
  rmSync(folder, { recursive: true });
  for (const word of ['mèo', 'được', 'λ→μ']) expect(words.normalize('NFC')).toContain(word);
});
