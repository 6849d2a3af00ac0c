import { generator } from '../../core/index.js';
import { attention } from './attention.js';
import { lstm } from './lstm.js';
import type { Reader, ReaderName } from './reader.js';
import { rnn } from './rnn.js';

/** How much of an earlier word reaches the asked word. */
export interface Influence {
  /** Distance in words: `it` is at distance 1 from the word before it. */
  readonly distance: number;
  /** Steps that the message passes through. */
  readonly path: Readonly<Record<ReaderName, number>>;
  /** ‖∂(output at the asked word)/∂(the word)‖, Frobenius. */
  readonly norm: Readonly<Record<ReaderName, number>>;
  /** `norm` relative to that of the word on its own output: 1 = all of it. */
  readonly arrives: Readonly<Record<ReaderName, number>>;
}

/**
 * One sentence through three readers that have learned nothing, with the same vectors: how much of each word is left when
 * the last one is reached. The message of a word in the RNN and the LSTM is what it changes in the state of its own step; in
 * attention it is its value, times W_O.
 *
 * @param x (n, d): the words up to the one that is asked
 * @returns one for each word, the asked one included (distance 0)
 * @example influences(Float64Array.of(1, 0, 0, 1), 2, 42)[0].distance // => 1
 */
export function influences(x: Float64Array, n: number, seed: number): Influence[] {
  const d = x.length / n;
  const readers = [rnn(d, d), lstm(d, d), attention(d)];
  const found = readers.map((reader) => {
    const weights = reader.start(generator(seed));
    const norms = jacobianNorms(reader, weights, x, n);
    const own = norms.map((_, t) =>
      reader.name === 'attention'
        ? jacobianNorms(reader, weights, x.subarray(t * d, (t + 1) * d), 1)[0]!
        : jacobianNorms(reader, weights, x.subarray(0, (t + 1) * d), t + 1)[t]!,
    );
    return { name: reader.name, norms, arrives: norms.map((norm, t) => norm / own[t]!) };
  });
  const each = (value: (of: (typeof found)[number]) => number) =>
    Object.fromEntries(found.map((of) => [of.name, value(of)])) as Record<ReaderName, number>;
  return Array.from({ length: n }, (_, t) => {
    const distance = n - 1 - t;
    return {
      distance,
      path: { rnn: distance, lstm: distance, attention: distance === 0 ? 0 : 1 },
      norm: each(({ norms }) => norms[t]!),
      arrives: each(({ arrives }) => arrives[t]!),
    };
  });
}

/** ‖∂output/∂x_t‖ of every word, row by row of the Jacobian: one backward pass for each number of the output. */
export function jacobianNorms(reader: Reader, weights: Float64Array, x: Float64Array, n: number): number[] {
  const d = x.length / n;
  const reading = reader.read(weights, x, n);
  const squares = new Float64Array(n);
  const unused = new Float64Array(reader.count);
  for (let m = 0; m < reader.size; m++) {
    const one = new Float64Array(reader.size);
    one[m] = 1;
    reading.back(one, unused).forEach((value, at) => {
      squares[Math.floor(at / d)]! += value * value;
    });
  }
  return Array.from(squares, Math.sqrt);
}
