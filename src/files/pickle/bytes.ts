import { viewOf } from '../parts.js';
import { shorten } from '../shorten.js';
import { utf8 } from '../utf8.js';
import { LONGEST_INTEGER } from './limits.js';
import type { Stop } from './read.js';

const NEWLINE = 0x0a;
/** Far longer than any name or number in text. */
const LONGEST_LINE = 1000;

/** The arguments of a pickle's instructions, one after the other. */
export class PickleBytes {
  at = 0;
  private readonly bytes: Uint8Array;
  private readonly view: DataView;
  private readonly stop: Stop;

  constructor(bytes: Uint8Array, stop: Stop) {
    this.bytes = bytes;
    this.view = viewOf(bytes);
    this.stop = stop;
  }

  /** Where the next `length` bytes begin. */
  private taken(length: number): number {
    const start = this.at;
    if (!(length >= 0 && length <= this.bytes.length - start))
      this.stop({ code: 'pickle-cut-off', byte: start + 1, found: this.bytes.length - start, expected: length });
    this.at = start + length;
    return start;
  }

  byte(): number {
    return this.view.getUint8(this.taken(1));
  }

  uint16(): number {
    return this.view.getUint16(this.taken(2), true);
  }

  int32(): number {
    return this.view.getInt32(this.taken(4), true);
  }

  uint32(): number {
    return this.view.getUint32(this.taken(4), true);
  }

  /** A length of 64 bits; one beyond 2^53 is longer than any file. */
  uint64(): number {
    return Number(this.view.getBigUint64(this.taken(8), true));
  }

  float64(): number {
    return this.view.getFloat64(this.taken(8), false);
  }

  part(length: number): Uint8Array {
    const start = this.taken(length);
    return this.bytes.subarray(start, start + length);
  }

  text(length: number): string {
    const part = this.part(length);
    return utf8(part) ?? this.stop({ code: 'pickle-text', byte: this.at - length + 1 });
  }

  line(): string {
    const end = this.bytes.subarray(this.at, this.at + LONGEST_LINE).indexOf(NEWLINE);
    if (end < 0) this.stop({ code: 'pickle-line', byte: this.at + 1 });
    const text = this.text(end);
    this.at++;
    return text;
  }

  /** Two's complement, lowest byte first. */
  integer(length: number): number | bigint {
    if (length > LONGEST_INTEGER)
      this.stop({ code: 'pickle-integer', found: `a number of ${length} bytes`, byte: this.at + 1 });
    let value = 0n;
    for (const byte of this.part(length).toReversed()) value = (value << 8n) | BigInt(byte);
    return small(BigInt.asIntN(Math.max(8 * length, 1), value));
  }

  /** Protocols 0 and 1 write False and True as 00 and 01. */
  decimalOrTruth(): number | bigint | boolean {
    const [zero, digit, end] = this.bytes.subarray(this.at, this.at + 3);
    if (zero !== 0x30 || (digit !== 0x30 && digit !== 0x31) || end !== NEWLINE) return this.decimal();
    this.at += 3;
    return digit === 0x31;
  }

  /** A decimal number on a line, as protocol 0 writes it: `12`, `12L`. */
  decimal(): number | bigint {
    const byte = this.at + 1;
    const line = this.line();
    if (!/^-?\d{1,78}L?$/.test(line)) this.stop({ code: 'pickle-integer', found: `"${shorten(line, 20)}"`, byte });
    return small(BigInt(line.replace('L', '')));
  }
}

function small(value: bigint): number | bigint {
  const number = Number(value);
  return Number.isSafeInteger(number) ? number : value;
}
