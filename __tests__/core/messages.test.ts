import { generator } from '../../src/core/random.js';
import { splitHeads } from '../../src/core/heads.js';
import { matrix, tensor } from '../../src/core/tensor.js';
import { attend } from '../../src/core/attend.js';
import { itTells } from '../commands/error-of.js';
import { refusals } from '../refusals.js';

const Q = `--q '[1 0; 0 1]'`;

describe('what core refuses, as attn tells it', () => {
  itTells([
    [
      `compute ${Q} --key-lengths '[1,2,1]'`,
      1,
      ['attn: 3 key lengths for 1 batch item', '  try: give one length per batch item, or one for all'],
    ],
    [
      "compute --q '[[[1,0],[0,1]],[[1,0],[0,1]]]' --key-lengths '[1,2]'",
      1,
      [
        'attn: 2 key lengths for 1 batch item',
        '  try: --heads 1 if Q is (batch, length, size): it was read as (heads, length, size)',
      ],
    ],
    [
      `compute ${Q} --key-lengths '[3]'`,
      1,
      ['attn: key length 3 of batch item 1 is not a whole number from 0 to 2', '  try: there are 2 keys'],
    ],
    [
      `compute ${Q} --past-value '[1 0]'`,
      2,
      ['attn: past values are given without past keys', '  try: give --past-key and --past-value together'],
    ],
    [
      `compute ${Q} --past-key '[1 0]'`,
      2,
      ['attn: past keys are given without past values', '  try: give --past-key and --past-value together'],
    ],
    [
      "compute --x '[[[[1,0],[0,1]]]]' --wq '[1 0; 0 1]' --wk '[1 0; 0 1]' --wv '[1 0; 0 1]'",
      1,
      ['attn: X has 4 axes, expected (length, d_model) or (batch, length, d_model)', '  X is 1×1×2×2'],
    ],
    [
      "compute --x '[1 0; 0 1]' --wq '[1 0; 0 1]'",
      2,
      ['attn: X is given without W_K and W_V', '  try: give --wk and --wv too'],
    ],
    [
      `compute ${Q} --kv-heads 2`,
      2,
      ['attn: --kv-heads 2 without --heads', '  try: say with --heads how many heads stand side by side in Q'],
    ],
    [
      `compute ${Q} --k '[[[1,0],[0,1]]]'`,
      1,
      [
        'attn: shapes do not fit',
        '  Q is 2×2, K is 1×2×2, V is 1×2×2: all three need the same number of axes',
        '  try: give K and V with 2 axes, as Q',
      ],
    ],
    [
      "compute --q '[[[1,0],[0,1]]]' --k '[[[1,0,3],[0,1,3]]]'",
      1,
      [
        'attn: shapes do not fit',
        '  Q is 2×2 and K is 2×3: QKᵀ needs the same d_k (columns of Q = columns of K)',
        '  try: three axes were read as (heads, length, size); with --heads N they are (batch, length, heads×size)',
      ],
    ],
    [
      "compute --q '[1 0 0 0; 0 1 0 0]' --k '[1 0; 0 1]' --heads 2",
      1,
      [
        'attn: shapes do not fit',
        '  Q is 1×2×2×2 and K is 1×2×2×1: QKᵀ needs the same d_k (columns of Q = columns of K)',
        '  try: --kv-heads 1 if K and V have fewer heads than Q, each of size 2',
      ],
    ],
    [
      `compute ${Q} --k '[1 0; 0 1]' --v '[1 0]'`,
      1,
      [
        'attn: shapes do not fit',
        '  K is 2×2 and V is 1×2: each key needs its value (rows of K = rows of V)',
        '  try: check that the files come from the same layer, and that none is transposed',
      ],
    ],
    [
      `compute ${Q} --past-key '[1 0 0]' --past-value '[1 0 0]'`,
      1,
      [
        'attn: shapes do not fit',
        '  the past key is 1×3 and K is 1×1×2×2 (batch×heads×length×size): only the length may differ',
        '  try: give the past key as (batch, heads, cached length, size), or in the form of K',
      ],
    ],
    [
      "compute --sentence 'a b c' --embedding one-hot --dim 2",
      2,
      [
        'attn: --dim 2 is too small for one-hot embeddings',
        '  3 different tokens need 3 numbers each',
        '  try: use --dim 3, or leave --dim out',
      ],
    ],
    [
      "compute --sentence 'a b c' --dim 3 --heads 2",
      2,
      [
        'attn: --dim 3 cannot be shared equally by 2 heads',
        '  try: choose a --dim that 2 divides, or say the size of one head with --head-dim',
      ],
    ],
    [
      "compute --sentence 'a b c' --dim 3000000000",
      2,
      [
        'attn: --dim 3000000000 needs 1.8e+10 random numbers; at most 67108864 are drawn',
        '  try: use a smaller --dim or --head-dim, or a shorter sentence',
      ],
    ],
    [
      "compute --sentence 'a b' --seed 9007199254740992",
      2,
      'attn: --seed  expected a whole number between −2^53 and 2^53, found "9007199254740992"',
    ],
    [
      `compute ${Q} --tokens 'a b c'`,
      1,
      ['attn: 3 tokens for 2 rows', '  a b c', '  try: give one token for each row'],
    ],
    [
      `compute ${Q} --key-tokens 'a b c'`,
      1,
      ['attn: 3 tokens for 2 rows', '  a b c', '  try: give one token for each row'],
    ],
    [
      `compute ${Q} --alibi '[1,2,3]'`,
      1,
      ['attn: 3 ALiBi slopes for 1 head', '  try: give one slope for each query head'],
    ],
    [
      "compute --q '[1 0 0; 0 1 0]' --rope half",
      2,
      [
        'attn: --rope needs an even head size, found 3',
        '  try: RoPE turns pairs of numbers: give Q and K an even number of columns a head',
      ],
    ],
    [
      "compute --q '[1 0 0; 0 1 0]' --rope interleaved",
      2,
      [
        'attn: --rope needs an even head size, found 3',
        '  try: RoPE turns pairs of numbers: give Q and K an even number of columns a head',
      ],
    ],
    [
      `compute ${Q} --sink '[1,2,3]'`,
      1,
      ['attn: 3 sinks for 1 head', '  try: give one logit for each query head, or one for all'],
    ],
    [
      `compute ${Q} --sink 1 --normalizer sigmoid`,
      2,
      [
        'attn: --sink does not go with --normalizer sigmoid',
        '  try: a sink joins the denominator of a softmax: use --normalizer softmax',
      ],
    ],
    [
      `compute ${Q} --normalizer hardmax --grad '[1 0; 0 1]'`,
      2,
      [
        'attn: --grad does not go with --normalizer hardmax',
        '  try: it has no gradient: use softmax, sigmoid or sparsemax',
      ],
    ],
    [
      `compute ${Q} --grad '[1 0 0; 0 1 0]'`,
      1,
      [
        'attn: shapes do not fit',
        '  dO of --grad is 2×3 and the output is 2×2',
        '  try: dO needs the shape of the output',
      ],
    ],
    [
      `compute ${Q} --similarity general`,
      2,
      ['attn: --similarity general needs a matrix W', '  try: give --w-score as 2×2'],
    ],
    [
      `compute ${Q} --similarity general --w-score '[1 0 0; 0 1 0]'`,
      1,
      [
        'attn: shapes do not fit',
        '  W of --w-score is 2×3: q·W·kᵀ needs 2×2',
        '  try: give --w-score as 2×2, or one for each head as 1×2×2',
      ],
    ],
    [
      `compute ${Q} --similarity additive --w-score '[1 0; 0 1; 1 0]' --v-score '[1,2]'`,
      1,
      [
        'attn: shapes do not fit',
        '  W of --w-score is 3×2: [q; k]·W needs 4 rows (d_q + d_k)',
        '  try: give --w-score as 4×d',
      ],
    ],
    [
      `compute ${Q} --similarity additive --w-score '[1 0; 0 1; 1 0; 0 1]' --v-score '[1,2,3]'`,
      1,
      [
        'attn: shapes do not fit',
        '  v of --v-score has 3 numbers, the hidden layer has 2',
        '  try: give --v-score with 2 numbers',
      ],
    ],
    [
      `compute ${Q} --mask '[1 2; 0 1]'`,
      1,
      [
        'attn: the mask holds 2 in row 1, column 2; expected 0 or 1',
        '  try: numbers that are added to the scores (0 and −inf, for example) go to --bias',
      ],
    ],
    [
      `compute ${Q} --mask '[1 1 1; 0 1 1]'`,
      1,
      [
        'attn: shapes do not fit',
        '  the mask is 2×3, the scores are 2×2',
        '  try: give the mask as 2×2, or with axes of 1 where it is the same for all',
      ],
    ],
    [
      `compute ${Q} --mask '[[1]; [0]; [1]]'`,
      1,
      [
        'attn: --mask column 5  expected , or ] between the cells, found ;',
        '  try: write rows as [[1, 2], [3, 4]]',
        'attn: --mask column 10  expected , or ] between the cells, found ;',
        '  try: write rows as [[1, 2], [3, 4]]',
      ],
    ],
    [
      `compute ${Q} --k '[1 0; 0 1; 1 1]' --mask '[1 1; 0 1]'`,
      1,
      [
        'attn: shapes do not fit',
        '  the mask is 2×2 and there are 3 keys',
        '  try: give a column for every key; --like onnx takes the missing ones as masked',
      ],
    ],
    [
      `compute ${Q} --k '[1 0; 0 1; 1 1]' --causal`,
      2,
      [
        'attn: --causal is ambiguous: 2 queries and 3 keys',
        '  top-left      bottom-right',
        '  ■ · ·         ■ ■ ·',
        '  ■ ■ ·         ■ ■ ■',
        '  try: --causal=top-left (PyTorch, JAX, Keras) or --causal=bottom-right (flash-attention, decoding)',
      ],
    ],
    [
      "compute --q '[[[[1,0],[0,1]]],[[[1,0],[0,1]]]]' --mask '[1 1; 0 1; 1 1]'",
      1,
      [
        'attn: shapes do not fit',
        '  the mask is 3×2, the scores are 2×1×2×2 (batch×heads×n_q×n_k)',
        '  try: give the mask as 2×2, or with axes of 1 where it is the same for all',
      ],
    ],
    [
      "compute --q '[[[[1,0],[0,1]]],[[[1,0],[0,1]]],[[[1,0],[0,1]]]]' --mask '[[[1,1],[0,1]],[[1,1],[0,1]],[[1,1],[0,1]]]'",
      1,
      [
        'attn: shapes do not fit',
        '  the mask is 3×2×2, the scores are 3×1×2×2 (batch×heads×n_q×n_k)',
        '  try: three axes are read as (heads, n_q, n_k): reshape it to (3, 1, 2, 2)',
      ],
    ],
    [
      `compute ${Q} --bias '[1 2 3]'`,
      1,
      [
        'attn: shapes do not fit',
        '  the bias is a list of 3, the scores are 2×2',
        '  try: give the bias as 2×2, or with axes of 1 where it is the same for all',
      ],
    ],
    [
      "compute --x '[1 0; 0 1]' --wq '[1 0]' --wk '[1 0; 0 1]' --wv '[1 0; 0 1]'",
      1,
      [
        'attn: shapes do not fit',
        '  Q is 2×1 and K is 2×2: QKᵀ needs the same d_k (columns of Q = columns of K)',
        '  try: check that the files come from the same layer, and that none is transposed',
      ],
    ],
    [
      "compute --x '[1 0 3; 0 1 3]' --wq '[1 0 1; 0 1 1]' --wk '[1 0; 0 1; 0 0]' --wv '[1 0; 0 1; 0 0]'",
      1,
      [
        'attn: shapes do not fit',
        '  X is 2×3 and W_Q is 2×3: X·W_Q needs W_Q to have 3 rows (columns of X = rows of W_Q)',
        "  try: W_Q looks transposed (PyTorch's Linear stores W transposed): give its transpose",
      ],
    ],
    [
      "compute --x '[1 0; 0 1]' --wq '[1 0 1; 0 1 1]' --wk '[1 0 1; 0 1 1]' --wv '[1 0 1; 0 1 1]' --heads 2",
      1,
      [
        'attn: Q = X·W_Q has 3 columns, which 2 heads cannot share equally',
        '  Q = X·W_Q is 2×3, read as (length, heads×size)',
        '  try: choose a number of heads that divides 3',
      ],
    ],
    [
      "compute --q '[[[[[1]]]]]'",
      1,
      [
        'attn: --q column 1  found 5 axes; expected at most 4: (batch, heads, length, size)',
        '  try: give a part of it',
      ],
    ],
    [
      "compute --q '[[[[1,0],[0,1]]]]' --heads 3",
      1,
      [
        'attn: Q has 1 head, --heads says 3',
        '  Q is 1×1×2×2, read as (batch, heads, length, size)',
        '  try: leave it out: a tensor of four axes says its heads; or is it --layout blhd?',
      ],
    ],
    [
      "compute --q '[[[[1,0],[0,1]]]]' --kv-heads 3",
      1,
      [
        'attn: K has 1 head, --kv-heads says 3',
        '  K is 1×1×2×2, read as (batch, heads, length, size)',
        '  try: leave it out: a tensor of four axes says its heads; or is it --layout blhd?',
      ],
    ],
    [
      `compute ${Q} --scale '1e999'`,
      2,
      ['attn: --scale  1e999 is too large for a float64', '  1e999', '  ^', '  try: write inf if you mean it'],
    ],
    [
      `compute ${Q} --scale '1/0'`,
      1,
      [
        'attn: the scale 1/0 is Infinity',
        '  d_k = 2, d_v = 2, d_model = 2, n_q = 2, n_k = 2',
        '  try: give a finite --scale',
      ],
    ],
    [
      `compute ${Q} --scale nan`,
      1,
      [
        'attn: the scale nan is NaN',
        '  d_k = 2, d_v = 2, d_model = 2, n_q = 2, n_k = 2',
        '  try: give a finite --scale',
      ],
    ],
    [
      `compute ${Q} --engine reference --threads 2`,
      2,
      ['attn: --threads with --engine reference', '  try: leave --threads out: the reference computes in one'],
    ],
    [
      `compute ${Q} --causal=bottom-right --window 0,0 --key-lengths '[5]'`,
      1,
      ['attn: key length 5 of batch item 1 is not a whole number from 0 to 2', '  try: there are 2 keys'],
    ],
    [
      `compute ${Q} --similarity general`,
      2,
      ['attn: --similarity general needs a matrix W', '  try: give --w-score as 2×2'],
    ],
    [
      `compute ${Q} --k '[1 0 0; 0 1 0]' --similarity additive`,
      1,
      [
        'attn: shapes do not fit',
        '  q has 2 numbers and k has 3: q + k needs equally many, or a W',
        '  try: give --w-score',
      ],
    ],
    [
      "compute --q '[1 0 0; 0 1 0]' --similarity additive --v-score '[1,2]'",
      1,
      [
        'attn: shapes do not fit',
        '  v of --v-score has 2 numbers, the hidden layer has 3',
        '  try: give --v-score with 3 numbers',
      ],
    ],
    [`compute ${Q} --tokens a`, 1, ['attn: 1 token for 2 rows', '  a', '  try: give one token for each row']],
    [
      `compute ${Q} --k '[1 0; 0 1; 1 1]' --causal=top-left --query-tokens a --key-tokens 'a b c d'`,
      1,
      [
        'attn: 1 query token for 2 queries',
        '  a',
        '  try: give one token for each row of Q',
        'attn: 4 key tokens for 3 keys',
        '  a b c d',
        '  try: give one token for each row of K',
      ],
    ],
    [
      "compute --q '[[[[1,0],[0,1]]],[[[1,0],[0,1]]]]' --mask '[1 0; 0 1]' --k '[[[[1,0],[0,1],[1,1]]],[[[1,0],[0,1],[1,1]]]]'",
      1,
      [
        'attn: shapes do not fit',
        '  the mask is 2×2 and there are 3 keys',
        '  try: give a column for every key; --like onnx takes the missing ones as masked',
      ],
    ],
    [
      "compute --q '[[[[1,0],[0,1],[1,1]]],[[[1,0],[0,1],[1,1]]]]' --mask '[1 1 0; 0 1 1]'",
      1,
      [
        'attn: shapes do not fit',
        '  the mask is 2×3, the scores are 2×1×3×3 (batch×heads×n_q×n_k)',
        '  try: one row of keys for each batch item: reshape it to (2, 1, 1, 3)',
      ],
    ],
    [
      "compute --q '[[[[1,0],[0,1]]]]' --k '[[[[1,0,0],[0,1,0]]]]' --layout blhd",
      1,
      [
        'attn: shapes do not fit',
        '  Q is 1×2×1×2 and K is 1×2×1×3: QKᵀ needs the same d_k (columns of Q = columns of K)',
        '  try: they were read as (batch, length, heads, size); --layout bhld reads (batch, heads, length, size)',
      ],
    ],
    [
      "compute --q '[[[[1,0],[0,1]]]]' --k '[[[[1,0],[0,1]],[[1,0],[0,1]]]]'",
      1,
      [
        'attn: shapes do not fit',
        '  Q has 1 head and K has 2: the query heads must be a multiple of the key heads',
        '  try: check that the files come from the same layer, and that none is transposed',
      ],
    ],
    [
      "compute --q '[[[[1,0]],[[0,1]]]]' --k '[[[[1,0]],[[0,1]],[[1,1]]]]'",
      1,
      [
        'attn: shapes do not fit',
        '  Q has 2 heads and K has 3: the query heads must be a multiple of the key heads',
        '  try: check that the files come from the same layer, and that none is transposed',
      ],
    ],
    [
      "compute --q '[[[[1,0]],[[0,1]]]]' --k '[[[[1,0]]]]' --v '[[[[1,0]],[[0,1]],[[1,1]]]]'",
      1,
      [
        'attn: shapes do not fit',
        '  Q has 2 heads and V has 3: the query heads must be a multiple of the value heads',
        '  try: check that the files come from the same layer, and that none is transposed',
      ],
    ],
  ]);
});

