import { sizeOf, tensor, type Tensor, type Tensor4 } from './tensor.js';
import { isOfParameter, type Form, type Stage, type StageName, type Trace } from './trace.js';

/** Stages in the layout of the user's own q, k and v; all others are (batch, heads, rows, columns). */
const IN_USER_LAYOUT: ReadonlySet<StageName> = new Set([
  'q',
  'k',
  'v',
  'q_normed',
  'k_normed',
  'q_rotated',
  'k_rotated',
  'q_mapped',
  'output',
  'grad_q',
  'grad_k',
  'grad_v',
]);

/** These too under `blhd`; beside fused keys their heads stand apart (as ONNX Attention gives them). */
const CACHE: ReadonlySet<StageName> = new Set(['present_key', 'present_value', 'k_mapped']);

/**
 * A stage in the form of the user's own tensors: the axes that the input did not have are dropped, fused heads are put
 * side by side again, and what came with the length before the heads, or before the batch, goes back so.
 *
 * @returns 1 axis (lse of one head) to 4 axes; data shared with the stage where no axis had to move
 * @example
 * const trace = attend({ q: matrix([[1, 0], [0, 1]]) });
 * outward(trace, trace.stages.get('lse')).shape // => [2]
 */
export function outward(trace: Pick<Trace, 'form'>, stage: Stage): Tensor {
  const { form } = trace;
  const [batch, heads, rows, columns] = stage.tensor.shape;
  const more = { dtype: stage.tensor.dtype };
  if (isOfParameter(stage.name))
    return tensor(stage.rows === 'one' ? [columns] : [rows, columns], stage.tensor.data, more);
  const side = isSideBySide(form, stage);
  if (side || stage.joined) {
    const { data } = side ? swapMiddle(stage.tensor) : stage.tensor;
    const width = side ? heads * columns : columns;
    if (form.lengthFirst)
      return tensor([rows, batch, width], swapMiddle(tensor([1, batch, rows, width], data)).data, more);
    return tensor([...(form.batch ? [batch] : []), rows, width], data, more);
  }
  if (isLengthBeforeHeads(form, stage)) {
    const swapped = swapMiddle(stage.tensor);
    return form.batch ? swapped : tensor(swapped.shape.slice(1), swapped.data, more);
  }
  const leading = [...(form.batch ? [batch] : []), ...(form.heads ? [heads] : [])];
  const trailing = stage.columns === 'one' ? [rows] : [rows, ...(stage.inner ?? [columns])];
  return tensor([...leading, ...trailing], stage.tensor.data, more);
}

/**
 * The inverse of `outward`: a tensor in the user's form → the four axes of the stage.
 *
 * @param stage its name and its shape are looked at, not its numbers
 */
export function inward({ form }: Pick<Trace, 'form'>, stage: Stage, from: Tensor): Tensor4 {
  const [batch, heads, rows, columns] = stage.tensor.shape;
  const more = { dtype: from.dtype };
  if (isOfParameter(stage.name)) return tensor(stage.tensor.shape, from.data, more);
  const side = isSideBySide(form, stage);
  if (side || stage.joined) {
    const width = side ? heads * columns : columns;
    const { data } = form.lengthFirst ? swapMiddle(tensor([1, rows, batch, width], from.data)) : from;
    return side
      ? swapMiddle(tensor([batch, rows, heads, columns], data, more))
      : tensor([batch, 1, rows, width], data, more);
  }
  if (isLengthBeforeHeads(form, stage)) return swapMiddle(tensor([batch, rows, heads, columns], from.data, more));
  return tensor(stage.tensor.shape, from.data, more);
}

function isSideBySide(form: Form, { name, joined }: Stage): boolean {
  return !joined && form.fused && IN_USER_LAYOUT.has(name);
}

function isLengthBeforeHeads(form: Form, { name }: Stage): boolean {
  return form.layout === 'blhd' && (IN_USER_LAYOUT.has(name) || CACHE.has(name));
}

/**
 * A stage as JSON shows it: the form of the user's own tensors, but heads that were given side by side are separated, a matrix
 * for each.
 */
export function headsApart({ form }: Pick<Trace, 'form'>, stage: Stage): Tensor {
  return outward({ form: { ...form, fused: false } }, stage);
}

/**
 * (a, b, c, d) → (a, c, b, d): heads before positions becomes positions before heads, and back.
 *
 * @example swapMiddle(tensor([1, 2, 2, 1], [1, 2, 3, 4])).data // => Float64Array [1, 3, 2, 4]
 */
export function swapMiddle(from: Tensor4): Tensor4 {
  const [a, b, c, d] = from.shape;
  if (b === 1 || c === 1) return tensor([a, c, b, d], from.data, { dtype: from.dtype }); // the numbers stand in the same order
  const data = new Float64Array(sizeOf(from.shape));
  for (let i = 0; i < a; i++) {
    for (let j = 0; j < b; j++) {
      for (let k = 0; k < c; k++) {
        const start = ((i * b + j) * c + k) * d;
        data.set(from.data.subarray(start, start + d), ((i * c + k) * b + j) * d);
      }
    }
  }
  return tensor([a, c, b, d], data, { dtype: from.dtype });
}
