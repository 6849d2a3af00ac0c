import { outward, shapeText, sizeOf, type Stage, tensor, type Tensor, unjoinHeads } from '../core/index.js';
import type { Case } from './case.js';
import { otherBytes, permute, reread } from './mistakes/tensors.js';
import { usageError } from './facts.js';

/** OUT in the shape of the right output, and what had to be done for that. */
export interface Fitted {
  readonly tensor: Tensor;
  /** How OUT was read, when not as it stood. */
  readonly note?: string;
  /** The shape itself is a mistake of the catalogue, whatever the numbers say. */
  readonly mistake?: {
    readonly id: 'P1' | 'P4' | 'O5' | 'H12';
    readonly title: string;
    readonly instead: string;
    /** The numbers are not those of the output. */ readonly unreadable?: true;
  };
}

/**
 * Recognises an output that is transposed, laid out differently, of another stage, or of added heads, by its shape; where
 * several readings fit, the one whose numbers are nearest.
 *
 * @throws AttnError (usage) when nothing fits
 */
export function fitShape(made: Case, actual: Tensor): Fitted {
  const { expected } = made;
  if (same(actual.shape, expected.shape)) return inOtherBytes(made, actual) ?? { tensor: actual };
  const squeezed = (shape: readonly number[]): number[] => shape.filter((axis) => axis !== 1);
  if (same(squeezed(actual.shape), squeezed(expected.shape))) {
    return {
      tensor: reread(actual, expected.shape),
      note: `OUT is ${shapeText(actual.shape)}, read as ${shapeText(expected.shape)}`,
    };
  }
  const readings = [
    ...sideBySide(made, actual),
    ...permuted(expected, actual),
    ...otherStages(made, actual),
    ...addedHeads(made, actual),
    ...anotherRow(expected, actual),
  ];
  const nearest = readings
    .map((fitted) => ({ fitted, off: distance(fitted.tensor, expected) }))
    .sort((a, b) => a.off - b.off)[0];
  if (nearest) return nearest.fitted;
  if (sizeOf(actual.shape) === sizeOf(expected.shape)) {
    return {
      tensor: reread(actual, expected.shape),
      note: `OUT is ${shapeText(actual.shape)}; it has as many numbers as the output, ${shapeText(expected.shape)}, and is read as that`,
    };
  }
  throw usageError({
    code: 'output-shape-unknown',
    found: shapeText(actual.shape),
    expected: shapeText(expected.shape),
  });
}

function same(a: readonly number[], b: readonly number[]): boolean {
  return a.length === b.length && a.every((axis, at) => axis === b[at]);
}

/** Heads joined in the last axis, as a layer returns them. */
function sideBySide({ trace }: Case, actual: Tensor): Fitted[] {
  const { batch, heads, nQ, dV } = trace.sizes;
  const output = trace.stages.get('output')!;
  if (output.joined || heads === 1) return [];
  const shape = [batch, nQ, heads * dV];
  const fits = same(actual.shape, shape) || (batch === 1 && same(actual.shape, shape.slice(1)));
  if (!fits) return [];
  const apart = unjoinHeads(reread(actual, [batch, 1, nQ, heads * dV]), heads);
  const back = outward(trace, { ...output, tensor: apart });
  return [{ tensor: back, note: `OUT is ${shapeText(actual.shape)}: the heads stand side by side in the last axis` }];
}

/** The axes of the output in another order. */
function permuted(expected: Tensor, actual: Tensor): Fitted[] {
  const rank = expected.shape.length;
  if (actual.shape.length !== rank || rank > 4) return [];
  return orders(rank)
    .filter(
      (order) =>
        order.every((axis, at) => expected.shape[axis] === actual.shape[at]) && order.some((axis, at) => axis !== at),
    )
    .map((order) => {
      const back = order.map((_, axis) => order.indexOf(axis));
      const only = order.filter((axis, at) => axis !== at);
      const title =
        only.length === 2 && only.includes(rank - 1) && only.includes(rank - 2)
          ? 'the output is transposed'
          : only.length === 2 && rank === 4 && !only.includes(3) && !only.includes(0)
            ? 'heads and positions of the output are exchanged'
            : `the axes of the output are in the order ${order.join(', ')}`;
      return {
        tensor: permute(actual, back),
        note: `OUT is ${shapeText(actual.shape)}, the output is ${shapeText(expected.shape)}: ${title}`,
        mistake: { id: 'P4' as const, title, instead: `out.transpose(${only.join(', ')})` },
      };
    });
}

