import type { Tensor } from '../core/index.js';
import type { Parts } from '../files/index.js';

/** Bytes, and what to call them in an error: a path as the user typed it, `<stdin>`, or the flag that held a literal. */
export interface Source {
  readonly name: string;
  readonly bytes: Uint8Array;
}

/** A value that is no tensor, with its place for an error message (`bundle.json:3:9`). */
export interface Placed {
  readonly value: unknown;
  readonly where: string;
}

/** What a file held. A lone matrix stands under the name ''. */
export interface Document {
  readonly tensors: ReadonlyMap<string, Tensor>;
  /** Every other key of a bundle, not judged yet: options, tokens, meta. */
  readonly settings: ReadonlyMap<string, Placed>;
  /** What a tensor is called in the file, where it was given a name of ours: `layers.0.q_proj.weight` for `wq`. */
  readonly writtenAs?: ReadonlyMap<string, string>;
  /** Things the reader decided and wants said on stderr: "first row taken as column labels". */
  readonly notes: readonly string[];
}

export interface ReadOptions {
  /** The decimal sign of CSV and TSV cells; never guessed. */
  readonly decimal?: '.' | ',';
  readonly delimiter?: string;
  /** Read only the tensor of this name (`file.npz#name`); the others are checked by their headers only. */
  readonly only?: string;
  /** Of a result, every stage too, not only what went in. */
  readonly stages?: boolean;
  /** Bytes of numbers that may be held: `--max-memory`. */
  readonly memory?: number;
  /** What a lone tensor is called in messages: `K`. */
  readonly subject?: string;
}

/** One file a format, behind this signature. */
export interface Reader {
  /** Could these be the first bytes of such a file? Asked in the order of the table of formats. */
  readonly sniff: (head: Uint8Array) => boolean;
  /** @throws AttnError with every problem of this input */
  readonly read: (source: Source, options: ReadOptions) => Promise<Document>;
  /** Of a format whose tensors can be read one by one: only the parts that are needed are asked for. */
  readonly readParts?: (parts: Parts, options: ReadOptions) => Promise<Document>;
  /** Of a format that can hold several problems: all of them, in order. */
  readonly readEach?: (source: Source, options: ReadOptions) => Promise<readonly Document[]>;
}
