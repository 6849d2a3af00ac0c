/** As `--rope-dim` writes it: the first N features, or `last:N`. */
export const ROPE_DIM = /^(last:)?\d+$/;

/** As `--rope-sections` writes it: `2,3,3`, `interleaved:4,2,2`, `axial:4,4`. */
export const SECTIONS = /^(?:(interleaved|axial):)?(\d+(?:,\d+)*)$/;
