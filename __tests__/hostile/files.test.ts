import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { FORMATS } from '../../src/show/formats.js';
import { attn } from '../commands/fake-io.js';
import { DRIVING } from './fuzz/labels.js';

const FOLDER = 'fixtures/hostile';
const names = readdirSync(FOLDER);

/** What attn says first of each file; a message that begins with | does not name the file. */
const REFUSED: Readonly<Record<string, readonly (readonly [file: string, what: string])[]>> = {
  '--q': [
    ['csv-blank-line.csv', ':2:1  this line is empty'],
    ['csv-decimal-comma.csv', ':1:1  expected a number, found "0,5"'],
    ['csv-empty-cell.csv', ':1:3  expected a number, found an empty cell'],
    ['csv-empty-lines.csv', '  the file is empty (3 bytes); expected a JSON or CSV matrix'],
    ['csv-expression-bomb.csv', ':1:1  the expression is longer than 500 characters'],
    ['csv-formula.csv', `:1:1  '=' is not known here`],
    ['csv-fullwidth.csv', ':1:1  expected a number, found "１"'],
    ['csv-half-number.csv', `:1:1  an operator is missing before 'e'`],
    ['csv-hex.csv', ':1:1  expected a number, found "0x10"'],
    ['csv-infinite.csv', ':1:1  1e400 is too large for a 64-bit number (at most 1.8e308)'],
    ['csv-mixed-newlines.csv', ':2:4  this line ends otherwise than the first line (LF, CRLF and CR are mixed)'],
    ['csv-nul.csv', '  expected UTF-8 text, found bytes that are none'],
    ['csv-only-quotes.csv', '  holds nothing but empty cells'],
    ['csv-open-quote.csv', ':2:1  the quotes that open here are never closed'],
    ['csv-quote-inside.csv', ':2:2  quotes in the middle of a cell'],
    ['csv-ragged.csv', ':2:1  row 2 has 1 cell, rows 1 and 3 have 2'],
    ['csv-underscore.csv', ':1:1  expected a number, found "1_000"'],
    ['json-comma-too-many.json', ':1:8  trailing comma before ]'],
    ['json-comment.json', ':1:10  JSON has no comments'],
    ['json-decimal-comma.json', ':1:3  expected a number, found "0,5"'],
    ['json-deep.json', ':1:501  nested more than 500 deep'],
    ['json-empty.json', '  the file is empty (0 bytes); expected a JSON or CSV matrix'],
    ['json-expression-code.json', `:1:3  unexpected '.': unexpected . outside a number`],
    ['json-five-axes.json', ':1:5  Q is nested more than 4 deep'],
    ['json-infinite.json', ':1:3  1e400 is too large for a 64-bit number (at most 1.8e308)'],
    ['json-nan.json', ':1:3  expected a number, found NaN'],
    ['json-nul.json', '  expected UTF-8 text, found bytes that are none'],
    ['json-ragged.json', ':1:10  row 2 has 1 number, row 1 has 2'],
    ['json-two-documents.json', ':1:7  unexpected [: everything is closed already'],
    ['json-utf16.json', '  expected UTF-8 text, found UTF-16'],
    ['npy-complex.npy', '  "descr" is "<c16": complex numbers; expected f2, f4, f8, i1…i8, u1…u8 or b1'],
    ['npy-data-cut.npy', '  is cut off: float64 of shape (2, 2) needs 32 bytes, found 29'],
    ['npy-data-trailing.npy', '  goes on after the array: float64 of shape (2, 2) needs 32 bytes, found 53'],
    ['npy-empty.npy', '  the file is empty'],
    [
      'npy-header-code.npy',
      `  the header is not a plain dictionary: 'descr': __import__('os').getcwd(), 'fortran_order': False, …`,
    ],
    ['npy-header-cut.npy', '  is cut off: the header is 60 bytes long, 30 are there'],
    ['npy-header-key-extra.npy', '  the header has the unknown key "x"'],
    ['npy-header-key-missing.npy', '  the header has no key "fortran_order"'],
    ['npy-header-key-twice.npy', '  the header has the key "descr" 2 times'],
    ['npy-header-length.npy', '  its header says it is 4,294,967,295 bytes long; at most 10,000 are read'],
    ['npy-header-long.npy', '  its header says it is 20,060 bytes long; at most 10,000 are read'],
    [
      'npy-header-nested.npy',
      `  the header is not a plain dictionary: 'shape': (((((((((((((((((((((((((((((((((((((((((((((((((((…`,
    ],
    [
      'npy-int64-unsafe.npy',
      '  number 1 is 9007199254740993: float64 cannot hold it, the nearest it has is 9007199254740992',
    ],
    [
      'npy-magic.npy',
      '  begins with the bytes 93 4e 55 4d 50 49; a .npy file begins with 93 4e 55 4d 50 59 (\\\\x93NUMPY)',
    ],
    ['npy-objects.npy', '  "descr" is "|O": Python objects, stored as a pickle, and a pickle can run any code'],
    ['npy-shape-axes.npy', '  the shape has 65 axes'],
    ['npy-shape-float.npy', '  "shape" is (2.0, 2): expected whole numbers in parentheses'],
    ['npy-shape-huge.npy', '  is cut off: float64 of shape (99999999999999) needs 799999999999992 bytes, found 32'],
    ['npy-shape-negative.npy', '  axis 1 of the shape is -1: a length is a whole number from 0 to 2^53 − 1'],
    [
      'npy-shape-overflow-zero.npy',
      '  axis 1 of the shape is 9007199254740992: a length is a whole number from 0 to 2^53 − 1',
    ],
    ['npy-shape-overflow.npy', '  the shape 4294967296×4294967296 is too large to be real'],
    ['npy-structured.npy', '  "descr" is a list: a structured array has several types'],
    ['npy-version.npy', '  is .npy version 9.0; versions 1.0, 2.0 and 3.0 are read'],
    ['pt-after-stop.pt', '  12 bytes follow the end of its pickle'],
    [
      'pt-bare-pickle.pt',
      '  is a bare pickle, and a pickle can run any code; the files of torch.save are zip archives',
    ],
    ['pt-bomb-dicts.pt', '  its pickle makes more than 200,000 objects'],
    ['pt-bomb-kept.pt', '  its pickle makes more than 524,288 references'],
    ['pt-bomb-pickle.pt', '  its pickle is 33,554,435 bytes long; at most 16,777,216 are read'],
    ['pt-cut.pt', '  its pickle is cut off: at byte 8 it needs 4000000000 bytes, 1 are there'],
    ['pt-eval-in-build.pt', '  refers to __builtin__.eval: code, not a tensor, and no code of a file is run'],
    ['pt-expanded.pt', '  repeats 199,999,996 numbers beyond those that are stored; at most 4,194,304 are made'],
    [
      'pt-extension.pt',
      '  the instruction 0x82 at byte 3 of its pickle is not one that builds numbers, text, lists and dicts',
    ],
    ['pt-getattr.pt', '  refers to builtins.getattr: code, not a tensor, and no code of a file is run'],
    ['pt-holds-itself.pt', '  its dicts and lists nest more than 32 deep, or one holds itself'],
    [
      'pt-inst.pt',
      '  the instruction 0x69 at byte 4 of its pickle is not one that builds numbers, text, lists and dicts',
    ],
    ['pt-integer-long.pt', '  a number of 1000000 bytes at byte 8 of its pickle is no whole number that is read'],
    ['pt-kept-far.pt', '  its pickle is damaged: before byte 14 it refers to value 4294967294, which was never kept'],
    ['pt-mark.pt', '  its pickle is damaged: before byte 3 it takes a value that is not there'],
    ['pt-never-kept.pt', '  its pickle is damaged: before byte 4 it refers to value 7, which was never kept'],
    ['pt-no-stop.pt', '  its pickle is cut off: at byte 4 it needs 1 bytes, 0 are there'],
    ['pt-object.pt', '  refers to os.system: code, not a tensor, and no code of a file is run'],
    ['pt-outside.pt', '  needs number 5 of its storage, which has 4'],
    ['pt-overlap-many.pt', '  repeats 90,404,546 numbers beyond those that are stored; at most 4,194,304 are made'],
    ['pt-protocol.pt', '  its pickle has protocol 9; at most 5 is read'],
    ['pt-script.pt', '  is a TorchScript program, not a file of tensors'],
    ['pt-shape-overflow.pt', '  the shape 4294967296×4294967296 is too large to be real'],
    ['pt-shared-lists.pt', '  its pickle makes more than 262,144 values'],
    ['pt-stack.pt', '  its pickle is damaged: before byte 3 it takes a value that is not there'],
    ['pt-storage-lie.pt', '  its storage 0 should hold 134,217,728 numbers, 4 are there'],
    ['pt-storage-missing.pt', '  its storage ../../etc/passwd is not in the archive'],
    ['pt-storage-pickle.pt', '  refers to torch.QInt8Storage: code, not a tensor, and no code of a file is run'],
    ['pt-strides-huge.pt', '  needs number 9,007,199,254,740,992 of its storage, which has 4'],
    ['pt-strides-negative.pt', '  offset 1, shape (2, 2) and strides (-1, 1) describe no tensor'],
    ['pt-system-on-stack.pt', '  refers to posix.system: code, not a tensor, and no code of a file is run'],
    ['pt-system.pt', '  refers to os.system: code, not a tensor, and no code of a file is run'],
  ],
  '--input': [
    ['html-no-result.html', '  no result of attn in this page'],
    ['html-result-cut.html', '  no result of attn in this page'],
    ['html-result-no-json.html', ':1:64  expected a number, found alert(1)'],
    ['html-result-proto.html', ':1:85  unknown key "__proto__"'],
    ['json-constructor-key.json', ':1:32  unknown key "constructor"'],
    ['json-cut.json', ':1:19  the text ends too early'],
    ['json-heads-huge.json', '|Q has 2 columns, which 1000000000 heads cannot share equally'],
    ['json-heads-text.json', `:1:26  unexpected '[': unexpected [ in a cell`],
    ['json-key-twice.json', ':1:17  the key "q" appears twice'],
    ['json-no-utf8.json', '  expected UTF-8 text, found bytes that are none'],
    ['json-path-traversal.json', ':1:25  names a file outside this folder: ../../../etc/passwd'],
    ['json-proto-key.json', ':1:17  unknown key "__proto__"'],
    ['json-shape-lie.json', ':1:33  shape 4294967296×4294967296 needs 18446744073709552000 numbers, Q has 2'],
    ['json-single-quotes.json', `:1:2  found single quotes: 'q'`],
    ['json-unknown-keys.json', ':1:26  unknown key "hedas"'],
    ['npz-bomb-overlap.npz', '#k0.npy  overlaps the member before it: begins at byte 0, that one ends at 16428'],
    ['npz-bomb.npz', '#q  unpacks to more than the 102 bytes that the archive says'],
    ['npz-crc.npz', '#q  is damaged: its CRC-32 is 5bcaaf26, the archive says 00003039'],
    ['npz-cut.npz', '  is no zip archive, or is cut off: the directory at its end is missing'],
    ['npz-empty.npz', '  holds nothing'],
    ['npz-encrypted.npz', '#q.npy  is encrypted'],
    ['npz-hidden-before-directory.npz', '  6 bytes before the directory of the archive belong to no member'],
    ['npz-member-count.npz', '  holds 20000 members: at most 10000 are read'],
    [
      'npz-member-no-npy.npz',
      '#q  begins with the bytes 69 6d 70 6f 72 74; a .npy file begins with 93 4e 55 4d 50 59 (\\\\x93NUMPY)',
    ],
    ['npz-method.npz', '#q.npy  is packed by method 12: only 0 (stored) and 8 (deflate) are read'],
    ['npz-name-path.npz', '  no name here says which is Q, K or V: ../../etc/passwd 2×2'],
    ['npz-name-twice.npz', '#q.npy  appears twice in the archive'],
    ['npz-size-lie.npz', '#q  unpacks to 4000000000 bytes: only 2147483648 more are read'],
    ['npz-trailing.npz', '  25 bytes follow the end of the archive (a comment, or something hidden)'],
    ['npz-two-names.npz', '#q.npy  its own header names it "k.npy"'],
    ['st-cut.safetensors', '  is cut off: its tensors need 32 bytes, 30 are there'],
    ['st-dtype.safetensors', '#q  has the type F7, which is not read'],
    ['st-header-large.safetensors', '  says its header is 200,000,000 bytes long; at most 10,000,000 are read'],
    ['st-header-no-brace.safetensors', '  its header does not begin with "{"'],
    ['st-header-no-json.safetensors', '  its header is not JSON'],
    ['st-header-no-utf8.safetensors', '  its header is not UTF-8'],
    ['st-header-nul.safetensors', '  its header is filled up with zero bytes'],
    [
      'st-header-overflow.safetensors',
      '  says its header is 18,446,744,073,709,551,615 bytes long; at most 10,000,000 are read',
    ],
    ['st-header-small.safetensors', '  has 3 bytes: a .safetensors file begins with the length of its header in 8'],
    ['st-hole.safetensors', '#k  begins at byte 24, "q" ends at 8: a hole of 16 bytes'],
    ['st-key-twice.safetensors', '  its header has the key "q" twice'],
    ['st-many-on-one.safetensors', '#t1  begins at byte 0, inside of "t0", which ends at 32'],
    ['st-metadata.safetensors', '  its __metadata__ is not text for each name'],
    ['st-offsets-backwards.safetensors', '#q  ends at byte 0, before it begins (32)'],
    ['st-offsets-outside.safetensors', '  is cut off: its tensors need 64 bytes, 32 are there'],
    ['st-overlap.safetensors', '#k  begins at byte 16, inside of "q", which ends at 32'],
    ['st-shape-mismatch.safetensors', '#q  F64 of shape [2, 3] needs 48 bytes, its offsets [0, 32] hold 32'],
    ['st-shape-overflow.safetensors', '#q  the shape 4294967296×4294967296 is too large to be real'],
    ['st-trailing.safetensors', '  34 bytes follow its last tensor and belong to none'],
  ],
  '--config': [
    ['config-column-proto.csv', ':1  unknown key "__proto__"'],
    ['config-column-twice.csv', ':1  two columns are called "dim"'],
    ['config-dim-huge.json', '|--dim 1000000000 needs 4.0e+9 random numbers; at most 67108864 are drawn'],
    ['config-empty-list.json', '  holds no problem'],
    [
      'config-head-dim-huge.json',
      '|--dim 8 with 1000000000 numbers for all heads needs 3.2e+10 random numbers; at most 67108864 are drawn',
    ],
    ['config-heads-huge.json', '|--dim 8 cannot be shared equally by 1000000000 heads'],
    ['config-no-object.json', '  problem 1 is no object'],
    ['config-proto-key.json', ':1:26  unknown key "__proto__"'],
    ['config-ragged.csv', ':2  this row has 3 cells, the header has 2'],
    ['config-unknown-keys.json', ':1:14  unknown key "sentense"'],
    ['config-wrong-types.json', ':1:14  expected text, found 7'],
  ],
};

