import { brief } from '../report/words.js';
import { hasEmptyRow, ruleOf } from '../geometry.js';
import { regionOf, regionText } from '../where/region.js';
import { causeOf } from '../where/cause.js';
import { same, type Scene, type Sight } from './seen.js';

/** All that differs holds one number, which most of OUT does not: memory that was not written. */
export const notWritten: Sight = (scene) => {
  const { actual, differs, right, near } = scene;
  const cells = [...differs.keys()].filter((at) => differs[at] === 1);
  const [first] = cells;
  if (first === undefined || cells.length < 2 || cells.length === actual.data.length) return undefined;
  const value = actual.data[first]!;
  if (!cells.every((at) => Object.is(actual.data[at], value) || (value === 0 && actual.data[at] === 0)))
    return undefined;
  if (paddingOnly(scene)) return undefined; // a mistake of the mask says more
  // Cells that are right by chance belong to the part that was not written.
  const marked = actual.data.map((x, at) =>
    differs[at] === 1 || (x === value && same(x, right.data[at]!, near)) ? 1 : 0,
  );
  const region = regionOf(marked, actual.shape);
  if (!region.exact) return undefined;
  const where = regionText(region);
  const lastRow = region.boxes.length === 1 && region.boxes[0]!.rows.text === String(actual.shape[2] - 1);
  return {
    ids: lastRow ? ['P3', 'P5'] : ['P5'],
    title: `${where}: ${value === 0 ? 'zeros' : `every number is ${brief(value)}`}; the rest of OUT is right`,
    formula: `OUT = ${brief(value)} in ${where}`,
    lookFor:
      causeOf(region, scene.made) ?? 'a part of the buffer that is not written, a loop or a grid that ends early',
    instead: 'write every head, row and column',
    sure: true,
  };
};

/** Only rows that see no key, or stand behind the length of their batch item. */
function paddingOnly({ made, actual, differs }: Scene): boolean {
  const { geometry, problem } = made.right;
  const { lengths, shape } = geometry;
  if (!lengths && !problem.queryLengths && !hasEmptyRow(geometry)) return false;
  const [, H, L, D] = actual.shape;
  const rule = ruleOf(geometry);
  const [, heads, , nK] = shape;
  const sees = (b: number, h: number, i: number): boolean => {
    for (let head = H === heads ? h : 0; head < (H === heads ? h + 1 : heads); head++)
      for (let j = 0; j < nK; j++) if (!rule || rule(i, j, head, b)) return true;
    return false;
  };
  const padded = new Map<number, boolean>();
  for (let at = 0; at < differs.length; at++) {
    if (differs[at] === 0) continue;
    const row = Math.floor(at / D);
    const known = padded.get(row);
    const [b, h, i] = [Math.floor(row / (H * L)), Math.floor(row / L) % H, row % L];
    const is = known ?? ((lengths !== undefined && i >= lengths[b]!) || !sees(b, h, i));
    padded.set(row, is);
    if (!is) return false;
  }
  return true;
}
