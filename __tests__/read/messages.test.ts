import { itTells } from '../commands/told.js';

describe('what cannot be read, as attn tells it', () => {
  itTells([
    ['compute --input -', 1, 'attn: <stdin>:1:24  expected a matrix or an expression, found true', '{"q": [[1,0]], "mask": true}'],
    ['compute --input -', 1, [
      'attn: <stdin>:1:22  unknown key "q2"',
      '  try: the keys are those of attn help compute: q, k, v, mask, heads, …',
    ], '{"q": [[1,0]], "q2": true}'],
    ['compute --input -', 1, [
      'attn: <stdin>:1:7  expected a matrix, found true',
      '  try: give a list of lists of numbers, or the name of a file',
    ], '{"q": true}'],
    ['compute --input -', 1, [
      'attn: <stdin>:1:7  expected a matrix, found an object',
      '  try: give a list of lists of numbers, or the name of a file',
    ], '{"q": {"a":1}}'],
    ['compute --input -', 1, [
      'attn: <stdin>:1:29  expected an expression over s, i, j, found 3',
      "  try: for example 's - 0.1*abs(i-j)'",
    ], '{"q": [[1,0]], "score_mod": 3}'],
    ['compute --input -', 1, [
      'attn: <stdin>:1:25  expected a number or an expression, found a list',
      "  try: for example '1/sqrt(d_k)'",
    ], '{"q": [[1,0]], "scale": [1,2]}'],
    ['compute --input -', 1, [
      'attn: <stdin>:1:25  expected a number or an expression, found true',
      "  try: for example '1/sqrt(d_k)'",
    ], '{"q": [[1,0]], "scale": true}'],
    ['compute --input -', 1, 'attn: <stdin>:1:25  expected a whole number of at least 1, found 1.5', '{"q": [[1,0]], "heads": 1.5}'],
    ['compute --input -', 1, 'attn: <stdin>:1:31  expected a number above 0, found 0', '{"q": [[1,0]], "temperature": 0}'],
    ['compute --input -', 1, 'attn: <stdin>:1:27  expected a number of at least 0, found true', '{"q": [[1,0]], "softcap": true}'],
    ['compute --input -', 1, 'attn: <stdin>:1:24  expected a number or a list of numbers, found true', '{"q": [[1,0]], "sink": true}'],
    ['compute --input -', 1, 'attn: <stdin>:1:25  expected true or a list of numbers, found 3', '{"q": [[1,0]], "alibi": 3}'],
    ['compute --input -', 1, [
      'attn: <stdin>:1:26  expected two whole numbers L,R (-1: no limit), found 3',
      '  try: for example 2,0: two keys before, none after',
    ], '{"q": [[1,0]], "window": 3}'],
    ['compute --input -', 1, [
      'attn: <stdin>:1:26  expected two whole numbers L,R (-1: no limit), found true',
      '  try: for example 2,0: two keys before, none after',
    ], '{"q": [[1,0]], "window": true}'],
    ["compute --q '[1 0]' --window 3", 2, [
      'attn: --window  expected two whole numbers L,R (-1: no limit), found "3"',
      '  try: for example 2,0: two keys before, none after',
    ]],
    ["compute --q '[1 0]' --window a,b", 2, [
      'attn: --window  expected two whole numbers L,R (-1: no limit), found "a,b"',
      '  try: for example 2,0: two keys before, none after',
    ]],
    ['compute --input -', 1, [
      'attn: <stdin>:1:26  expected words, found 3',
      '  try: for example "the cat sat down"',
    ], '{"q": [[1,0]], "tokens": 3}'],
    [`compute --q '[1 0]' --tokens '["a"'`, 2, [
      'attn: --tokens  expected a JSON list of words, found ["a"',
      `  try: '["the","cat"]', or the words with blanks between them`,
    ]],
    ["compute --q '[1 0]' --tokens '[1]'", 2, [
      'attn: --tokens  expected words, found "[1]"',
      '  try: for example "the cat sat down"',
    ]],
    ['compute --input -', 1, 'attn: <stdin>:1:14  expected text, found 3', '{"sentence": 3}'],
    ['compute --input -', 1, 'attn: <stdin>:1:30  expected softmax, sigmoid, sparsemax, hardmax, found 3', '{"q": [[1,0]], "normalizer": 3}'],
    ['compute --input -', 1, [
      'attn: <stdin>:1:7  expected a matrix, found one number',
      '  try: [[1, 0]] is a row, [[1], [0]] a column',
    ], '{"q": 3}'],
    ['compute --input -', 1, [
      'attn: <stdin>#q  expected a matrix, found a list of 3 numbers',
      '  try: [[1, 0]] is a row, [[1], [0]] a column',
    ], '{"q": [1, 2, 3]}'],
    ['compute --input -', 1, [
      'attn: <stdin>:1:24  names a file outside this folder: ../m.json',
      '  try: give it yourself: --mask ../m.json',
    ], '{"q": [[1,0]], "mask": "../m.json"}'],
    ['compute --input -', 1, [
      'attn: <stdin>  holds one matrix without a name',
      '  try: a bundle has the keys q, k, v, …; give a single matrix to --q, --k or --v',
    ], '[[1, 2]]'],
    ['compute --input -', 1, [
      'attn: <stdin>  holds nothing',
      '  try: a bundle has the keys q, k, v, …',
    ], '{}'],
    ['compute --config -', 1, [
      'attn: <stdin>:1  unknown key "3"',
      '  try: the keys are those of attn help compute: q, k, v, mask, heads, …',
    ], '3'],
    ['compute --config -', 1, [
      'attn: <stdin>  holds no problem',
      '  try: give at least one object, or one row below the header',
    ], '[]'],
    ['compute --config -', 1, [
      'attn: <stdin>  problem 1 is no object',
      '  try: [{"sentence": "…"}, {"sentence": "…"}]',
    ], '[1]'],
    ['compute --config -', 1, [
      'attn: <stdin>  problem 2 is no object',
      '  try: [{"sentence": "…"}, {"sentence": "…"}]',
    ], '[{"sentence": "a b"}, 3]'],
    ['compute --config -', 1, [
      'attn: <stdin>:1  column 2 has no name',
      '  try: name it: sentence, dim, seed, heads, …',
    ], "sentence,,dim\na,b,3"],
    ['compute --config -', 1, [
      'attn: <stdin>:1  two columns are called "dim"',
      '  try: keep one of them',
    ], "sentence,dim,dim\na,2,3"],
    ['compute --config -', 1, [
      'attn: <stdin>:2  quotes in the middle of a cell',
      '  try: put the whole cell in quotes and write "" for each quote inside',
    ], "sentence,dim\na \"b,2"],
    ['compute --config -', 1, [
      'attn: <stdin>:2  quotes were opened and never closed up to here, the end',
      '  try: close them with "',
    ], "sentence,dim\n\"a b,2"],
    ['compute --config -', 1, [
      'attn: <stdin>:2  this row has 3 cells, the header has 2',
      '  try: put text that holds a comma in double quotes',
    ], "sentence,dim\na,b,2"],
    ['compute --config -', 1, [
      'attn: <stdin>  holds no problem',
      '  try: give at least one object, or one row below the header',
    ], 'sentence,dim'],
    ["compute --q ''", 2, [
      'attn: --q  expected a file or a literal, found nothing',
      "  try: '[1 0; 0 1]', or a path",
    ]],
    ['compute --q -', 1, [
      'attn: <stdin>:1:12  the text ends too early',
      '  try: close every [ with ] and every { with }',
    ], '{"a": [[1,2'],
    ['compute --q -', 1, [
      'attn: <stdin>:1:14  the text in quotes does not end',
      '  row 2 of Q is  [3, "x]]',
      '  try: close it with " on the same line',
    ], '[[1, 2], [3, "x]]'],
    ['compute --q -', 1, 'attn: <stdin>:1:10  expected a number, found x', '[[1, 2]] x'],
    ['compute --q -', 1, [
      'attn: <stdin>:1:6  one comma too many before ]',
      '  try: take out the comma',
    ], '[[1, ], [2]]'],
    ['compute --q -', 1, [
      'attn: <stdin>:1:10  one [ too many: everything is closed already',
      '  try: take out the [',
    ], '[[1, 2]] [[1]]'],
    ['compute --q -', 1, [
      'attn: <stdin>:1:6  one comma too many before :',
      '  try: take out the comma',
    ], '[[1, :]]'],
    ['compute --q -', 1, [
      'attn: <stdin>:1:6  one comma too many before }',
      '  try: take out the comma',
    ], '[[1, }]]'],
    ['compute --q -', 1, [
      'attn: <stdin>:1:2  expected a key in double quotes, found q',
      '  try: write "q"',
    ], '{q: [[1]]}'],
    ['compute --q -', 1, [
      'attn: <stdin>:1:9  one ] too many: everything is closed already',
      '  try: take out the ]',
    ], '[[1, 2]]]'],
    ['compute --q -', 1, [
      'attn: <stdin>:1:5  expected a comma before 2',
      '  try: put commas between the cells',
    ], '[[1 2]]'],
    ['compute --q -', 1, [
      'attn: <stdin>:1:6  expected a number, found NaN',
      '  row 1 of Q is  [1, NaN]',
      '  try: JSON has no NaN: write "nan" in quotes',
      'attn: <stdin>:1:13  expected a number, found None',
      '  row 2 of Q is  [None, 2]',
      '  try: JSON writes true, false and null',
    ], '[[1, NaN], [None, 2]]'],
    ['compute --q -', 1, [
      'attn: <stdin>:1:6  expected a number, found 1/2',
      '  row 1 of Q is  [1, 1/2]',
      '  try: put an expression in quotes: "1/2"',
    ], '[[1, 1/2]]'],
    ['compute --q -', 1, [
      "attn: <stdin>:1:6  found single quotes: 'a'",
      "  row 1 of Q is  [1, 'a']",
      '  try: JSON wants double quotes: "…"',
    ], "[[1, 'a']]"],
    ['compute --q -', 1, [
      'attn: <stdin>:1:6  expected a number, found +.5',
      '  row 1 of Q is  [1, +.5]',
      '  try: JSON numbers look like 12, -0.5 or 1e-3: no +, a digit on both sides of the point',
      'attn: <stdin>:1:12  JSON has no comments',
      '  try: take the comment out',
    ], '[[1, +.5]] // x'],
    ['compute --q -', 1, 'attn: <stdin>:1:6  expected a number, found a list', '[[1, [2]]]'],
    ['compute --q -', 1, [
      'attn: <stdin>:1:6  expected a number, found an object',
      '  row 1 of Q is  [1, {"a": 1}]',
    ], '[[1, {"a": 1}]]'],
    ['compute --q -', 1, [
      'attn: <stdin>:1:8  row 2 has 1 number, row 1 has 2',
      '  row 2 of Q is  [3]',
      '  try: make all rows equally long',
    ], '[[1,2],[3]]'],
    ['compute --input -', 1, [
      'attn: <stdin>:1:34  shape 2×2 needs 4 numbers, Q has 3',
      'attn: <stdin>:1:72  shape of K: expected 1 to 4 whole numbers above 0, found [0]',
      "attn: <stdin>:1:118  unknown key 'cols' in V",
      '  try: known are data, shape, rows and columns',
      'attn: <stdin>:1:107  rows of V: expected a list of labels',
    ], '{"q": {"data": [1,2,3], "shape": [2,2]}, "k": {"data": [[1]], "shape": [0]}, "v": {"data": [[1]], "rows": 3, "cols": 2}}'],
    ['compute --input -', 1, [
      'attn: <stdin>:1:61  the key "q" stands twice',
      '  try: keep one of the two',
    ], '{"q": {"data": [[1,2]], "shape": [2,1], "rows": ["a","b"]}, "q": 3}'],
    ['compute --input -', 1, 'attn: <stdin>:1:33  Q has 1 row, found 2 labels', '{"q": {"data": [[1,2]], "rows": ["a","b"]}}'],
    ['compute --input -', 1, [
      'attn: <stdin>:1:19  unknown key "Q"',
      '  try: did you mean q?',
    ], '{"q": [[1]], "Q": [[2]]}'],
    ['compute --input - --in-format html', 1, [
      'attn: <stdin>:1:54  unknown key "a"',
      '  try: the keys are those of attn help compute: q, k, v, mask, heads, …',
      'attn: <stdin>:2:6  unknown key "b"',
      '  try: the keys are those of attn help compute: q, k, v, mask, heads, …',
    ], "<html><script id=\"attn\" type=\"application/json\">{\"a\":1}\n{\"b\":2}\n</script>"],
    ['compute --q - --in-format html', 1, [
      'attn: <stdin>  holds 2 results; expected one',
      '  try: give all of them: --input -',
    ], "<html><script id=\"attn\" type=\"application/json\">{\"q\":[[1]]}\n{\"q\":[[2]]}\n</script>"],
    ['compute --q - --in-format html', 1, [
      'attn: <stdin>  no result of attn in this page',
      '  try: give a page that attn wrote with --format html, or a JSON result',
    ], '<html></html>'],
    ['compute --q - --in-format jsonl', 2, [
      'attn: --in-format  expected json, csv, tsv, npy, npz, safetensors, html, found "jsonl"',
      '  try: did you mean json?',
    ], 'x'],
    ['compute --q - --in-format json', 1, [
      'attn: <stdin>  holds 2 documents, one a line; expected one',
      '  try: give all of them: --input -',
    ], "{\"q\":[[1]]}\n{\"q\":[[2]]}\n"],
    ["compute --sentence ''", 1, [
      'attn: --sentence  the sentence has no words',
      '  try: give at least one word',
    ]],
    ["compute --sentence '   '", 1, [
      'attn: --sentence  the sentence has no words',
      '  try: give at least one word',
    ]],
    ["compute --q '[1 2; 3'", 1, [
      'attn: --q column 8  the [ is never closed',
      '  [1 2; 3',
      '  try: end the matrix with ]',
    ]],
    ["compute --q '[1 2; 3]'", 1, [
      'attn: --q column 7  row 2 has 1 number, row 1 has 2',
      '  [1 2; 3]',
      '  try: make all rows equally long',
    ]],
    ["compute --q '[1 2; ,3]'", 1, [
      'attn: --q column 7  expected a cell before the comma',
      '  [1 2; ,3]',
      '  try: take the comma out, or write the cell',
    ]],
    ["compute --q '[1 2] 3'", 1, [
      'attn: --q column 7  expected the end after ]',
      '  [1 2] 3',
      '  try: give one matrix',
    ]],
    ["compute --q '[[1 2] [3 4]'", 1, [
      'attn: --q column 5  expected a comma before 2',
      '  try: put commas between the cells',
      'attn: --q column 8  expected a comma before [',
      '  try: put commas between the cells',
      'attn: --q column 11  expected a comma before 4',
      '  try: put commas between the cells',
    ]],
    ["compute --q '[1 2; 3 x]'", 1, [
      'attn: --q column 9  expected a number, found "x"',
      '  [1 2; 3 x]',
    ]],
    ["compute --q '[1,5 2; 3 1]'", 1, [
      'attn: --q column 9  row 2 has 2 numbers, row 1 has 3',
      '  [1,5 2; 3 1]',
      '  try: make all rows equally long',
    ]],
    ['compute --q -', 1, [
      'attn: <stdin>:3:1  row 3 has 4 cells, rows 1 and 2 have 3',
      '  line 3 is  x,1,2,3',
      '  try: make all rows equally long; decimal commas need ; between the cells and --decimal comma',
    ], ",a,b\nx,1,2\nx,1,2,3"],
    ['compute --q -', 1, [
      'attn: <stdin>:2:1  this line is empty',
      '  try: take the empty line out',
    ], "1,2\n\n3,4"],
    ['compute --q -', 1, [
      'attn: <stdin>:1:3  expected a number, found "2,5"',
      '  line 1 is  1;2,5',
      '  try: use a decimal point (2.5), or --decimal comma for CSV',
    ], "1;2,5\n3;4"],
    ['compute --q -', 1, [
      'attn: <stdin>:1:3  the quotes that open here are never closed',
      '  try: close them with "',
    ], "1,\"2\n3,4"],
    ['compute --q -', 1, [
      'attn: <stdin>:1:4  quotes in the middle of a cell',
      '  try: put the whole cell in quotes and write "" for each quote inside',
    ], "1,2\"3\n3,4"],
    ['compute --q -', 1, [
      'attn: <stdin>:1:6  text after the closing quotes',
      '  try: write "" for a quote inside quotes',
    ], "1,\"2\"3\n3,4"],
    ['compute --q - --decimal comma', 1, [
      'attn: <stdin>:1:1  expected a decimal comma, found "1.5"',
      '  line 1 is  1.5;2',
      '  try: write a comma, or leave out --decimal comma',
    ], "1.5;2\n3;4"],
    ['compute --q -', 1, [
      'attn: <stdin>:1:3  expected a number, found an empty cell',
      '  line 1 is  1,',
      '  try: write 0, or nan for a missing value',
    ], "1,\n3,4"],
    ['compute --q -', 1, [
      'attn: <stdin>:1:3  1e999 is too large for a 64-bit number (at most 1.8e308)',
      '  line 1 is  1,1e999',
      '  try: write inf if infinity is meant',
      'attn: <stdin>:2:3  expected a number, found "−4"',
      '  line 2 is  3,−4',
      '  try: write the minus sign as "-" ("-4")',
      'attn: <stdin>:3:3  expected a number, found "0x10"',
      '  line 3 is  3,0x10',
      '  try: write it in plain decimal digits',
    ], "1,1e999\n3,−4\n3,0x10"],
    ['compute --q fixtures/wq.csv#q', 1, [
      'attn: fixtures/wq.csv  a table holds one matrix, and it has no name "q"',
      '  try: leave out #q',
    ]],
    ['compute --q fixtures/q.json#q', 1, [
      "attn: fixtures/q.json:1:1  there is no tensor 'q' here: one matrix without a name",
      '  try: leave out the # and the name',
    ]],
    ['compute --q fixtures/bundle.json#w', 1, [
      "attn: fixtures/bundle.json:1:1  there is no tensor 'w' here",
      '  it holds q, k, v, tokens',
    ]],
    ['compute --q fixtures/bundle.json', 1, [
      'attn: fixtures/bundle.json  holds 3 tensors: q, k, v',
      '  try: choose one, for example fixtures/bundle.json#q',
    ]],
    ['compute --q fixtures', 1, [
      'attn: fixtures  is a folder; expected a file',
      '  try: name a file in it',
    ]],
    ['compute --q fixtures/no/such.json', 1, 'attn: fixtures/no/such.json  no such file: there is no folder fixtures/no'],
    ['compute --q fixtures/numpy', 1, [
      'attn: fixtures/numpy  is a folder; expected a file',
      '  try: name a file in it',
    ]],
    ['compute --q - --delimiter x', 2, 'attn: --delimiter: expected comma, semicolon, tab or blank, found "x"', '1,2'],
    ['compute --q - --decimal comma --delimiter ,', 2, [
      'attn: the comma cannot be both the decimal sign and the delimiter',
      '  try: --delimiter ";"',
    ], '1,2'],
    ['compute --q -', 1, [
      'attn: <stdin>:1:10  expected the end, found "x"',
      '  try: give one matrix or one object',
    ], '[[1, 2]] "x"'],
    ['compute --q -', 1, 'attn: <stdin>:1:10  expected a number, found x', '[[1, 2]] x'],
    ['compute --q -', 1, [
      'attn: <stdin>:1:10  expected the end, found true',
      '  try: give one matrix or one object',
    ], '[[1, 2]] true'],
    ['compute --q -', 1, [
      'attn: <stdin>  there are names here but no numbers',
      '  try: give rows of numbers below the names',
    ], '<data>'],
    ['compute --q -', 1, [
      'attn: <stdin>:2:1  row 2 has 3 cells, row 1 has 2',
      '  line 2 is  1,2,3',
      '  try: make all rows equally long; decimal commas need ; between the cells and --decimal comma',
    ], "a,b\n1,2,3"],
    ['compute --q -', 1, [
      'attn: <stdin>:3:3  expected a number, found "q"',
      '  line 3 is  z,q,3',
    ], "x,a,b\ny,1,2\nz,q,3"],
    ['compute --q -', 1, [
      'attn: <stdin>:2:3  expected a number, found "d"',
      '  line 2 is  c,d',
    ], "a,b\nc,d"],
    ['compute --config -', 1, [
      'attn: <stdin>:1:7  unknown key "a"',
      '  try: the keys are those of attn help compute: q, k, v, mask, heads, …',
    ], '{"a": 1}'],
    ['compute --config -', 1, [
      'attn: <stdin>:1  unknown key "3"',
      '  try: the keys are those of attn help compute: q, k, v, mask, heads, …',
    ], '3'],
    ['compute --config - --in-format json', 1, [
      'attn: <stdin>  expected an object with a sentence and its settings',
      '  try: {"sentence": "…", "dim": 8, "seed": 42}',
    ], '3'],
    ['compute --config -', 1, ['attn: <stdin>  holds no problem', '  try: give at least one object, or one row below the header'], 'sentence\n'],
    ['compute --config -', 1, [
      'attn: <stdin>:3  this row has 1 cell, the header has 2',
      '  try: give every column its cell, empty or not',
    ], "sentence,dim\na,2\nb"],
    ['compute --config -', 1, [
      'attn: <stdin>:2  quotes in the middle of a cell',
      '  try: put the whole cell in quotes and write "" for each quote inside',
    ], "sentence,dim\n\"a\"b,2"],
    ['compute --input -', 1, 'attn: <stdin>:1:34  shape 2×2 needs 4 numbers, Q has 2', '{"q": {"data": [[1,2]], "shape": [2,2]}}'],
    ['compute --input -', 1, 'attn: <stdin>:1:40  shape 2×1 needs 2 numbers, Q has 4', '{"q": {"data": [[1,2],[3,4]], "shape": [2,1]}}'],
    ['compute --input -', 2, [
      'attn: a sentence (--sentence) and Q, K, V (--q) are given together',
      '  try: give one of them',
    ], '{"q": [[1,0]], "sentence": "a b"}'],
    ['compute --input -', 1, [
      'attn: <stdin>:1:2  unknown key "__proto__"',
      '  try: take it out',
    ], '{"__proto__": 3, "q": [[1,0]]}'],
    ['compute --input -', 1, [
      'attn: <stdin>:1:28  unknown key "kvHeads"',
      '  try: did you mean kv_heads?',
    ], '{"kv_heads": 3, "kvHeads": 4}'],
    ['compute --input -', 1, [
      "attn: <stdin>:1:43  'kv_heads' and 'kv-heads' are the same key",
      '  try: keep one of the two',
    ], '{"q": [[1,0]], "kv_heads": 3, "kv-heads": 4}'],
    ["compute --k '[1 0]' --v '[1 0]'", 2, [
      'attn: K, V without Q',
      '  try: attn compute --sentence "…", or --q q.json --k k.json --v v.json',
    ]],
    ["compute --wq '[1 0]'", 2, [
      'attn: W_Q without X',
      '  try: attn compute --sentence "…", or --q q.json --k k.json --v v.json',
    ]],
    ["compute --q '[1 0]' --x '[1 0]'", 2, [
      'attn: Q, K, V (--q) and embeddings (--x) are given together',
      '  try: give one of them',
    ]],
    ["compute --q '[1 0]' --sentence 'a b'", 2, [
      'attn: a sentence (--sentence) and Q, K, V (--q) are given together',
      '  try: give one of them',
    ]],
    ["compute --q '[1 0]' --dim 3", 2, [
      'attn: --dim without a sentence',
      '  try: they say how the words of --sentence become numbers',
    ]],
    ["compute --q '[1 2,; 3 4]'", 1, [
      'attn: --q column 5  expected a cell after the comma',
      '  [1 2,; 3 4]',
      '  try: take the comma out, or write the cell',
    ]],
    ["compute --q '[]'", 1, 'attn: --q column 2  Q is empty: expected at least one number'],
    ["compute --q '[1 2; ; 3]'", 1, [
      'attn: --q column 9  row 2 has 1 number, row 1 has 2',
      '  [1 2; ; 3]',
      '  try: make all rows equally long',
    ]],
    ["compute --q '[[1,2];[3]]'", 1, [
      'attn: --q column 7  expected , or ] between the cells, found ;',
      '  try: write rows as [[1, 2], [3, 4]]',
      'attn: --q column 8  row 2 has 1 number, row 1 has 2',
      '  row 2 of Q is  [3]',
      '  try: make all rows equally long',
    ]],
    ["compute --q '[1,2'", 1, [
      'attn: --q column 5  the [ is never closed',
      '  [1,2',
      '  try: end the matrix with ]',
    ]],
    ['compute --q - --in-format literal', 2, 'attn: --in-format  expected json, csv, tsv, npy, npz, safetensors, html, found "literal"', '[1 2; 3'],
    ['compute --q - --in-format literal', 2, 'attn: --in-format  expected json, csv, tsv, npy, npz, safetensors, html, found "literal"', '1 2'],
    ['compute --q - --in-format literal', 2, 'attn: --in-format  expected json, csv, tsv, npy, npz, safetensors, html, found "literal"', '[1 2; [3] 4]'],
    ['compute --q - --in-format literal', 2, 'attn: --in-format  expected json, csv, tsv, npy, npz, safetensors, html, found "literal"', '[1 2, , 3]'],
    ["compute --sentence 'a b' --seed 9007199254740992", 2, 'attn: --seed  expected a whole number between −2^53 and 2^53, found "9007199254740992"'],
    ['compute --q -', 1, [
      'attn: <stdin>:1:3  expected a number, found "0,5"',
      '  row 1 of Q is  ["0,5", "−1"]',
      '  try: use a decimal point (0.5), or --decimal comma for CSV',
      'attn: <stdin>:1:10  expected a number, found "−1"',
      '  row 1 of Q is  ["0,5", "−1"]',
      '  try: write the minus sign as "-" ("-1")',
      'attn: <stdin>:1:18  expected a number, found "1_000"',
      '  row 2 of Q is  ["1_000", "1e999"]',
      '  try: write it in plain decimal digits',
      'attn: <stdin>:1:27  1e999 is too large for a 64-bit number (at most 1.8e308)',
      '  row 2 of Q is  ["1_000", "1e999"]',
      '  try: write inf if infinity is meant',
    ], '[["0,5", "−1"], ["1_000", "1e999"]]'],
    ['compute --q -', 1, [
      'attn: <stdin>:1:10  expected a number, found an empty cell',
      '  row 1 of Q is  ["nan", ""]',
      '  try: write 0, or nan for a missing value',
      'attn: <stdin>:1:16  expected a number, found "１"',
      '  row 2 of Q is  ["１", "0x1"]',
      'attn: <stdin>:1:21  expected a number, found "0x1"',
      '  row 2 of Q is  ["１", "0x1"]',
      '  try: write it in plain decimal digits',
    ], '[["nan", ""], ["１", "0x1"]]'],
    ["compute --q '[1 0]' --head-dim 4", 2, [
      'attn: --head-dim without a sentence',
      '  try: they say how the words of --sentence become numbers',
    ]],
    ['compute --q - --in-format html', 1, [
      'attn: <stdin>  no result of attn in this page',
      '  try: give a page that attn wrote with --format html, or a JSON result',
    ], '<p>'],
    ['compute --input -', 1, 'attn: <stdin>:1:40  shape 2×1 needs 2 numbers, Q has 4', '{"q": {"data": [[1,2],[3,4]], "shape": [2,1]}}'],
    ['compute --q -', 1, [
      'attn: <stdin>:2:1  one : too many: everything is closed already',
      '  try: take out the :',
    ], "[[1, 2]]\n:"],
    ['compute --q -', 1, [
      'attn: <stdin>:1:3  expected a value, found :',
      '  try: write a number there, or take out what is too much',
    ], '[[:]]'],
    ['compute --q -', 1, [
      'attn: <stdin>  there are names here but no numbers',
      '  try: give rows of numbers below the names',
    ], ':'],
    ["compute --q '[1 {2}]'", 1, [
      'attn: --q column 4  found { inside a row',
      '  [1 {2}]',
      '  try: write rows as [1 0; 0 1] or as [[1, 0], [0, 1]]',
    ]],
    ["compute --q '[1 [2] 3]'", 1, [
      'attn: --q column 4  found [ inside a row',
      '  [1 [2] 3]',
      '  try: write rows as [1 0; 0 1] or as [[1, 0], [0, 1]]',
    ]],
    ['compute --q - --in-format json', 1, 'attn: <stdin>:1:1  expected a number, found x', 'x'],
    ['compute --config -', 1, [
      'attn: <stdin>:1:19  the text ends too early',
      '  try: close every [ with ] and every { with }',
    ], '{"sentence": "a b"'],
    ['compute', 2, [
      'attn: nothing to compute: no sentence, no Q and no X',
      '  try: attn compute --sentence "…", or --q q.json --k k.json --v v.json',
    ]],
    ['compute --heads 2', 2, [
      'attn: nothing to compute: no sentence, no Q and no X',
      '  try: attn compute --sentence "…", or --q q.json --k k.json --v v.json',
    ]],
    ['compute --config - --in-format json', 1, [
      'attn: <stdin>  expected an object with a sentence and its settings',
      '  try: {"sentence": "…", "dim": 8, "seed": 42}',
    ], '"x"'],
    ['compute --q -', 2, [
      'attn: --q  expected a matrix, found a list of 3 numbers',
      "  try: '[[1, 0]]' is a row, '[1; 0]' a column",
    ], '[1,2,3]'],
    ['compute --q -', 1, [
      'attn: <stdin>:2:1  expected a number, found "x"',
      '  line 2 is  x,3',
      '  try: if the first column holds names, leave the first cell of the first row empty',
    ], "1,2\nx,3"],
    ['compute --input -', 1, [
      'attn: <stdin>:1:34  shape says 2×1, the lists are 1×2',
      '  try: leave out shape, or write data as one flat list',
    ], '{"q": {"data": [[1,2]], "shape": [2,1]}}'],
  ]);
});
