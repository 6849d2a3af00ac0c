import { itTells } from '../commands/error-of.js';

describe('a file that is broken or made to harm, as attn tells it', () => {
  itTells([
    [
      'compute --q fixtures/hostile/npy-complex.npy',
      1,
      [
        'attn: fixtures/hostile/npy-complex.npy  "descr" is "<c16": complex numbers; expected f2, f4, f8, i1…i8, u1…u8 or b1',
        '  try: save array.astype("float64")',
      ],
    ],
    [
      'compute --q fixtures/hostile/npy-data-cut.npy',
      1,
      [
        'attn: fixtures/hostile/npy-data-cut.npy  is cut off: float64 of shape (2, 2) needs 32 bytes, found 29',
        '  try: copy or download the file again',
      ],
    ],
    [
      'compute --q fixtures/hostile/npy-data-trailing.npy',
      1,
      [
        'attn: fixtures/hostile/npy-data-trailing.npy  goes on after the array: float64 of shape (2, 2) needs 32 bytes, found 53',
        '  try: put each array into a file of its own, or all into .npz',
      ],
    ],
    [
      'compute --q fixtures/hostile/npy-empty.npy',
      1,
      ['attn: fixtures/hostile/npy-empty.npy  the file is empty', '  try: np.save("q.npy", array) writes a .npy file'],
    ],
    [
      'compute --q fixtures/hostile/npy-header-code.npy',
      1,
      [
        "attn: fixtures/hostile/npy-header-code.npy  the header is not a plain dictionary: 'descr': __import__('os').getcwd(), 'fortran_order': False, …",
        "  try: expected {'descr': '<f8', 'fortran_order': False, 'shape': (3, 4)}",
      ],
    ],
    [
      'compute --q fixtures/hostile/npy-header-cut.npy',
      1,
      'attn: fixtures/hostile/npy-header-cut.npy  is cut off: the header is 60 bytes long, 30 are there',
    ],
    [
      'compute --q fixtures/hostile/npy-header-key-extra.npy',
      1,
      [
        'attn: fixtures/hostile/npy-header-key-extra.npy  the header has the unknown key "x"',
        '  try: the keys are descr, fortran_order, shape',
      ],
    ],
    [
      'compute --q fixtures/hostile/npy-header-key-missing.npy',
      1,
      'attn: fixtures/hostile/npy-header-key-missing.npy  the header has no key "fortran_order"',
    ],
    [
      'compute --q fixtures/hostile/npy-header-key-twice.npy',
      1,
      ['attn: fixtures/hostile/npy-header-key-twice.npy  the header has the key "descr" 2 times', '  try: keep one'],
    ],
    [
      'compute --q fixtures/hostile/npy-header-length.npy',
      1,
      'attn: fixtures/hostile/npy-header-length.npy  its header says it is 4,294,967,295 bytes long; at most 10,000 are read',
    ],
    [
      'compute --q fixtures/hostile/npy-header-long.npy',
      1,
      'attn: fixtures/hostile/npy-header-long.npy  its header says it is 20,060 bytes long; at most 10,000 are read',
    ],
    [
      'compute --q fixtures/hostile/npy-header-nested.npy',
      1,
      [
        "attn: fixtures/hostile/npy-header-nested.npy  the header is not a plain dictionary: 'shape': (((((((((((((((((((((((((((((((((((((((((((((((((((…",
        "  try: expected {'descr': '<f8', 'fortran_order': False, 'shape': (3, 4)}",
      ],
    ],
    [
      'compute --q fixtures/hostile/npy-int64-unsafe.npy',
      1,
      [
        'attn: fixtures/hostile/npy-int64-unsafe.npy  number 1 is 9007199254740993: float64 cannot hold it, the nearest it has is 9007199254740992',
        '  try: keep integers within ±2^53 (9007199254740992)',
      ],
    ],
    [
      'compute --q fixtures/hostile/npy-magic.npy',
      1,
      [
        'attn: fixtures/hostile/npy-magic.npy  begins with the bytes 93 4e 55 4d 50 49; a .npy file begins with 93 4e 55 4d 50 59 (\\\\x93NUMPY)',
        '  try: np.save("q.npy", array) writes one; --in-format names another format',
      ],
    ],
    [
      'compute --q fixtures/hostile/npy-objects.npy',
      1,
      [
        'attn: fixtures/hostile/npy-objects.npy  "descr" is "|O": Python objects, stored as a pickle, and a pickle can run any code',
        '  try: save numbers: np.save("q.npy", array.astype("float64"))',
      ],
    ],
    [
      'compute --q fixtures/hostile/npy-shape-axes.npy',
      1,
      [
        'attn: fixtures/hostile/npy-shape-axes.npy  the shape has 65 axes',
        '  try: use at most 64; attention has 2 to 4',
      ],
    ],
    [
      'compute --q fixtures/hostile/npy-shape-float.npy',
      1,
      [
        'attn: fixtures/hostile/npy-shape-float.npy  "shape" is (2.0, 2): expected whole numbers in parentheses',
        '  try: write (3, 4), or (3,) for one axis',
      ],
    ],
    [
      'compute --q fixtures/hostile/npy-shape-huge.npy',
      1,
      [
        'attn: fixtures/hostile/npy-shape-huge.npy  is cut off: float64 of shape (99999999999999) needs 799999999999992 bytes, found 32',
        '  try: copy or download the file again',
      ],
    ],
    [
      'compute --q fixtures/hostile/npy-shape-negative.npy',
      1,
      'attn: fixtures/hostile/npy-shape-negative.npy  axis 1 of the shape is -1: a length is a whole number from 0 to 2^53 − 1',
    ],
    [
      'compute --q fixtures/hostile/npy-shape-overflow-zero.npy',
      1,
      'attn: fixtures/hostile/npy-shape-overflow-zero.npy  axis 1 of the shape is 9007199254740992: a length is a whole number from 0 to 2^53 − 1',
    ],
    [
      'compute --q fixtures/hostile/npy-shape-overflow.npy',
      1,
      'attn: fixtures/hostile/npy-shape-overflow.npy  the shape 4294967296×4294967296 is too large to be real',
    ],
    [
      'compute --q fixtures/hostile/npy-structured.npy',
      1,
      [
        'attn: fixtures/hostile/npy-structured.npy  "descr" is a list: a structured array has several types',
        '  try: save one field: np.save("q.npy", array["field"])',
      ],
    ],
    [
      'compute --q fixtures/hostile/npy-version.npy',
      1,
      'attn: fixtures/hostile/npy-version.npy  is .npy version 9.0; versions 1.0, 2.0 and 3.0 are read',
    ],
    [
      'compute --q fixtures/hostile/npz-bomb-overlap.npz',
      1,
      [
        'attn: fixtures/hostile/npz-bomb-overlap.npz#k0.npy  overlaps the member before it: begins at byte 0, that one ends at 16428',
        'attn: fixtures/hostile/npz-bomb-overlap.npz#k0.npy  its own header names it "q.npy"',
        'attn: fixtures/hostile/npz-bomb-overlap.npz#k1.npy  overlaps the member before it: begins at byte 0, that one ends at 16428',
        'attn: fixtures/hostile/npz-bomb-overlap.npz#k1.npy  its own header names it "q.npy"',
        'attn: fixtures/hostile/npz-bomb-overlap.npz#k2.npy  overlaps the member before it: begins at byte 0, that one ends at 16428',
        'attn: fixtures/hostile/npz-bomb-overlap.npz#k2.npy  its own header names it "q.npy"',
        'attn: fixtures/hostile/npz-bomb-overlap.npz#k3.npy  overlaps the member before it: begins at byte 0, that one ends at 16428',
        'attn: fixtures/hostile/npz-bomb-overlap.npz#k3.npy  its own header names it "q.npy"',
        'attn: fixtures/hostile/npz-bomb-overlap.npz#k4.npy  overlaps the member before it: begins at byte 0, that one ends at 16428',
        'attn: fixtures/hostile/npz-bomb-overlap.npz#k4.npy  its own header names it "q.npy"',
        'attn: fixtures/hostile/npz-bomb-overlap.npz#k5.npy  overlaps the member before it: begins at byte 0, that one ends at 16428',
        'attn: fixtures/hostile/npz-bomb-overlap.npz#k5.npy  its own header names it "q.npy"',
        'attn: fixtures/hostile/npz-bomb-overlap.npz#k6.npy  overlaps the member before it: begins at byte 0, that one ends at 16428',
        'attn: fixtures/hostile/npz-bomb-overlap.npz#k6.npy  its own header names it "q.npy"',
        'attn: fixtures/hostile/npz-bomb-overlap.npz#k7.npy  overlaps the member before it: begins at byte 0, that one ends at 16428',
        'attn: fixtures/hostile/npz-bomb-overlap.npz#k7.npy  its own header names it "q.npy"',
        'attn: fixtures/hostile/npz-bomb-overlap.npz#k8.npy  overlaps the member before it: begins at byte 0, that one ends at 16428',
        'attn: fixtures/hostile/npz-bomb-overlap.npz#k8.npy  its own header names it "q.npy"',
        'attn: fixtures/hostile/npz-bomb-overlap.npz#k9.npy  overlaps the member before it: begins at byte 0, that one ends at 16428',
        'attn: fixtures/hostile/npz-bomb-overlap.npz#k9.npy  its own header names it "q.npy"',
        'attn: and 380 more problems',
      ],
    ],
    [
      'compute --q fixtures/hostile/npz-bomb.npz',
      1,
      'attn: fixtures/hostile/npz-bomb.npz#q  unpacks to more than the 102 bytes that the archive says',
    ],
    [
      'compute --q fixtures/hostile/npz-crc.npz',
      1,
      [
        'attn: fixtures/hostile/npz-crc.npz#q  is damaged: its CRC-32 is 5bcaaf26, the archive says 00003039',
        '  try: copy or download the file again',
      ],
    ],
    [
      'compute --q fixtures/hostile/npz-cut.npz',
      1,
      [
        'attn: fixtures/hostile/npz-cut.npz  is no zip archive, or is cut off: the directory at its end is missing',
        '  try: copy or download the file again',
      ],
    ],
    [
      'compute --q fixtures/hostile/npz-empty.npz',
      1,
      ['attn: fixtures/hostile/npz-empty.npz  holds no matrix', '  try: give a list of lists of numbers'],
    ],
    [
      'compute --q fixtures/hostile/npz-encrypted.npz',
      1,
      ['attn: fixtures/hostile/npz-encrypted.npz#q.npy  is encrypted', '  try: write the archive without a password'],
    ],
    [
      'compute --q fixtures/hostile/npz-hidden-before-directory.npz',
      1,
      'attn: fixtures/hostile/npz-hidden-before-directory.npz  6 bytes before the directory of the archive belong to no member',
    ],
    [
      'compute --q fixtures/hostile/npz-member-count.npz',
      1,
      'attn: fixtures/hostile/npz-member-count.npz  holds 20000 members: at most 10000 are read',
    ],
    [
      'compute --q fixtures/hostile/npz-member-no-npy.npz',
      1,
      [
        'attn: fixtures/hostile/npz-member-no-npy.npz#q  begins with the bytes 69 6d 70 6f 72 74; a .npy file begins with 93 4e 55 4d 50 59 (\\\\x93NUMPY)',
        '  try: np.save("q.npy", array) writes one; --in-format names another format',
      ],
    ],
    [
      'compute --q fixtures/hostile/npz-method.npz',
      1,
      [
        'attn: fixtures/hostile/npz-method.npz#q.npy  is packed by method 12: only 0 (stored) and 8 (deflate) are read',
        '  try: write it with np.savez or np.savez_compressed',
      ],
    ],
    [
      'compute --q fixtures/hostile/npz-name-twice.npz',
      1,
      [
        'attn: fixtures/hostile/npz-name-twice.npz#q.npy  appears twice in the archive',
        '  try: give each array its own name',
      ],
    ],
    [
      'compute --q fixtures/hostile/npz-size-lie.npz',
      1,
      [
        'attn: fixtures/hostile/npz-size-lie.npz#q  unpacks to 4000000000 bytes: only 2147483648 more are read',
        '  try: read one array alone (file.npz#name)',
      ],
    ],
    [
      'compute --q fixtures/hostile/npz-trailing.npz',
      1,
      [
        'attn: fixtures/hostile/npz-trailing.npz  25 bytes follow the end of the archive (a comment, or something hidden)',
        '  try: write it again with np.savez',
      ],
    ],
    [
      'compute --q fixtures/hostile/npz-two-names.npz',
      1,
      'attn: fixtures/hostile/npz-two-names.npz#q.npy  its own header names it "k.npy"',
    ],
    [
      'compute --q fixtures/hostile/st-cut.safetensors',
      1,
      [
        'attn: fixtures/hostile/st-cut.safetensors  is cut off: its tensors need 32 bytes, 30 are there',
        '  try: copy or download the file again',
      ],
    ],
    [
      'compute --q fixtures/hostile/st-dtype.safetensors',
      1,
      [
        'attn: fixtures/hostile/st-dtype.safetensors#q  has the type F7, which is not read',
        '  try: store it as one of F64, F32, F16, BF16, I8, U8, I16, U16, I32, U32, I64, U64, BOOL',
      ],
    ],
    [
      'compute --q fixtures/hostile/st-header-large.safetensors',
      1,
      [
        'attn: fixtures/hostile/st-header-large.safetensors  says its header is 200,000,000 bytes long; at most 10,000,000 are read',
        '  try: is it a .safetensors file? --in-format names another format',
      ],
    ],
    [
      'compute --q fixtures/hostile/st-header-no-brace.safetensors',
      1,
      [
        'attn: fixtures/hostile/st-header-no-brace.safetensors  its header does not begin with "{"',
        '  try: is it a .safetensors file? --in-format names another format',
      ],
    ],
    [
      'compute --q fixtures/hostile/st-header-no-json.safetensors',
      1,
      [
        'attn: fixtures/hostile/st-header-no-json.safetensors  its header is not JSON',
        '  Unexpected end of JSON input',
      ],
    ],
    [
      'compute --q fixtures/hostile/st-header-no-utf8.safetensors',
      1,
      'attn: fixtures/hostile/st-header-no-utf8.safetensors  its header is not UTF-8',
    ],
    [
      'compute --q fixtures/hostile/st-header-nul.safetensors',
      1,
      [
        'attn: fixtures/hostile/st-header-nul.safetensors  its header is filled up with zero bytes',
        '  try: the format wants blanks (0x20) there: mend the program that wrote it',
      ],
    ],
    [
      'compute --q fixtures/hostile/st-header-overflow.safetensors',
      1,
      [
        'attn: fixtures/hostile/st-header-overflow.safetensors  says its header is 18,446,744,073,709,551,615 bytes long; at most 10,000,000 are read',
        '  try: is it a .safetensors file? --in-format names another format',
      ],
    ],
    [
      'compute --q fixtures/hostile/st-header-small.safetensors',
      1,
      'attn: fixtures/hostile/st-header-small.safetensors  has 3 bytes: a .safetensors file begins with the length of its header in 8',
    ],
    [
      'compute --q fixtures/hostile/st-hole.safetensors',
      1,
      'attn: fixtures/hostile/st-hole.safetensors#k  begins at byte 24, "q" ends at 8: a hole of 16 bytes',
    ],
    [
      'compute --q fixtures/hostile/st-key-twice.safetensors',
      1,
      [
        'attn: fixtures/hostile/st-key-twice.safetensors  its header has the key "q" twice',
        '  try: give each tensor its own name',
      ],
    ],
    [
      'compute --q fixtures/hostile/st-many-on-one.safetensors',
      1,
      [
        'attn: fixtures/hostile/st-many-on-one.safetensors#t1  begins at byte 0, inside of "t0", which ends at 32',
        'attn: fixtures/hostile/st-many-on-one.safetensors#t2  begins at byte 0, inside of "t1", which ends at 32',
        'attn: fixtures/hostile/st-many-on-one.safetensors#t3  begins at byte 0, inside of "t2", which ends at 32',
        'attn: fixtures/hostile/st-many-on-one.safetensors#t4  begins at byte 0, inside of "t3", which ends at 32',
        'attn: fixtures/hostile/st-many-on-one.safetensors#t5  begins at byte 0, inside of "t4", which ends at 32',
        'attn: fixtures/hostile/st-many-on-one.safetensors#t6  begins at byte 0, inside of "t5", which ends at 32',
        'attn: fixtures/hostile/st-many-on-one.safetensors#t7  begins at byte 0, inside of "t6", which ends at 32',
        'attn: fixtures/hostile/st-many-on-one.safetensors#t8  begins at byte 0, inside of "t7", which ends at 32',
        'attn: fixtures/hostile/st-many-on-one.safetensors#t9  begins at byte 0, inside of "t8", which ends at 32',
      ],
    ],
    [
      'compute --q fixtures/hostile/st-metadata.safetensors',
      1,
      'attn: fixtures/hostile/st-metadata.safetensors  its __metadata__ is not text for each name',
    ],
    [
      'compute --q fixtures/hostile/st-offsets-backwards.safetensors',
      1,
      'attn: fixtures/hostile/st-offsets-backwards.safetensors#q  ends at byte 0, before it begins (32)',
    ],
    [
      'compute --q fixtures/hostile/st-offsets-outside.safetensors',
      1,
      [
        'attn: fixtures/hostile/st-offsets-outside.safetensors  is cut off: its tensors need 64 bytes, 32 are there',
        '  try: copy or download the file again',
      ],
    ],
    [
      'compute --q fixtures/hostile/st-overlap.safetensors',
      1,
      'attn: fixtures/hostile/st-overlap.safetensors#k  begins at byte 16, inside of "q", which ends at 32',
    ],
    [
      'compute --q fixtures/hostile/st-shape-mismatch.safetensors',
      1,
      'attn: fixtures/hostile/st-shape-mismatch.safetensors#q  F64 of shape [2, 3] needs 48 bytes, its offsets [0, 32] hold 32',
    ],
    [
      'compute --q fixtures/hostile/st-shape-overflow.safetensors',
      1,
      'attn: fixtures/hostile/st-shape-overflow.safetensors#q  the shape 4294967296×4294967296 is too large to be real',
    ],
    [
      'compute --q fixtures/hostile/st-trailing.safetensors',
      1,
      'attn: fixtures/hostile/st-trailing.safetensors  34 bytes follow its last tensor and belong to none',
    ],
    [
      'compute --q fixtures/hostile/csv-mixed-newlines.csv',
      1,
      [
        'attn: fixtures/hostile/csv-mixed-newlines.csv:2:4  this line ends otherwise than the first line (LF, CRLF and CR are mixed)',
        '  try: save the file with one kind of line end',
      ],
    ],
    [
      'compute --q fixtures/hostile/json-utf16.json',
      1,
      ['attn: fixtures/hostile/json-utf16.json  expected UTF-8 text, found UTF-16', '  try: save the file as UTF-8'],
    ],
    [
      'compute --q fixtures/hostile/csv-nul.csv',
      1,
      [
        'attn: fixtures/hostile/csv-nul.csv  expected UTF-8 text, found bytes that are none',
        '  try: save it as UTF-8, or name its format with --in-format',
      ],
    ],
  ]);
});
