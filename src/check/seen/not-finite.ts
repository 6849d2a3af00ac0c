import { brief } from '../report/words.js';
import { regionOf, regionText } from '../where/region.js';
import { ENOUGH, type Sight } from './seen.js';

/** NaN or infinities where there should be none: which, and where. */
export const notFinite: Sight = ({ actual, right, differs }) => {
  const odd = actual.data.map((x, at) => (Number.isFinite(x) || Object.is(x, right.data[at]) ? 0 : 1));
  const count = odd.reduce((sum, one) => sum + one, 0);
  if (count === 0) return undefined;
  const kinds = [...new Set([...actual.data].filter((_, at) => odd[at] === 1).map(brief))];
  const where = regionText(regionOf(odd, actual.shape));
  const alone = differs.every((one, at) => one === 0 || odd[at] === 1);
  const all = count === actual.data.length && count >= ENOUGH;
  return {
    ids: ['V0'],
    title: all
      ? `every number of OUT is ${kinds.join(' or ')}`
      : `${kinds.join(' and ')} in ${where}; ${alone ? 'the rest is right' : 'the rest differs too'}`,
    formula: kinds.includes('NaN') ? '0/0, ∞ − ∞ or 0·∞' : 'a number beyond the largest of its type',
    lookFor:
      'rows without a visible key, −inf − (−inf) in the softmax, 0 · inf in a mask, exp without the maximum taken off, memory that was not written',
    instead: 'subtract the maximum of the row; give rows without a visible key a value of their own',
    sure: false,
    shallow: alone || all,
  };
};
