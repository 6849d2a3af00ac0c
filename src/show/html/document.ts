import { PAGE_SIGNS } from './script.generated.js';
import { escaped } from '../json/write.js';
import { markup, type Markup } from '../svg/markup.js';

/** What a page is made of. */
export interface PageParts {
  readonly lang: string;
  readonly title: string;
  readonly style: string;
  /** Compressed with gzip, in the signs of `PAGE_SIGNS`. */
  readonly script: string;
  /** Shown until the script takes over, and where scripts are not allowed. */
  readonly body: Markup;
  /** JSON texts by the id of their element. */
  readonly data: readonly (readonly [id: string, json: string])[];
}

/** Nothing is fetched, whatever a label tries: https://www.w3.org/TR/CSP3/ */
const POLICY = "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'";

/**
 * Runs the compressed script: five signs are a number of four bytes. https://developer.mozilla.org/docs/Web/API/DecompressionStream
 */
const UNPACK = `(async () => {
  const text = document.querySelector('#attn-page').textContent;
  const whole = new DataView(new ArrayBuffer(Math.ceil(text.length / 5) * 4));
  for (let at = 0; at < text.length; at += 5) {
    let number = 0;
    for (let sign = at; sign < at + 5; sign++) number = number * 85 + (sign < text.length ? '${PAGE_SIGNS}'.indexOf(text[sign]) : 84);
    whole.setUint32((at / 5) * 4, number);
  }
  const bytes = new Uint8Array(whole.buffer, 0, Math.floor((text.length * 4) / 5));
  const script = document.createElement('script');
  script.textContent = await new Response(new Blob([bytes]).stream().pipeThrough(new DecompressionStream('gzip'))).text();
  document.body.append(script);
})();`;

/** One file of HTML with all that it needs inside. */
export function htmlDocument({ lang, title, style, script, body, data }: PageParts): string {
  return `${
    markup`<!DOCTYPE html>
<html lang="${lang}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${{ markup: POLICY }}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${title}</title>
<style>${{ markup: style }}</style>
</head>
<body>
<main id="app">${body}</main>
${data.map(([id, json]) => markup`<script type="application/json" id="${id}">${{ markup: jsonInScript(json) }}</script>\n`)}<!-- The page's script, gzip in base64; to read it: base64 -d | gunzip -->
<script type="application/gzip" id="attn-page">${{ markup: script }}</script>
<script>${{ markup: UNPACK }}</script>
</body>
</html>`.markup
  }\n`;
}

/**
 * JSON that may stand inside `<script>`: what could end the element, open a comment or drive a terminal is escaped the way JSON
 * itself allows, so the text stays the same document.
 *
 * @see https://html.spec.whatwg.org/multipage/scripting.html#restrictions-for-contents-of-script-elements
 * @example jsonInScript('"</script>"') // => '"\\u003c/script\\u003e"'
 */
export function jsonInScript(json: string): string {
  return json.replace(/(?!\n)[<>&\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, escaped);
}
