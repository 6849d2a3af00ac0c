import type { Stage, Trace } from '../core/trace.js';
import { chosenStages, wantedMatrices } from './choose.js';
import { jsonTensor } from './json-text.js';
import { safeLabel } from './label.js';
import { shownLabels, type Matrix } from './matrices.js';
import { PICTURE_WORDS } from './picture-words.js';
import type { Language, ShowOptions } from './renderer.js';
import { titleParts, unusual } from './title.js';
import { colourBar } from './svg/colour-bar.js';
import { heat, INK, QUIET } from './svg/heat.js';
import { chooseLinks, links } from './svg/links.js';
import { markup, type Markup } from './svg/markup.js';
import { contentId, point } from './svg/numbers.js';
import { pictureScale, type PictureScale } from './svg/scale.js';
import { blockFor, MOST_CELLS, sheetOf, type Sheet } from './svg/sheet.js';
import { SANS, textWidth } from './svg/text.js';
import { words } from './words.js';

/** All panels together have no more cells than this: beyond it they are drawn in larger blocks. */
const MOST_IN_ALL = 16_000;
/** And their titles write out no more products than this in all. */
const MOST_PRODUCTS = 100_000;
const MARGIN = 24;
const GAP = 40;
/** From one word of the head view to the next, at least. */
const LEAST_LINE = 16;

/**
 * A static picture for a paper or a slide: weights (or the stage of `only`) as a heatmap and as lines between the words, each head beside
 * the other, with a scale and everything that was assumed. SVG 1.1 without scripts, styles or foreign objects; text stays text.
 *
 * @see https://www.w3.org/TR/SVG11/
 */
export const renderSvg = (trace: Trace, options: ShowOptions): string => {
  const panels = [...(options.before ? panelsOf(options.before, options, 'before') : []), ...panelsOf(trace, options, options.before && 'after')];
  const say = PICTURE_WORDS[options.lang];
  const stage = stageOf(trace, options);
  const { sheets, block } = sheetsOf(panels, stage, options);
  const isWeights = stage.name === 'weights';
  const scale = scaleOf(sheets, isWeights, options);
  const id = `attn-${contentId(jsonTensor(stage.tensor, { compact: true }) + JSON.stringify(trace.tokens) + options.lang)}`;

  const drawn = sheets.map((sheet, at) => drawPanel(sheet, panels[at]!, scale.scale, options, `${id}-hatch`, trace.problem.hide ?? []));
  const columns = Math.max(1, Math.round(Math.sqrt((drawn.length * drawn[0]!.height * 1.6) / drawn[0]!.width)) || 1);
  const wide = drawn.reduce((most, { width }) => Math.max(most, width), 0);
  const high = drawn.reduce((most, { height }) => Math.max(most, height), 0);
  const [name = '', ...about] = titleParts(panels[0]!.matrix, { ...options, unicode: true }).filter((part) => part !== panelTitle(panels[0]!.matrix, options));
  const sentence = titleText(trace);
  const facts = [...about, ...unusual(trace, true)].join(' · ');
  const top = MARGIN + (sentence ? 58 : 40);
  const placed = drawn.map(({ drawing }, at) =>
    markup`<g transform="translate(${MARGIN + (at % columns) * (wide + GAP)} ${point(top + Math.floor(at / columns) * (high + GAP))})">${drawing}</g>\n`);
  const bottom = top + Math.ceil(drawn.length / columns) * (high + GAP) - GAP + 20;
  const bar = colourBar(scale.scale);
  const notes = [
    ...(block > 1 ? [words({ ...options, unicode: true }).everyBlock(block)] : []),
    ...(scale.stretched ? [say.stretched] : []),
    ...(isWeights && block === 1 ? linkNotes(panels.map(({ matrix }) => matrix), options) : []),
  ];
  const body = Math.min(columns, drawn.length) * (wide + GAP) - GAP;
  const width = Math.ceil(2 * MARGIN + Math.max(body, bar.width + 140, textWidth(facts, 12), textWidth(sentence ?? '', 17), ...notes.map((note) => textWidth(note, 11))));
  const legend = hasMasked(sheets) && markup`<g transform="translate(${bar.width + 28} 0)"><path d="M0 0h18v12h-18z" fill="url(#${id}-hatch)" stroke="#9aa3af" stroke-width="0.5"/><text x="25" y="10" fill="${QUIET}" font-size="11">${say.masked}</text></g>`;
  const height = Math.ceil(bottom + 24 + notes.length * 17 + MARGIN);
  const title = sentence ?? `${name} ${about.join(' · ')}`;

  return `${markup`<?xml version="1.0" encoding="UTF-8"?>
<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" font-family="${SANS}" role="img" aria-labelledby="${id}-title">
<title id="${id}-title">${title}</title>
<defs><pattern id="${id}-hatch" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)"><path d="M0 0H6V6H0z" fill="#eef0f3"/><path d="M0 0V6" stroke="#a9b1bc" stroke-width="2.4"/></pattern></defs>
<path class="paper" d="M0 0H${width}V${height}H0z" fill="#ffffff"/>
<g fill="${INK}">${sentence !== undefined && markup`<text x="${MARGIN}" y="${MARGIN + 12}" font-size="17" font-weight="600">${sentence}</text>`}<text x="${MARGIN}" y="${MARGIN + (sentence === undefined ? 12 : 34)}" font-size="12" fill="${QUIET}"><tspan font-weight="600" fill="${INK}">${name}</tspan>${facts !== '' && ` · ${facts}`}</text></g>
${placed}<g transform="translate(${MARGIN} ${point(bottom)})">${bar.drawing}${legend}</g>
<g fill="${QUIET}" font-size="11">${notes.map((note, at) => markup`<text x="${MARGIN}" y="${point(bottom + 34 + at * 17)}">${note}</text>`)}</g>
</svg>`.markup}\n`;
};

