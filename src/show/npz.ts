import { encodeNpz, npzPieces } from '../files/index.js';
import { namedArrays } from './parts/arrays.js';
import type { PiecesRenderer, Renderer } from './renderer.js';

/** The stages asked for, and the mask, each under its name. */
export const renderNpz: Renderer = (trace, options) => encodeNpz(namedArrays(trace, options));

export const renderNpzPieces: PiecesRenderer = (trace, options) => npzPieces(namedArrays(trace, options));
