import { readFileSync } from 'node:fs';
import type { Page } from 'playwright-core';
import { attend } from '../../src/core/attend.js';
import { matrix, tensor } from '../../src/core/tensor.js';
import type { StageName, Trace } from '../../src/core/trace.js';
import type { Block } from '../../src/explain/block.js';
import { pages as lessonPages } from '../../src/explain/pages.js';
import { lesson } from '../../src/explain/tell.js';
import { weightColor } from '../../src/show/colour/colormap.js';
import { deriver } from '../../src/show/derivation/derivation.js';
import { renderSvg, renderSvgs } from '../../src/show/svg.js';
import { CAT, cat, HOSTILE, labelled, long, waves } from '../show/sample.js';
import { whenInstalled } from '../when-installed.js';
import { arithmetic, choose, numbersIn, OPTIONS, Pages } from './browser.js';

whenInstalled('chromium').describe('the page', tests);

function tests(): void {
  jest.setTimeout(120_000);
  const browser = new Pages();
  beforeAll(() => browser.start());
  afterAll(() => browser.stop());
  afterEach(() => expect(browser.errors.splice(0)).toEqual([]));

  const rowsOf = (trace: Trace, stage: StageName, head = 0): number[][] => {
    const { data, shape } = trace.stages.get(stage)!.tensor;
    const [, , rows, columns] = shape as [number, number, number, number];
    return Array.from({ length: rows }, (_, i) =>
      Array.from(data.subarray((head * rows + i) * columns, (head * rows + i + 1) * columns)),
    );
  };
  /** Masked cells show a word, not a number. */
  const shownRows = (trace: Trace, stage: StageName): number[][] => {
    const columns = trace.sizes.nK;
    return rowsOf(trace, stage).map((row, i) =>
      row.map((x, j) =>
        (stage === 'weights' || stage === 'masked') && trace.mask?.data[i * columns + j] === 0 ? NaN : x,
      ),
    );
  };
  const textOf = (trace: Trace, stage: StageName, row: number, column: number): string => {
    const { title, lines } = deriver(trace, { lang: 'en', most: Infinity })({ stage, batch: 0, head: 0, row, column });
    return [title, ...lines].join('\n');
  };
  const away = (page: Page): Promise<void> => page.locator('h1').hover();

  it('gives the same arithmetic for pointer and keyboard, of any cell of any matrix', async () => {
    const page = await browser.open(cat());
    for (const [stage, row, column] of [
      ['weights', 2, 1],
      ['scores', 0, 3],
      ['scaled', 3, 2],
      ['output', 2, 1],
      ['q', 2, 0],
      ['v', 1, 1],
    ] as const) {
      await page.hover(`[data-cell="${stage}:${row}:${column}"]`);
      const pointed = await arithmetic(page);
      expect(pointed).toBe(textOf(cat(), stage, row, column));
      await away(page);
      await page.locator(`table.${stage} [tabindex="0"]`).focus();
      for (let step = 0; step < 4; step++) await page.keyboard.press('ArrowUp');
      for (let step = 0; step < row; step++) await page.keyboard.press('ArrowDown');
      await page.keyboard.press('Home');
      for (let step = 0; step < column; step++) await page.keyboard.press('ArrowRight');
      expect(await arithmetic(page)).toBe(pointed);
    }
    await page.close();
  });

  it('outlines the rows of q, k and v that a weight came from', async () => {
    const page = await browser.open(cat());
    await page.hover('[data-cell="weights:2:1"]');
    const marked = (name: string): Promise<(string | null)[]> =>
      page.locator(`.${name}`).evaluateAll((all) => all.map((one) => one.getAttribute('data-row')));
    expect([await marked('from-q'), await marked('from-k'), await marked('from-v')]).toEqual([
      ['q:2'],
      ['k:1'],
      ['v:1'],
    ]);
    await page.close();
  });

  it('shows every number of --json with all its digits', async () => {
    const trace = cat({ causal: true });
    const page = await browser.open(trace);
    await choose(page, 'digits', 'Infinity');
    const json = JSON.parse((await page.locator('#attn').textContent())!) as Record<string, number[][]>;
    for (const stage of ['q', 'k', 'v', 'scores', 'scaled', 'output'] as const)
      expect(await numbersIn(page, stage)).toEqual(json[stage]);
    expect(await numbersIn(page, 'weights')).toEqual(shownRows(trace, 'weights'));
    expect(await page.locator('table.weights td.masked').count()).toBe(6);
    await page.close();
  });

  it('computes what-ifs as the command does: hidden words, causal mask, temperature', async () => {
    const page = await browser.open(cat());
    await choose(page, 'digits', 'Infinity');
    const expectTrace = async (trace: Trace): Promise<void> => {
      for (const stage of ['weights', 'output'] as const)
        expect(await numbersIn(page, stage)).toEqual(shownRows(trace, stage));
    };
    await page.click('[data-hide="1"]');
    await expectTrace(attend({ ...CAT, hide: [1] }));
    expect(await page.locator('#changed').innerText()).toContain('changed from file: without cat');
    await choose(page, 'causal', 'top-left');
    await expectTrace(attend({ ...CAT, hide: [1], causal: 'top-left' }));
    await page.locator('#temperature').fill('15');
    await expectTrace(attend({ ...CAT, hide: [1], causal: 'top-left', temperature: 2 }));
    await page.click('#reset');
    await expectTrace(cat());
    expect(await page.locator('#changed').innerText()).toBe('');
    await page.close();
  });

  it('keeps pins when the pointer leaves, adds up several, and lets them go at Esc', async () => {
    const page = await browser.open(cat());
    await page.click('[data-cell="weights:2:1"]');
    await away(page);
    expect(await arithmetic(page)).toContain('weight(sat→cat) = 0.4862642270527435 pinned');
    await page.click('[data-cell="weights:2:2"]', { modifiers: ['Shift'] });
    await away(page);
    expect(await arithmetic(page)).toContain(
      `together: 0.4862642270527435 + 0.2949341624289543 = ${0.4862642270527435 + 0.2949341624289543} pinned`,
    );
    await page.keyboard.press('Escape');
    expect(await page.locator('.pin').count()).toBe(0);
    // Whole words: what sat and down give to each, added up.
    await page.click('[data-word="query:2"]');
    await page.click('[data-word="query:3"]', { modifiers: ['Shift'] });
    await away(page);
    expect(await arithmetic(page)).toMatch(
      /^together: sat listens to \+ down listens to pinned\ndown 0\.7301\d+ · cat 0\.6092\d+/,
    );
    await page.close();
  });

  it('tells the lesson of --explain, step by step, in both languages', async () => {
    for (const lang of ['en', 'vi'] as const) {
      const page = await browser.open(cat({ causal: true }), { lang });
      const told = lessonPages(lesson(cat({ causal: true }), { token: 3 }), { lang, unicode: true, digits: 4 });
      const sentences = (blocks: readonly Block[]): string[] =>
        blocks.flatMap((block) =>
          block.kind === 'say' ? [block.text] : block.kind === 'fit' ? sentences(block.choices[block.page ?? 0]!) : [],
        );
      const squeezed = (text: string): string => text.replace(/\s+/g, ' ');
      for (const [at, { title, blocks }] of told.entries()) {
        await page.locator('#step').fill(String(at + 1));
        const text = squeezed(await page.locator('#lesson article:not(.other)').innerText());
        for (const sentence of [title, ...sentences(blocks)]) expect(text).toContain(squeezed(sentence));
      }
      expect(await page.locator('#step-next').isDisabled()).toBe(true);
      await page.close();
    }
  });

  it('changes its language while it is open', async () => {
    const page = await browser.open(cat());
    await choose(page, 'lang', 'vi');
    expect(await page.locator('#panel-b h2').innerText()).toBe('Trọng số chú ý');
    expect(await page.locator('html').getAttribute('lang')).toBe('vi');
    await page.close();
  });

  it('can be used with the keyboard alone', async () => {
    const page = await browser.open(cat());
    const seen = new Set<string>();
    for (let step = 0; step < 60; step++) {
      await page.keyboard.press('Tab');
      seen.add(
        await page.evaluate(() => {
          const element = document.activeElement!;
          return element.id !== ''
            ? element.id
            : (element.closest('table')?.className ?? element.parentElement!.className);
        }),
      );
    }
    for (const place of [
      'digits',
      'lang',
      'theme',
      'chips',
      'causal',
      'temperature',
      'query-0',
      'roomy weights',
      'step-next',
      'step',
      'speaker',
      'roomy scores',
      'roomy output',
      'save-svg',
      'copy-cell',
      'copy-numpy',
      'print',
    ]) {
      expect([...seen]).toContain(place);
    }
    await page.locator('table.weights [tabindex="0"]').focus();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('Enter');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Shift+Enter');
    expect(
      await page.locator('table.weights .pin').evaluateAll((all) => all.map((one) => one.getAttribute('data-cell'))),
    ).toEqual(['weights:1:1', 'weights:2:1']);
    await page.keyboard.press('Escape');
    expect(await page.locator('.pin').count()).toBe(0);
    // A word is hidden by keys; the head view is walked by keys.
    await page.locator('[data-hide="0"]').focus();
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('Enter');
    expect(await page.locator('[data-hide="1"]').getAttribute('aria-pressed')).toBe('true');
    await page.locator('#query-0').focus();
    await page.keyboard.press('ArrowDown');
    expect(await arithmetic(page)).toMatch(/^cat listens to\n/);
    await page.close();
  });

  it('asks for nothing but itself, whatever the labels are, and takes them as text', async () => {
    const count = async (labels: readonly string[]): Promise<number> => {
      const page = await browser.open(attend({ q: waves(labels.length, 3), tokens: { query: labels, key: labels } }));
      await page.hover('[data-cell="weights:1:1"]');
      await page.click('[data-hide="0"]');
      const elements = await page.evaluate(() => document.querySelectorAll('*').length);
      await page.close();
      return elements;
    };
    const hostile = [
      '</script><script>alert(1)</script>',
      '<img src="http://evil.example/x.png" onerror=alert(1)>',
      '"><svg onload=alert(1)>',
      '\u202eevil',
      'a\nb',
      '\'"`${alert(1)}',
    ];
    browser.requests.length = 0;
    expect(await count(hostile)).toBe(await count(hostile.map((_, at) => `w${at}`)));
    await (await browser.open(labelled(HOSTILE.slice(0, 4)))).close();
    expect(browser.requests.filter((url) => !url.startsWith('file:'))).toEqual([]);
    expect(browser.requests).toHaveLength(3);
  });

  it.each(['light', 'dark'] as const)('is read without strain: contrast at least 4.5 in %s', async (colorScheme) => {
    for (const trace of [cat({ causal: true }), attend({ q: waves(2, 12, 6), causal: true })]) {
      const page = await browser.open(trace, {}, { colorScheme, reducedMotion: 'reduce' });
      await page.click('[data-hide="1"]');
      await page.hover('[data-cell="weights:0:0"]');
      expect(await page.evaluate(faintTexts)).toEqual([]);
      await page.close();
    }
  });

  it('follows the theme that is chosen, not only that of the system', async () => {
    const page = await browser.open(cat(), {}, { colorScheme: 'light' });
    const background = (): Promise<string> => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
    const light = await background();
    await choose(page, 'theme', 'dark');
    expect(await background()).not.toBe(light);
    await choose(page, 'theme', 'light');
    expect(await background()).toBe(light);
    await page.close();
  });

  it('prints all steps and no controls; stands still and keeps its colours where that is asked', async () => {
    const page = await browser.open(cat({ causal: true }));
    const visible = (selector: string): Promise<number> => page.locator(selector).locator('visible=true').count();
    expect(await visible('#lesson article')).toBe(1);
    await page.emulateMedia({ media: 'print' });
    expect(await visible('#lesson article')).toBe(await page.locator('#lesson article').count());
    expect(await visible('.controls, .actions, .walk')).toBe(0);
    await page.emulateMedia({ media: 'screen', reducedMotion: 'reduce', forcedColors: 'active' });
    const style = (selector: string, name: string): Promise<string> =>
      page
        .locator(selector)
        .first()
        .evaluate((element, key) => getComputedStyle(element).getPropertyValue(key), name);
    expect(await style('.link', 'transition-duration')).toBe('0s');
    expect(await style('[data-cell="weights:3:3"]', 'background-color')).toBe(`rgb(${weightColor(0.5512).join(', ')})`);
    expect(await style('td.masked', 'border-top-style')).toBe('dashed');
    await page.close();
  });

  it('draws a line for every weight from 1 %, or the top ones of each word', async () => {
    const page = await browser.open(long(12));
    const faint = rowsOf(long(12), 'weights')
      .flat()
      .filter((weight) => weight < 0.01).length;
    expect(await page.locator('.link').count()).toBe(144 - faint);
    await choose(page, 'top', '2');
    expect(await page.locator('.link').count()).toBeLessThanOrEqual(24);
    expect(await page.locator('#head-view .note').innerText()).toContain(
      'only the 2 largest weights of each row are drawn',
    );
    await page.close();
  });

  it('stretches its colours when asked, with the ends of the scale beside them', async () => {
    const page = await browser.open(cat());
    const ends = (): Promise<string> => page.locator('#heatmap .bar').innerText();
    expect((await ends()).split(/\s+/).slice(0, 2)).toEqual(['0', '1']);
    await choose(page, 'scale', 'stretch');
    expect((await ends()).split(/\s+/).slice(0, 2)).toEqual(['0.0399', '0.55']);
    await choose(page, 'scale', 'log');
    expect((await ends()).split(/\s+/).slice(0, 2)).toEqual(['0.0001', '1']);
    await page.close();
  });

  it('shows all heads small and one large; a click changes which', async () => {
    const trace = attend({ q: waves(4, 3, 2) });
    const page = await browser.open(trace);
    await choose(page, 'digits', 'Infinity');
    expect(await page.locator('[data-head] svg').count()).toBe(4);
    await page.click('[data-head="0:2"]');
    expect(await numbersIn(page, 'weights')).toEqual(rowsOf(trace, 'weights', 2));
    expect(await numbersIn(page, 'q')).toEqual(rowsOf(trace, 'q', 2));
    await page.close();
  });

  describe('with several results, the layers of a model for example', () => {
    const layer = (number: number, seed: number): Trace =>
      attend({
        q: tensor(
          [2, 4, 3],
          waves(2, 4, 3).data.map((x) => x * seed),
        ),
        tokens: CAT.tokens!,
        provenance: { sentence: 'the cat sat down', layer: { number, of: 2 } },
      });
    const layers = [layer(1, 1), layer(2, 2)];

    it('shows all heads of all of them small, and the chosen one large', async () => {
      const page = await browser.openSeveral(layers);
      await choose(page, 'digits', 'Infinity');
      expect(await page.locator('.multiples b').allInnerTexts()).toEqual(['layer 1 of 2', 'layer 2 of 2']);
      expect(await page.locator('[data-head] svg').count()).toBe(4);
      await page.click('[data-item="1"][data-head="0:1"]');
      expect(await numbersIn(page, 'weights')).toEqual(rowsOf(layers[1]!, 'weights', 1));
      expect(await page.locator('.facts').innerText()).toContain('layer 2 of 2');
      expect(await page.locator('#walk select option').count()).toBe(4);
      await page.close();
    });

    it('keeps what is pinned, so that layers can be compared, and what was changed with its own layer', async () => {
      const page = await browser.openSeveral(layers);
      await page.click('[data-cell="weights:2:1"]');
      await page.click('[data-hide="0"]');
      expect(await page.locator('.badge').count()).toBe(1);
      await page.click('[data-item="1"][data-head="0:0"]');
      expect(await page.locator('.badge').count()).toBe(0);
      await away(page);
      expect(await arithmetic(page)).toContain(textOf(layers[1]!, 'weights', 2, 1).split('\n')[0]!);
      await page.click('[data-item="0"][data-head="0:0"]');
      expect(await page.locator('.badge').innerText()).toContain('without the');
      await page.close();
    });

    it('carries the JSON lines of --json, and one row of pictures for each in Save SVG', async () => {
      const page = await browser.openSeveral(layers);
      const lines = (await page.locator('#attn').textContent())!
        .trimEnd()
        .split('\n')
        .map((line) => JSON.parse(line) as { weights: number[][][]; meta: { layer: object } });
      expect(lines.map(({ meta }) => meta.layer)).toEqual([
        { number: 1, of: 2 },
        { number: 2, of: 2 },
      ]);
      expect(lines[1]!.weights[1]).toEqual(rowsOf(layers[1]!, 'weights', 1));
      const [saved] = await Promise.all([page.waitForEvent('download'), page.click('[data-action="save-svg"]')]);
      const svg = readFileSync((await saved.path())!, 'utf8');
      expect(svg).toBe(renderSvgs(layers.map((trace) => ({ trace, options: OPTIONS }))));
      await page.close();
    });
  });

  it('lets the word speak that --token names', async () => {
    const page = await browser.open(cat(), { speaker: 3 });
    expect(await page.locator('#speaker').inputValue()).toBe('3');
    await page.close();
  });

  it('says warnings and conventions in Vietnamese on a Vietnamese page', async () => {
    const page = await browser.open(cat({ mask: { text: 'i > 0', at: (i) => Number(i > 0) }, window: [1, 1] }), {
      lang: 'vi',
    });
    expect(await page.locator('.warning').innerText()).toBe(
      "⚠ truy vấn không được nghe khóa nào: 'the' (hàng 1); trọng số và đầu ra bằng 0 (--empty-rows)",
    );
    expect(await page.locator('.facts').innerText()).toContain('1 ở trước, 1 ở sau, tính cả hai đầu');
    await page.close();
  });

  it('shows a window of long sentences beside an overview, and arrows lead out of it', async () => {
    const trace = long(100);
    const page = await browser.open(trace);
    expect(await page.locator('.overview figcaption').innerText()).toContain(
      'every block is the mean of up to 2 × 2 cells',
    );
    expect(await page.locator('table.weights td[data-cell]').count()).toBe(32 * 32);
    await page.locator('[data-cell="weights:0:31"]').click();
    await page.keyboard.press('ArrowRight');
    expect(await arithmetic(page)).toContain(textOf(trace, 'weights', 0, 32));
    await page.locator('[data-overview]').click({ position: { x: 300, y: 300 } });
    expect(await page.locator('[data-cell="weights:99:99"]').count()).toBe(1);
    await page.close();
  });

  it('crosses NaN out, loudly', async () => {
    const page = await browser.open(
      attend({
        ...CAT,
        q: matrix([
          [NaN, 1, 0, 0],
          [1, 1, 0, 1],
          [2, 0, 1, 1],
          [0, 1, 1, 1],
        ]),
      }),
    );
    expect(await page.locator('table.weights td.nan').allInnerTexts()).toEqual(['NaN', 'NaN', 'NaN', 'NaN']);
    expect(await page.locator('.warning').first().innerText()).toContain('NaN');
    await page.close();
  });

  it('saves the picture of -o x.svg, byte for byte, and a browser takes it as XML', async () => {
    const page = await browser.open(cat(), {}, { acceptDownloads: true });
    const [download] = await Promise.all([page.waitForEvent('download'), page.click('#save-svg')]);
    const saved = readFileSync(await download.path(), 'utf8');
    expect(download.suggestedFilename()).toBe('attn.svg');
    expect(saved).toBe(renderSvg(cat(), OPTIONS));
    const cells = await page.evaluate(
      (source) => {
        const parsed = new DOMParser().parseFromString(source, 'image/svg+xml');
        return parsed.querySelector('parsererror')?.textContent ?? parsed.querySelectorAll('rect').length;
      },
      renderSvg(labelled(['<&>', '"\'', ']]>', '\u202e']), OPTIONS),
    );
    expect(cells).toBe(16);
    await page.close();
  });

  it('copies the arithmetic of a cell, and a matrix as NumPy reads it', async () => {
    const page = await browser.open(cat({ causal: true }), {}, { permissions: ['clipboard-read', 'clipboard-write'] });
    const clipboard = (): Promise<string> => page.evaluate(() => navigator.clipboard.readText());
    await page.click('[data-cell="weights:2:1"]');
    await page.click('#copy-cell');
    await page.waitForFunction(() => document.querySelector('#said')!.textContent !== '');
    expect(await clipboard()).toBe(textOf(cat({ causal: true }), 'weights', 2, 1));
    await page.keyboard.press('Escape');
    await page.click('[data-cell="masked:0:0"]');
    await page.click('#copy-numpy');
    await page.waitForFunction(async () => (await navigator.clipboard.readText()).startsWith('import numpy'));
    expect(await clipboard()).toBe(
      'import numpy as np\nmasked = np.array([[0.5, -np.inf, -np.inf, -np.inf],\n  [0.5, 1, -np.inf, -np.inf],\n  [0, 2.5, 2, -np.inf],\n  [0.5, 0.5, 1, 2]])\n',
    );
    await page.close();
  });
}

