/** Bytes that are asked for part by part: those of a file are read only then. */
export interface Parts {
  /** Of the file, for messages. */
  readonly name: string;
  readonly size: number;
  /** The bytes from `start` to `end`, as far as there are any. */
  readonly part: (start: number, end: number) => Uint8Array;
}

/** Bytes that are there already. */
export function partsOf(name: string, bytes: Uint8Array): Parts {
  return { name, size: bytes.length, part: (start, end) => bytes.subarray(Math.max(0, start), Math.max(0, end)) };
}

/** For numbers of several bytes. */
export function viewOf({ buffer, byteOffset, byteLength }: Uint8Array): DataView {
  return new DataView(buffer, byteOffset, byteLength);
}
