import { dataError } from './facts.js';

/** Named tensors of a model. Their numbers are read when they are asked for, and only those. */
export interface Weights {
  readonly names: readonly string[];
  /** Undefined: there is no such tensor. */
  readonly shape: (name: string) => readonly number[] | undefined;
  /** The numbers from one place to another, row-major, as float32. @throws AttnError */
  readonly part: (name: string, from: number, to: number) => Float32Array;
  readonly close: () => void;
}

/** All numbers of a tensor. */
export function whole(weights: Weights, name: string): Float32Array {
  const size = shapeOf(weights, name).reduce((product, axis) => product * axis, 1);
  return weights.part(name, 0, size);
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
