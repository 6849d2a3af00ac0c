import { clipLabel } from '../text/clip.js';
import { displayWidth } from '../text/width.js';

export const SANS = "system-ui, -apple-system, 'Segoe UI', 'Helvetica Neue', Arial, sans-serif";
export const MONO = "ui-monospace, 'SF Mono', Menlo, Consolas, 'DejaVu Sans Mono', monospace";

/** Labels longer than this are cut; their whole text stands in the title of every cell. */
const LONGEST = 16;

/** Without a font at hand, a letter is taken as this wide, in ems: a little more than most are. */
const LETTER = 0.6;

export function textWidth(text: string, size: number): number {
  return displayWidth(text) * LETTER * size;
}

export function clipped(labels: readonly string[]): string[] {
  return labels.map((label) => clipLabel(label, LONGEST));
}

/** The room that the longest of these takes. */
export function widest(labels: readonly string[], size: number): number {
  return labels.reduce((most, label) => Math.max(most, textWidth(label, size)), 0);
}