describe('what a program that calls core is told', () => {
  it.each([
    [
      'a seed',
      () => generator(1.5),
      'the seed must be a whole number, found 1.5',
      'give a whole number between −(2^53 − 1) and 2^53 − 1, such as 42',
    ],
    [
      'a shape',
      () => tensor([2, 2], [1]),
      'shape 2×2 needs 4 numbers, found 1',
      'give as many numbers as the product of the axes',
    ],
    ['rows', () => matrix([[1, 2], [3]]), 'row 2 has 1 number, row 1 has 2', 'make all rows equally long'],
    [
      'axes',
      () => splitHeads(tensor([1], [1]), { name: 'Q', layout: 'bhld' }),
      'Q has 1 axes, expected 2 to 4',
      'give (length, size), (heads, length, size) or (batch, heads, length, size)',
    ],
    [
      'a problem of nothing',
      () => attend({}),
      'no query: neither Q nor X is given',
      'give --q (and --k, --v), or --x with --wq, --wk, --wv, or --sentence',
    ],
  ])('%s', (_, call, what, fix) => {
    expect(refusals(call)).toEqual([[what, fix]]);
  });

  it('a range of random integers that is none is a bug of the caller', () => {
    expect(() => generator(1).integer(0)).toThrow('integer(n) needs n from 1 to 2^32, got 0');
  });
});
