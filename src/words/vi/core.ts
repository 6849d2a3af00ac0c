import type { CoreFacts } from '../../core/facts.js';
import type { Sentences } from '../sentence.js';

export const core: Sentences<CoreFacts> = {
  'scale-not-finite': ({ scale, value, dK, dV, dModel, nQ, nK }, { option }) => ({
    what: `hệ số ${scale} bằng ${value}`,
    detail: `d_k = ${dK}, d_v = ${dV}, d_model = ${dModel}, n_q = ${nQ}, n_k = ${nK}`,
    fix: `cho ${option('scale')} một số hữu hạn`,
  }),
};
