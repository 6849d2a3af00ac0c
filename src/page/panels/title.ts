import { markup, type Markup, resultNames, safeLabel, unusual } from '../../show/index.js';
import { traceText } from '../../words/index.js';
import type { App } from '../state.js';
import { PAGE_WORDS, PICTURE_WORDS } from '../../words/index.js';
import type { Panel } from './panel.js';

/** The sentence, the formula, the sizes, and what was assumed. */
export const titlePanel: Panel = {
  id: 'title',
  key: ({ version, state }) => `${version} ${state.lang}`,
  draw: ({ trace, state, items, at }) => {
    const words = PAGE_WORDS[state.lang];
    const { sizes, problem, tokens } = trace;
    const sentence = problem.provenance?.sentence ?? (tokens.given ? tokens.query.join(' ') : undefined);
    const name =
      items.length > 1
        ? resultNames(
            items.map((item) => item.trace),
            { lang: state.lang, unicode: true },
          )[at]
        : undefined;
    const facts = [
      ...(name ? [name.which] : []),
      sizes.nQ === sizes.nK ? words.tokens(sizes.nQ) : `${sizes.nQ} × ${sizes.nK}`,
      `d_k ${sizes.dK}`,
      `d_v ${sizes.dV}`,
      ...(sizes.heads > 1 ? [`${sizes.heads} ${words.heads.toLowerCase()}`] : []),
      ...(sizes.batch > 1 ? [`batch ${sizes.batch}`] : []),
      ...unusual(trace, { unicode: true, lang: state.lang }),
      ...(problem.provenance?.random ? [PICTURE_WORDS[state.lang].random(problem.provenance.seed)] : []),
    ];
    return markup`<h1>${sentence === undefined ? 'attn' : safeLabel(sentence)}</h1>
<p class="formula">${formula(trace)}</p>
<p class="facts">${facts.map((fact) => markup`<span>${fact}</span>`)}</p>
${trace.warnings.map((warning) => markup`<p class="warning">⚠ ${safeLabel(traceText(warning, state.lang))}</p>`)}`;
  },
};

/** The formula with Q, K and V in their colours. */
function formula({ stages, scaleText }: App['trace']): Markup {
  const score = stages.get('scores')!.formula;
  const text = `${stages.get('weights')!.formula.split('(')[0]}(${score}${scaleText === '1' ? '' : ` × ${scaleText}`})·V`;
  return markup`${text.split(/([QKV])/).map((part) => (/^[QKV]$/.test(part) ? markup`<b class="${part.toLowerCase()}">${part}</b>` : part))}`;
}
