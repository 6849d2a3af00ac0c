import { barText } from '../../explain/index.js';
import { glyphs } from '../../show/index.js';
import type { Progress } from '../training.js';
import { sparkline } from './curve.js';

/** ` 45 % █████████▌            loss 0.312 ▇▅▃▂▁▁` */
export function progressLine({ done, losses }: Progress, unicode: boolean, width: number): string {
  const bar = barText({ share: done, width: 20 }, glyphs(unicode).bars).padEnd(20);
  const left = ` ${String(Math.floor(100 * done)).padStart(3)} % ${bar} loss `;
  const latest = (losses.at(-1) ?? NaN).toFixed(3);
  return losses.length === 0
    ? left.trimEnd()
    : `${left}${latest} ${sparkline(losses, Math.max(0, width - left.length - latest.length - 2), unicode)}`;
}