interface Panel { readonly trace: Trace; readonly matrix: Matrix; readonly when: 'before' | 'after' | undefined }

function stageOf(trace: Trace, { only }: ShowOptions): Stage {
  return chosenStages(trace, { only: only ?? 'weights', stages: [] })[0]!;
}

function panelsOf(trace: Trace, options: ShowOptions, when: Panel['when']): Panel[] {
  return wantedMatrices(trace, stageOf(trace, options), options).map((matrix) => ({ trace, matrix, when }));
}

function sheetsOf(panels: readonly Panel[], stage: Stage, { precision, lang }: ShowOptions): { sheets: Sheet[]; block: number } {
  const [, , rows, columns] = stage.tensor.shape as [number, number, number, number];
  const side = Math.min(MOST_CELLS, Math.floor(Math.sqrt(MOST_IN_ALL / Math.max(1, panels.length))));
  const block = blockFor(rows, columns, Math.max(1, side));
  const { sizes } = panels[0]!.trace;
  const products = panels.length * rows * columns * sizes.dK;
  const most = products <= MOST_PRODUCTS ? Infinity : 3;
  return { block, sheets: panels.map(({ trace, matrix }) => sheetOf(trace, matrix, { precision, lang, block, most })) };
}

/** From 0 to 1, so that pictures can be compared; only where no weight reaches a quarter, to the largest, or nothing could be seen. */
function scaleOf(sheets: readonly Sheet[], isWeights: boolean, { cmap }: ShowOptions): { scale: PictureScale; stretched: boolean } {
  const values = sheets.flatMap(({ grid }) => Array.from({ length: grid.rows * grid.columns }, (_, at) => grid.at(Math.floor(at / grid.columns), at % grid.columns) ?? NaN));
  const largest = values.reduce((most, x) => (x > most ? x : most), 0);
  const stretched = isWeights && largest > 0 && largest < 0.25;
  return { stretched, scale: pictureScale(stretched ? [0, ...values] : values, isWeights, stretched ? 'stretch' : 'fixed', cmap) };
}

function drawPanel(sheet: Sheet, { trace, matrix, when }: Panel, scale: PictureScale, options: ShowOptions, hatch: string, hidden: readonly number[]): { drawing: Markup; width: number; height: number } {
  const say = PICTURE_WORDS[options.lang];
  const picture = heat(sheet, scale, say, hatch);
  const caption = [when && whenText(when, trace, hidden, options.lang), panelTitle(matrix, options)].filter(Boolean).join(' · ');
  const down = caption === '' ? 0 : 24;
  const linkHeight = Math.max(sheet.grid.rows * sheet.cell.height, LEAST_LINE * Math.max(sheet.rowLabels.length, sheet.columnLabels.length));
  const view = matrix.stage.name === 'weights' && sheet.block === 1
    ? links({ rows: sheet.rowLabels, columns: sheet.columnLabels, choice: chooseLinks(matrix, options.top), top: picture.top, height: linkHeight }, say)
    : undefined;
  return {
    width: picture.width + (view ? GAP + view.width : 0),
    height: Math.max(picture.height, view ? picture.top + linkHeight : 0) + down,
    drawing: markup`${caption !== '' && markup`<text y="11" font-size="13" font-weight="600" fill="${INK}">${caption}</text>`}<g transform="translate(0 ${down})">${picture.drawing}
${view && markup`<g transform="translate(${picture.width + GAP} 0)">${view.drawing}</g>`}</g>`,
  };
}

/** Which head of which batch item, where there are several. */
function panelTitle({ stage, batch, head }: Matrix, options: ShowOptions): string {
  const [batches, heads] = stage.tensor.shape as [number, number];
  const say = words({ ...options, unicode: true });
  return [...(batches > 1 ? [say.batchItem(batch + 1, batches)] : []), ...(heads > 1 ? [say.head(head + 1, heads)] : [])].join(' · ');
}

/** `before hiding 'cat'` */
function whenText(when: 'before' | 'after', { tokens }: Trace, hidden: readonly number[], lang: Language): string {
  const names = shownLabels(tokens.key, true).filter((_, at) => hidden.includes(at)).map((name) => `'${name}'`);
  return words({ lang, unicode: true })[when](names.join(', '));
}

function titleText({ problem, tokens }: Trace): string | undefined {
  const sentence = problem.provenance?.sentence ?? (tokens.given && tokens.query.length <= 12 ? tokens.query.join(' ') : undefined);
  return sentence === undefined ? undefined : `“${safeLabel(sentence)}”`;
}

function linkNotes(matrices: readonly Matrix[], { top, lang }: ShowOptions): string[] {
  const say = PICTURE_WORDS[lang];
  const [faint, of] = matrices.reduce(([a, b], matrix) => {
    const choice = chooseLinks(matrix);
    return [a + choice.faint, b + choice.of];
  }, [0, 0]);
  const rules = [say.linkRule, ...(faint > 0 ? [say.linksLeftOut(faint, of)] : []), ...(top === undefined ? [] : [say.onlyTop(top)])];
  return [rules.join(' · ')];
}

function hasMasked(sheets: readonly Sheet[]): boolean {
  return sheets.some(({ grid }) => Array.from({ length: grid.rows * grid.columns }, (_, at) => grid.at(Math.floor(at / grid.columns), at % grid.columns)).includes(undefined));
}
