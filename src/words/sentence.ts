import type { Excerpt, TextFault } from '../core/index.js';

/** A fact in words: what was found and expected, the thing itself, and how to mend it. */
export interface Said {
  /** What was found and what was expected, in one line. */
  readonly what: string;
  /** The value or the place itself, shown. Several lines only where a picture is needed. */
  readonly detail?: string | readonly string[];
  readonly fix?: string;
}

/** How the reader names an option: `--kv-heads` on the command line, `kvHeads` in a program. */
export interface Naming {
  readonly option: (name: string, value?: string | number) => string;
  /** An option that may stand without a value, with one: `--causal=top-left`, `causal: top-left`. */
  readonly choice: (name: string, value: string) => string;
}

/** The sentence of a fact, from its numbers and names. */
export type Sentence<Parts, Text = string | Said> = (parts: Parts, naming: Naming) => Text;

/** A sentence for every code of a room's table; one that lacks any does not compile. */
export type Sentences<Table> = { readonly [Code in keyof Table]: Sentence<Readonly<Table[Code]>> };

/** The same for facts that are always one line: warnings and conventions. */
export type PlainSentences<Table> = { readonly [Code in keyof Table]: Sentence<Readonly<Table[Code]>, string> };

/** As flags are typed. */
export const AS_FLAGS: Naming = {
  option: (name, value) => `--${name}${value === undefined ? '' : ` ${value}`}`,
  choice: (name, value) => `--${name}=${value}`,
};

/** As a program writes them. */
export const AS_FIELDS: Naming = {
  option: (name, value) => {
    const field = name.replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase());
    return value === undefined ? field : `${field}: ${value}`;
  },
  choice: (name, value) => AS_FIELDS.option(name, value),
};

/** The words that a place needs. */
export interface PlaceWords {
  readonly line: (number: number) => string;
  readonly column: (number: number) => string;
  readonly problem: (number: number, of: number) => string;
  /** What an excerpt is a piece of, as a sentence that the excerpt ends: `row 2 of K is`; empty for one without a name. */
  readonly excerptOf: (excerpt: Excerpt) => string;
}

/** A fault in words, with its place. */
export interface SaidFault extends Said {
  readonly where?: string;
}

/** A fault that carries its own sentence, as it is. */
export function isText(fault: { readonly code?: string }): fault is TextFault {
  return fault.code === 'text';
}
