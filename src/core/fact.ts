/**
 * Something that is true of an input or a computation, as data: a stable code, and the numbers and names that belong to it.
 * No sentence: `words/` has one for every code in every language.
 */
export interface Fact {
  /** Stable, for scripts: `shapes-do-not-fit`. */
  readonly code: string;
}

/**
 * The facts of a table `{ code: its numbers and names }`. Each room keeps such a table of what it can say (`facts.ts`).
 *
 * @example const fact: FactOf<{ 'too-long': { most: number } }> = { code: 'too-long', most: 3 };
 */
export type FactOf<Table> = {
  [Code in keyof Table & string]: { readonly code: Code } & Readonly<Table[Code]>;
}[keyof Table & string];

/** Where in the input something is, as far as it is known. */
export interface Place {
  /** The file, `<stdin>`, or the flag of a literal; with the entry of a file that holds several: `k.npz#k`. */
  readonly source?: string;
  /** From 1. */
  readonly line?: number;
  /** From 1, in characters. */
  readonly column?: number;
  /** Which of several problems, where there are several. */
  readonly problem?: { readonly number: number; readonly of: number };
}
