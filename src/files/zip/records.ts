// The records of a zip archive, in one place for reader and writer: signature and length of the fixed fields in bytes.
// https://pkware.cachefly.net/webdocs/casestudies/APPNOTE.TXT, 4.3

interface RecordKind {
  readonly signature: number;
  readonly length: number;
}

/** The header before a member's data. */
export const LOCAL: RecordKind = { signature: 0x04034b50, length: 30 };

/** An entry of the directory at the end. */
export const ENTRY: RecordKind = { signature: 0x02014b50, length: 46 };

/** The last record of an archive. */
export const END: RecordKind = { signature: 0x06054b50, length: 22 };

/** The end record of a zip64 archive. */
export const WIDE_END: RecordKind = { signature: 0x06064b50, length: 56 };

/** Where that record begins; it stands just before the last one. */
export const WIDE_LOCATOR: RecordKind = { signature: 0x07064b50, length: 20 };

/** What may follow a member that was written to a pipe; at most signature, CRC and two sizes of 64 bits. */
export const DESCRIPTOR: RecordKind = { signature: 0x08074b50, length: 24 };
