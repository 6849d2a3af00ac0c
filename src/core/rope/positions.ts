import { dataError } from '../facts.js';
import type { Tensor } from '../tensor.js';

/** Positions as they were given, for one side. */
export interface GivenPositions {
  readonly at: (axis: number, b: number, i: number) => number;
  readonly largest: number;
}

/**
 * Positions of queries or keys: (length), (batch, length); with sections also (axes, length) and (axes, batch, length).
 * One row serves every batch item, and every axis.
 *
 * @param option which option gave them, for the message
 * @param axes undefined: there are no sections
 * @throws AttnError (data) when they are not as many as queries or keys, or not finite
 */
export function givenPositions(
  given: Tensor,
  option: string,
  batch: number,
  length: number,
  axes: number | undefined,
): GivenPositions {
  const { shape, data } = given;
  const last = shape.at(-1) ?? 0;
  const rank = shape.length;
  const first = shape[0] ?? 0;
  const fits = ((): readonly [axisStep: number, batchStep: number] | undefined => {
    if (last !== length && !(length === 1 && data.length === 1)) return undefined;
    if (rank <= 1) return [0, 0];
    if (rank === 2 && axes !== undefined && first === axes) return [length, 0];
    if (rank === 2 && (first === batch || first === 1)) return [0, first === 1 ? 0 : length];
    if (rank === 3 && axes !== undefined && first === axes && (shape[1] === batch || shape[1] === 1))
      return [shape[1] * length, shape[1] === 1 ? 0 : length];
    return undefined;
  })();
  if (!fits) {
    const expected =
      axes === undefined ? [[length], [batch, length]] : [[length], [axes, length], [axes, batch, length]];
    throw dataError({ code: 'positions-shape', option, found: shape, expected });
  }
  const odd = data.findIndex((value) => !Number.isFinite(value));
  if (odd >= 0) throw dataError({ code: 'position-not-finite', option, number: odd + 1, found: data[odd]! });
  const [axisStep, batchStep] = fits;
  return {
    at: (axis, b, i) => data[axis * axisStep + b * batchStep + i]!,
    largest: data.reduce((most, value) => Math.max(most, value), -Infinity),
  };
}
