import { SCORE_STAGES, type StageName } from '../../core/index.js';
import { markup, type Markup, safeLabel, stageTable } from '../../show/index.js';
import { currentMatrix, shownRange } from '../select.js';
import type { App } from '../state.js';
import { PAGE_WORDS } from '../../words/index.js';
import { matrixScale } from './heatmap.js';
import { pager } from './pager.js';
import type { Panel } from './panel.js';

/** In the order of the computation, with the sign that leads to each. */
const FLOW: readonly (readonly [StageName, string])[] = [
  ['x', ''],
  ['x_kv', ''],
  ['q', ''],
  ['q_absorbed', '→'],
  ['q_normed', '→'],
  ['q_rotated', '→'],
  ['k', '·'],
  ['k_normed', '→'],
  ['k_rotated', '→'],
  ['present_key', '→'],
  ['q_mapped', '→'],
  ['k_mapped', '→'],
  ['scores', '='],
  ['relative', '→'],
  ['scaled', '→'],
  ['softcapped', '→'],
  ['masked', '→'],
  ['selected', '→'],
  ['state', '→'],
  ['state_sum', '→'],
  ['maps', '→'],
  ['weights', '→'],
  ['v', '·'],
  ['present_value', '→'],
  ['v_paired', '→'],
  ['latent_output', '='],
  ['heads', '='],
  ['heads_normed', '→'],
  ['gated', '→'],
  ['output', '='],
];
const PAIRS: ReadonlySet<StageName> = new Set(SCORE_STAGES);
/** Wider vectors are coloured too: their digits are few or none. */
const FEW = 10;

/** Panel C: every stage as a matrix, from Q and K to the output. */
export const stepsPanel: Panel = {
  id: 'steps',
  key: ({ version, state: { batch, head, lang, digits, windows } }) =>
    JSON.stringify([version, batch, head, lang, String(digits), windows]),
  draw: (app) =>
    markup`${FLOW.map(([name, sign], at) => {
      const drawn = stage(app, name);
      const before = FLOW.slice(0, at).some(([earlier]) => app.trace.stages.has(earlier));
      return (
        drawn &&
        markup`<div class="step">${before && markup`<span class="sign" aria-hidden="true">${sign}</span>`}${drawn}</div>`
      );
    })}`,
};

function stage(app: App, name: StageName): Markup | undefined {
  const matrix = currentMatrix(app, name);
  if (!matrix) return undefined;
  const { state } = app;
  const role = /^(q|k|v|present_key|present_value)/.test(name)
    ? name === 'present_key'
      ? 'k'
      : name === 'present_value'
        ? 'v'
        : name.charAt(0)
    : '';
  const title = markup`<figcaption><b${role !== '' && markup` class="${role}"`}>${name}</b> <span>${safeLabel(matrix.stage.formula)}</span> <span>${matrix.rows.length}×${matrix.columns.length}</span>${said(app, name)}</figcaption>`;
  if (name === 'weights')
    return markup`<figure class="reference" data-stage="weights">${title}<a href="#panel-b">${PAGE_WORDS[state.lang].weights} ↑</a></figure>`;
  const rows = shownRange(app, matrix.stage.rows, matrix.rows.length);
  const columns = shownRange(app, matrix.stage.columns, matrix.columns.length);
  const table = stageTable(matrix, {
    lang: state.lang,
    digits: state.digits,
    scale: PAIRS.has(name) || columns[1] - columns[0] > FEW ? matrixScale(matrix, app) : undefined,
    sums: false,
    rows,
    columns,
  });
  return markup`<figure data-stage="${name}">${title}${pager(app, matrix)}<div class="scroll">${table}</div></figure>`;
}

function said({ state }: App, name: StageName): Markup | false {
  const text = PAGE_WORDS[state.lang].stage[name];
  return text !== undefined && markup`<small>${text}</small>`;
}
