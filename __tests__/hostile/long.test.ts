import { AttnError } from '../../src/core/error.js';
import type { InFormat } from '../../src/read/formats.js';
import { readDocument } from '../../src/read/read.js';
import { tokenize } from '../../src/read/sentence.js';
import { refusalOf } from '../said.js';

// What takes time that grows with the square of the length takes minutes here; what needs a stack frame a character overflows.

const LENGTH = 20_000;
const SIGNS = [
  ' ',
  '\n',
  '\t',
  '\r\n',
  ' \n',
  ',',
  ';',
  '"',
  '""',
  '\\"',
  '[',
  '(',
  '1',
  '1 ',
  '-',
  '1e',
  'a',
  '"a",',
  '\n"',
  '<script ',
  'id="attn',
  'a\u0301',
  "a'",
  '[1,',
  ' "',
  '\ufeff',
  '\u2028',
];
const AROUND: readonly (readonly [string, string])[] = [
  ['', ''],
  ['', '1,2\n3'],
  ['[[', '1,2\n3'],
  ['a,b\n', '1,2\n3'],
  ['{"q": "', ''],
  ['<html>', ''],
];

async function readOrRefused(text: string, inFormat: InFormat): Promise<void> {
  const error: unknown = await readDocument('-', { stdin: async () => Buffer.from(text), inFormat }).then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (error !== undefined && !(error instanceof AttnError)) throw error;
}

describe('twenty thousand times the same', () => {
  it.each(['json', 'csv', 'tsv', 'literal', 'html'] as const)('as %s is read or refused at once', async (format) => {
    for (const sign of SIGNS)
      for (const [before, after] of AROUND)
        await readOrRefused(before + sign.repeat(LENGTH / sign.length) + after, format);
  });
});

describe('millions of characters', () => {
  it.each([
    ['of quotes in a CSV cell', 'csv', `a,b\n"${'""'.repeat(1e6)}`],
    ['of text in quotes that never end', 'csv', `"${'a'.repeat(3e6)}`],
    ['of escapes in a JSON text that is broken', 'json', `["${'\\n'.repeat(1e6)}", oops`],
    ['of text that never ends', 'json', `["${'a'.repeat(3e6)}`],
    ['of brackets', 'json', '['.repeat(2e6)],
    ['of empty lines', 'csv', `1,2\n${'\n'.repeat(1e6)}3,4\n`],
  ] as const)('%s are refused', async (_, format, text) => {
    await expect(readDocument('-', { stdin: async () => Buffer.from(text), inFormat: format })).rejects.toBeInstanceOf(
      AttnError,
    );
  });

  it('of a sentence are refused, of a hundred thousand letters without a blank are one word', () => {
    expect(refusalOf(() => tokenize('a'.repeat(1e7)))).toContain(
      'the sentence has 10000000 characters; at most 1000000 are read',
    );
    expect(tokenize('a'.repeat(1e5))).toHaveLength(1);
    expect(tokenize('a'.repeat(1e6))).toHaveLength(1);
  });
});
