import { maskReason, normalizerRule, relativeText, scaleAt } from '../../core/index.js';
import {
  BEFORE_MASK,
  BEFORE_SCALE,
  differenceOf,
  dotProducts,
  KEYS,
  LOGITS,
  QUERIES,
  valueFor,
  type Lens,
  type SoftmaxRow,
} from '../../lens/index.js';
import { digitsOf, equals, sumOfProducts, vectorText } from './equation.js';
import { equationHolds } from './exact.js';
import type { Naming } from './naming.js';

/** `score = q·k = 2·2 + 0·0 + 1·1 + 1·0 = 5` */
export function scoreLine(lens: Lens, i: number, j: number, { words, most }: Naming): string {
  const value = lens.at('scores', i, j);
  const { similarity = 'dot' } = lens.trace.problem;
  const q = lens.row(QUERIES, i);
  const k = lens.row(KEYS, j);
  const products = dotProducts(q, k);
  switch (similarity) {
    case 'dot':
      return `score = q·k = ${sumOfProducts(products, value, most, words)}`;
    case 'cosine': {
      const along = products.reduce((total, [a, b]) => total + a * b, 0);
      return `score = q·k / (|q|·|k|) = ${digitsOf(along)} / (${digitsOf(norm(q))} · ${digitsOf(norm(k))}) ≈ ${digitsOf(value)}`;
    }
    case 'distance':
      return `score = −Σ (q − k)²/2 ≈ ${digitsOf(value)}`;
    case 'general':
      return `score = q·W·k ≈ ${digitsOf(value)}`;
    case 'additive':
      return `score = v·tanh(W[q; k]) ≈ ${digitsOf(value)}`;
  }
}

const norm = (vector: readonly number[]): number => Math.sqrt(vector.reduce((total, x) => total + x * x, 0));

/** `relative = 5, q·R_K → 5.25`: what the distance adds; nothing where there is no such term. */
export function relativeLine(lens: Lens, i: number, j: number): string[] {
  const value = lens.rowIfAny('relative', i)?.[j];
  if (value === undefined) return [];
  return [`relative = ${digitsOf(lens.at('scores', i, j))}, ${relativeText(lens.trace.problem)} → ${digitsOf(value)}`];
}

/** `scaled = 5 × 1/√4 = 5 × 0.5 = 2.5` */
export function scaledLine(lens: Lens, i: number, j: number): string {
  const { scaleText } = lens.trace;
  const scale = scaleAt(lens.trace, i, lens.head, lens.batch);
  const score = lens.at(BEFORE_SCALE, i, j);
  const factor = scaleText === digitsOf(scale) ? '' : ` × ${scaleText} = ${digitsOf(score)}`;
  return `scaled = ${digitsOf(score)}${factor} × ${digitsOf(scale)} ${equals([[score, scale]], lens.at('scaled', i, j))}`;
}

/** `softcapped = 50·tanh(2.5 / 50) ≈ 2.4979…`; nothing where there is no cap. */
export function softcappedLine(lens: Lens, i: number, j: number): string[] {
  const value = lens.rowIfAny('softcapped', i)?.[j];
  const cap = lens.trace.problem.softcap;
  if (value === undefined || cap === undefined) return [];
  return [
    `softcapped = ${digitsOf(cap)}·tanh(${digitsOf(lens.at('scaled', i, j))} / ${digitsOf(cap)}) ≈ ${digitsOf(value)}`,
  ];
}

/** `masked = −∞: comes later (causal)`, or what bias, ALiBi and --score-mod made of the score; nothing where none of these is. */
export function maskedLine(lens: Lens, i: number, j: number, { words }: Naming): string[] {
  const why = maskReason(lens.trace, lens.batch, lens.head, i, j);
  if (why !== undefined && why !== 'selection') return [`masked = −∞: ${words.reason[why]}`];
  const value = lens.rowIfAny('masked', i)?.[j];
  const { bias, alibi, scoreMod } = lens.trace.problem;
  const by = [scoreMod && 'score-mod', bias && 'bias', alibi && 'ALiBi'].filter(Boolean);
  if (value === undefined || by.length === 0) return [];
  return [`masked = ${digitsOf(lens.at(BEFORE_MASK, i, j))}, ${by.join(', ')} → ${digitsOf(value)}`];
}

/** `selected = −∞: not selected`; nothing for a key that was. */
export function selectedLine(lens: Lens, i: number, j: number, { words }: Naming): string[] {
  if (maskReason(lens.trace, lens.batch, lens.head, i, j) !== 'selection') return [];
  return [`selected = −∞: ${words.reason.selection}`];
}

/** The weight opened up: the sum of the row, then the share of it. */
export function weightLines(lens: Lens, i: number, j: number, { words, terms, softmax }: Naming): string[] {
  const weight = lens.at(['maps', 'weights'], i, j);
  const row = softmax(lens, i);
  if (!row.attended.some(Boolean)) return [`weight = ${digitsOf(weight)}: ${words.emptyRow}`];
  if (!row.attended[j]) return [`weight = ${digitsOf(weight)}`];
  const { temperature = 1, normalizer = 'softmax', normalizeOver = 'keys' } = lens.trace.problem;
  const logit = digitsOf(lens.at(LOGITS, i, j)) + (temperature === 1 ? '' : ` / ${digitsOf(temperature)}`);
  if (normalizeOver !== 'keys')
    return [`weight = ${digitsOf(weight)} (${normalizerRule(normalizer).formula}, ${normalizeOver})`];
  const { arithmetic } = normalizerRule(normalizer);
  if (!arithmetic)
    return [
      sumLine(row, temperature, terms),
      `weight = ${share(row, j, logit)} ${sign(row.exps[j]!, weight, row.sum)} ${digitsOf(weight)}`,
    ];
  const line = arithmetic({ written: logit, number: bracketed(row.logits[j]!) });
  if (line === '') return [`weight = ${digitsOf(weight)} (${normalizer})`];
  return [line === digitsOf(weight) ? `weight = ${line}` : `weight = ${line} ≈ ${digitsOf(weight)}`];
}

/** `weight = P_1 − λ·P_2 = 0.5 − 0.3·0.25 = 0.425`: differential attention. */
export function differenceLine(lens: Lens, i: number, j: number): string[] {
  const { first, second, lambda } = differenceOf(lens, i);
  const weight = lens.at('weights', i, j);
  const [a, b] = [first.weights[j]!, second.weights[j]!];
  return [
    `weight = P_${first.head + 1} − λ·P_${second.head + 1} = ${digitsOf(a)} − ${bracketed(lambda)}·${digitsOf(b)} ≈ ${digitsOf(weight)}`,
  ];
}

/** `sum = Σ e^(s − 2.5) ≈ 0.0821 + 1 + 0.6065 ≈ 1.6886`; a long row without its terms. */
function sumLine({ exps, attended, sink, sum, largest }: SoftmaxRow, temperature: number, most: number): string {
  const terms = [...exps.filter((_, at) => attended[at]), ...(sink === undefined ? [] : [sink.exp])];
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
export function contributionLine(lens: Lens, i: number, j: number, { words, keys, most }: Naming): string[] {
  if (!lens.attends(i, j)) return [];
  const weight = lens.at('weights', i, j);
  const value = valueFor(lens, i, j);
  return [
    `${words.contributes}: ${digitsOf(weight)} × v(${keys[j]}) ${vectorText(value, most, words)} → ${vectorText(
      value.map((x) => weight * x),
      most,
      words,
    )}`,
  ];
}
