import { fourAxes, tensor, type Tensor, type Tensor4, type ValueName } from '../../core/index.js';
import { reaching, withProblem, withStep, type Attempt } from '../attempt.js';
import { otherOrder } from './operands.js';
import { sizesOf, ways, type Mistake } from './mistake.js';
import { otherBytes, permute, reread } from './tensors.js';

type Way = Pick<Mistake, 'put'> & Partial<Mistake>;

/** Axes read in the reverse order from the same memory: a Fortran file taken for a C one. */
function reversedOrder(from: Tensor4): Tensor4 {
  const [a, b, c, d] = from.shape;
  return permute(reread(from, [d, c, b, a]), [3, 2, 1, 0]);
}

function misread(steps: readonly ValueName[], change: (from: Tensor4) => Tensor4): Mistake['put'] {
  return (attempt) => {
    if (attempt.problem.pastKey) return undefined;
    const read = steps.reduce((now, step) => withStep(now, step, change), attempt);
    return change === otherOrder ? read : reaching(read, 'heads');
  };
}

/** Numbers as large as these overflow where the code overflows: every step is rounded to the type of OUT. */
function bytesOf(names: readonly ('q' | 'k' | 'v')[]): Mistake['put'] {
  return (attempt) => {
    const now = names.map((name) => [name, otherBytes(attempt.problem[name]!)] as const);
    if (attempt.problem.pastKey || now.some(([, read]) => read === undefined)) return undefined;
    return withProblem(attempt, { ...(Object.fromEntries(now) as { q?: Tensor }), dtype: attempt.dtype });
  };
}

/** Keys and values with other rows; only of matrices, as CSV holds them, and without a mask of one column a key. */
function withRows(change: (from: Tensor4) => Tensor4): Way[] {
  return [false, true].map((fromTheEnd) => ({
    alone: fromTheEnd,
    put: (attempt: Attempt) => {
      const { batch, heads, nQ, nK } = sizesOf(attempt);
      const {
        problem,
        geometry: { causal, rest, whole, lengths, window, position },
      } = attempt;
      if (
        batch * heads !== 1 ||
        nK < 2 ||
        problem.pastKey ||
        problem.bias ||
        rest ||
        whole ||
        lengths ||
        window ||
        (fromTheEnd && !causal)
      )
        return undefined;
      const [k, v] = [change(fourAxes(problem.k!)), change(fourAxes(problem.v!))];
      const keys = k.shape[2]!;
      return reaching(
        {
          ...withProblem(attempt, { k, v }),
          geometry: { shape: [1, 1, nQ, keys], position, ...(causal && { causal: fromTheEnd ? [keys - nQ] : causal }) },
        },
        'all',
      );
    },
  }));
}

const withoutFirst = (from: Tensor4): Tensor4 =>
  tensor([1, 1, from.shape[2]! - 1, from.shape[3]!], from.data.slice(from.shape[3]!), { dtype: from.dtype });
/** 0, 1, 2, …: what pandas writes above columns without names. */
const withNumbers = (from: Tensor4): Tensor4 => {
  const size = from.shape[3]!;
  return tensor([1, 1, from.shape[2]! + 1, size], [...Array.from({ length: size }, (_, m) => m), ...from.data], {
    dtype: from.dtype,
  });
};

/** A file that was read in another way than it was written. */
export const MISREAD: readonly Mistake[] = [
  ...ways(
    {
      id: 'P1',
      title: 'a tensor was read in the other memory order',
      formula: 'column-major taken for row-major',
      lookFor: 'fortran_order, order="F", a transposed view that was saved',
      instead: 'np.ascontiguousarray before saving',
    },
    (['q', 'k', 'v'] as const).flatMap((step) => [
      { put: misread([step], otherOrder), title: `${step.toUpperCase()} was read in the other memory order` },
      {
        put: misread([step], reversedOrder),
        title: `${step.toUpperCase()} was read with all axes reversed`,
        alone: true,
      },
    ]),
  ),
  ...ways(
    {
      id: 'P1',
      title: 'all tensors were read in the other memory order',
      formula: 'column-major taken for row-major',
      lookFor: 'fortran_order, order="F", a transposed view that was saved',
      instead: 'np.ascontiguousarray before saving',
    },
    [otherOrder, reversedOrder].map((change) => ({ put: misread(['q', 'k', 'v'], change), alone: true })),
  ),
  ...ways(
    {
      id: 'P1',
      title: 'bytes were read in the other order',
      formula: 'big-endian taken for little-endian',
      lookFor: "'>f4', tofile and fromfile, struct.unpack('>f')",
      instead: "astype('<f4') before saving",
    },
    ([['q'], ['k'], ['v'], ['q', 'k', 'v']] as const).map((names) => ({
      put: bytesOf(names),
      alone: true,
      title: `the bytes of ${names.join(', ').toUpperCase()} were read in the other order`,
    })),
  ),
  ...ways(
    {
      id: 'P1',
      title: 'the first key and value were taken for column labels',
      formula: 'K[1:], V[1:]',
      lookFor: 'pd.read_csv without header=None',
      instead: 'pd.read_csv(file, header=None)',
    },
    withRows(withoutFirst),
  ),
  ...ways(
    {
      id: 'P1',
      title: 'column labels 0, 1, 2, … were read as a key and a value',
      formula: 'K = [0 1 2 …; K], V = [0 1 2 …; V]',
      lookFor: 'to_csv with its header, np.loadtxt without skiprows',
      instead: 'to_csv(header=False), or skiprows=1',
    },
    withRows(withNumbers),
  ),
];
