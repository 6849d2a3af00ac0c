import { together } from './parts/several-renderers.js';
import { packageBeside } from './picture/beside.js';
import { fontFiles, sizeOfSvg } from './picture/fonts.js';
import type { Renderer, SeveralRenderer } from './renderer.js';
import { renderSvg, renderSvgs } from './svg.js';

/** What is used of PDFKit: https://pdfkit.org */
interface PdfDocument {
  readonly registerFont: (name: string, file: string) => void;
  readonly end: () => void;
  /** All that was written, as long as nobody listens. */
  readonly read: () => Uint8Array;
}
type PdfKit = new (options: object) => PdfDocument;
/** https://github.com/alafr/SVG-to-PDFKit */
type SvgToPdf = (document: PdfDocument, svg: string, x: number, y: number, options: object) => void;

/** A unit of SVG is 1/96 of an inch, one of PDF 1/72. */
const POINTS = 72 / 96;

/** The picture of `svg` on a page of its size: text stays text, in a font that is embedded. */
export async function pdfRenderer(): Promise<Renderer> {
  const draw = prepared();
  return (trace, options) => draw(renderSvg(trace, options));
}

/** The same of several results. */
export async function pdfSeries(): Promise<SeveralRenderer> {
  const draw = prepared();
  return together((results) => draw(renderSvgs(results)));
}

function prepared(): (svg: string) => Uint8Array {
  const Document = packageBeside<PdfKit>('pdfkit');
  const drawSvg = packageBeside<SvgToPdf>('svg-to-pdfkit');
  const { regular, bold } = fontFiles();
  return (svg) => {
    const size = sizeOfSvg(svg).map((length) => length * POINTS);
    // A fixed date: the same picture gives the same bytes on any day.
    const document = new Document({ size, margin: 0, info: { Creator: 'attn', CreationDate: new Date(0) } });
    document.registerFont('regular', regular);
    document.registerFont('bold', bold);
    drawSvg(document, svg, 0, 0, {
      fontCallback: (_family: string, isBold: boolean) => (isBold ? 'bold' : 'regular'),
      warningCallback: () => undefined,
    });
    document.end();
    return document.read();
  };
}
