import { type Tensor } from '../core/index.js';
import { joined, npyPieces } from '../files/index.js';
import { namedArrays } from './parts/arrays.js';
import type { PiecesRenderer, Renderer } from './renderer.js';
import { usageError } from './facts.js';

/** The one stage that `--only` names, as .npy. */
export const renderNpy: Renderer = (trace, options) => joined(renderNpyPieces(trace, options));

export const renderNpyPieces: PiecesRenderer = (trace, options) => {
  if (options.only === undefined) {
    throw usageError({ code: 'npy-holds-one-array' });
  }
  const [[name, array]] = [...namedArrays(trace, options)] as [[string, Tensor]];
  return npyPieces(array, name);
};
