import type { UnreadFormat } from './unread.js';
import { errorsOf, type FaultIn } from '../core/index.js';

/** What can be wrong with an input before its content is judged. `words/` has the sentences. */
export interface ReadFacts {
  'sentence-too-long': { found: number; most: number };
  'delimiter-unknown': { found: string };
  'delimiter-is-decimal-sign': object;
  'stdin-not-here': object;
  'source-empty': object;
  'is-folder': object;
  /** A stream that begins with so many zero bytes. */
  'only-zeros': { bytes: number };
  'file-shrank': { bytes: number };
  'file-too-large': { most: number };
  'permission-denied': object;
  'file-name-too-long': object;
  'file-name-nul': object;
  'file-unreadable': { reason: string };
  'no-such-folder': { folder: string };
  'no-such-file': { near?: string };

  'let-form': { found: string };
  'let-name-taken': { name: string };
  'let-name-twice': { name: string };
  'let-unused': { names: readonly string[] };

  // Which formats, which part.
  'format-not-known': { found: string; expected: readonly string[] };
  'format-not-recognized': { expected: readonly string[] };
  'page-without-result': object;
  'no-matrix': object;
  'several-tensors': { names: readonly string[]; spec: string; subject: string };
  'stdin-read-twice': { flags: readonly string[] };

  // What is asked.
  'tokens-not-a-list': { found: string };
  'rope-scaling-form': { found: string; why: 'json' | 'object' | 'pair'; part: string };
  'file-outside': { option: string; found: string };
  'key-unknown': { found: string; expected: readonly string[]; here?: OtherName };
  'bundle-empty': object;
  'bundle-lone-matrix': object;
  'options-with-weights': { options: readonly string[] };
  'options-without-sentence': { options: readonly string[] };
  'sentence-empty': object;
  'part-given-twice': { part: string };
  'part-unknown': { found: string; expected: readonly string[] };
  /** Of so many layers one is chosen; 0: there are none to choose from. */
  'saved-layer': { option: string; layers: number; found?: number };
  'inputs-together': { ways: readonly InputWay[] };
  'nothing-to-compute': object;
  'input-alone': { names: readonly string[]; missing: 'Q' | 'X' };
  'qkv-shape': { found: readonly number[] };
  'layer-name-twice': { name: string };
  'in-proj-shape': { found: readonly number[] };
  'config-empty': object;
  'config-not-an-object': object;
  'config-item-not-an-object': { number: number };
  'config-column-without-name': { number: number };
  'config-column-twice': { name: string };

  // A model's config.json.
  'hf-config-number': { key: string; found: string };
  'hf-config-missing': { key: string };
  'hf-layer-type': { found: string; expected: readonly string[] };

  // Texts.
  'source-text-too-long': { bytes: number; most: number };
  'text-utf16': object;
  'text-not-utf8': object;
  'text-memory': { needed: number; room: number; heap: number };
  'input-empty': { source: string; bytes: number };
  /** The problems of one input beyond those that are shown; `atMost`: some of them were not looked at. */
  'more-problems-in-input': { count: number; atMost: boolean };

  // Cells.
  'cell-empty': object;
  'cell-too-large': { found: string };
  'cell-decimal-comma': { found: string; expected: string };
  'cell-minus-sign': { found: string; expected: string };
  'cell-not-decimal': { found: string };
  /** `names`: the column may be meant to hold names. */
  'cell-not-number': { found: string; names?: boolean };
  /** A row, or a block of rows, is not as long as most of its sisters. */
  'list-length': ListLength & { commas?: boolean };

