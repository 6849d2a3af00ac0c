import { attend } from '../../src/core/attend.js';
import type { Trace } from '../../src/core/trace.js';
import { htmlReader } from '../../src/read/html.js';
import { jsonInScript } from '../../src/show/html/document.js';
import { renderHtml } from '../../src/show/html.js';
import { renderJson } from '../../src/show/json.js';
import type { ShowOptions } from '../../src/show/renderer.js';
import { CAT, cat, HOSTILE, labelled, long, PIPE, waves } from './sample.js';

const ALL: ShowOptions = { ...PIPE, stages: [...cat().stages.keys()] };
const page = (trace: Trace, options: Partial<ShowOptions> = {}): string =>
  renderHtml(trace, { ...ALL, ...options }) as string;
const dataIn = (html: string, id: string): string =>
  new RegExp(`<script type="application/json" id="${id}">([^<]*)</script>`).exec(html)![1]!;
const withoutData = (html: string): string => html.replace(/(<script type="application\/json"[^>]*>)[^<]*/g, '$1');
/** Tags as a browser would see them: what stands in script and style is no markup. */
const tags = (html: string): string[] =>
  html
    .replace(/<(script|style)\b([^>]*)>[^]*?<\/\1>/g, '<$1$2>')
    .match(/<[a-z!/][^>]*>/gi)!
    .map((tag) => /^<[!/]?[\w-]+/.exec(tag)![0]);

describe('renderHtml', () => {
  it('carries the JSON of --json, byte for byte once unescaped', () => {
    for (const trace of [cat(), cat({ causal: true }), labelled(['</script>', '<!--', '&amp;', '\u2028'])]) {
      const json = renderJson(trace, ALL) as string;
      const carried = dataIn(page(trace), 'attn');
      expect(
        carried.replace(/\\u(003c|003e|0026)/g, (_, code: string) => String.fromCharCode(parseInt(code, 16))),
      ).toBe(json);
      expect(JSON.parse(carried)).toEqual(JSON.parse(json));
    }
  });
  it('carries the whole document and the state before --hide, whatever --only says', () => {
    const hidden = attend({ ...CAT, hide: [1] });
    expect(JSON.parse(dataIn(page(hidden, { before: cat(), only: 'weights' }), 'attn'))).toEqual(
      JSON.parse(renderJson(hidden, { ...ALL, before: cat() }) as string),
    );
  });
  it('is read back', async () => {
    const document = await htmlReader.read({ name: 'x.html', bytes: new TextEncoder().encode(page(cat())) }, {});
    expect(document.tensors.get('q')!.data).toEqual(CAT.q!.data);
    expect(document.tensors.get('k')!.data).toEqual(CAT.k!.data);
  });
  it('says its charset first and allows nothing to be fetched', () => {
    const html = page(cat());
    expect(html).toMatch(/^<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n/);
    expect(html).toContain(
      `<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'">`,
    );
    expect(html).not.toMatch(/\b(src|href)=|@import|url\(/);
  });
  it('takes no more than 150 kB without its data', () => {
    for (const trace of [cat(), long(20)])
      expect(Buffer.byteLength(withoutData(page(trace)).replace(/<main[^]*<\/main>/, ''))).toBeLessThan(150_000);
    expect(Buffer.byteLength(page(cat()))).toBeLessThan(150_000);
  });
  it('shows the weights as a table where scripts are not allowed', () => {
    const html = page(cat());
    expect(html.match(/<th scope="col"[^>]*><span>(the|cat|sat|down)</g)).toHaveLength(4);
    expect(html.match(/<th scope="row"[^>]*>(the|cat|sat|down)</g)).toHaveLength(4);
    expect(html).toContain('>0.4863</td>');
    expect(page(cat({ causal: true })).match(/<td class="masked"[^>]*><span>masked</g)).toHaveLength(6);
  });
  it('takes hostile labels as text: the same elements as with harmless ones', () => {
    const words = [
      '</script>',
      '<img onerror=alert(1)>',
      '"><svg onload=alert(1)>',
      '\u202e',
      'a\nb',
      '<!--',
      ']]>',
      "'",
      '`',
      '${x}',
    ];
    const of = (labels: readonly string[]): Trace =>
      attend({ q: waves(labels.length, 3), tokens: { query: labels, key: labels } });
    expect(tags(page(of(words)))).toEqual(tags(page(of(words.map((_, at) => `w${at}`)))));
    for (const label of HOSTILE) expect(tags(page(labelled([label, 'cat', 'sat', 'down'])))).toEqual(tags(page(cat())));
  });
  it('is the same bytes for the same input', () => {
    expect(page(long(12, 2))).toBe(page(long(12, 2)));
  });
});

describe('jsonInScript', () => {
  it('keeps the document and lets nothing end the element', () => {
    const value = ['</script><script>alert(1)</script>', '<!--', '&lt;', '\u2028'];
    const text = jsonInScript(JSON.stringify(value));
    expect(text).not.toMatch(/[<>&\u2028\u2029]/);
    expect(JSON.parse(text)).toEqual(value);
  });
});
