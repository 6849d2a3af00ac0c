import fc from 'fast-check';

/** Takes one change to a file. */
export type Edit = (bytes: Uint8Array) => Uint8Array;

/** What breaks parsers: numbers at the edge, brackets, quotes, ends of line, signatures, names that objects have. */
export const MAGIC: readonly string[] = [
  '9999999999',
  '18446744073709551615',
  '-1',
  '1e9',
  '1e999',
  '-0',
  'NaN',
  'null',
  'true',
  '\0',
  '\xff\xff\xff\xff',
  '"',
  "'",
  '\\',
  '\\u0000',
  '[',
  ']',
  '{',
  '}',
  '(',
  ')',
  '((((((',
  '[[[[[[',
  ',',
  ';',
  ':',
  '\t',
  '\n',
  '\r',
  '\r\n',
  '\u2028',
  '\ufeff',
  '\ud83d\ude00',
  '__proto__',
  'constructor',
  'PK\x05\x06',
  '\x93NUMPY',
  "'O'",
  '<script',
  '</script>',
  '#',
];

const place = fc.double({ min: 0, max: 1, noNaN: true });

const edit: fc.Arbitrary<Edit> = fc.oneof(
  fc.tuple(place, fc.nat(255)).map(
    ([t, byte]): Edit =>
      (bytes) =>
        spliced(bytes, t, 1, Uint8Array.of(byte)),
  ),
  fc.tuple(place, fc.nat(7)).map(
    ([t, bit]): Edit =>
      (bytes) =>
        spliced(bytes, t, 1, Uint8Array.of((bytes[Math.floor(t * bytes.length)] ?? 0) ^ (1 << bit))),
  ),
  place.map(
    (t): Edit =>
      (bytes) =>
        bytes.subarray(0, Math.floor(t * bytes.length)),
  ),
  fc.tuple(place, fc.constantFrom(...MAGIC), fc.boolean()).map(([t, text, over]): Edit => (bytes) => {
    const insert = Buffer.from(text);
    return spliced(bytes, t, over ? insert.length : 0, insert);
  }),
  fc.tuple(place, fc.nat(64)).map(
    ([t, length]): Edit =>
      (bytes) =>
        spliced(bytes, t, length, new Uint8Array()),
  ),
  // A piece twice: keys, members and rows that stand there already.
  fc.tuple(place, place, fc.nat(80)).map(([from, to, length]): Edit => (bytes) => {
    const start = Math.floor(from * bytes.length);
    return spliced(bytes, to, 0, bytes.subarray(start, start + length));
  }),
);

/** A sound file with one to four changes, or any bytes at all behind its first few. */
export function damaged(seeds: readonly Uint8Array[]): fc.Arbitrary<Uint8Array> {
  const seed = fc.constantFrom(...seeds);
  return fc.oneof(
    {
      weight: 8,
      arbitrary: fc
        .tuple(seed, fc.array(edit, { minLength: 1, maxLength: 4 }))
        .map(([bytes, edits]) => edits.reduce((now, change) => change(now), bytes)),
    },
    {
      weight: 1,
      arbitrary: fc
        .tuple(seed, fc.constantFrom(0, 8, 10, 30), fc.uint8Array({ maxLength: 200 }))
        .map(([bytes, kept, rest]) => new Uint8Array(Buffer.concat([bytes.subarray(0, kept), rest]))),
    },
  );
}

function spliced(bytes: Uint8Array, t: number, remove: number, insert: Uint8Array): Uint8Array {
  const at = Math.floor(t * bytes.length);
  return new Uint8Array(Buffer.concat([bytes.subarray(0, at), insert, bytes.subarray(at + remove)]));
}
