import type { Camel, Fact } from '../core/index.js';

export type FlagGroup = 'Input' | 'Sentence' | 'Mathematics' | 'Output' | 'Teaching' | 'Model' | 'Global';

/** What the value of a flag is. `value` is how the help shows it. */
export type FlagKind =
  | { readonly kind: 'switch' }
  /** `--no-…`: switches `field` off, which is on otherwise. */
  | { readonly kind: 'off'; readonly field: string }
  /** The same as another flag of the table with a value of its own: nothing to read. */
  | { readonly kind: 'alias' }
  /** `offers`: what completion offers, where the value is taken apart elsewhere. */
  | { readonly kind: 'text'; readonly value: string; readonly offers?: readonly string[] }
  | {
      readonly kind: 'whole';
      readonly value: string;
      readonly least: number;
      readonly most: number;
      readonly default?: number;
    }
  | { readonly kind: 'number'; readonly value: string; readonly least: number; readonly example: string }
  /** `bare`: what it means without a value; `off`: what its `--no-…` means; `aliases`: other spellings. */
  | {
      readonly kind: 'choice';
      readonly value: string;
      readonly choices: readonly string[];
      readonly bare?: string;
      readonly off?: string;
      readonly aliases?: Readonly<Record<string, string>>;
    }
  /** Of memory, in bytes: `2GB`. */
  | { readonly kind: 'size'; readonly value: string };

/** A flag of the command line alone, not of a problem; its long name is its key in a table. */
export type FlagSpec = FlagKind & {
  readonly short?: string;
  readonly group: FlagGroup;
  /** It has an effect beside one of these flags only; given alone, that is said. */
  readonly needs?: readonly string[];
};

export type FlagTable = Readonly<Record<string, FlagSpec>>;

type FieldOf<Name extends string, Spec> = Spec extends { kind: 'alias' }
  ? never
  : Spec extends { field: infer Field extends string }
    ? Field
    : Camel<Name>;

type FlagValue<Spec> = Spec extends { kind: 'switch' | 'off' }
  ? boolean
  : Spec extends { kind: 'whole'; default: number }
    ? number
    : Spec extends { kind: 'whole' | 'number' | 'size' }
      ? number | undefined
      : Spec extends { kind: 'choice'; choices: readonly (infer Choice)[] }
        ? Choice | undefined
        : string | undefined;

/** The flags of a table as typed options: `max-memory` is `maxMemory`, in bytes. */
export type FlagOptions<Table> = {
  readonly [Name in keyof Table & string as FieldOf<Name, Table[Name]>]: FlagValue<Table[Name]>;
} & {
  /** What flags that have no effect here have to say. */
  readonly idle: readonly Fact[];
  /** The long names of the flags that were given, as they stand in the table. */
  readonly given: readonly string[];
};

/**
 * As the help writes a flag.
 *
 * @example flagText('output', { kind: 'text', value: 'FILE', short: 'o', group: 'Output', help: '' }) // => '-o, --output <FILE>'
 */
export function flagText(name: string, spec: FlagSpec): string {
  const value = !('value' in spec)
    ? ''
    : spec.kind === 'choice' && spec.bare !== undefined
      ? ` [${spec.value}]`
      : ` <${spec.value}>`;
  return `${spec.short ? `-${spec.short}, ` : ''}--${name}${value}`;
}
