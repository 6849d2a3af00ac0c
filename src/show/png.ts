import { readFileSync } from 'node:fs';
import { together } from './parts/several-renderers.js';
import { fileBeside, packageBeside } from './picture/beside.js';
import { FAMILY, fontFiles, sizeOfSvg } from './picture/fonts.js';
import type { Renderer, SeveralRenderer } from './renderer.js';
import { renderSvg, renderSvgs } from './svg.js';

/** What is used of resvg: https://github.com/thx/resvg-js */
interface Resvg {
  readonly initWasm: (wasm: Uint8Array) => Promise<void>;
  readonly Resvg: new (svg: string, options: object) => { render: () => { asPng: () => Uint8Array } };
}

/** Dots for each unit of the SVG, so that text is sharp on a fine screen and in print. */
const ZOOM = 2;
/** A larger picture gets fewer dots: 50 million are 200 MB while it is drawn. */
const MOST_DOTS = 5e7;

let drawing: Promise<(svg: string) => Uint8Array> | undefined;

/** The picture of `svg` in dots. */
export async function pngRenderer(): Promise<Renderer> {
  const draw = await (drawing ??= prepared());
  return (trace, options) => draw(renderSvg(trace, options));
}

/** The same of several results. */
export async function pngSeries(): Promise<SeveralRenderer> {
  const draw = await (drawing ??= prepared());
  return together((results) => draw(renderSvgs(results)));
}

async function prepared(): Promise<(svg: string) => Uint8Array> {
  const { initWasm, Resvg } = packageBeside<Resvg>('@resvg/resvg-wasm');
  await initWasm(readFileSync(fileBeside('@resvg/resvg-wasm', 'index_bg.wasm')));
  const { regular, bold } = fontFiles();
  const fontBuffers = [regular, bold].map((file) => new Uint8Array(readFileSync(file)));
  const font = { fontBuffers, loadSystemFonts: false, defaultFontFamily: FAMILY, sansSerifFamily: FAMILY };
  return (svg) => {
    const [width, height] = sizeOfSvg(svg);
    const value = Math.min(ZOOM, Math.sqrt(MOST_DOTS / (width * height)));
    return new Resvg(svg, { fitTo: { mode: 'zoom', value }, font }).render().asPng();
  };
}
