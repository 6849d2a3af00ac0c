import { CACHE } from './cache.js';
import { CHUNKS, DOCUMENTS } from './documents.js';
import { HEADS } from './heads.js';
import { MASK_GEOMETRY } from './mask-geometry.js';
import { MASK_VALUE } from './mask-value.js';
import type { Mistake } from './mistake.js';
import { MISREAD } from './misread.js';
import { NORMS } from './norms.js';
import { ONLINE } from './online.js';
import { OPERANDS } from './operands.js';
import { PLUMBING } from './plumbing.js';
import { POSITION } from './position.js';
import { PRECISION } from './precision.js';
import { PROJECTIONS } from './projections.js';
import { SCALE } from './scale.js';
import { SCORE_MOD } from './score-mod.js';
import { SOFTCAP_SINK } from './softcap-sink.js';
import { SOFTMAX } from './softmax.js';
import { TILES } from './tiles.js';

/** The whole catalogue. A mistake is added by an entry in its family, a family by its line here. */
export const MISTAKES: readonly Mistake[] = [
  ...SCALE,
  ...SOFTMAX,
  ...ONLINE,
  ...MASK_VALUE,
  ...MASK_GEOMETRY,
  ...DOCUMENTS,
  ...CHUNKS,
  ...CACHE,
  ...TILES,
  ...OPERANDS,
  ...PROJECTIONS,
  ...HEADS,
  ...NORMS,
  ...POSITION,
  ...SCORE_MOD,
  ...SOFTCAP_SINK,
  ...PRECISION,
  ...MISREAD,
  ...PLUMBING,
];
