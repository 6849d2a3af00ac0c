/** One thing that is wrong with what the user gave: what, where, and how to mend it. At most three lines when printed. */
export interface Fault {
  /** File, line and column, as far as they are known: `k.json:3:9`. */
  readonly where?: string;
  /** What was found and what was expected, in one line. */
  readonly what: string;
  /** The value or the place itself, shown. Several lines only where a picture is needed (two masks side by side). */
  readonly detail?: string | readonly string[];
  /** What to do about it. */
  readonly fix?: string;
}

/** `usage`: called wrongly (exit 2). `data`: the input or its mathematics failed (exit 1). */
export type FaultKind = 'usage' | 'data';

/**
 * The one error class of `attn`. Everything a user can cause is one of these; anything else is a bug of ours.
 * All problems found in one input travel together in `faults`.
 */
export class AttnError extends Error {
  readonly kind: FaultKind;
  readonly faults: readonly Fault[];

  constructor(kind: FaultKind, faults: Fault | readonly Fault[]) {
    const list = Array.isArray(faults) ? (faults as readonly Fault[]) : [faults as Fault];
    super(list.map((fault) => (fault.where ? `${fault.where}  ${fault.what}` : fault.what)).join('\n'));
    this.name = 'AttnError';
    this.kind = kind;
    this.faults = list;
  }
}

/** The input, or its mathematics, is wrong: exit code 1. */
export function dataError(faults: Fault | readonly Fault[]): AttnError {
  return new AttnError('data', faults);
}

/** The command or function was called wrongly: exit code 2. */
export function usageError(faults: Fault | readonly Fault[]): AttnError {
  return new AttnError('usage', faults);
}
