import { DIFFERENTIAL_OPTIONS } from './options/differential.js';
import { INPUT_OPTIONS } from './options/input.js';
import { LATENT_OPTIONS } from './options/latent.js';
import { MATHEMATICS_OPTIONS } from './options/mathematics.js';
import { RECURRENCE_OPTIONS } from './options/recurrence.js';
import { SAVED_OPTIONS } from './options/saved.js';
import { SENTENCE_OPTIONS } from './options/sentence.js';
import type { Camel, OptionKind, OptionSpec, ProblemFacts, ValueOf } from './options/spec.js';

export type { NumberRange, OptionGroup, OptionKind, OptionSpec } from './options/spec.js';

/**
 * Everything that can be asked, once. Types (`Problem`, `Settings`), flags, keys of bundles and configs, help, completion,
 * the manual, what is rounded, what a result keeps, what `attn check` takes over and what the kernel can do are all derived
 * from here: an option that is not in this table does not compile, and one of which the kernel is not known to be able
 * goes to the reference.
 */
export const OPTIONS = {
  ...INPUT_OPTIONS,
  ...SAVED_OPTIONS,
  ...LATENT_OPTIONS,
  ...SENTENCE_OPTIONS,
  ...MATHEMATICS_OPTIONS,
  ...DIFFERENTIAL_OPTIONS,
  ...RECURRENCE_OPTIONS,
} as const;

type Options = typeof OPTIONS;
/** As a flag is written: `kv-heads`. */
export type OptionName = keyof Options;

/** Names of the options that a problem consists of; the others make tokens and embeddings, and are gone then. */
type ProblemOptionName = { [N in OptionName]: Options[N] extends ProblemFacts ? N : never }[OptionName];

/** The fields of a problem, all optional. */
export type ProblemOptions = { readonly [N in ProblemOptionName as Camel<N>]?: ValueOf<Options[N]> };

/** The fields of a problem that have a default. */
export type SettledOptions = {
  readonly [N in ProblemOptionName as Options[N] extends { default: unknown } ? Camel<N> : never]: ValueOf<Options[N]>;
};

/** How words become numbers, all optional. */
export type SentenceOptions = {
  readonly [N in keyof typeof SENTENCE_OPTIONS as Camel<N>]?: ValueOf<(typeof SENTENCE_OPTIONS)[N]>;
};

/** What one of several choices may be: `Choice<'causal'>`. */
export type Choice<N extends OptionName> = Options[N] extends { choices: readonly (infer C)[] } ? C : never;

/** An option with its names: `kv-heads` is a flag, `kv_heads` a key of a bundle, `kvHeads` a field of a problem. */
export type Option = OptionSpec & { readonly name: OptionName; readonly key: string; readonly field: string };

/** An option that is a field of `Problem`. */
export type ProblemOption = Option & ProblemFacts & { readonly field: keyof ProblemOptions };

/** All options, in the order of the help. */
export const OPTION_LIST: readonly Option[] = Object.entries(OPTIONS as Readonly<Record<string, OptionSpec>>).map(
  ([name, spec]) => ({ ...spec, name: name as OptionName, key: name.replaceAll('-', '_'), field: fieldName(name) }),
);

/** The options that a problem consists of. */
export const PROBLEM_OPTIONS: readonly ProblemOption[] = OPTION_LIST.filter(
  (option): option is ProblemOption => 'kernel' in option,
);

const BY_NAME: ReadonlyMap<string, Option> = new Map(
  OPTION_LIST.flatMap((option) => [option.name, ...(option.also ?? [])].map((name) => [name, option] as const)),
);

/**
 * The option that a flag or a key names, in any of its spellings; `kv_heads` and `kv-heads` are one.
 *
 * @example optionNamed('weights_layout').name // => 'weight-layout'
 */
export function optionNamed(name: string): Option | undefined {
  return BY_NAME.get(name.replaceAll('_', '-'));
}

/**
 * The name in a problem.
 *
 * @example fieldName('kv-heads') // => 'kvHeads'
 */
export function fieldName(name: string): string {
  return name.replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase());
}

/** May the value be a tensor? */
export function takesTensor(option: OptionKind): option is Extract<OptionKind, { rounded: boolean }> {
  return 'rounded' in option;
}
