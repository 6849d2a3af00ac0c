/**
 * Constants that the kernel and the code that fills its memory share. AssemblyScript and TypeScript both read this file, so it holds
 * plain constants only.
 */

/**
 * Queries that are computed together. 4 × 2 vectors of sums are just enough to keep two multiply-add units busy (latency 4),
 * and with what they are made of they fit into 16 registers. 6 × 2, common in native code, does not under V8, which fetches
 * all operands of an iteration before it multiplies: it ran at half the speed.
 */
export const ROWS = 4;

/** Keys of one tile. Its part of K and of V stays in the first-level cache while all queries of a unit pass by. */
export const KEYS = 64;

/** Bytes of one row of a panel: 8 float32 or 4 float64, side by side. K and V are stored panel by panel. */
export const PANEL = 32;

/** Queries of one unit of work. The same for any number of threads, so that the result is, too. */
export const UNIT_ROWS = 48;

/** Bytes of one query's running softmax. */
export const ROW_BYTES = 64;

/** Bytes of one thread's workspace, without its buffers. */
export const WORKSPACE_BYTES = 192;

/** float32 throughout; float64 throughout; float32 in memory, computed in float64. */
export const FLOAT32 = 0;
export const FLOAT64 = 1;
export const WIDENED = 2;

/** Flags of a query: it has no visible key; its output is not finite; float32 was not precise enough; its scores may overflow. */
export const EMPTY = 1;
export const NON_FINITE = 2;
export const IMPRECISE = 4;
export const MAY_OVERFLOW = 8;
