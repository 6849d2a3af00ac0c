import { type Tensor, usageError } from '../core/index.js';
import { joined, npyPieces } from '../files/index.js';
import { namedArrays } from './parts/arrays.js';
import type { PiecesRenderer, Renderer } from './renderer.js';

/** The one stage that `--only` names, as .npy. */
export const renderNpy: Renderer = (trace, options) => joined(renderNpyPieces(trace, options));

export const renderNpyPieces: PiecesRenderer = (trace, options) => {
  if (options.only === undefined) {
    throw usageError({
      what: 'a .npy file holds one array',
      fix: 'add --only output (or another stage), or write .npz',
    });
  }
  const [[name, array]] = [...namedArrays(trace, options)] as [[string, Tensor]];
  return npyPieces(array, name);
};
