import { sharedHead, type Tensor, type Tensor4 } from '../../core/index.js';
import { gather, reread } from '../mistakes/tensors.js';
import { ENOUGH, same, type Scene, type Seen, type Sight } from './seen.js';

/** OUT is one of the inputs. */
export const copies: Sight = (scene) => {
  const { made, actual } = scene;
  if (actual.data.length < ENOUGH) return undefined;
  const { problem, source } = made.right;
  const { heads } = made.trace.sizes;
  const inputs: readonly (readonly [string, Tensor | undefined])[] = [
    ['V', problem.v],
    ['Q', problem.q],
    ['K', problem.k],
    ['X', source?.x],
  ];
  for (const [name, input] of inputs) {
    const found = input && copyOf(name, input, scene, heads);
    if (found) return found;
  }
  return undefined;
};

function copyOf(name: string, input: Tensor, { actual, near }: Scene, heads: number): Seen | undefined {
  const whole = sameForm(input, actual, heads);
  if (!whole?.data.every((x, at) => same(x, actual.data[at]!, near))) return undefined;
  return {
    ids: ['V3'],
    title: `OUT is a copy of ${name}`,
    formula: `OUT = ${name}`,
    lookFor:
      name === 'V'
        ? 'weights that are the unit matrix: a mask that leaves each query its own key only, a temperature of 0, attention that is skipped'
        : `a function that returns ${name.toLowerCase()}: a skipped layer, a buffer that is used in place`,
    instead: 'return weights @ v',
    sure: true,
  };
}

/** An input as (batch, heads, rows, columns) of OUT; undefined where it has other sizes. */
function sameForm(input: Tensor, { shape, data }: Tensor4, heads: number): Tensor4 | undefined {
  const [B, H, L, D] = shape;
  if (input.shape.length === 4) {
    const [b, h, l, d] = input.shape as [number, number, number, number];
    if (b !== B || l !== L || d !== D || H % h !== 0) return undefined;
    const of = input as Tensor4;
    return h === H ? of : gather(shape, of, (one, head, i, m) => [one, sharedHead(head, heads, h), i, m]);
  }
  return input.data.length === data.length && H === 1 && input.shape.at(-1) === D ? reread(input, shape) : undefined;
}
