import type { Fact, FactOf, Place } from './fact.js';

/** One thing that is wrong with what the user gave: a fact, and where it is. */
export type Fault = Fact & {
  /** File, line and column, as far as they are known. */
  readonly where?: string | Place;
  /** The text around the place, as it was written. */
  readonly excerpt?: Excerpt;
};

/** A piece of the input, as it was written, and what it is a piece of. */
export interface Excerpt {
  readonly written: string;
  /** The number of a line of a file, or of a row or block of the tensor with this title. From 1. */
  readonly line?: number;
  readonly row?: number;
  readonly block?: number;
  /** The tensor: `K`; empty for one without a name. */
  readonly title?: string;
  /** The place in `written`, where a caret shows it: from 0, in terminal columns. */
  readonly caret?: number;
}

/** A fault that still carries its sentence. New code gives a code and numbers instead. */
export interface TextFault {
  readonly code?: 'text';
  readonly where?: string | Place;
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
 * All problems found in one input travel together in `faults`; `words/` has the sentences.
 */
export class AttnError extends Error {
  readonly kind: FaultKind;
  readonly faults: readonly Fault[];

  constructor(kind: FaultKind, faults: Fault | TextFault | readonly (Fault | TextFault)[]) {
    const given = Array.isArray(faults) ? (faults as readonly (Fault | TextFault)[]) : [faults as Fault | TextFault];
    const list = given.map((fault): Fault => ({ code: 'text', ...fault }));
    super(list.map(inShort).join('\n'));
    this.name = 'AttnError';
    this.kind = kind;
    this.faults = list;
  }

  /** The code of the first fault. */
  get code(): string {
    return this.faults[0]?.code ?? 'unknown';
  }
}

/** A fault in one line, for the message of an error. */
export type Wording = (fault: Fault) => string;

let wording: Wording | undefined;

/**
 * Gives the messages of all errors from now on their sentences; without it a message holds the code and its numbers. The library
 * does so when it is loaded, in English; the command says errors itself, in the language of the user.
 *
 * @example wordErrors((fault) => fault.code)
 */
export function wordErrors(words: Wording | undefined): void {
  wording = words;
}

function inShort(fault: Fault): string {
  if (wording) return wording(fault);
  const { code, where, excerpt: _, ...rest } = fault as Fault & Partial<TextFault>;
  const text = code === 'text' ? rest.what! : `${code} ${JSON.stringify(rest)}`;
  return typeof where === 'string' ? `${where}  ${text}` : text;
}

/** The two kinds of errors that a room may throw, for the facts of its own table. */
export interface Errors<Table> {
  /** The input, or its mathematics, is wrong: exit code 1. */
  readonly dataError: (faults: FaultIn<Table> | readonly FaultIn<Table>[]) => AttnError;
  /** The command or function was called wrongly: exit code 2. */
  readonly usageError: (faults: FaultIn<Table> | readonly FaultIn<Table>[]) => AttnError;
}

/** A fault of a room's table. */
export type FaultIn<Table> = FactOf<Table> & Pick<Fault, 'where' | 'excerpt'>;

/**
 * The errors of a room: only codes of its table, with their numbers and names.
 *
 * @example
 * const errors = errorsOf();
 * errors.dataError({ code: 'query-missing' }).code // => 'query-missing'
 */
export function errorsOf<Table>(): Errors<Table> {
  return {
    dataError: (faults) => new AttnError('data', faults),
    usageError: (faults) => new AttnError('usage', faults),
  };
}

/** The input, or its mathematics, is wrong: exit code 1. For faults that still carry their sentence. */
export function dataError(faults: Fault | TextFault | readonly (Fault | TextFault)[]): AttnError {
  return new AttnError('data', faults);
}

/** The command or function was called wrongly: exit code 2. For faults that still carry their sentence. */
export function usageError(faults: Fault | TextFault | readonly (Fault | TextFault)[]): AttnError {
  return new AttnError('usage', faults);
}
