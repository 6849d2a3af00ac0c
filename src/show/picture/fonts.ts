import { fileBeside } from './beside.js';

/** DejaVu has every letter of Vietnamese and Greek, arrows and the signs of mathematics; its condensed cut is as wide as the fonts that widths are reckoned for. */
export const FAMILY = 'DejaVu Sans Condensed';

/** The files of the font, so that a machine without fonts shows the same. */
export function fontFiles(): { readonly regular: string; readonly bold: string } {
  const file = (cut: string): string => fileBeside('dejavu-fonts-ttf', `ttf/DejaVuSansCondensed${cut}.ttf`);
  return { regular: file(''), bold: file('-Bold') };
}

/** Width and height of an SVG of ours. */
export function sizeOfSvg(svg: string): readonly [width: number, height: number] {
  const [, width, height] = /<svg [^>]*width="(\d+)" height="(\d+)"/.exec(svg)!;
  return [Number(width), Number(height)];
}
