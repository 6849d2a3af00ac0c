import { generator } from '../../../src/core/random.js';
import { attention } from '../../../src/learn/recall/attention.js';
import { influences, jacobianNorms } from '../../../src/learn/recall/influence.js';
import { lstm } from '../../../src/learn/recall/lstm.js';
import { rnn } from '../../../src/learn/recall/rnn.js';

const D = 3;
const N = 4;
const READERS = [rnn(D, 4), lstm(D, 2), attention(D)].map((reader) => [reader.name, reader] as const);
const random = generator(11);
const X = Object.freeze(Array.from({ length: N * D }, () => random.normal()));

describe.each(READERS)('%s', (_, reader) => {
  const weights = reader.start(generator(5));
  const mix = Float64Array.from({ length: reader.size }, (_unused, m) => 1 + m / 2);
  const loss = (w: Float64Array, x: Float64Array): number =>
    reader.read(w, x, N).output.reduce((sum, value, m) => sum + mix[m]! * value, 0);

  it('has the gradient of finite differences in every weight and every word', () => {
    const x = Float64Array.from(X);
    const gradient = new Float64Array(reader.count);
    const dx = reader.read(weights, x, N).back(mix, gradient);
    const step = 1e-6;
    const slopes = (at: Float64Array): number[] =>
      Array.from(at, (value, n) => {
        at[n] = value + step;
        const above = loss(weights, x);
        at[n] = value - step;
        const below = loss(weights, x);
        at[n] = value;
        return (above - below) / (2 * step);
      });
    slopes(weights).forEach((slope, n) => expect(gradient[n]).toBeCloseTo(slope, 7));
    slopes(x).forEach((slope, n) => expect(dx[n]).toBeCloseTo(slope, 7));
  });

  it('learns as many numbers as it says', () => {
    expect(weights).toHaveLength(reader.count);
  });

  it('has Jacobian norms that equal those of finite differences', () => {
    const x = Float64Array.from(X);
    const norms = jacobianNorms(reader, weights, x, N);
    const step = 1e-6;
    for (let t = 0; t < N; t++) {
      let square = 0;
      for (let m = 0; m < D; m++) {
        const moved = (by: number): Float64Array =>
          reader.read(
            weights,
            x.map((value, at) => (at === t * D + m ? value + by : value)),
            N,
          ).output;
        const [above, below] = [moved(step), moved(-step)];
        above.forEach((value, i) => {
          square += ((value - below[i]!) / (2 * step)) ** 2;
        });
      }
      expect(norms[t]).toBeCloseTo(Math.sqrt(square), 6);
    }
  });
});

it('rnn follows its formula', () => {
  const reader = rnn(1, 1); // W_x, W_h, b
  const { output } = reader.read(Float64Array.of(0.5, -2, 0.1), Float64Array.of(1, 3), 2);
  expect(output[0]).toBeCloseTo(Math.tanh(0.5 * 3 - 2 * Math.tanh(0.5 * 1 + 0.1) + 0.1), 15);
});

it('lstm follows its formula, gates in the order i f g o', () => {
  const reader = lstm(1, 1); // W_x, W_h, b of four gates each
  const [wx, wh, b] = [
    [0.3, -0.2, 0.7, 0.4],
    [0.5, 0.6, -0.8, 0.9],
    [0.1, 0.2, 0.3, -0.4],
  ];
  const sigmoid = (x: number) => 1 / (1 + Math.exp(-x));
  let [h, c] = [0, 0];
  for (const x of [1, -2]) {
    const [i, f, g, o] = wx!.map((w, n) => w * x + wh![n]! * h + b![n]!) as [number, number, number, number];
    c = sigmoid(f) * c + sigmoid(i) * Math.tanh(g);
    h = sigmoid(o) * Math.tanh(c);
  }
  const { output } = reader.read(Float64Array.from([...wx!, ...wh!, ...b!]), Float64Array.of(1, -2), 2);
  expect(output[0]).toBeCloseTo(h, 14);
});

describe('influences', () => {
  const d = 8;
  const n = 12;
  const x = Float64Array.from({ length: n * d }, () => random.normal());
  const found = influences(x, n, 1);

  it('counts distances, and the steps of the paths', () => {
    expect(found.map(({ distance }) => distance)).toEqual([11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1, 0]);
    expect(found[0]!.path).toEqual({ rnn: 11, lstm: 11, attention: 1 });
  });

  it('has all of the last word’s own message in the RNN and the LSTM', () => {
    expect(found.at(-1)!.arrives.rnn).toBe(1);
    expect(found.at(-1)!.arrives.lstm).toBe(1);
  });

  it('has less of far words in the RNN, by powers of the distance', () => {
    const shares = found.map(({ arrives }) => arrives.rnn);
    expect(shares[0]!).toBeLessThan(0.01 * shares.at(-2)!);
    expect(found[0]!.arrives.attention).toBeGreaterThan(10 * shares[0]!);
  });

  it('is the same for the same seed, and for attention does not depend on the order of the earlier words', () => {
    expect(influences(x, n, 1)).toEqual(found);
    const swapped = Float64Array.from([...x.subarray(d, 2 * d), ...x.subarray(0, d), ...x.subarray(2 * d)]);
    const other = influences(swapped, n, 1);
    expect(other[0]!.arrives.attention).toBeCloseTo(found[1]!.arrives.attention, 12);
    expect(other[0]!.arrives.rnn).not.toBeCloseTo(found[1]!.arrives.rnn, 6);
  });
});
