import type { Diagnosis, Entry } from './diagnose.js';
import type { Mistake } from './mistakes/mistake.js';

/** A diagnosis in words, as all reports show it. */
export interface Finding {
  /** Ids that these inputs cannot tell apart, the likeliest first. */
  readonly ids: readonly string[];
  readonly title: string;
  readonly formula: string;
  readonly lookFor: string;
  /** What to write instead. */
  readonly instead: string;
  readonly value?: number | readonly number[];
  readonly residual: number;
  /** The others of the same entry: id, what the code does, formula. */
  readonly others: readonly { readonly id: string; readonly title: string; readonly formula: string }[];
}

/** The texts of constants that are found by search. */
export const CONSTANTS: Readonly<Record<string, { lookFor: string; instead: string }>> = {
  scale: {
    lookFor: 'the factor on q @ k.transpose(-2, -1), and any factor on q or k before',
    instead: '1 / math.sqrt(d_k), or give attn the intended --scale',
  },
  softcap: {
    lookFor: 'tanh on the scores, attn_logit_softcapping',
    instead: 'no softcap, or give attn the intended --softcap',
  },
  sink: {
    lookFor: 'a learned sink, softmax_one, something more in the denominator',
    instead: 'no sink, or give attn the intended --sink',
  },
  B3: {
    lookFor: 'a static cache or padding of zeros that is not masked, empty slots beyond the current length',
    instead: 'mask the slots beyond the current length, or slice keys and values to it',
  },
  window: {
    lookFor: 'sliding_window, window_size, local attention',
    instead: 'no window, or give attn the intended --window',
  },
  'causal-offset': {
    lookFor: 'diagonal= of tril or triu, the length of the cache',
    instead: 'the offset n_k - n_q (bottom-right) or 0 (top-left)',
  },
  'rope-base': { lookFor: 'rope_theta, base', instead: 'the base that the weights were trained with, or --rope-base' },
  R6: {
    lookFor: 'position ids while decoding, cache_position, an offset that is added twice',
    instead: 'the position of the first new token is the cached length',
  },
  G3: { lookFor: 'torch.tril(…, diagonal=-1), torch.triu(…, diagonal=0) as what is masked', instead: 'j <= i' },
  G4: { lookFor: 'torch.tril(…, diagonal=1), torch.triu(…, diagonal=2) as what is masked', instead: 'j <= i' },
  X14: {
    lookFor: '+ eps beside the sum of the softmax',
    instead: 'no ε: the sum is never below 1 after the maximum is subtracted',
  },
  M6: { lookFor: 'the constant beside the mask', instead: 'float("-inf")' },
  O9: { lookFor: 'a Linear with bias as the output projection', instead: 'bias=False, or compare before the bias' },
  'output-scale': {
    lookFor: 'a factor after the softmax: dropout in eval, 1/(1-p), a scale on v',
    instead: 'no factor after the softmax',
  },
};

/** The entries of a diagnosis in words. */
export function findings({ entries }: Diagnosis): Finding[] {
  return entries.map(findingOf);
}

export function findingOf({ causes, residual }: Entry): Finding {
  const [first] = causes as [Entry['causes'][number]];
  const { mistakes, constant } = first;
  const parts = [
    ...mistakes,
    ...(constant
      ? [
          {
            title: constant.title,
            formula: constant.formula ?? `${constant.id} = ${[constant.value].flat().map(short).join(', ')}`,
            ...textsOf(constant.id),
          },
        ]
      : []),
  ];
  const join = (of: (part: (typeof parts)[number]) => string, between: string): string => parts.map(of).join(between);
  const ids = [...new Set(causes.map(({ id }) => id))];
  const others = ids.slice(1).map((id) => {
    const cause = causes.find((other) => other.id === id)!;
    return {
      id,
      title: [...cause.mistakes.map(({ title }) => title), ...(cause.constant ? [cause.constant.title] : [])].join(
        ', and ',
      ),
      formula: cause.mistakes.map(({ formula }) => formula).join('; '),
    };
  });
  return {
    ids,
    residual,
    others,
    title: join(({ title }) => title, ', and '),
    formula: join(({ formula }) => formula, '; '),
    lookFor: join(({ lookFor }) => lookFor, '; '),
    instead: join(({ instead }) => instead, '; '),
    ...(constant && { value: constant.value }),
  };
}

/** One mistake of a catalogue in words, with nothing beside it. */
export function findingOfMistake({
  id,
  title,
  formula,
  lookFor,
  instead,
}: Pick<Mistake, 'id' | 'title' | 'formula' | 'lookFor' | 'instead'>): Omit<Finding, 'residual'> {
  return { ids: [id], title, formula, lookFor, instead, others: [] };
}

/** Of two constants at once, the texts of both. */
function textsOf(id: string): { lookFor: string; instead: string } {
  const each = id.split('+').map((one) => CONSTANTS[one]!);
  return {
    lookFor: each.map(({ lookFor }) => lookFor).join('; '),
    instead: each.map(({ instead }) => instead).join('; '),
  };
}

function short(x: number): string {
  return String(Number(x.toPrecision(7)));
}
