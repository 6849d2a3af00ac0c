import type { MaskReason } from '../../core/index.js';

/** What pictures say: the labels of SVG and page, and the few words of a derivation. */
export interface PictureWords {
  readonly listens: string;
  readonly isHeard: string;
  readonly heard: string;
  readonly masked: string;
  readonly given: string;
  readonly sum: string;
  readonly cached: string;
  readonly emptyRow: string;
  readonly reason: Readonly<Record<MaskReason, string>>;
  readonly contributes: string;
  readonly others: (count: number, together: string) => string;
  readonly more: (count: number) => string;
  readonly linksLeftOut: (count: number, of: number) => string;
  readonly onlyTop: (count: number) => string;
  readonly linkRule: string;
  readonly block: (rows: string, columns: string, cells: number, masked: number) => string;
  readonly blockMean: string;
  readonly random: (seed: number | undefined) => string;
  readonly stretched: string;
  readonly rowsRange: (from: number, to: number, of: number) => string;
}

export const pictures: PictureWords = {
  listens: 'listens',
  isHeard: 'is heard',
  heard: 'heard',
  masked: 'masked',
  given: 'given',
  sum: 'sum',
  cached: 'from the cache',
  emptyRow: 'this query may hear no key: a convention (--empty-rows)',
  reason: {
    'query-padding': 'the query is padding',
    hidden: 'hidden',
    padding: 'padding',
    causal: 'comes later (causal)',
    window: 'outside the window',
    chunk: 'in another chunk',
    document: 'in another document',
    mask: 'forbidden by the mask',
    'score-mod': 'the score expression makes it −∞',
    bias: 'its bias is −∞',
    alibi: 'ALiBi makes it −∞',
    overflow: 'the score itself is −∞',
    selection: 'not selected',
  },
  contributes: 'tells',
  others: (count, together) => `… ${count} more, together ${together}`,
  more: (count) => `… ${count} more`,
  linksLeftOut: (count, of) => `${count} of ${of} links below 1 % hidden`,
  onlyTop: (count) =>
    count === 1
      ? 'only the largest weight of each row is drawn'
      : `only the ${count} largest weights of each row are drawn`,
  linkRule: 'wider and darker: more weight',
  block: (rows, columns, cells, masked) =>
    `rows ${rows}, columns ${columns}: ${cells} cells${masked > 0 ? `, ${masked} of them masked` : ''}`,
  blockMean: 'mean',
  random: (seed) =>
    `random vectors${seed === undefined ? '' : `, seed ${seed}`}: the arithmetic is real, the meaning is not`,
  stretched: 'no weight reaches 0.25: the scale ends at the largest',
  rowsRange: (from, to, of) => `${from}–${to} of ${of}`,
};
