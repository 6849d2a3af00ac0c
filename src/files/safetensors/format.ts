/** The file begins with the length of its header, in so many bytes. */
export const LENGTH_BYTES = 8;

/** The header is a JSON object: `{`. */
export const OPENING = 0x7b;

/** The key of the header that holds texts instead of a tensor. */
export const METADATA = '__metadata__';
