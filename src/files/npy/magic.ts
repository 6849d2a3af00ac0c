/** The first bytes of a .npy file: \x93NUMPY. */
export const NPY_MAGIC = [0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59] as const;

/** Magic, version 1.0, and two bytes for the length of the header. */
export const NPY_PREAMBLE = 10;
