/** Bytes that are made one after the other, so that a large file never stands in memory as a whole. */
export type Pieces = Iterable<Uint8Array>;

/** All of them, at once. */
export function joined(pieces: Pieces): Uint8Array {
  const all = [...pieces];
  const bytes = new Uint8Array(all.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const piece of all) {
    bytes.set(piece, at);
    at += piece.length;
  }
  return bytes;
}
