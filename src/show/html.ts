import { PAGE_SCRIPT, PAGE_STYLE } from './html/script.generated.js';
import { htmlDocument } from './html/document.js';
import { pack } from './html/pack.js';
import { staticView } from './html/static-view.js';
import { renderJson } from './json.js';
import { safeLabel } from './text/label.js';
import { resultNames, sharedSentence } from './parts/several.js';
import { together } from './parts/several-renderers.js';
import type { Renderer, Result, SeveralRenderer } from './renderer.js';
import { markup } from './svg/markup.js';

/**
 * One page that shows the whole computation and computes it again when something is changed: no network, no other file. The result is
 * in it as the same JSON that `--json` prints, so that it can be read back.
 */
export const renderHtml: Renderer = (trace, options) => renderPages([{ trace, options }]);

/** See `renderPages`. */
export const renderPageOfSeveral: SeveralRenderer = together(renderPages);

/** The same of several results: small multiples to choose from, the chosen one large. Their JSON is in it as JSON lines. */
export function renderPages(results: readonly Result[]): string {
  const { precision, top, cmap, head, batch, lang, version } = results[0]!.options;
  const traces = results.map(({ trace }) => trace);
  const { tokens } = traces[0]!;
  const sentence = sharedSentence(traces) ?? (traces.length === 1 && tokens.given ? tokens.query.join(' ') : undefined);
  const names = traces.length > 1 ? resultNames(traces, { lang, unicode: true }) : [];
  return htmlDocument({
    lang,
    title: sentence === undefined ? 'attn' : `attn · ${safeLabel(sentence)}`,
    style: PAGE_STYLE,
    script: PAGE_SCRIPT,
    body: markup`${results.map(
      ({ trace, options }, at) =>
        markup`${
          names[at] &&
          markup`<h2>${[names[at].which, names[at].sentence].filter(Boolean).join(': ')}</h2>
`
        }${staticView(trace, options)}`,
    )}`,
    data: [
      [
        'attn',
        results
          .map(
            ({ trace, options: { only, ...whole } }) =>
              renderJson(trace, { ...whole, ...(results.length > 1 && { compact: true }) }) as string,
          )
          .join(''),
      ],
      [
        'attn-problem',
        JSON.stringify({
          problems: results.map(({ trace, options: { speaker } }) => ({ problem: pack(trace), speaker })),
          options: { precision, top, cmap, head, batch, lang, version },
        }),
      ],
    ],
  });
}
