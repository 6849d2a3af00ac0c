import { sharedBlock } from '../blocks.js';
import { documentsOf } from '../documents.js';
import { exp } from '../elementary.js';
import { dataError } from '../facts.js';
import type { CellFunction, Problem } from '../problem.js';
import { isTensor, type Tensor, type Tensor4 } from '../tensor.js';
import type { Form, Sizes } from '../trace.js';
import type { Head, Memory, RecurrenceRule, Token } from './rule.js';

/** A number for each batch item, head, token and, where `perFeature`, feature. */
interface Reader {
  readonly perFeature: boolean;
  readonly at: (b: number, h: number, t: number, m: number) => number;
}

/** What one letter of the axes counts. */
type Lengths = Readonly<Record<'b' | 'h' | 't' | 'd' | 'v', number>>;

/**
 * A tensor whose axes are told by their lengths: the first of the candidates that fits. Fewer heads than there are serve neighbours.
 *
 * @param candidates letters of axes, `ht` for (heads, tokens)
 * @throws AttnError with all of them when none fits
 */
function byAxes(
  from: Tensor,
  option: string,
  candidates: readonly string[],
  lengths: Lengths,
): (index: Lengths) => number {
  const { shape, data } = from;
  const fits = (axes: string): boolean =>
    axes.length === shape.length &&
    [...axes].every((letter, at) => {
      const length = shape[at]!;
      const expected = lengths[letter as keyof Lengths];
      return letter === 'h'
        ? length > 0 && expected % length === 0
        : length === expected || (letter === 'b' && length === 1);
    });
  const axes = candidates.find(fits);
  if (axes === undefined)
    throw dataError({
      code: 'recurrence-shape',
      option,
      found: shape,
      expected: candidates.slice(0, 4).map((one) => [...one].map((letter) => lengths[letter as keyof Lengths])),
    });
  return (index) =>
    data[
      [...axes].reduce((place, letter, at) => {
        const own = index[letter as keyof Lengths];
        const length = shape[at]!;
        return place * length + (letter === 'h' ? Math.floor(own / (lengths.h / length)) : length === 1 ? 0 : own);
      }, 0)
    ]!;
}

function readerOf(
  from: number | Tensor | CellFunction,
  option: string,
  lengths: Lengths,
  { heads, layout, batch }: Form,
  features: boolean,
): Reader {
  if (typeof from === 'number') return { perFeature: false, at: () => from };
  if (!isTensor(from)) return { perFeature: false, at: (b, h, t) => from.at(t, t, h, b, lengths.t, lengths.t) };
  const tokenFirst = ['th', ...(features ? ['thd'] : []), 'bth', ...(features ? ['bthd'] : [])];
  const headFirst = batch
    ? ['ht', 'bht', ...(features ? ['bhtd', 'htd'] : [])]
    : ['ht', ...(features ? ['htd'] : []), 'bht', ...(features ? ['bhtd'] : [])];
  const alone = heads ? [] : ['t', ...(features ? ['td'] : []), 'bt', ...(features ? ['btd'] : [])];
  const sorted = layout === 'blhd' ? [...tokenFirst, ...headFirst] : [...headFirst, ...tokenFirst];
  const candidates = [...alone, 'h', ...sorted, ''];
  const at = byAxes(from, option, candidates, lengths);
  const perFeature = features && from.shape.at(-1) === lengths.d && isPerFeature(from, candidates, lengths);
  return { perFeature, at: (b, h, t, m) => at({ b, h, t, d: m, v: 0 }) };
}

/** Is the last axis that of the features, under the reading that was chosen? */
function isPerFeature({ shape }: Tensor, candidates: readonly string[], lengths: Lengths): boolean {
  const axes = candidates.find(
    (one) =>
      one.length === shape.length &&
      [...one].every((letter, at) =>
        letter === 'h'
          ? shape[at]! > 0 && lengths.h % shape[at]! === 0
          : shape[at] === lengths[letter as keyof Lengths] || (letter === 'b' && shape[at] === 1),
      ),
  );
  return axes?.endsWith('d') === true;
}

/** Everything that a recurrence takes beside q, k and v. */
export interface RecurrenceInputs {
  readonly decay: Reader | undefined;
  readonly beta: Reader;
  readonly bonus: ((b: number, h: number) => Float64Array) | undefined;
  readonly start: (b: number, h: number) => Memory;
  readonly begins: (b: number, t: number) => boolean;
  readonly reads: (b: number, t: number) => boolean;
  readonly writes: (b: number, t: number) => boolean;
}