/** What looks hostile and is none: it is read, and rightly. */
const READ: readonly (readonly [file: string, cells: string])[] = [
  ['csv-bom.csv', '1,0\n0,1\n'],
  ['csv-nbsp.csv', '5,1\n'],
  ['csv-proto-header.csv', '1,2\n'],
  ['json-bom.json', '1,0\n0,1\n'],
];

describe.each(Object.entries(REFUSED))('attn compute %s', (flag, files) => {
  it.each(files)('refuses %s: %s', async (file, what) => {
    const path = `${FOLDER}/${file}`;
    const { code, out, err } = await attn(['compute', flag, path, '--json', '--quiet']);
    expect([code, out]).toEqual([1, '']);
    expect(err.split('\n')[0]).toBe(`attn: ${what.startsWith('|') ? what.slice(1) : path + what}`);
    expect(err.split('\n').length).toBeLessThan(64);
  });
});

describe('what looks hostile and is none', () => {
  it.each(READ)('%s is read: %s', async (file, cells) => {
    expect(await attn(['compute', '--q', `${FOLDER}/${file}`, '--only', 'q', '--format', 'csv'])).toMatchObject({
      code: 0,
      out: cells,
    });
  });
});

describe.each(names.filter((name) => name.startsWith('label-')))('%s', (file) => {
  it('is shown harmless in every text format, and reads back the same from JSON', async () => {
    for (const [format, { binary }] of FORMATS) {
      if (binary) continue;
      const { code, out, err } = await attn([
        'compute',
        '--input',
        `${FOLDER}/${file}`,
        '--format',
        format,
        '--verbose',
      ]);
      expect([format, code, DRIVING.exec(out), DRIVING.exec(err)]).toEqual([format, 0, null, null]);
      if (format === 'json')
        expect(JSON.parse(out).tokens.query).toEqual(JSON.parse(readFileSync(join(FOLDER, file), 'utf8')).tokens);
      // No element comes out of a label.
      if (format === 'html' || format === 'svg') expect(out).not.toMatch(/<img|<script>alert|<h1|<b>[^a-z]/i);
    }
  });

  it('is told harmless in the lesson', async () => {
    const { code, out } = await attn(['compute', '--input', `${FOLDER}/${file}`, '--explain', '--token', '1']);
    expect([code, DRIVING.exec(out)]).toEqual([0, null]);
  });
});