  // JSON.
  'json-number-word': { found: string };
  'json-more-than-one': { found: string };
  'json-single-quotes': { found: string };
  'json-text-not-closed': object;
  'json-comment': object;
  'json-constant': { found: string };
  'json-comma-missing': { found: string };
  'json-number-form': { found: string };
  'json-bare-expression': { found: string };
  'json-bare-key': { found: string };
  'json-not-number': { found: string };
  'json-ends-early': object;
  'json-comma-extra': { found: string };
  'json-semicolon': object;
  'json-already-closed': { found: string };
  'json-value-missing': { found: string };
  'json-unreadable': { reason: string };
  'json-too-deep': { most: number };
  'json-object-for-number': object;
  'json-list-for-number': object;
  'json-number-for-list': object;
  'json-key-twice': { key: string };
  'json-key-refused': { key: string };
  'json-keys-equal': { first: string; second: string };
  'several-documents': { found: number; called: 'documents' | 'results'; source: string };

  // Tensors of a text.
  'tensor-empty': { title: string };
  'tensor-too-deep': { title: string; most: number };
  'tensor-not-numbers': { title: string };
  'tensor-key-unknown': { key: string; title: string; near?: string };
  'tensor-shape-form': { title: string; found: string };
  'tensor-shape-count': { shape: readonly number[]; title: string; found: number; expected: number };
  'tensor-shape-differs': { found: readonly number[]; expected: readonly number[] };
  'tensor-labels-form': { key: 'rows' | 'columns'; title: string };
  'tensor-labels-count': { key: 'rows' | 'columns'; title: string; found: number; expected: number };
  'no-tensor-names': { found: string };

  // Tables.
  'csv-decimal-point': { found: string };
  'csv-no-numbers': object;
  'csv-empty': object;
  'csv-line-empty': object;
  'csv-open-quote': object;
  'csv-open-quote-at-end': object;
  'csv-quote-inside': object;
  'csv-after-quote': object;
  'csv-line-end': object;
  'csv-row-length': { found: number; expected: number; of: 'texts' | 'sentences' };

  // A matrix on the command line.
  'literal-cell-missing': { side: 'before' | 'after' };
  'literal-bracket-inside': { found: string };
  'literal-goes-on': object;
  'literal-not-closed': object;

  'format-not-read': { format: UnreadFormat };
  /** A bundle in which no name says what is Q or X. */
  'bundle-names-unknown': { source: string; names: readonly { name: string; shape: string }[]; count: number };

  // What programs print.
  'printed-elided': { found: string; program: PrintedBy };
  'printed-code': { found: string };
  'printed-no-values': { found: string };
  'printed-not-closed': { found: string };
  'printed-unexpected': { found: string };
  'printed-mixed-separators': object;
  'printed-mixed-depth': object;
  'printed-row-length': { row: number; found: number; expected: number };
  'printed-axes': { found: number; most: number };
  'printed-empty': object;
}

/** An option here, and the value that makes it mean the same, if it needs one. */
export type Here = readonly [option: string, value?: string];

/** Why something of another system has no counterpart here. */
export type NoCounterpart = 'nothing-dropped' | 'weights-always' | 'weights-of-heads';

/** What something of another system is here: the ways to say it, or why there is none. */
export type OtherName = readonly (readonly Here[])[] | NoCounterpart;

/** The ways to say what attends. */
export type InputWay = 'sentence' | 'q' | 'qkv' | 'x' | 'scores' | 'attention-weights';

/** How long a list is, and how long its sisters are. */
export interface ListLength {
  readonly list: 'row' | 'block';
  /** What it holds. */
  readonly of: 'numbers' | 'cells' | 'rows' | 'blocks';
  /** Which one, from 1. */
  readonly number: number;
  readonly found: number;
  readonly expected: number;
  /** Those that have the usual length, by number where they are one or two; `all`: all others. */
  readonly others: readonly number[] | { readonly count: number; readonly all: boolean };
}

/** Who prints in a form, as far as the form tells. */
export type PrintedBy = 'numpy' | 'torch' | 'tensorflow' | 'jax' | 'julia' | 'r' | 'pandas' | 'latex' | 'any';

/** A fault of an input. */
export type ReadFault = FaultIn<ReadFacts>;

export const { dataError, usageError } = errorsOf<ReadFacts>();
