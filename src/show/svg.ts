import type { Trace } from '../core/index.js';
import { jsonTensor } from './json/write.js';
import { safeLabel } from './text/label.js';
import { PICTURE_WORDS } from '../words/index.js';
import { sharedSentence } from './parts/several.js';
import { together } from './parts/several-renderers.js';
import type { Result, SeveralRenderer, ShowOptions } from './renderer.js';
import { colourBar } from './svg/colour-bar.js';
import { INK, QUIET } from './svg/heat.js';
import { chooseLinks } from './svg/links.js';
import { markup, type Markup } from './svg/markup.js';
import { contentId, point } from './svg/numbers.js';
import { drawPanel, GAP, hasLinks, headText, panelsOf, stageOf, valuesIn, type Panel } from './svg/panels.js';
import { pictureScale, type PictureScale } from './svg/scale.js';
import { SANS, textWidth } from './svg/text-width.js';
import { titleParts, unusual } from './parts/title.js';
import { tableWords } from '../words/index.js';

const MARGIN = 24;
/** How many times wider than high a picture of many panels is to be, about. */
const ASPECT = 1.6;
/** Of a result with more panels than this not all stand in one row. */
const LONGEST_ROW = 8;

/**
 * A static picture for a paper or a slide: weights (or the stage of `only`) as a heatmap and as lines between the words, each head beside
 * the other, with a scale and everything that was assumed. SVG 1.1 without scripts, styles or foreign objects; text stays text.
 *
 * @throws AttnError when the computation has no such stage, head or batch item
 * @see https://www.w3.org/TR/SVG11/
 */
export function renderSvg(trace: Trace, options: ShowOptions): string {
  return renderSvgs([{ trace, options }]);
}

/** See `renderSvgs`. */
export const renderSvgSeries: SeveralRenderer = together(renderSvgs);

/** The same of several results, the layers of a model for example, as small multiples on one scale: a row each where they have heads. */
export function renderSvgs(results: readonly Result[]): string {
  const { options } = results[0]!;
  const panels = panelsOf(results);
  const content = results
    .map(({ trace }) => jsonTensor(stageOf(trace, options).tensor, { compact: true }) + JSON.stringify(trace.tokens))
    .join('');
  const id = `attn-${contentId(content + options.lang)}`;
  const { scale, stretched } = scaleOf(panels, options);

  const heading = headingOf(
    results.map(({ trace }) => trace),
    panels,
    options,
  );
  const grid = placed(
    panels.map((panel) => drawPanel(panel, scale, options, `${id}-hatch`)),
    heading.height,
    results.length,
  );
  const foot = footOf(panels, scale, notesOf(panels, stretched, options), options, `${id}-hatch`);
  const width = Math.ceil(2 * MARGIN + Math.max(grid.width, heading.width, foot.width));
  const height = Math.ceil(grid.bottom + 20 + foot.height + MARGIN);

  return `${
    markup`<?xml version="1.0" encoding="UTF-8"?>
<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" font-family="${SANS}" role="img" aria-labelledby="${id}-title">
<title id="${id}-title">${heading.title}</title>
<defs><pattern id="${id}-hatch" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)"><path d="M0 0H6V6H0z" fill="#eef0f3"/><path d="M0 0V6" stroke="#a9b1bc" stroke-width="2.4"/></pattern></defs>
<path class="paper" d="M0 0H${width}V${height}H0z" fill="#ffffff"/>
${heading.drawing}
${grid.drawing}
<g transform="translate(${MARGIN} ${point(grid.bottom + 20)})">${foot.drawing}</g>
</svg>`.markup
  }\n`;
}

/** The sentence, then the name of the stage and all that was assumed, as far as it is true of every panel. */
function headingOf(
  traces: readonly Trace[],
  panels: readonly Panel[],
  { lang }: ShowOptions,
): { drawing: Markup; title: string; width: number; height: number } {
  const sentence = traces.length > 1 ? sharedSentence(traces) : sentenceOf(traces[0]!);
  const above = sentence === undefined ? undefined : `“${safeLabel(sentence)}”`;
  const [name = '', ...about] = ofAll(
    panels.map(({ matrix }) => {
      const own = headText(matrix, lang).split(' · ');
      return titleParts(matrix, { lang, unicode: true }).filter((part) => !own.includes(part));
    }),
  );
  const assumed = ofAll(
    traces.map((trace) => {
      const { provenance } = trace.problem;
      return [
        ...unusual(trace, { unicode: true, lang }),
        ...(provenance?.random ? [PICTURE_WORDS[lang].random(provenance.seed)] : []),
      ];
    }),
  );
  const facts = [...about, ...assumed].join(' · ');
  const y = MARGIN + (above === undefined ? 12 : 34);
  return {
    title: above ?? `${name} · ${facts}`,
    width: Math.max(textWidth(`${name} · ${facts}`, 12), textWidth(above ?? '', 17)),
    height: y + 24,
    drawing: markup`<g fill="${INK}">${above !== undefined && markup`<text x="${MARGIN}" y="${MARGIN + 12}" font-size="17" font-weight="600">${above}</text>`}<text x="${MARGIN}" y="${y}" font-size="12" fill="${QUIET}"><tspan font-weight="600" fill="${INK}">${name}</tspan> · ${facts}</text></g>`,
  };
}

