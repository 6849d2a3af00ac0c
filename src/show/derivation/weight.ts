import { digitsOf, equals, sumOfProducts, vectorText } from './equation.js';
import { KEYS, LOGITS, QUERIES, VALUES, type HeadView } from './head-view.js';
import { equationHolds } from './exact.js';
import type { Naming } from './derivation.js';
import type { SoftmaxRow } from './softmax-row.js';

/** `score = q·k = 2·2 + 0·0 + 1·1 + 1·0 = 5` */
export function scoreLine(view: HeadView, i: number, j: number, { words, most }: Naming): string {
  const value = view.row(i, 'scores')![j]!;
  const { similarity = 'dot' } = view.trace.problem;
  const q = view.row(i, ...QUERIES)!;
  const k = view.row(j, ...KEYS)!;
  const products = Array.from(q, (x, at): [number, number] => [x, k[at] ?? 0]);
  switch (similarity) {
    case 'dot':
      return `score = q·k = ${sumOfProducts(products, value, most, words)}`;
    case 'cosine': {
      const along = products.reduce((total, [a, b]) => total + a * b, 0);
      return `score = q·k / (|q|·|k|) = ${digitsOf(along)} / (${digitsOf(norm(q))} · ${digitsOf(norm(k))}) ≈ ${digitsOf(value)}`;
    }
    case 'general':
      return `score = q·W·k ≈ ${digitsOf(value)}`;
    case 'additive':
      return `score = v·tanh(W[q; k]) ≈ ${digitsOf(value)}`;
  }
}

const norm = (vector: Float64Array): number => Math.sqrt(vector.reduce((total, x) => total + x * x, 0));

/** `scaled = 5 × 1/√4 = 5 × 0.5 = 2.5` */
export function scaledLine(view: HeadView, i: number, j: number): string {
  const { scale, scaleText } = view.trace;
  const score = view.row(i, 'scores')![j]!;
  const factor = scaleText === digitsOf(scale) ? '' : ` × ${scaleText} = ${digitsOf(score)}`;
  return `scaled = ${digitsOf(score)}${factor} × ${digitsOf(scale)} ${equals([[score, scale]], view.row(i, 'scaled')![j]!)}`;
}

/** `softcapped = 50·tanh(2.5 / 50) ≈ 2.4979…`; nothing where there is no cap. */
export function softcappedLine(view: HeadView, i: number, j: number): string[] {
  const value = view.row(i, 'softcapped')?.[j];
  const cap = view.trace.problem.softcap;
  if (value === undefined || cap === undefined) return [];
  return [
    `softcapped = ${digitsOf(cap)}·tanh(${digitsOf(view.row(i, 'scaled')![j]!)} / ${digitsOf(cap)}) ≈ ${digitsOf(value)}`,
  ];
}

/** `masked = −∞: comes later (causal)`, or what bias, ALiBi and --score-mod made of the score; nothing where none of these is. */
export function maskedLine(view: HeadView, i: number, j: number, { words, why }: Naming): string[] {
  if (view.masked(i, j)) return [`masked = −∞: ${words.reason[why(view.batch, i, j)]}`];
  const value = view.row(i, 'masked')?.[j];
  const { bias, alibi, scoreMod } = view.trace.problem;
  const by = [scoreMod && 'score-mod', bias && 'bias', alibi && 'ALiBi'].filter(Boolean);
  if (value === undefined || by.length === 0) return [];
  return [`masked = ${digitsOf(view.row(i, 'softcapped', 'scaled')![j]!)}, ${by.join(', ')} → ${digitsOf(value)}`];
}

/** The weight opened up: the sum of the row, then the share of it. */
export function weightLines(view: HeadView, i: number, j: number, { words, terms, softmax }: Naming): string[] {
  const weight = view.row(i, 'weights')![j]!;
  const row = softmax(view, i);
  if (!row.heard.some(Boolean)) return [`weight = ${digitsOf(weight)}: ${words.emptyRow}`];
  if (!row.heard[j]) return [`weight = ${digitsOf(weight)}`];
  const { temperature = 1, normalizer = 'softmax' } = view.trace.problem;
  const logit = digitsOf(view.row(i, ...LOGITS)![j]!) + (temperature === 1 ? '' : ` / ${digitsOf(temperature)}`);
  switch (normalizer) {
    case 'softmax':
      return [
        sumLine(row, temperature, terms),
        `weight = ${share(row, j, logit)} ${sign(row.exps[j]!, weight, row.sum)} ${digitsOf(weight)}`,
      ];
    case 'sigmoid':
      return [`weight = 1 / (1 + e^(−${bracketed(row.logits[j]!)})) ≈ ${digitsOf(weight)}`];
    case 'sparsemax':
      return [`weight = max(0, ${logit} − τ) ≈ ${digitsOf(weight)}`];
    case 'hardmax':
      return [`weight = ${digitsOf(weight)} (hardmax)`];
  }
}

/** `sum = Σ e^(s − 2.5) ≈ 0.0821 + 1 + 0.6065 ≈ 1.6886`; a long row without its terms. */
function sumLine({ exps, heard, sink, sum, largest }: SoftmaxRow, temperature: number, most: number): string {
  const terms = [...exps.filter((_, at) => heard[at]), ...(sink === undefined ? [] : [sink])];
  const whole = terms.every((x) => x === 1);
  const shown = terms.length <= most ? `${whole ? '=' : '≈'} ${terms.map(digitsOf).join(' + ')} ` : '';
  const last =
    shown === ''
      ? `≈ ${digitsOf(sum)}`
      : equals(
          terms.map((x) => [x]),
          sum,
        );
  return `sum = Σ e^(${temperature === 1 ? 's' : 's/T'} − ${bracketed(largest)}) ${shown}${last}`;
}

/** `e^(2.5 − 2.5) / 2.0565 = 1 / 2.0565` */
function share({ exps, largest, sum }: SoftmaxRow, j: number, logit: string): string {
  const own = exps[j]!;
  return `e^(${logit} − ${bracketed(largest)}) / ${digitsOf(sum)} ${own === 1 ? '=' : '≈'} ${digitsOf(own)} / ${digitsOf(sum)}`;
}

/** Between a / b and the quotient as it is printed. */
const sign = (a: number, quotient: number, b: number): string => (equationHolds([[quotient, b]], a) ? '=' : '≈');

const bracketed = (x: number): string => (x < 0 ? `(${digitsOf(x)})` : digitsOf(x));

/** `tells: 0.4863 × v(cat) [0, 2] = [0, 0.9725]`: what this weight brings into the output. */
export function contributionLine(view: HeadView, i: number, j: number, { words, keys, most }: Naming): string[] {
  if (view.masked(i, j)) return [];
  const weight = view.row(i, 'weights')![j]!;
  const value = view.row(j, ...VALUES)!;
  return [
    `${words.contributes}: ${digitsOf(weight)} × v(${keys[j]}) ${vectorText(value, most, words)} → ${vectorText(
      value.map((x) => weight * x),
      most,
      words,
    )}`,
  ];
}