/** The numbers of another stage that was saved for the output. They are compared with that stage. */
function otherStages({ trace, expected }: Case, actual: Tensor): Fitted[] {
  const off = (stage: Stage): number => distance(actual, outward(trace, stage));
  const near = (['weights', 'selected', 'masked', 'scaled', 'scores'] as const)
    .flatMap((name) => trace.stages.get(name) ?? [])
    .filter((stage) => same(outward(trace, stage).shape, actual.shape))
    .sort((a, b) => off(a) - off(b))[0];
  if (!near) return [];
  return [
    {
      tensor: tensor(expected.shape, new Float64Array(expected.data.length).fill(NaN)),
      note: `OUT is ${shapeText(actual.shape)}: that is the shape of the ${near.name}${off(near) < 1e-3 ? ', and these are their numbers' : ''}`,
      mistake: {
        id: 'O5',
        title: `the ${near.name} were saved instead of the output`,
        instead: 'weights @ v',
        unreadable: true,
      },
    },
  ];
}

/** Heads added up, or their mean, where they should stand side by side. */
function addedHeads({ trace, expected }: Case, actual: Tensor): Fitted[] {
  const { batch, heads, nQ, dV } = trace.sizes;
  if (heads === 1 || trace.problem.wo || sizeOf(actual.shape) !== batch * nQ * dV || actual.shape.at(-1) !== dV)
    return [];
  return [
    {
      tensor: tensor(expected.shape, new Float64Array(expected.data.length).fill(NaN)),
      note: `OUT is ${shapeText(actual.shape)}: one head's size for ${heads} heads`,
      mistake: {
        id: 'H12',
        title: 'the heads are added up (or their mean is taken) instead of joined',
        instead: 'out.transpose(1, 2).reshape(batch, length, -1)',
        unreadable: true,
      },
    },
  ];
}

/** OUT written with the bytes of each number the other way round. */
function inOtherBytes({ expected }: Case, actual: Tensor): Fitted | undefined {
  const other = otherBytes(actual);
  const size = distance(expected, tensor(expected.shape, new Float64Array(expected.data.length)));
  if (!other || other.data.some((x) => !Number.isFinite(x)) || !(distance(other, expected) < 1e-3 * size))
    return undefined;
  return {
    tensor: other,
    note: `OUT is read with its bytes in the other order (${distance(actual, expected) < Infinity ? 'as they stand they are other numbers' : 'as they stand they are no numbers'})`,
    mistake: {
      id: 'P1',
      title: 'the bytes of OUT are in the other order: big-endian',
      instead: "out.astype('<f4') before saving",
    },
  };
}

/** A matrix with one row more or less: column labels of a CSV file that were read as numbers, or the reverse. */
function anotherRow(expected: Tensor, actual: Tensor): Fitted[] {
  const [rows, columns] = expected.shape as [number, number];
  if (
    expected.shape.length !== 2 ||
    actual.shape.length !== 2 ||
    actual.shape[1] !== columns ||
    Math.abs(actual.shape[0]! - rows) !== 1
  )
    return [];
  const more = actual.shape[0]! > rows;
  const note = `OUT is ${shapeText(actual.shape)}, the output is ${shapeText(expected.shape)}: one row ${more ? 'more' : 'less'}`;
  return [
    more
      ? {
          tensor: tensor(expected.shape, actual.data.slice(columns), { dtype: actual.dtype }),
          note: `${note}; compared without the first`,
          mistake: {
            id: 'P1',
            title: 'column labels were read as the first row of Q',
            instead: 'skip the header: skiprows=1',
          },
        }
      : {
          tensor: tensor(expected.shape, [...Array<number>(columns).fill(NaN), ...actual.data], {
            dtype: actual.dtype,
          }),
          note: `${note}; compared without the first`,
          mistake: {
            id: 'P1',
            title: 'the first row of Q was taken for column labels',
            instead: 'pd.read_csv(file, header=None)',
            unreadable: true,
          },
        },
  ];
}

/** Mean distance; ∞ where it cannot be told. */
function distance(a: Tensor, b: Tensor): number {
  let [sum, count] = [0, 0];
  a.data.forEach((x, at) => {
    const off = Math.abs(x - b.data[at]!);
    if (off < Infinity) [sum, count] = [sum + off, count + 1];
  });
  return count === 0 ? Infinity : sum / count;
}

function orders(rank: number): number[][] {
  const all = (rest: readonly number[]): number[][] =>
    rest.length === 0
      ? [[]]
      : rest.flatMap((axis) => all(rest.filter((other) => other !== axis)).map((tail) => [axis, ...tail]));
  return all(Array.from({ length: rank }, (_, axis) => axis));
}
