import { itTells } from '../commands/error-of.js';

const Q = `--q '[1 0; 0 1]'`;

describe('what is no expression, as attn tells it', () => {
  itTells([
    [
      `compute ${Q} --mask 'i j'`,
      2,
      [
        "attn: --mask  an operator is missing before 'j'",
        '  i j',
        '    ^',
        '  try: write i * j if you mean the product',
      ],
    ],
    [`compute ${Q} --mask 'max'`, 2, ['attn: --mask  max is a function', '  max', '  ^', '  try: write max(…)']],
    [
      `compute ${Q} --mask 'i(3)'`,
      2,
      ['attn: --mask  i is a number, not a function', '  i(3)', '  ^', '  try: write i * (…) if you mean the product'],
    ],
    [
      `compute ${Q} --mask 'pi(3)'`,
      2,
      [
        'attn: --mask  pi is a number, not a function',
        '  pi(3)',
        '  ^',
        '  try: write pi * (…) if you mean the product',
      ],
    ],
    [
      `compute ${Q} --mask 'foo(3)'`,
      2,
      [
        "attn: --mask  unknown function 'foo' in the expression",
        '  foo(3)',
        '  ^',
        '  try: known are sqrt cbrt exp log log2 log10 abs sin cos tan tanh sigmoid floor ceil round sign pow mod min max t5_bucket where',
      ],
    ],
    [
      `compute ${Q} --mask 'foo < 3'`,
      2,
      [
        "attn: --mask  unknown name 'foo' in the expression",
        '  foo < 3',
        '  ^',
        '  try: i, j, h, b, n_q, n_k, P are known here',
      ],
    ],
    [`compute ${Q} --mask 'max()'`, 2, ['attn: --mask  max takes at least 1 value, found none', '  max()', '  ^']],
    [`compute ${Q} --mask 'abs(1,2)'`, 2, ['attn: --mask  abs takes 1 value, found 2', '  abs(1,2)', '  ^']],
    [
      `compute ${Q} --mask 'j = i'`,
      2,
      [
        "attn: --mask  '=' is not known here",
        '  j = i',
        '    ^',
        '  try: write == to compare (nothing can be defined here)',
      ],
    ],
    [
      `compute ${Q} --mask 'j && i'`,
      2,
      ["attn: --mask  '&&' is not known here", '  j && i', '    ^', '  try: write and'],
    ],
    [
      `compute ${Q} --mask 'j <= '`,
      2,
      ['attn: --mask  the expression ends where a value is expected', '  j <= ', '      ^'],
    ],
    [`compute ${Q} --mask '(j <= i'`, 2, ["attn: --mask  '(' is never closed", '  (j <= i', '  ^']],
    [
      `compute ${Q} --mask 'not j <= i'`,
      2,
      [
        "attn: --mask  'not' takes only the value right after it",
        '  not j <= i',
        '  ^',
        '  try: put the whole condition in brackets: not (…)',
      ],
    ],
    [
      `compute ${Q} --mask 'j ? i'`,
      2,
      ["attn: --mask  '?' without ':'", '  j ? i', '    ^', '  try: write condition ? a : b'],
    ],
    [
      `compute ${Q} --mask 'j % '`,
      2,
      [
        'attn: --mask  the expression ends where a value is expected',
        '  j % ',
        '     ^',
        '  try: write /100 for per cent; a % b is the remainder',
      ],
    ],
    [
      `compute ${Q} --mask '"j" == i'`,
      2,
      [`attn: --mask  unexpected '"': unexpected text in an expression`, '  "j" == i', '  ^'],
    ],
    [
      `compute ${Q} --mask 'j!'`,
      2,
      ["attn: --mask  '!' is not known here", '  j!', '   ^', '  try: write not (there is no factorial)'],
    ],
    [
      `compute ${Q} --mask 'j + to + i'`,
      2,
      [
        "attn: --mask  unknown name 'to' in the expression",
        '  j + to + i',
        '      ^',
        '  try: i, j, h, b, n_q, n_k, P are known here',
      ],
    ],
    [
      `compute ${Q} --softcap 'foo + 1'`,
      2,
      [
        "attn: --softcap  unknown name 'foo' in the expression",
        '  foo + 1',
        '  ^',
        '  try: numbers, pi, e and functions are known here',
      ],
    ],
    [
      `compute ${Q} --softcap 'n_q'`,
      2,
      [
        "attn: --softcap  unknown name 'n_q' in the expression",
        '  n_q',
        '  ^',
        '  try: n_q only in --mask and --bias and --score-mod and --scale (numbers, pi, e and functions are known here)',
      ],
    ],
    [
      `compute ${Q} --softcap '0/0'`,
      2,
      [
        'attn: --softcap  the expression gives nan (not a number)',
        '  0/0',
        '  try: a finite value, or inf, -inf or nan alone',
      ],
    ],
    [
      `compute ${Q} --bias '0,5 * i'`,
      2,
      ["attn: --bias  ',' outside the brackets of a function", '  0,5 * i', '   ^', '  try: use a decimal point: 0.5'],
    ],
    [
      `compute ${Q} --mask 'j <= i, 3'`,
      2,
      ["attn: --mask  ',' outside the brackets of a function", '  j <= i, 3', '        ^', '  try: one value only'],
    ],
    [
      `compute ${Q} --bias ''`,
      2,
      ['attn: --bias  expected a file or a literal, found nothing', "  try: '[1 0; 0 1]', or a path"],
    ],
    [`compute ${Q} --score-mod ''`, 2, 'attn: --score-mod  the expression is empty'],
    [
      `compute ${Q} --score-mod 's + () + 1'`,
      2,
      ["attn: --score-mod  nothing between '(' and ')'", '  s + () + 1', '       ^'],
    ],
    [`compute ${Q} --score-mod 's)'`, 2, ["attn: --score-mod  ')' without '('", '  s)', '   ^']],
    [`compute ${Q} --score-mod '* s'`, 2, ["attn: --score-mod  a value is missing before '*'", '  * s', '  ^']],
    [
      `compute ${Q} --score-mod 's + * 2'`,
      2,
      ["attn: --score-mod  a value is missing before '*'", '  s + * 2', '      ^'],
    ],
    [
      `compute ${Q} --score-mod 's : 2'`,
      2,
      [
        "attn: --score-mod  ':' without '?'",
        '  s : 2',
        '    ^',
        '  try: write condition ? a : b; ranges are not known here',
      ],
    ],
    [
      `compute ${Q} --score-mod '2 s'`,
      2,
      [
        "attn: --score-mod  an operator is missing before 's'",
        '  2 s',
        '    ^',
        '  try: write 2 * s if you mean the product',
      ],
    ],
    [
      `compute ${Q} --score-mod '2(s)'`,
      2,
      [
        "attn: --score-mod  an operator is missing before '('",
        '  2(s)',
        '   ^',
        '  try: write 2 * (…) if you mean the product',
      ],
    ],
    [
      `compute ${Q} --score-mod 's^2i'`,
      2,
      [
        "attn: --score-mod  an operator is missing before 'i'",
        '  s^2i',
        '     ^',
        '  try: write 2 * i if you mean the product',
      ],
    ],
    [
      `compute ${Q} --score-mod 's[1]'`,
      2,
      ["attn: --score-mod  's' is no array", '  s[1]', '  ^', '  try: s is a number: write it alone'],
    ],
    [
      `compute ${Q} --score-mod 's.re'`,
      2,
      ["attn: --score-mod  unexpected '.': unexpected . outside a number", '  s.re', '   ^'],
    ],
    [
      `compute ${Q} --score-mod '{a: 1}'`,
      2,
      ["attn: --score-mod  unexpected '{': unexpected { in a cell", '  {a: 1}', '  ^'],
    ],
    [`compute ${Q} --score-mod '1 2'`, 2, ["attn: --score-mod  an operator is missing before '2'", '  1 2', '    ^']],
    [
      `compute ${Q} --score-mod 's not i'`,
      2,
      [
        "attn: --score-mod  'not' stands before a condition, not between two",
        '  s not i',
        '    ^',
        '  try: write and not, or not, or !=',
      ],
    ],
    [
      `compute ${Q} --score-mod 's to i'`,
      2,
      [
        "attn: --score-mod  an operator is missing before 'to'",
        '  s to i',
        '    ^',
        '  try: write s * to if you mean the product',
      ],
    ],
    [
      `compute ${Q} --score-mod 's in i'`,
      2,
      [
        "attn: --score-mod  an operator is missing before 'in'",
        '  s in i',
        '    ^',
        '  try: write s * in if you mean the product',
      ],
    ],
    [
      `compute ${Q} --score-mod 's .* i'`,
      2,
      ["attn: --score-mod  unexpected '.': unexpected . outside a number", '  s .* i', '    ^'],
    ],
    [
      `compute ${Q} --score-mod 's << 2'`,
      2,
      ["attn: --score-mod  unexpected '<<' in the expression", '  s << 2', '    ^'],
    ],
    [
      `compute ${Q} --score-mod "s'"`,
      2,
      [`attn: --score-mod  unexpected "'": unexpected text in an expression`, "  s'", '   ^'],
    ],
    [
      `compute ${Q} --score-mod 's; 2'`,
      2,
      ["attn: --score-mod  unexpected ';': one expression only", '  s; 2', '   ^'],
    ],
    [
      `compute ${Q} --score-mod 's + 1 # no'`,
      2,
      ["attn: --score-mod  unexpected '#': unexpected comment in an expression", '  s + 1 # no', '        ^'],
    ],
    [
      `compute ${Q} --score-mod 's × 2'`,
      2,
      ["attn: --score-mod  '×' is not known here", '  s × 2', '    ^', '  try: write *'],
    ],
    [
      `compute ${Q} --score-mod 's + é'`,
      2,
      [
        "attn: --score-mod  unknown name 'é' in the expression",
        '  s + é',
        '      ^',
        '  try: s, i, j, h, b, n_q, n_k are known here',
      ],
    ],
    [
      `compute ${Q} --score-mod 's + expp(2)'`,
      2,
      [
        "attn: --score-mod  unknown function 'expp' in the expression",
        '  s + expp(2)',
        '      ^',
        '  try: did you mean exp?',
      ],
    ],
    [
      `compute ${Q} --score-mod 's + 1e999'`,
      2,
      [
        'attn: --score-mod  1e999 is too large for a float64',
        '  s + 1e999',
        '      ^',
        '  try: write inf if you mean it',
      ],
    ],
    [
      `compute ${Q} --score-mod 's + 0x10'`,
      2,
      [
        "attn: --score-mod  an operator is missing before 'x10'",
        '  s + 0x10',
        '       ^',
        '  try: write 0 * x10 if you mean the product',
      ],
    ],
    [
      `compute ${Q} --score-mod 's + 1.2.3'`,
      2,
      ["attn: --score-mod  an operator is missing before '.3'", '  s + 1.2.3', '         ^'],
    ],
    [
      `compute ${Q} --score-mod 'where(s, 1)'`,
      2,
      ['attn: --score-mod  where takes 3 values: where(condition, a, b), found 2', '  where(s, 1)', '  ^'],
    ],
    [
      `compute ${Q} --score-mod 'f(x) = s'`,
      2,
      [
        "attn: --score-mod  '=' is not known here",
        '  f(x) = s',
        '       ^',
        '  try: write == to compare (nothing can be defined here)',
      ],
    ],
    [
      `compute ${Q} --score-mod 's ? 1 : 2 : 3'`,
      2,
      [
        "attn: --score-mod  ':' without '?'",
        '  s ? 1 : 2 : 3',
        '            ^',
        '  try: write condition ? a : b; ranges are not known here',
      ],
    ],
    [
      `compute ${Q} --score-mod 'a b c d + e f g h'`,
      2,
      [
        "attn: --score-mod  an operator is missing before 'b'",
        '  a b c d + e f g h',
        '    ^',
        '  try: write a * b if you mean the product',
      ],
    ],
  ]);
});
