import fc from 'fast-check';
import { csvReader } from '../../../src/read/csv.js';
import { fastNumbers } from '../../../src/read/csv/fast.js';
import { rowsOf } from '../text-input.js';

const fast = (text: string): ReturnType<typeof fastNumbers> => fastNumbers(Buffer.from(text), {});

/** The same text by the careful reader: a quoted cell is never plain, and means the same. */
async function careful(text: string): Promise<number[][]> {
  const quoted = text.replace(/[^,;\t\r\n]+(?=\r?\n?$)/, '"$&"');
  expect(fast(quoted)).toBeUndefined();
  return rowsOf(await csvReader.read({ name: 'q.csv', bytes: Buffer.from(quoted) }, {}));
}

/** Numbers in all spellings: shortest, fixed, exponent, many digits, signs, points at the ends. */
const spelling = fc.oneof(
  fc.double({ noNaN: true, noDefaultInfinity: true }).map(String),
  fc.double({ noNaN: true, noDefaultInfinity: true, min: -1e6, max: 1e6 }).map((x) => x.toFixed(4)),
  fc.double({ noNaN: true, noDefaultInfinity: true }).map((x) => x.toExponential(17)),
  fc
    .tuple(fc.constantFrom('', '-', '+'), fc.bigInt({ min: 0n, max: 10n ** 25n }), fc.integer({ min: -40, max: 40 }))
    .map(([sign, digits, power]) => `${sign}${digits}e${power}`),
  fc.integer({ min: 0, max: 999 }).map((x) => `${x}.`),
  fc.integer({ min: 0, max: 999 }).map((x) => `.${x}`),
);

describe('fastNumbers', () => {
  it('gives what Number gives, to the bit, for every spelling', () => {
    fc.assert(
      fc.property(fc.array(spelling, { minLength: 1, maxLength: 20 }), (cells) => {
        const { data } = fast(`${cells.join(',')}\n`)!;
        cells.forEach((cell, index) => expect(Object.is(data[index], Number(cell))).toBe(true));
      }),
      { numRuns: 500 },
    );
  });

  it('gives what the careful reader gives', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc
          .integer({ min: 1, max: 4 })
          .chain((width) =>
            fc.array(fc.array(spelling, { minLength: width, maxLength: width }), { minLength: 1, maxLength: 5 }),
          ),
        fc.constantFrom(',', ';', '\t'),
        fc.constantFrom('\n', '\r\n'),
        fc.boolean(),
        fc.constantFrom('', ' '),
        async (rows, delimiter, lineEnd, finalEnd, blank) => {
          const text =
            rows.map((row) => row.map((cell) => `${blank}${cell}${blank}`).join(delimiter)).join(lineEnd) +
            (finalEnd ? lineEnd : '');
          const { shape, data } = fast(text)!;
          expect(shape).toEqual([rows.length, rows[0]!.length]);
          expect([...data]).toEqual((await careful(text)).flat());
        },
      ),
      { numRuns: 200 },
    );
  });

  it('agrees with the careful reader on any text near a table', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.string({ unit: fc.constantFrom(...'0123456789.-+e,; \n\r\tax"'), maxLength: 30 }),
        async (text) => {
          const plain = fast(text);
          if (!plain) return;
          const quoted = text.replace(/([^,;\t\r\n]+)([\r\n]*)$/, '"$1"$2');
          expect(fast(quoted)).toBeUndefined();
          const read = await csvReader.read({ name: 'q.csv', bytes: Buffer.from(quoted) }, {});
          expect(read.tensors.get('')).toEqual(plain);
        },
      ),
      { numRuns: 2000 },
    );
  });

  it('takes a first row of words as labels', () => {
    expect(fast('a,b\n1,2\n3,4')).toEqual({
      shape: [2, 2],
      data: Float64Array.of(1, 2, 3, 4),
      dtype: 'float64',
      columns: ['a', 'b'],
    });
  });

  it.each([
    '',
    '\n',
    'a,b',
    'a,b\n',
    '1,2\n3',
    '1,\n',
    '1,2,',
    '1,,2',
    '1,x',
    '"1",2',
    '1,2\r\n3,4\n',
    '1,2\n3,4\r\n',
    '1,2\n\n3,4',
    '1e',
    '.',
    '-',
    '1e400',
    'inf,1',
    '1/2,3',
    'true,false',
    '1 2',
    '1,2\r3,4',
    ',a\nb,1',
    '1,2\n3,4\n\n',
    '1\u00a0,2',
    '0x1,2',
    '1-2,3',
  ])('leaves %j to the careful reader', (text) => {
    expect(fast(text)).toBeUndefined();
  });
});
