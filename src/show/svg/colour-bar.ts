import { QUIET } from './heat.js';
import { markup, type Markup } from './markup.js';
import { hex, point } from './numbers.js';
import type { PictureScale } from './scale.js';
import { MONO, textWidth } from './text-width.js';

const LENGTH = 180;
const STEPS = 60;

/** The scale from one end to the other, with the numbers of its ends; drawn of paths, since every `<rect>` is a cell. */
export function colourBar(scale: PictureScale): { drawing: Markup; width: number } {
  const start = Math.ceil(textWidth(scale.ends[0], 11)) + 8;
  const step = LENGTH / STEPS;
  const slices = Array.from(
    { length: STEPS },
    (_, at) =>
      markup`<path d="M${point(start + at * step)} 0h${point(step + (at < STEPS - 1 ? 0.4 : 0))}v12h${point(-step - (at < STEPS - 1 ? 0.4 : 0))}z" fill="${hex(scale.at(at / (STEPS - 1)))}"/>`,
  );
  return {
    width: start + LENGTH + 8 + Math.ceil(textWidth(scale.ends[1], 11)),
    drawing: markup`<g class="scale"><text x="${start - 8}" y="10" text-anchor="end" fill="${QUIET}" font-family="${MONO}" font-size="11">${scale.ends[0]}</text>${slices}<text x="${start + LENGTH + 8}" y="10" fill="${QUIET}" font-family="${MONO}" font-size="11">${scale.ends[1]}</text></g>`,
  };
}
