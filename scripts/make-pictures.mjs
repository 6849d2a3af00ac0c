// The pictures of the README: a terminal and a page, drawn by Chromium from what the built command prints.
//     node scripts/make-pictures.mjs
import { execFileSync } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium } from 'playwright-core';

const ARGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];
const work = mkdtempSync(join(tmpdir(), 'attn-pictures-'));
const attn = (...words) =>
  execFileSync('node', ['dist/bin/attn.js', ...words], {
    env: { ...process.env, FORCE_COLOR: '3', LANG: 'C.UTF-8' },
    stdio: ['ignore', 'pipe', 'ignore'],
    encoding: 'utf8',
  });

/** Text with colour escapes → HTML. Supports what our palette writes: bold, dim, and truecolor fore- and background. */
function html(text) {
  const style = {};
  const css = () =>
    Object.entries(style)
      .map(([name, value]) => `${name}:${value}`)
      .join(';');
  let out = '<span>';
  for (const part of text.split(/(\x1b\[[\d;]*m)/)) {
    const codes = /^\x1b\[([\d;]*)m$/.exec(part)?.[1];
    if (codes === undefined) {
      out += part.replace(/[&<>]/g, (sign) => `&#${sign.charCodeAt(0)};`);
      continue;
    }
    const [code, , r, g, b] = codes.split(';').map(Number);
    if (code === 0) for (const name of Object.keys(style)) delete style[name];
    if (code === 1) style['font-weight'] = 'bold';
    if (code === 2) style.opacity = '0.6';
    if (code === 22) {
      delete style['font-weight'];
      delete style.opacity;
    }
    if (code === 38) style.color = `rgb(${r},${g},${b})`;
    if (code === 48) style['background-color'] = `rgb(${r},${g},${b})`;
    if (code === 39) delete style.color;
    if (code === 49) delete style['background-color'];
    out += `</span><span style="${css()}">`;
  }
  return `${out}</span>`;
}

const bundle = ['compute', '--input', 'fixtures/bundle.json'];
const session = [
  '$ attn compute --input fixtures/bundle.json --causal',
  attn(...bundle, '--causal', '--width', '80'),
  '$ attn compute --input fixtures/bundle.json --explain --token sat',
  attn(...bundle, '--explain', '--token', 'sat', '--width', '80')
    .split('\n')
    .slice(11, 38)
    .join('\n'),
].join('\n');
writeFileSync(
  join(work, 'terminal.html'),
  `<meta charset="utf-8"><body style="margin:0;background:#16181d"><pre style="margin:0;padding:20px 24px;color:#e8e8e8;font:14px/1.22 'DejaVu Sans Mono',monospace;display:inline-block">${html(session)}</pre>`,
);
attn(...bundle, '-o', join(work, 'page.html'));

const browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: ARGS });
const terminal = await browser.newPage({ deviceScaleFactor: 1.5 });
await terminal.goto(`file://${join(work, 'terminal.html')}`);
await terminal.locator('pre').screenshot({ path: 'docs/terminal.png' });
const page = await browser.newPage({ viewport: { width: 1280, height: 860 }, deviceScaleFactor: 1 });
await page.goto(`file://${join(work, 'page.html')}`);
await page.locator('td').nth(9).hover();
await page.screenshot({ path: 'docs/page.png' });
await browser.close();
