import type { NonFiniteCell, RowPlace, TraceFacts } from '../../core/index.js';
import { numberName, offsetText } from '../symbols.js';
import type { PlainSentences } from '../sentence.js';
import { counted } from './counted.js';

export const trace: PlainSentences<TraceFacts> = {
  'no-default-scale': () => 'd_k is 0, so 1/√d_k does not exist: all scores are 0, and a scale of 1 was used',
  'zero-vector-normed': ({ sides }, { option }) =>
    `${sides.map((side) => ({ q: 'a query', k: 'a key' })[side]).join(' and ')} without length was normed to zeros (${option('norm-eps', 0)})`,
  'decay-grows': ({ token, head, found }, { option }) =>
    `${option('log-decay')} of token ${token} in head ${head} is ${found}: above 0 the memory grows instead of fading (the value is the logarithm of the decay)`,
  'delta-grows': ({ token, head, found }, { option }) =>
    `the key of token ${token} in head ${head} has |1 − β·‖k‖²| = ${found}: above 1 the delta rule makes the memory grow; norm the keys (${option('k-norm', 'l2')})`,
  'empty-rows': ({ rows, more, result }, { option }) =>
    `${rows.length === 1 ? 'this query has' : 'these queries have'} no visible keys: ${listed(rows.map(place), more, ', ', ' ')}; ` +
    `${EMPTY[result]} (${option('empty-rows')})`,
  'stage-not-finite': ({ stage, cells, more }) => `non-finite ${stage}: ${listed(cells.map(cell), more)}`,
  'masked-not-finite': ({ keys, more }) =>
    `NaN or ∞ in K or V of ${listed(
      keys.map((key) => `'${key}'`),
      more,
      ', ',
      ' ',
    )} stands behind the mask and changes nothing here; 0·NaN makes it NaN in PyTorch`,

  verbatim: ({ text }) => text,
  axes: ({ axes }) => `(${axes.join(', ')})`,
  'heads-share-keys': ({ queryHeads }) => `${queryHeads} neighbouring query heads share one key/value head`,
  'heads-repeated': ({ q, k, v, heads }) => `heads of Q ${q}, K ${k}, V ${v}, neighbours repeated to ${heads}`,
  'softcap-before-mask': ({ cap }) => `${cap}·tanh(s/${cap}), before bias and mask`,
  'bias-added': ({ text, to }) => `${text ?? 'given'}, added to the ${to} scores`,
  'alibi-slopes': ({ given }) => `−slope·distance, ${given ? 'slopes given' : "slopes by the authors' rule"}`,
  'rope-pairs': ({ pairs, base }) => `${pairs}, base ${base}`,
  'positions-given': ({ of }) =>
    `given for ${of.map((side) => (side === 'both' ? 'queries and keys' : side)).join(', ')}; RoPE alone`,
  'cached-keys': ({ count, rotated }) =>
    `${count} ${count === 1 ? 'key' : 'keys'} in front of K${rotated ? ', taken as already rotated' : ''}`,
  'query-position': ({ offsets }) => `query i stands at key ${offsetText(offsets, 'by batch item')}`,
  'not-causal': () => 'none',
  causal: ({ corner, offsets }) => `${corner} (j ≤ ${offsetText(offsets, 'by batch item')})`,
  window: ({ before, after }) => `${reach(before)} before, ${reach(after)} after, both inclusive`,
  chunk: ({ size }) => `${size} positions each; a query sees keys of its own chunk alone`,
  'documents-apart': ({ count, padding }) =>
    `${count} ${count === 1 ? 'document' : 'documents'}; a query sees keys of its own alone${padding ? '; ids below 0 are padding' : ''}`,
  'select-top': ({ count, ties }) =>
    `the ${count === 1 ? 'largest score' : `${count} largest scores`} of each row, after the mask; of equal ones at the edge ${ties === 'all' ? 'all' : 'the first keys'}`,
  'select-blocks': ({ count, size }) =>
    `${counted(count, 'block')} of ${counted(size, 'key')}: the query's own, and of the earlier ones those with the largest q·mean(k)`,
  'mask-true': ({ means }) => means,
  'short-mask-masked': () => 'missing columns are masked',
  'stacked-mask': () => 'three axes are (batch×heads, n_q, n_k)',
  'sink-in-denominator': () => 'joins the denominator only, as it is (not scaled, capped or masked)',
  'stages-rounded': ({ dtype }) => `every stage rounded to ${dtype}`,
  'natural-logarithm': () => 'natural logarithm',
  bits: () => 'bits',
  'arithmetic-in-tiles': ({ type }) =>
    type === 'float32' ? 'float32, in tiles; float64 for queries where that is too coarse' : 'float64, in tiles',
};

const EMPTY = {
  sink: 'the sink takes all their weight',
  zero: 'weights and output are 0',
  nan: 'weights and output are NaN',
  uniform: 'all keys get the same weight',
} as const;

function reach(keys: number): string {
  return keys < 0 ? 'all' : String(keys);
}

/** `'it' (row 3, head 2)` */
function place({ token, row, head, item, everywhere }: RowPlace): string {
  const where = [
    `row ${row}`,
    head !== undefined && `head ${head}`,
    item !== undefined && `batch item ${item}`,
    everywhere && 'everywhere',
  ];
  return `'${token}' (${where.filter(Boolean).join(', ')})`;
}

function cell({ value, at, key, column }: NonFiniteCell): string {
  return `${numberName(value)} at ${place(at)}${key === undefined ? `, column ${column}` : ` for '${key}'`}`;
}

function listed(names: readonly string[], more: number, between = '; ', last = '; '): string {
  return names.join(between) + (more > 0 ? `${last}and ${more} more` : '');
}
