import { brief } from '../report/words.js';
import { ENOUGH, type Sight } from './seen.js';

/** Every number is the same one, and they should not be. */
export const constant: Sight = ({ actual, right }) => {
  const [first] = actual.data;
  if (actual.data.length < ENOUGH || first === undefined || !actual.data.every((x) => x === first)) return undefined;
  if (right.data.every((x) => Math.abs(x - right.data[0]!) <= 1e-6 * Math.abs(x))) return undefined;
  return {
    ids: ['V2'],
    title: `every number of OUT is ${brief(first)}`,
    formula: `OUT = ${brief(first)}`,
    lookFor: 'a buffer that is filled and never written, an output that is broadcast from one number',
    instead: 'return what was computed',
    sure: true,
  };
};