/**
 * Reads what a recurrence takes beside q, k and v.
 *
 * @param lengths real tokens of each batch item, where some are padding
 * @throws AttnError that names what does not fit
 */
export function recurrenceInputs(
  problem: Problem,
  rule: RecurrenceRule,
  sizes: Sizes,
  form: Form,
  lengths: readonly number[] | undefined,
  sum: boolean,
): RecurrenceInputs {
  const { batch, heads, nQ, dK, dV } = sizes;
  const counts: Lengths = { b: batch, h: heads, t: nQ, d: dK, v: dV };
  const { logDecay, beta, bonus, initialState, initialSum } = problem;
  const decay =
    logDecay !== undefined
      ? readerOf(logDecay, 'log-decay', counts, form, true)
      : rule.defaultDecay && { perFeature: false, at: (_b: number, h: number) => rule.defaultDecay!(h) };
  const ofHeads = (
    from: Tensor | undefined,
    option: string,
    own: string,
  ): ((b: number, h: number) => Float64Array) | undefined => {
    if (!from) return undefined;
    const at = byAxes(from, option, [`h${own}`, own, `bh${own}`, ...(form.batch ? [`b${own}`] : [])], counts);
    return (b, h) =>
      own === 'dv'
        ? Float64Array.from({ length: dK * dV }, (_, cell) =>
            at({ b, h, t: 0, d: Math.floor(cell / dV), v: cell % dV }),
          )
        : Float64Array.from({ length: dK }, (_, m) => at({ b, h, t: 0, d: m, v: 0 }));
  };
  const states = ofHeads(initialState, 'initial-state', 'dv');
  const sums = ofHeads(initialSum, 'initial-sum', 'd');
  const documents = documentsOf(problem, [batch, heads, nQ, nQ]);
  const id = (b: number, t: number): number => documents?.query(b, t) ?? 0;
  const inLength = (b: number, t: number): boolean => lengths === undefined || t < lengths[b]!;
  return {
    decay,
    beta: beta === undefined ? { perFeature: false, at: () => 1 } : readerOf(beta, 'beta', counts, form, false),
    bonus: ofHeads(bonus, 'bonus', 'd'),
    start: (b, h) => ({
      state: states?.(b, h) ?? new Float64Array(dK * dV),
      ...(sum && { sum: sums?.(b, h) ?? new Float64Array(dK) }),
    }),
    begins: (b, t) => t > 0 && id(b, t) !== id(b, t - 1),
    reads: (b, t) => id(b, t) >= 0,
    writes: (b, t) => id(b, t) >= 0 && inLength(b, t),
  };
}

/** One head with everything that it needs, the shared heads looked up. */
export function headOf(
  inputs: RecurrenceInputs,
  { q, k, v }: { readonly q: Tensor4; readonly k: Tensor4; readonly v: Tensor4 },
  { heads, nQ: n, dK: d, dV }: Sizes,
  b: number,
  h: number,
): Head {
  const [ofQ, ofK, ofV] = [q, k, v].map((from) => sharedBlock(from, b, h, heads)) as [
    Float64Array,
    Float64Array,
    Float64Array,
  ];
  const { decay, beta, bonus } = inputs;
  const u = bonus?.(b, h);
  const tokens = Array.from({ length: n }, (_, t): Token => {
    const fade = decay && Float64Array.from({ length: d }, (_m, m) => exp(decay.at(b, h, t, m)));
    return {
      q: ofQ.subarray(t * d, (t + 1) * d),
      k: ofK.subarray(t * d, (t + 1) * d),
      v: ofV.subarray(t * dV, (t + 1) * dV),
      ...(fade && { fade }),
      beta: beta.at(b, h, t, 0),
      ...(u && { bonus: u }),
      writes: inputs.writes(b, t),
    };
  });
  return {
    n,
    d,
    dV,
    token: (t) => tokens[t]!,
    logDecay: {
      perFeature: decay?.perFeature ?? false,
      at: (t, m) => decay?.at(b, h, t, m) ?? 0,
    },
    begins: (t) => inputs.begins(b, t),
    reads: (t) => inputs.reads(b, t),
  };
}
