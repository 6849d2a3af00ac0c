import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { chromium, type Browser, type BrowserContextOptions, type Page } from 'playwright-core';
import type { Trace } from '../../src/core/trace.js';
import { STAGES } from '../../src/core/trace.js';
import { renderPages } from '../../src/show/html.js';
import type { ShowOptions } from '../../src/show/renderer.js';
import { CHROMIUM } from '../when-installed.js';

const QUIET =
  '--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking --disable-component-update --disable-sync'.split(
    ' ',
  );

export const OPTIONS: ShowOptions = {
  stages: STAGES,
  precision: 4,
  color: 0,
  width: Infinity,
  unicode: true,
  lang: 'en',
  version: '0.1.0',
};

/** A browser with pages of ours in it. What a page asks for, and what goes wrong in it, is written down. */
export class Pages {
  readonly requests: string[] = [];
  readonly errors: string[] = [];
  private browser: Browser | undefined;
  private readonly folder = mkdtempSync(join(tmpdir(), 'attn-page-'));
  private count = 0;

  async start(): Promise<void> {
    this.browser = await chromium.launch({ executablePath: CHROMIUM!, args: QUIET });
  }

  open(trace: Trace, options: Partial<ShowOptions> = {}, context: BrowserContextOptions = {}): Promise<Page> {
    return this.openSeveral([trace], options, context);
  }

  async openSeveral(
    traces: readonly Trace[],
    options: Partial<ShowOptions> = {},
    context: BrowserContextOptions = {},
  ): Promise<Page> {
    const file = join(this.folder, `${this.count++}.html`);
    writeFileSync(file, renderPages(traces.map((trace) => ({ trace, options: { ...OPTIONS, ...options } }))));
    const page = await this.browser!.newPage({ viewport: { width: 1440, height: 1000 }, ...context });
    page.on('request', (request) => this.requests.push(request.url()));
    page.on('pageerror', (error) => this.errors.push(String(error.stack)));
    page.on('console', (message) => this.errors.push(message.text()));
    page.on('dialog', (dialog) => {
      this.errors.push(`dialog: ${dialog.message()}`);
      void dialog.dismiss();
    });
    await page.goto(pathToFileURL(file).href);
    await page.waitForSelector('#arithmetic p');
    return page;
  }

  async stop(): Promise<void> {
    await this.browser?.close();
    rmSync(this.folder, { recursive: true, force: true });
  }
}

/** The numbers of a stage as the page shows them, row by row; NaN where it shows none. */
export async function numbersIn(page: Page, stage: string): Promise<number[][]> {
  return page.evaluate(
    (name) =>
      [...document.querySelectorAll(`tr[data-row^="${name}:"]`)].map((row) =>
        [...row.querySelectorAll('td[data-cell]')].map((cell) => Number(cell.textContent)),
      ),
    stage,
  );
}

/** What panel D says, a line a paragraph. */
export async function arithmetic(page: Page): Promise<string> {
  return (await page.locator('#arithmetic p').allInnerTexts()).join('\n');
}

export async function choose(page: Page, id: string, value: string): Promise<void> {
  await page.selectOption(`#${id}`, value);
}
