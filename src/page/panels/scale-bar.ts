import { hex, type Language, markup, type Markup, type PictureScale } from '../../show/index.js';
import { PICTURE_WORDS } from '../../words/index.js';

const STEPS = 16;

/** The colours from end to end with the numbers of the ends, and the sign for what is masked. */
export function scaleBar(scale: PictureScale, lang: Language): Markup {
  const stops = Array.from({ length: STEPS + 1 }, (_, at) => hex(scale.at(at / STEPS))).join(',');
  return markup`<p class="bar"><span>${scale.ends[0]}</span><i style="background:linear-gradient(90deg,${stops})"></i><span>${scale.ends[1]}</span><i class="masked"></i><span>${PICTURE_WORDS[lang].masked}</span></p>`;
}
