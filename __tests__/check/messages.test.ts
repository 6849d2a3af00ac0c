import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { tensor } from '../../src/core/tensor.js';
import { encodeSafetensors } from '../../src/files/safetensors/write.js';
import { attn } from '../commands/fake-io.js';
import { itTells } from '../commands/error-of.js';

const Q = `--q '[1 0; 0 1]'`;

describe('what cannot be checked, as attn tells it', () => {
  itTells([
    [
      `check ${Q}`,
      2,
      [
        'attn: nothing to check: --actual is not given',
        '  try: attn check --q q.npy --k k.npy --v v.npy --actual out.npy',
      ],
    ],
    [
      `check ${Q} --actual '[1 0 0; 0 1 1; 2 3 4]'`,
      2,
      [
        'attn: OUT cannot be compared: its shape is that of no stage',
        '  OUT is 3×3, the output is 2×2',
        '  try: check which tensor was saved, and --heads and --layout',
      ],
    ],
    [
      'check a.json',
      2,
      ['attn: 1 file given, expected two saved results', '  try: attn check a.json b.json; OUT goes to --actual'],
    ],
    [
      'check a.json b.json c.json',
      2,
      ['attn: 3 files given, expected two saved results', '  try: attn check a.json b.json; OUT goes to --actual'],
    ],
    ['check --probe', 2, ['attn: --probe  needs a file to write to', '  try: attn check --probe -o probe.npz']],
    [
      `check ${Q} --actual '[1 0; 0 1]' --atol x`,
      2,
      ['attn: --atol  expected a number of at least 0, found "x"', '  try: --atol 1e-5'],
    ],
    [
      `check ${Q} --actual '[1 0; 0 1]' --rtol -1`,
      2,
      ['attn: --rtol  expected a number of at least 0, found "-1"', '  try: --rtol 1e-5'],
    ],
    [
      `check ${Q} --actual fixtures/bundle.json`,
      2,
      ['attn: fixtures/bundle.json  holds 3 tensors: q, k, v', '  try: choose one, for example fixtures/bundle.json#q'],
    ],
    [
      `check ${Q} --actual fixtures/no.json`,
      2,
      ['attn: fixtures/no.json  no such file', '  try: did you mean fixtures/wo.json?'],
    ],
    [
      `check ${Q} --actual '[1 0; 0 1]' --actual '[1 0; 0 1]'`,
      2,
      ['attn: --actual  is given twice', '  try: give it once'],
    ],
    [
      "check --config - --actual '[1 0; 0 1]'",
      2,
      ['attn: --config  2 problems and one OUT', '  try: check one problem at a time'],
      '[{"q": [[1]]}, {"q": [[2]]}]',
    ],
    [
      "check --input - --actual '[1 0; 0 1]'",
      2,
      ['attn: --input  2 problems and one OUT', '  try: check one problem at a time'],
      '{"q": [[1]]}\n{"q": [[2]]}\n',
    ],
    [
      'check fixtures/q.json fixtures/bundle.json',
      2,
      ['attn: the two results have no stage in common', '  the first holds output; the second holds q, k, v'],
    ],
    [
      'check fixtures/q.json fixtures/no.json',
      2,
      ['attn: fixtures/no.json  no such file', '  try: did you mean fixtures/wo.json?'],
    ],
    [
      `check ${Q} --actual '[1 0; 0 1]' --format x`,
      2,
      'attn: --format  expected text, json, md, html, github, found "x"',
    ],
    [
      `check ${Q} --actual '[1 0; 0 1]' --exact --score-mod 's + 1'`,
      2,
      [
        'attn: --exact  does not go with --score-mod',
        '  try: a score-mod is known in float64 only: give its numbers as --bias',
      ],
    ],
    [
      `check ${Q} --actual-lse '[1; 0]' --normalizer sigmoid`,
      2,
      ['attn: --actual-lse  there is no lse to compare with', '  try: it belongs to the softmax'],
    ],
    [
      `check ${Q} --actual-grad-q '[1 0; 0 1]'`,
      2,
      ['attn: --actual-grad-q  there is no grad_q to compare with', '  try: give --grad (dO) too'],
    ],
    [
      `check ${Q} --actual-scores '[1 0 0; 0 1 0]'`,
      2,
      ['attn: --actual-scores  shapes do not fit', '  it is 2×3, the scores are 2×2'],
    ],
    [
      `check ${Q} --actual '[1 0; 0 1]' -o fixtures`,
      2,
      ['attn: fixtures  is a folder', '  try: give the name of a file'],
    ],
  ]);
});

it('--exact says how much would be too much', async () => {
  const zeros = JSON.stringify(Array.from({ length: 200 }, () => Array<number>(64).fill(0)));
  const { code, err } = await attn(
    ['check', '--sentence', 'a '.repeat(200), '--dim', '64', '--actual', '-', '--exact', '--no-diagnose'],
    { stdin: zeros },
  );
  expect([code, err.split('\n').slice(-3)]).toEqual([
    2,
    ['attn: --exact  does not go with 5,120,000 products', '  try: check one head, or fewer rows', ''],
  ]);
});

it('of two results without a stage in common the nearest names are told', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'attn-check-'));
  const saved = (name: string): string => {
    const path = join(folder, `${name}.safetensors`);
    writeFileSync(path, encodeSafetensors(new Map([[name, tensor([1, 1], [1])]])));
    return path;
  };
  expect(await attn(['check', saved('weights'), saved('weight')])).toMatchObject({
    code: 2,
    err: 'attn: the two results have no stage in common\n  the first holds weights; the second holds weight\n  try: is weights meant?\n',
  });
  rmSync(folder, { recursive: true });
});
