import fc from 'fast-check';
import { AttnError } from '../../src/core/error.js';
import { sizeOf } from '../../src/core/tensor.js';
import { csvReader, tsvReader } from '../../src/read/csv.js';
import type { Reader, ReadOptions } from '../../src/read/document.js';
import { htmlReader } from '../../src/read/html.js';
import { jsonReader } from '../../src/read/json.js';
import { literalReader } from '../../src/read/literal.js';
import { said } from '../said.js';

const SEEDS: readonly (readonly [Reader, string])[] = [
  [
    jsonReader,
    '{"q": [[1, 0.5], ["1/2", null]], "k": {"data": [1, 2], "shape": [1, 2], "rows": ["a"]}, "causal": true}',
  ],
  [jsonReader, '[[[1, -2e3], [true, "inf"]]]'],
  [csvReader, ',d1,"d,2"\r\nthe,1,-2e3\r\n"c""at",1/2,nan\r\n'],
  [csvReader, '1;2,5\n3;4\n'],
  [tsvReader, 'a\tb\n1\t2\n'],
  [literalReader, '[1 -1, (2 + 3); sqrt(2)/2 0.5, 1]'],
  [htmlReader, '<html><script type="application/json" id="attn">{"q": [[1]]}</script>'],
];
const MAGIC = [
  '9999999999',
  '-1',
  '1e999',
  'NaN',
  '\0',
  '"',
  '\\',
  '[',
  ']',
  '{',
  '}',
  ',',
  ';',
  '\n',
  '\r',
  '\u2028',
  '\ufeff',
  '__proto__',
  '\ud800',
  '((((((',
];

const options = fc.record<ReadOptions>(
  {
    decimal: fc.constantFrom<',' | '.'>(',', '.'),
    delimiter: fc.constantFrom(',', ';', '\t', ' ', 'x'),
    only: fc.constantFrom('q', 'data', ''),
  },
  { requiredKeys: [] },
);

/** A document or an AttnError with something to say; anything else is a bug. */
async function holds(reader: Reader, bytes: Uint8Array, given: ReadOptions): Promise<void> {
  try {
    const { tensors } = await reader.read({ name: 'fuzz', bytes }, given);
    for (const { shape, data, rows, columns } of tensors.values()) {
      expect(data).toHaveLength(sizeOf(shape));
      if (rows) expect(rows).toHaveLength(shape.at(-2)!);
      if (columns) expect(columns).toHaveLength(shape.at(-1)!);
    }
  } catch (error) {
    if (!(error instanceof AttnError)) throw error;
    expect(error.faults.length).toBeGreaterThan(0);
    expect(said(error).every(({ what }) => what !== '' && !what.includes('undefined'))).toBe(true);
  }
}

describe('any bytes give a document or an AttnError', () => {
  it.each(SEEDS)('$format: edits of a sound input', async (reader, seed) => {
    const edit = fc.record({
      at: fc.nat({ max: seed.length }),
      cut: fc.nat({ max: 3 }),
      put: fc.constantFrom('', ...MAGIC),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(edit, { minLength: 1, maxLength: 3 }), options, async (edits, given) => {
        let text = seed;
        for (const { at, cut, put } of edits) text = text.slice(0, at) + put + text.slice(at + cut);
        await holds(reader, Buffer.from(text), given);
      }),
      { numRuns: 700 },
    );
  });

  it.each(Object.entries({ jsonReader, csvReader, tsvReader, literalReader, htmlReader }))(
    '%s: random bytes',
    async (_name, reader) => {
      await fc.assert(
        fc.asyncProperty(fc.uint8Array({ maxLength: 60 }), options, (bytes, given) => holds(reader, bytes, given)),
        { numRuns: 500 },
      );
    },
  );

  it.each(Object.entries({ jsonReader, csvReader, literalReader }))(
    '%s: random text of its own signs',
    async (_name, reader) => {
      const unit = fc.constantFrom(...'[]{}",:;.0123456789eE+-x()\n\r\t \'/*');
      await fc.assert(
        fc.asyncProperty(fc.string({ unit, maxLength: 40 }), options, (text, given) =>
          holds(reader, Buffer.from(text), given),
        ),
        { numRuns: 1000 },
      );
    },
  );
});
