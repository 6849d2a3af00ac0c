// A pickle of n bytes can ask for n objects, and its sharing for 2^n names: what is made is counted, whatever the file says.

/** A state dict of 40,000 tensors has about ten million bytes. */
export const LONGEST_PICKLE = 2 ** 24;

/** About forty a tensor. */
export const MOST_STEPS = 2 ** 21;

/** Lists, dicts, tuples and objects; five a tensor. */
export const MOST_OBJECTS = 200_000;

/** Values that are kept to be referred to again; fifteen a tensor. */
export const MOST_KEPT = 2 ** 19;

/** Whole numbers of up to so many bytes are read; torch itself needs 10. */
export const LONGEST_INTEGER = 32;
