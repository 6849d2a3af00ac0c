import type { Case } from '../case.js';
import { causeOf, tileOf } from './cause.js';
import { regionOf, regionText, type Region } from './region.js';
import { fromVisible } from './visible.js';

/** Where OUT differs, as a pattern. */
export interface Where {
  readonly region: Region;
  /** `head 5`, `rows 64–76`; empty where it differs everywhere. */
  readonly text: string;
  /** What usually makes such a pattern. */
  readonly cause?: string;
  /** The size of the tiles behind it. */
  readonly tile?: number;
}

/** @param differs (B, H, L, D), 1 where a cell differs */
export function whereOf(
  differs: ArrayLike<number>,
  shape: readonly [number, number, number, number],
  made: Case,
): Where {
  const region = regionOf(differs, shape);
  const [, H, L] = shape;
  const all = regionText(region);
  const everywhere = all === 'everywhere';
  const visible = everywhere ? undefined : fromVisible(differs, shape, made);
  const many = H > 1 && region.boxes.length === 1 && region.boxes[0]!.heads.text !== '' ? ` (of ${H})` : '';
  const down = region.boxes.length === 1 && region.boxes[0]!.rows.text !== '' ? ` (of ${L})` : '';
  const cause = region.exact && !everywhere ? causeOf(region, made) : undefined;
  const tile = region.exact && !everywhere ? tileOf(region) : undefined;
  const text = everywhere ? '' : region.exact ? `${all}${many === '' ? down : many}` : (visible ?? all);
  return {
    region,
    text: region.exact && visible !== undefined && !everywhere ? `${text}: ${visible}` : text,
    ...(cause !== undefined && { cause }),
    ...(tile !== undefined && { tile }),
  };
}
