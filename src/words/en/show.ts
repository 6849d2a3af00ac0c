import { grouped } from '../numbers.js';
import type { ShowFacts } from '../../show/facts.js';
import type { Sentences } from '../sentence.js';

export const show: Sentences<ShowFacts> = {
  'package-not-installed': ({ name }) => ({
    what: `pictures in dots and pages need the package ${name}, which is not installed beside attn`,
    fix: 'install attn again with npm, or write .svg',
  }),
  'xlsx-too-large': ({ found, most }) => ({
    what: `${grouped(found)} cells would be too many for a workbook: at most ${grouped(most)}`,
    fix: 'write .npz or .json, or fewer tokens',
  }),
  'npy-holds-one-array': (_, { option }) => ({
    what: 'a .npy file holds one array',
    fix: `add ${option('only', 'output')} (or another stage), or write .npz`,
  }),
  'array-not-computed': ({ found, expected }) => ({
    what: `this computation has no stage "${found}"`,
    fix: `it has ${expected.join(', ')}`,
  }),
  'stage-not-computed': ({ found, expected }) => ({
    what: `there is no stage '${found}' in this computation`,
    detail: `it has ${expected.join(', ')}`,
    fix: 'name one of these, or add the option that makes it',
  }),
  'no-such-matrix': ({ heads, batch }) => ({
    what: 'there is no such head or batch item',
    fix: `choose among ${heads} heads and ${batch} batch items`,
  }),
};
