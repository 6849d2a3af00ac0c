import { dataError } from './facts.js';

/** Named tensors of a model. Their numbers are read when they are asked for, and only those. */
export interface Weights {
  readonly names: readonly string[];
  /** Undefined: there is no such tensor. */
  readonly shape: (name: string) => readonly number[] | undefined;
  /** Puts the numbers from one place to another, row-major, into `into` as float32. @throws AttnError */
  readonly read: (name: string, from: number, to: number, into: Float32Array) => void;
  readonly close: () => void;
}

/** Some numbers of a tensor. */
export function partOf(weights: Weights, name: string, from: number, to: number): Float32Array {
  const numbers = new Float32Array(to - from);
  weights.read(name, from, to, numbers);
  return numbers;
}

/** All numbers of a tensor. */
export function whole(weights: Weights, name: string): Float32Array {
  const size = shapeOf(weights, name).reduce((product, axis) => product * axis, 1);
  return partOf(weights, name, 0, size);
}

/** @throws AttnError when there is no such tensor */
export function shapeOf(weights: Weights, name: string): readonly number[] {
  const shape = weights.shape(name);
  if (!shape) throw dataError({ code: 'model-tensor-missing', name });
  return shape;
}

/** @throws AttnError when a tensor has another shape than the config says */
export function checkShape(weights: Weights, name: string, expected: readonly number[]): void {
  const found = shapeOf(weights, name);
  if (found.length !== expected.length || found.some((axis, at) => axis !== expected[at]))
    throw dataError({ code: 'model-tensor-shape', name, found, expected });
}
