import type { CellFunction, ScoreFunction, SizeFunction } from '../functions.js';
import type { Arrays } from '../element.js';
import type { RopeScaling } from '../rope/scaling.js';
import type { Tensor } from '../tensor.js';

/** Which numbers a number may be. */
export interface NumberRange {
  readonly whole?: boolean;
  /** At least this. */
  readonly least?: number;
  /** More than this. */
  readonly above?: number;
  /** At most this. */
  readonly most?: number;
}

/**
 * What the value of an option is, from a flag as well as from a bundle, a config or a caller of the library.
 * Where it may be a tensor, `rounded` says whether its numbers take part in the arithmetic and are rounded to `dtype`.
 */
export type OptionKind =
  /** `list`: one axis is enough, as for a bias. `offsets`: the word before `:SRC` that gives where each run of ids begins. */
  | { readonly kind: 'tensor'; readonly rounded: boolean; readonly list?: true; readonly offsets?: string }
  /** A tensor, or an expression over i, j, … for every cell of the scores. */
  | { readonly kind: 'cells'; readonly rounded: boolean }
  | { readonly kind: 'number-or-tensor'; readonly rounded: boolean }
  | { readonly kind: 'switch-or-tensor'; readonly rounded: boolean }
  /** Arrays by name, for expressions: `NAME=SRC`, as often as there are arrays. */
  | { readonly kind: 'arrays' }
  /** An expression over the score s and its cell. */
  | { readonly kind: 'score' }
  /** A number, or an expression over the sizes. */
  | { readonly kind: 'scale' }
  | ({ readonly kind: 'number' } & NumberRange)
  /** `bare`: what the flag means without a value. */
  | { readonly kind: 'choice'; readonly choices: readonly string[]; readonly bare?: string | true }
  /** A kind, or the numbers of its gain. */
  | { readonly kind: 'norm'; readonly choices: readonly string[]; readonly rounded: boolean }
  /** Two whole numbers, how far before and how far after; −1 = no limit. */
  | { readonly kind: 'reach' }
  /** Yes, or left out. */
  | { readonly kind: 'switch' }
  /** Text of this form; numbers and lists of numbers are written out. */
  | { readonly kind: 'pattern'; readonly pattern: RegExp; readonly expected: string }
  /** RoPE's angles, with keys as in config.json. */
  | { readonly kind: 'rope-scaling' }
  | { readonly kind: 'tokens' }
  | { readonly kind: 'text' };

/**
 * Without which an option changes nothing: another option, a value of it that is in effect, or so many axes of Q or X.
 */
export type Need = string | { readonly option: string; readonly among: readonly string[] };

/** When an option would change nothing. It is refused then: nothing that was asked is passed over in silence. */
export interface Company {
  /** One of these must be there. */
  readonly needs?: readonly Need[];
  /** None of these may be there. */
  readonly excludes?: readonly Need[];
  /** Q or X has at least so many axes. */
  readonly axes?: number;
}

export type OptionGroup = 'Input' | 'Sentence' | 'Mathematics';

/** Where in the computation an option acts. */
export type OptionStep =
  | 'input'
  | 'project'
  | 'norm'
  | 'gate'
  | 'cache'
  | 'rotate'
  | 'score'
  | 'relative'
  | 'scale'
  | 'softcap'
  | 'adjust'
  | 'mask'
  | 'select'
  | 'normalize'
  | 'difference'
  | 'map'
  | 'recur'
  | 'join'
  | 'backward'
  | 'every';

/**
 * What the kernel can do with an option: everything (`yes`), nothing (`reference`: the problem goes to the reference),
 * finite numbers alone, one number and no function of the row, or some of the choices.
 */
export type KernelUse = 'yes' | 'reference' | 'finite' | 'one-number' | { readonly only: readonly string[] };

/**
 * What a result keeps of an option: a tensor among its arrays and every other value in `meta.options` (`kept`); nothing,
 * since it is a stage (`stage`); an expression in `meta.options` and numbers in the mask that the result has anyway
 * (`mask`); or a setting of the mask, for an expression only (`with-mask-expression`).
 */
export type ResultUse = 'kept' | 'stage' | 'mask' | 'with-mask-expression';

/** An option of the problem itself: a field of `Problem`. */
export interface ProblemFacts {
  readonly group: 'Input' | 'Mathematics';
  readonly step: OptionStep;
  readonly result: ResultUse;
  readonly kernel: KernelUse;
  /** `attn check` brings every problem into one form: it takes the option over as it is, or has it in the form already. */
  readonly check: 'keeps' | 'itself';
  /** The name of the convention that says what was assumed, in `meta.conventions`. */
  readonly convention?: string;
  readonly default?: string | number;
}

/** An option that says how words become numbers: it is gone once the problem is made. */
export interface SentenceFacts {
  readonly group: 'Sentence';
  readonly default?: string | number;
}

/** One thing that can be asked. */
export type OptionSpec = Company & {
  /** As the help shows the value: `SRC`, `C`; in brackets when it may be left out; empty for a switch. */
  readonly value: string;
  /** Other spellings of its name, as flags and as keys. */
  readonly also?: readonly string[];
} & (
    | (Exclude<OptionKind, { kind: 'tokens' }> & ProblemFacts)
    | (OptionKind & SentenceFacts)
    | { readonly kind: 'tokens'; readonly group: 'Input' }
    /** It says how something is read, and is gone once the problem is made. */
    | (OptionKind & {
        readonly group: 'Input' | 'Mathematics';
        readonly until: 'read';
        readonly default?: string | number;
      })
  );

/** The TypeScript type of an option's value. */
export type ValueOf<O> = O extends { kind: 'tensor' }
  ? Tensor
  : O extends { kind: 'cells' }
    ? Tensor | CellFunction
    : O extends { kind: 'number-or-tensor' }
      ? number | Tensor
      : O extends { kind: 'switch-or-tensor' }
        ? true | Tensor
        : O extends { kind: 'arrays' }
          ? Arrays
          : O extends { kind: 'score' }
            ? ScoreFunction
            : O extends { kind: 'scale' }
              ? number | SizeFunction
              : O extends { kind: 'number' }
                ? number
                : O extends { kind: 'choice'; choices: readonly (infer C)[]; bare: true }
                  ? C | boolean
                  : O extends { kind: 'choice'; choices: readonly (infer C)[] }
                    ? C
                    : O extends { kind: 'norm'; choices: readonly (infer C)[] }
                      ? C
                      : O extends { kind: 'reach' }
                        ? readonly [number, number]
                        : O extends { kind: 'switch' }
                          ? boolean
                          : O extends { kind: 'pattern' }
                            ? string | number
                            : O extends { kind: 'rope-scaling' }
                              ? RopeScaling
                              : O extends { kind: 'tokens' }
                                ? readonly string[]
                                : O extends { kind: 'text' }
                                  ? string
                                  : never;

/** `kv-heads` → `kvHeads` */
export type Camel<S extends string> = S extends `${infer Head}-${infer Tail}` ? `${Head}${Capitalize<Camel<Tail>>}` : S;
