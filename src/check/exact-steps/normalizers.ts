import type { Normalizer } from '../../core/index.js';
import type { Big, ToBig } from './big.js';

/** One row of scores, undefined where masked, → weights. The formulas are those of `core/normalizer`. */
export function bigWeights(
  row: readonly (Big | undefined)[],
  normalizer: Normalizer,
  sink: number | undefined,
  big: ToBig,
): (Big | undefined)[] {
  const zero = big(0);
  const seen = row.filter((s) => s !== undefined);
  const each = (of: (s: Big) => Big): (Big | undefined)[] => row.map((s) => s && of(s));
  switch (normalizer) {
    case 'softmax': {
      const powers = each((s) => s.exp());
      const sum = powers.reduce<Big>(
        (total, power) => (power ? total.plus(power) : total),
        sink === undefined ? zero : big(sink).exp(),
      );
      return powers.map((power) => power?.div(sum));
    }
    case 'sigmoid':
      return each((s) => big(1).div(s.neg().exp().plus(1)));
    case 'hardmax': {
      const most = seen.reduce((max, s) => (s.gt(max) ? s : max), seen[0]!);
      const first = row.findIndex((s) => s?.eq(most));
      return row.map((s, j) => s && big(Number(j === first)));
    }
    case 'none':
      return [...row];
    case 'relu':
      return each((s) => (s.gt(0) ? s : zero));
    case 'relu2':
      return each((s) => (s.gt(0) ? s.times(s) : zero));
    case 'softmax1':
      return bigWeights(row, 'softmax', 0, big);
    case 'sum': {
      const total = seen.reduce((sum, s) => sum.plus(s), zero);
      return each((s) => (total.eq(0) ? zero : s.div(total)));
    }
    case 'stick-breaking': {
      let left = big(1);
      return row
        .toReversed()
        .map((s) => {
          const part = s && big(1).div(s.neg().exp().plus(1));
          const weight = part?.times(left);
          if (part) left = left.times(big(1).minus(part));
          return weight;
        })
        .toReversed();
    }
    case 'entmax15': {
      const sorted = seen.map((s) => s.div(2)).sort((a, b) => b.cmp(a));
      let threshold = sorted[0]!.minus(1);
      let [sum, squares] = [zero, zero];
      sorted.forEach((x, k) => {
        [sum, squares] = [sum.plus(x), squares.plus(x.times(x))];
        const mean = sum.div(k + 1);
        const spread = squares.minus(mean.times(mean).times(k + 1));
        const rest = big(1)
          .minus(spread)
          .div(k + 1);
        const candidate = rest.gt(0) ? mean.minus(rest.sqrt()) : mean;
        if (!candidate.gt(x)) threshold = candidate;
      });
      return each((s) => {
        const over = s.div(2).minus(threshold);
        return over.gt(0) ? over.times(over) : zero;
      });
    }
    case 'sparsemax': {
      const sorted = [...seen].sort((a, b) => b.cmp(a));
      let [sum, threshold] = [zero, zero];
      sorted.forEach((s, k) => {
        sum = sum.plus(s);
        const candidate = sum.minus(1).div(k + 1);
        if (s.gt(candidate)) threshold = candidate;
      });
      return each((s) => (s.gt(threshold) ? s.minus(threshold) : zero));
    }
  }
}