function sentenceOf({ problem: { provenance }, tokens }: Trace): string | undefined {
  return provenance?.sentence ?? (tokens.given && tokens.query.length <= 12 ? tokens.query.join(' ') : undefined);
}

/** What all lists have, in the order of the first. */
function ofAll([first = [], ...others]: readonly (readonly string[])[]): string[] {
  return first.filter((part) => others.every((other) => other.includes(part)));
}

/** Panels beside and under each other, all as large as the largest; with several heads of several results, a row a result. */
function placed(
  drawn: readonly { drawing: Markup; width: number; height: number }[],
  top: number,
  results: number,
): { drawing: Markup; width: number; bottom: number } {
  const wide = drawn.reduce((most, { width }) => Math.max(most, width), 1);
  const high = drawn.reduce((most, { height }) => Math.max(most, height), 1);
  const each = drawn.length / results;
  const inRows = results > 1 && each > 1 && each <= LONGEST_ROW && Number.isInteger(each);
  const columns = inRows
    ? each
    : Math.min(drawn.length, Math.max(1, Math.round(Math.sqrt((drawn.length * high * ASPECT) / wide))));
  return {
    width: columns * (wide + GAP) - GAP,
    bottom: top + Math.ceil(drawn.length / columns) * (high + GAP) - GAP,
    drawing: markup`${drawn.map(
      (
        { drawing },
        at,
      ) => markup`<g transform="translate(${MARGIN + (at % columns) * (wide + GAP)} ${point(top + Math.floor(at / columns) * (high + GAP))})">${drawing}</g>
`,
    )}`,
  };
}

/** The scale, the sign for what is masked, and what has to be said. */
function footOf(
  panels: readonly Panel[],
  scale: PictureScale,
  notes: readonly string[],
  { lang }: ShowOptions,
  hatch: string,
): { drawing: Markup; width: number; height: number } {
  const bar = colourBar(scale);
  const masked = panels.some(({ sheet }) => valuesIn(sheet.grid).includes(undefined));
  return {
    width: Math.max(bar.width + (masked ? 140 : 0), ...notes.map((note) => textWidth(note, 11))),
    height: 24 + 17 * notes.length,
    drawing: markup`${bar.drawing}${masked && markup`<g transform="translate(${bar.width + 28} 0)"><path d="M0 0h18v12h-18z" fill="url(#${hatch})" stroke="#9aa3af" stroke-width="0.5"/><text x="25" y="10" fill="${QUIET}" font-size="11">${PICTURE_WORDS[lang].masked}</text></g>`}
<g fill="${QUIET}" font-size="11">${notes.map((note, at) => markup`<text y="${34 + 17 * at}">${note}</text>`)}</g>`,
  };
}

/** Weights from 0 to 1, so that pictures can be compared; only where none reaches a quarter, to the largest, or nothing could be seen. */
function scaleOf(panels: readonly Panel[], { cmap }: ShowOptions): { scale: PictureScale; stretched: boolean } {
  const values = panels.flatMap(({ sheet }) => valuesIn(sheet.grid)).filter((x) => x !== undefined);
  const isWeights = panels[0]!.matrix.stage.name === 'weights';
  const largest = values.reduce((most, x) => (x > most ? x : most), 0);
  const stretched = isWeights && largest > 0 && largest < 0.25;
  return {
    stretched,
    scale: pictureScale(stretched ? [0, ...values] : values, isWeights, stretched ? 'stretch' : 'fixed', cmap),
  };
}

function notesOf(panels: readonly Panel[], stretched: boolean, { lang, top }: ShowOptions): string[] {
  const say = PICTURE_WORDS[lang];
  const { matrix, sheet } = panels[0]!;
  const choices = hasLinks(matrix, sheet) ? panels.map((panel) => chooseLinks(panel.matrix)) : [];
  const faint = choices.reduce((sum, choice) => sum + choice.faint, 0);
  const of = choices.reduce((sum, choice) => sum + choice.of, 0);
  return [
    ...(sheet.block > 1 ? [tableWords({ lang, unicode: true }).everyBlock(sheet.block)] : []),
    ...(stretched ? [say.stretched] : []),
    ...(choices.length > 0
      ? [
          [
            say.linkRule,
            ...(faint > 0 ? [say.linksLeftOut(faint, of)] : []),
            ...(top === undefined ? [] : [say.onlyTop(top)]),
          ].join(' · '),
        ]
      : []),
  ];
}
