/** What a pickle may be made of. `Made` are the objects that an allow-list knows how to make. */
export type PickleValue<Made> =
  | null
  | boolean
  | number
  | bigint
  | string
  | Uint8Array
  | PickleList<Made>
  | PickleDict<Made>
  | PickleGlobal<Made>
  | PickleMade<Made>;

/** A list, a tuple or a set. */
export interface PickleList<Made> {
  readonly kind: 'list' | 'tuple' | 'set';
  readonly items: PickleValue<Made>[];
}

export interface PickleDict<Made> {
  readonly kind: 'dict';
  /** Absent while it is empty: a million empty dicts are no burden then. */
  entries?: Map<PickleKey, PickleValue<Made>>;
}

/** Tuples and the like may be keys in Python; here they would name nothing. */
export type PickleKey = string | number | bigint | boolean | null;

/** A name of Python that the allow-list knows: `torch.FloatStorage`. */
export interface PickleGlobal<Made> {
  readonly kind: 'global';
  readonly name: string;
  readonly known: PickleKnown<Made>;
}

/** An object that the allow-list made. */
export interface PickleMade<Made> {
  readonly kind: 'made';
  readonly made: Made;
}

/** What stands behind a name that is allowed. */
export interface PickleKnown<Made> {
  /** What the name itself stands for, where it is more than a function: a type of numbers. */
  readonly is?: Made;
  /** What a call of it gives; undefined when it takes no such arguments. Never anything of Python's. */
  readonly call?: (args: readonly PickleValue<Made>[]) => PickleValue<Made> | undefined;
}

/** All that a pickle may refer to; what it does not know is refused by its name. */
export interface AllowList<Made> {
  readonly global: (name: string) => PickleKnown<Made> | undefined;
  /** An object that lies beside the pickle; undefined when there is no such thing. */
  readonly persistent: (id: PickleValue<Made>) => PickleValue<Made> | undefined;
}

export function isList<Made>(value: PickleValue<Made> | undefined): value is PickleList<Made> {
  const kind = kindOf(value);
  return kind === 'list' || kind === 'tuple' || kind === 'set';
}

export function isDict<Made>(value: PickleValue<Made> | undefined): value is PickleDict<Made> {
  return kindOf(value) === 'dict';
}

function kindOf(value: unknown): unknown {
  return typeof value === 'object' && value !== null && 'kind' in value ? value.kind : undefined;
}
