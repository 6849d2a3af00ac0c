import type { Sight } from './seen.js';

/** Every number is 0. */
export const zeros: Sight = ({ actual }) =>
  actual.data.every((x) => x === 0)
    ? {
        ids: ['V1'],
        title: 'every number of OUT is 0',
        formula: 'OUT = 0',
        lookFor:
          'a buffer of zeros that the kernel never writes, weights that are all masked, a gradient taken for the output',
        instead: 'return what was computed',
        sure: true,
      }
    : undefined;