it('every file of the folder stands here', () => {
  const tested = [...Object.values(REFUSED).flat(), ...READ].map(([file]) => file);
  expect([...tested, ...names.filter((name) => name.startsWith('label-'))].sort()).toEqual([...names].sort());
});

it('scripts/make-hostile.mjs makes the files that lie there', () => {
  const again = mkdtempSync(join(tmpdir(), 'attn-hostile-'));
  execFileSync(process.execPath, ['scripts/make-hostile.mjs', again]);
  expect(readdirSync(again)).toEqual(names);
  // Which bytes zlib packs them into depends on its version.
  const packed = [
    'npz-bomb.npz',
    'npz-bomb-overlap.npz',
    'npz-size-lie.npz',
    'pt-bomb-dicts.pt',
    'pt-bomb-kept.pt',
    'pt-bomb-pickle.pt',
    'pt-integer-long.pt',
    'pt-overlap-many.pt',
  ];
  expect(
    names.filter(
      (name) => !packed.includes(name) && !readFileSync(join(again, name)).equals(readFileSync(join(FOLDER, name))),
    ),
  ).toEqual([]);
  rmSync(again, { recursive: true });
});

it('nothing was reached through a prototype', () => {
  expect(Object.keys(Object.prototype)).toEqual([]);
  expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
});
