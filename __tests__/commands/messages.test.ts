import { STAGES } from '../../src/core/trace.js';
import { itTells } from './error-of.js';

const Q = `--q '[1 0; 0 1]'`;

describe('a wrong call, as attn tells it', () => {
  itTells([
    [
      `compute ${Q} --explain --format csv`,
      2,
      [
        'attn: --explain cannot be written as csv',
        '  try: leave the format out, or use md, latex or html; --explain-format trace gives JSON lines',
      ],
    ],
    [
      "rnn --sentence 'a'",
      2,
      ['attn: --sentence  has 1 word', '  try: give at least two: someone has to come before the word that is asked'],
    ],
    [
      "rnn --sentence 'a b c' --token a",
      2,
      ["attn: --token  'a' is the first word: nobody speaks before it", "  try: choose a later one, such as 'c'"],
    ],
    [
      'worksheet --size 3',
      2,
      ['attn: --size  expected words×d_k, found "3"', '  try: for example 3x4: 3 words, d_k 4'],
    ],
    [
      'worksheet --size 1x4',
      2,
      ['attn: a worksheet has 2 to 8 words, found 1', '  try: for example --size 3x4: 3 words, d_k 4'],
    ],
    [
      'worksheet --size 9x5',
      2,
      [
        'attn: a worksheet has 2 to 8 words, found 9',
        '  try: for example --size 3x4: 3 words, d_k 4',
        'attn: d_k of a worksheet is 4, 9 or 16, found 5',
        '  try: a whole √d_k keeps the sums easy: --size 3x4',
      ],
    ],
    ['worksheet --size 3x4 --format json', 2, 'attn: --format  expected md, html, found "json"'],
    [
      'glossary --format md --json',
      2,
      ['attn: --format md and --json ask for different formats', '  try: give one of them'],
    ],
    ['glossary foo', 2, ['attn: unexpected argument "foo"', '  try: attn help glossary']],
    ['completion foo', 2, 'attn: completion  expected bash, zsh, fish, found "foo"'],
    ['completion', 2, ['attn: missing argument: shell', '  try: attn help completion']],
    [
      'help foo',
      2,
      [
        'attn: unknown command "foo"',
        '  try: the commands are compute, explain, check, train, model, rnn, glossary, worksheet, bench, completion',
      ],
    ],
    [
      'explain',
      2,
      [
        'attn: nothing to compute: no sentence, no Q and no X',
        '  try: attn compute --sentence "…", or --q q.json --k k.json --v v.json',
      ],
    ],
    ['compute --input -', 1, 'attn: stdin was empty (0 bytes); expected a JSON or CSV matrix'],
    [`compute ${Q} --head 0`, 2, 'attn: --head  expected a whole number from 1 to 1000000000, found "0"'],
    [`compute ${Q} --precision 99`, 2, 'attn: --precision  expected a whole number from 0 to 20, found "99"'],
    [
      `compute ${Q} --only grad_q`,
      2,
      [
        "attn: there is no stage 'grad_q' in this computation",
        '  it has q, k, v, scores, scaled, weights, output, lse, entropy',
        '  try: name one of these, or add the option that makes it',
      ],
    ],
    [
      `compute ${Q} --show x`,
      2,
      [
        "attn: there is no stage 'x' in this computation",
        '  it has q, k, v, scores, scaled, weights, output, lse, entropy',
        '  try: name one of these, or add the option that makes it',
      ],
    ],
    [
      `compute ${Q} --explain --token 5`,
      2,
      ['attn: no token number 5: there are 2 tokens', '  try: the tokens are: q1, q2'],
    ],
    [`compute ${Q} --explain --token x`, 2, [`attn: no token 'x' in "q1 q2"`, '  try: the tokens are: q1, q2']],
    [`compute ${Q} --explain --head 3`, 1, ['attn: --head  there is no head 3: there is 1', '  try: leave it out']],
    [
      `compute ${Q} --explain --batch 3`,
      1,
      ['attn: --batch  there is no batch item 3: there is 1', '  try: leave it out'],
    ],
    [`compute ${Q} --hide 5`, 2, ['attn: no token number 5: there are 2 tokens', '  try: the tokens are: k1, k2']],
    ["compute --sentence 'a b' --hide a --hide b", 2, ['attn: --hide  is given twice', '  try: give it once']],
    [`compute ${Q} --format svg --head 3`, 1, ['attn: --head  there is no head 3: there is 1', '  try: leave it out']],
    [
      `compute ${Q} --strict --scale inf`,
      1,
      [
        'attn: the scale inf is Infinity',
        '  d_k = 2, d_v = 2, d_model = 2, n_q = 2, n_k = 2',
        '  try: give a finite --scale',
      ],
    ],
    [
      `compute ${Q} --explain --format npz`,
      2,
      [
        'attn: --explain cannot be written as npz',
        '  try: leave the format out, or use md, latex or html; --explain-format trace gives JSON lines',
      ],
    ],
    [
      'compute --weights fixtures/bundle.json',
      2,
      ['attn: --weights without a sentence', '  try: attn compute --weights weights.safetensors --sentence "…"'],
    ],
    [
      `compute --weights fixtures/bundle.json ${Q}`,
      2,
      ['attn: --weights without a sentence', '  try: attn compute --weights weights.safetensors --sentence "…"'],
    ],
    [
      "compute --weights fixtures/bundle.json --sentence 'a b' --dim 4 --seed 3",
      2,
      ['attn: --dim, --seed with --weights', '  try: the trained weights say it'],
    ],
    [
      "compute --weights fixtures/bundle.json --sentence 'a b'",
      1,
      [
        'attn: fixtures/bundle.json  says its header is 4,189,034,994,789,780,091 bytes long; at most 10,000,000 are read',
        '  try: is it a .safetensors file? --in-format names another format',
      ],
    ],
    [
      "compute --sentence 'a b' --layer 1",
      2,
      ['attn: --layer without --weights', '  try: attn compute --weights weights.safetensors --sentence "…" --layer 1'],
    ],
    [`compute ${Q} --precision 1.5`, 2, 'attn: --precision  expected a whole number from 0 to 20, found "1.5"'],
    [`compute ${Q} --width 3`, 2, 'attn: --width  expected a whole number from 20 to 10000, found "3"'],
    [`compute ${Q} --lang fr`, 2, 'attn: --lang  expected en, vi, found "fr"'],
    [`compute ${Q} --stages`, 2, ['attn: unknown option --stages', '  try: did you mean --scale, --scores?']],
    [`compute ${Q} --top 0`, 2, 'attn: --top  expected a whole number from 1 to 1000000000, found "0"'],
    [`compute ${Q} -o fixtures`, 1, ['attn: fixtures  is a folder', '  try: give the name of a file']],
    [
      `compute ${Q} -o fixtures/no/x.json`,
      1,
      ['attn: fixtures/no/x.json  cannot be written: there is no folder fixtures/no', '  try: mkdir -p fixtures/no'],
    ],
    [
      `compute ${Q} -o fixtures/q.json --no-clobber`,
      1,
      [
        'attn: fixtures/q.json  exists already, and --no-clobber is given',
        '  try: choose another name, or leave --no-clobber out',
      ],
    ],
    [
      'compute --q fixtures/q.json -o fixtures/q.json',
      1,
      ['attn: fixtures/q.json  is one of the inputs', '  try: write to another file'],
    ],
    [
      `compute ${Q} -o x.npy`,
      2,
      ['attn: a .npy file holds one array', '  try: add --only output (or another stage), or write .npz'],
    ],
    [
      `compute ${Q} --only weights -o ''`,
      2,
      ['attn: --output  expected the name of a file, found nothing', '  try: -o result.json, or - for stdout'],
    ],
    [
      `compute ${Q} --format npy`,
      2,
      ['attn: a .npy file holds one array', '  try: add --only output (or another stage), or write .npz'],
    ],
    [
      'compute --config - --format npz',
      2,
      ['attn: 2 problems do not fit into one npz file', '  try: give one problem, or use --format jsonl'],
      '[{"q": [[1]]}, {"q": [[2]]}]',
    ],
    [
      "compute --q '[1 0; 0 nan]' --strict",
      1,
      [
        'attn: --strict  the output holds NaN (row 1, column 1)',
        '  try: look for it with --show all, or leave --strict out',
      ],
    ],
    [
      'compute --input - --only weights,output',
      2,
      `attn: --only  expected ${STAGES.join(', ')}, found "weights,output"`,
      '{"q": [[1]]}',
    ],
    // A sentence that names its flag is not put behind the flag once more.
    [
      `compute --q [[1,2]] --rope --rope-scaling yar,factor=2`,
      2,
      [
        'attn: --rope-scaling yar is not known',
        '  try: one of default, linear, dynamic, yarn, longrope, llama3, proportional',
      ],
    ],
    [
      `compute --q [[1,2]] --rope --rope-scaling linear,factor=x`,
      2,
      'attn: factor of --rope-scaling is x: expected a number above 0',
    ],
    ["compute --sentence 'a b' --hide a,b", 2, [`attn: no token 'a,b' in "a b"`, '  try: the tokens are: a, b']],
    [
      "compute --sentence 'a a b' --hide 'a#3'",
      2,
      [`attn: no token 'a#3' in "a a b"`, '  try: the tokens are: a, a, b'],
    ],
    [
      "compute --q '[[1,0],[0,1]]' --explain --token 3",
      2,
      ['attn: no token number 3: there are 2 tokens', '  try: the tokens are: q1, q2'],
    ],
    [
      "compute --q '[[[1,0],[0,1]],[[1,0],[0,1]]]' --explain --head 3",
      1,
      ['attn: --head  there is no head 3: there are 2', '  try: choose 1 to 2'],
    ],
    [
      "compute --q '[[[[1,0],[0,1]]],[[[1,0],[0,1]]]]' --explain --batch 3",
      1,
      ['attn: --batch  there is no batch item 3: there are 2', '  try: choose 1 to 2'],
    ],
    [`compute ${Q} --explain --explain-format x`, 2, 'attn: --explain-format  expected text, trace, found "x"'],
    [`compute ${Q} --q '[1 0]'`, 2, ['attn: --q  is given twice', '  try: give it once']],
    ['compute --nope', 2, ['attn: unknown option --nope', '  try: did you mean --rope?']],
    [
      'compute --input a.json --config b.json',
      2,
      ['attn: --input and --config are given together', '  try: give one of them'],
    ],
    ["rnn --sentence 'a b' --token zz", 2, [`attn: no token 'zz' in "a b"`, '  try: the tokens are: a, b']],
    ["rnn --sentence 'a b' --lang xx", 2, 'attn: --lang  expected en, vi, found "xx"'],
    ['rnn the cat', 2, ['attn: unexpected argument "the"', '  try: attn help rnn']],
    [
      'worksheet --size 3x',
      2,
      ['attn: --size  expected words×d_k, found "3x"', '  try: for example 3x4: 3 words, d_k 4'],
    ],
    ['worksheet x', 2, ['attn: unexpected argument "x"', '  try: attn help worksheet']],
    ['bench x', 2, ['attn: unexpected argument "x"', '  try: attn help bench']],
    ['bench --size x', 2, ['attn: unknown option --size', '  try: attn help bench']],
    [`compute ${Q} --engine x`, 2, 'attn: --engine  expected auto, reference, wasm, found "x"'],
    [`compute ${Q} --threads 0`, 2, 'attn: --threads  expected a whole number from 1 to 1024, found "0"'],
    [
      `compute ${Q} --max-memory x`,
      2,
      ['attn: --max-memory  expected a size, found "x"', '  try: for example 2GB, 500MB or 4GiB'],
    ],
  ]);
});
