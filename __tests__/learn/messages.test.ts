import { itTells } from '../commands/error-of.js';

describe('what cannot be learned from, as attn tells it', () => {
  itTells([
    [
      'train --data -',
      1,
      ['attn: --data  all sentences are held out: there is none to learn from', '  try: mark some of them train'],
      '[{"sentence":"a b","word":"a","refers_to":"b","split":"held-out"}]',
    ],
    [
      'train --data -',
      1,
      [
        'attn: <stdin>:1  the header has no column sentence, word, refers_to',
        '  found: 3',
        '  try: the first line must be: sentence,word,refers_to',
      ],
      '3',
    ],
    [
      'train --data -',
      1,
      ['attn: <stdin>  holds no sentence', '  try: give at least one row with sentence, word, refers_to'],
      '[]',
    ],
    [
      'train --data -',
      1,
      ['attn: <stdin>  sentence 1 is no object', '  try: {"sentence": "…", "word": "it", "refers_to": "…"}'],
      '[3]',
    ],
    [
      'train --data -',
      1,
      [
        'attn: <stdin>:1:15  "refers_to" is missing',
        'attn: <stdin>:1:49  "sentence" is no text: 3',
        'attn: <stdin>:1:97  unknown field "sentense"',
        '  try: the fields are sentence, word, refers_to, split',
        'attn: <stdin>:1:97  "sentence" is missing',
      ],
      '[{"sentence": "a b", "word": "a"}, {"sentence": 3, "word": "x", "refers_to": "b"}, {"sentense": "a b", "word": "a", "refers_to": "b"}]',
    ],
    [
      'train --data -',
      1,
      [
        "attn: <stdin>:1:32  'a' stands 2 times in its sentence",
        '  a b a',
        '  try: say which: a#1 to a#2',
        "attn: <stdin>:1:102  'b' cannot refer to itself",
        '  a b',
        "attn: <stdin>:1:153  'zz' is not in its sentence",
        '  a b',
        '  try: name a word as it stands there',
        'attn: <stdin>:1:221  expected train or held-out, found "x"',
        "attn: <stdin>:1:254  'a b' is not in its sentence",
        '  a b',
        '  try: name one word of the sentence',
      ],
      '[{"sentence": "a b a", "word": "a", "refers_to": "b"}, {"sentence": "a b", "word": "b", "refers_to": "b"},{"sentence": "a b", "word": "b", "refers_to": "zz"},{"sentence": "a b", "word": "a b", "refers_to": "b", "split": "x"},{"sentence": "a b", "word": "a b", "refers_to": "b"}]',
    ],
    [
      'train --data -',
      1,
      [
        'attn: <stdin>:1  the header has no column refers_to',
        '  found: sentence, word',
        '  try: the first line must be: sentence,word,refers_to',
      ],
      'sentence,word\na b,a',
    ],
    [
      'train --data -',
      1,
      ['attn: <stdin>:2  quotes were opened and never closed up to here, the end', '  try: close them with "'],
      'sentence,word,refers_to\n"a b,a,b',
    ],
    [
      'train --data -',
      1,
      [
        'attn: <stdin>:2  this row has 4 cells, the header has 3',
        '  try: put a sentence that holds a comma in double quotes',
      ],
      'sentence,word,refers_to\na, b,a,b',
    ],
    [
      'train --data -',
      1,
      ['attn: <stdin>:1  two columns are called "refers_to"', '  try: keep one of them'],
      'sentence,word,refers_to,refers_to\na, b,a,b',
    ],
    [
      'train --data -',
      1,
      [
        'attn: <stdin>:1  the header has no column word',
        '  found: sentence, wrd, refers_to',
        "  try: is 'wrd' the one?",
      ],
      'sentence,wrd,refers_to\na b,a,b',
    ],
    [
      'train -o x.txt',
      2,
      [
        'attn: -o  expected a name that ends in .safetensors, .html, .md, found "x.txt"',
        '  try: -o weights.safetensors keeps what was learned, -o report.html shows it',
      ],
    ],
    [
      'train --dim 5 --heads 2',
      2,
      ['attn: --dim  5 cannot be shared equally by 2 heads', '  try: choose a --dim that 2 divides'],
    ],
    [
      'train --data -',
      1,
      [
        'attn: <stdin>:1:1  expected a list of sentences, found one value',
        '  try: [{"sentence": "…", "word": "it", "refers_to": "…"}]',
      ],
      '{"a": 1}',
    ],
    [
      'train --data -',
      1,
      [
        'attn: <stdin>:1  the header has no column sentence, word, refers_to',
        '  found: x',
        '  try: the first line must be: sentence,word,refers_to',
      ],
      '"x"',
    ],
    [
      'train --data -',
      1,
      ['attn: <stdin>:2  this row has 2 cells, the header has 3', '  try: give every column its cell, empty or not'],
      'sentence,word,refers_to\na b,a',
    ],
    [
      'train --data -',
      1,
      [
        'attn: <stdin>:2  quotes in the middle of a cell',
        '  try: put the whole cell in quotes and write "" for each quote inside',
      ],
      'sentence,word,refers_to\na "b,a,b',
    ],
    ['train --data fixtures/no.csv', 1, ['attn: fixtures/no.csv  no such file', '  try: did you mean fixtures/v.csv?']],
    ['train --epochs x', 2, 'attn: --epochs  expected a whole number from 1 to 100000, found "x"'],
    [
      'train --from fixtures/bundle.json',
      1,
      [
        'attn: fixtures/bundle.json  says its header is 4,189,034,994,789,780,091 bytes long; at most 10,000,000 are read',
        '  try: is it a .safetensors file? --in-format names another format',
      ],
    ],
    ['train --lang xx', 2, 'attn: --lang  expected en, vi, found "xx"'],
    [
      'train --data -',
      1,
      ["attn: <stdin>:1:35  'cats' is not in its sentence", '  the cat sat', "  try: did you mean 'cat'?"],
      '[{"sentence":"the cat sat","word":"cats","refers_to":"the"}]',
    ],
  ]);
});
