import { PAGE_SCRIPT, PAGE_STYLE } from './html/script.generated.js';
import { htmlDocument } from './html/document.js';
import { pack } from './html/pack.js';
import { staticView } from './html/static-view.js';
import { renderJson } from './json.js';
import { safeLabel } from './text/label.js';
import type { Renderer } from './renderer.js';

/**
 * One page that shows the whole computation and computes it again when something is changed: no network, no other file. The result is
 * in it as the same JSON that `--json` prints, so that it can be read back.
 */
export const renderHtml: Renderer = (trace, options) => {
  const { only, ...whole } = options;
  const { precision, top, cmap, head, batch, lang, version } = options;
  const sentence = trace.problem.provenance?.sentence ?? (trace.tokens.given ? trace.tokens.query.join(' ') : undefined);
  return htmlDocument({
    lang,
    title: sentence === undefined ? 'attn' : `attn · ${safeLabel(sentence)}`,
    style: PAGE_STYLE,
    script: PAGE_SCRIPT,
    body: staticView(trace, options),
    data: [
      ['attn', renderJson(trace, whole) as string],
      ['attn-problem', JSON.stringify({ problem: pack(trace), options: { precision, top, cmap, head, batch, lang, version } })],
    ],
  });
};