/** In the browser: every visible text whose contrast with what lies behind it is below 4.5 (WCAG AA). */
function faintTexts(): string[] {
  const parse = (color: string): number[] => {
    const numbers = color.match(/[\d.]+/g)!.map(Number);
    return color.startsWith('color(srgb')
      ? [...numbers.slice(0, 3).map((x) => 255 * x), numbers[3] ?? 1]
      : [...numbers.slice(0, 3), numbers[3] ?? 1];
  };
  const luminance = (color: number[]): number => {
    const [r, g, b] = color
      .slice(0, 3)
      .map((x) => (x / 255 <= 0.04045 ? x / 255 / 12.92 : ((x / 255 + 0.055) / 1.055) ** 2.4)) as [
      number,
      number,
      number,
    ];
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const behind = (element: Element | null): number[] => {
    if (!element) return [255, 255, 255, 1];
    const color = parse(element instanceof SVGElement ? 'rgba(0,0,0,0)' : getComputedStyle(element).backgroundColor);
    return color[3]! > 0.99 ? color : behind(element.parentElement);
  };
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const faint: string[] = [];
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const element = node.parentElement!;
    const style = getComputedStyle(element);
    const shown =
      node.textContent!.trim() !== '' &&
      element.checkVisibility() &&
      parseFloat(style.fontSize) > 0 &&
      !element.closest('script, .unseen, :disabled, option');
    if (!shown) continue;
    const ink = parse(element instanceof SVGElement ? style.fill : style.color);
    const [dark, light] = [luminance(ink), luminance(behind(element))].sort((a, b) => a - b) as [number, number];
    const contrast = (light + 0.05) / (dark + 0.05);
    if (contrast < 4.5) faint.push(`${contrast.toFixed(2)} ${element.className} ${node.textContent}`);
  }
  return faint;
}
