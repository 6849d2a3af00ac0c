import { inputTensors, outward, type Tensor, type Tensor4, type Trace } from '../../core/index.js';
import type { ShowOptions } from '../renderer.js';
import { usageError } from '../facts.js';

/**
 * What a file of named arrays holds: each stage asked for, in the form of the user's own tensors, the mask (bool, shaped as
 * the scores) where something is masked, and the other tensors that the problem was asked with. With `only`, that stage alone.
 *
 * @throws AttnError when the computation has no stage `only`
 */
export function namedArrays(trace: Trace, { stages, only }: ShowOptions): ReadonlyMap<string, Tensor> {
  const arrays = new Map<string, Tensor>();
  for (const name of only ? [only] : stages) {
    const stage = trace.stages.get(name);
    if (stage) arrays.set(name, outward(trace, stage));
  }
  if (only && !arrays.has(only))
    throw usageError({ code: 'array-not-computed', found: only, expected: [...trace.stages.keys()] });
  if (only) return arrays;
  if (trace.mask) arrays.set('mask', maskArray(trace, trace.mask));
  for (const [name, tensor] of inputTensors(trace.problem)) arrays.set(name, tensor);
  return arrays;
}

function maskArray(trace: Trace, mask: Tensor4): Tensor {
  const tensor: Tensor4 = { ...mask, dtype: 'bool' };
  return outward(trace, { name: 'masked', tensor, rows: 'query', columns: 'key', joined: false, formula: '' });
}
