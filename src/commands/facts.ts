import { errorsOf, type Fact } from '../core/index.js';
import type { OtherName } from '../read/index.js';
import type { Refusal } from '../kernel/index.js';

/** What takes most of the memory that a computation needs. */
export type LargestPart =
  | { readonly kind: 'process'; readonly bytes: number }
  | { readonly kind: 'text'; readonly format: string }
  | { readonly kind: 'kernel' }
  | { readonly kind: 'stages'; readonly names: readonly string[]; readonly shape: string; readonly bytes: number };

/** A call that needs less memory. */
export type SmallerCall =
  { readonly kind: 'flag'; readonly flag: string; readonly bytes: number } | { readonly kind: 'fewer' };

/** What the commands can say, as codes with their numbers and names. `words/` has the sentences. */
export interface CommandFacts {
  // How a call is typed
  'no-command': object;
  'unknown-command': { found: string; expected: readonly string[]; near?: string };
  /** `help` is the call that shows which there are. */
  /** `here`: what another system's name is here. */
  'unknown-option': { found: string; near?: string; here?: OtherName; help: string };
  'option-before-command': { found: string; command: string };
  'unexpected-argument': { command: string; found?: string; help: string };
  'value-missing': { expected: string; help: string };
  'argument-missing': { command: string; expected: string; help: string };
  'given-twice': object;
  /** Anything else that the parser of the command line refuses, in its own words. */
  'wrong-call': { message: string; help: string };
  'whole-number-out-of-range': { found: string; expected: { least: number; most: number } };
  /** A number that is none, or less than the least. */
  'number-too-small': { found: string; expected: { least: number }; option: string; example: string };
  'unknown-choice': { found: string; expected: readonly string[]; near?: string };
  'given-together': { options: readonly [string, string] };
  'formats-differ': { options: readonly [string, string] };
  'not-a-memory-size': { found: string };
  'not-a-worksheet-size': { found: string };
  'output-name-empty': object;

  // What a call asks for
  'nothing-to-check': object;
  'one-output-several-problems': { found: number; expected: 1 };
  'saved-results-count': { found: number; expected: 2 };
  'probe-without-file': object;
  /** A source holds none or several tensors and `#name` does not say which. */
  'tensor-not-named': { source: string; names: readonly string[]; usual: string };
  'format-not-for-terminal': { format: string };
  'format-without-lesson': { found: string; expected: readonly string[] };
  'no-such-head': { found: number; count: number };
  'no-such-batch-item': { found: number; count: number };
  'no-such-stage': { found: readonly string[]; expected: readonly string[] };
  'threads-with-reference': object;
  'layer-without-weights': object;
  'hf-config-unreadable': { file: string };
  'hf-model-unknown': { found: string; expected: readonly string[] };
  'hf-layer-missing': { found?: string; of: number };
  'weights-without-sentence': object;
  'settled-by-weights': { options: readonly string[] };
  'several-problems-in-one-file': { found: number; format: string; most: number };
  'too-few-words': { found: number; expected: { least: number } };
  'too-many-words': { found: number; expected: { most: number } };
  'token-is-first': { found: string; last: string };
  /** A bare file beside `--input`. */
  'two-inputs': { found: string; input: string };
  'output-extension': { found: string; expected: readonly string[] };
  'train-file-extension': { found: string; expected: readonly string[] };
  'all-held-out': object;
  'model-size-differs': { option: string; found: number; expected: number };
  'dim-not-divisible-by-heads': { dim: number; heads: number };

  // What the result or the machine refuses
  'output-not-finite': { found: string; row: number; column: number };
  'text-too-long': { format: string };
  'stages-exceed-memory': object;
  'no-simd': object;
  'memory-exceeded': {
    needed: number;
    available: number;
    /** `--max-memory` says what is available, not the machine. */
    limited: boolean;
    largest: LargestPart;
    smaller: SmallerCall;
    suggested: number;
  };
  'text-exceeds-memory': {
    needed: number;
    available: number;
    format: string;
    numbers: number;
    smaller: SmallerCall;
    /** For Node.js, in MiB. */
    suggested: number;
  };
  'stdin-too-long': { most: number };
  'output-is-folder': object;
  'output-folder-missing': { folder: string };
  'output-folder-closed': { folder: string; found: string; message: string };
  'output-exists': object;
  'output-is-disk': object;
  'output-is-input': object;
  'output-is-read-only': { path: string };
  /** `found` is the name of the system's error, such as ENOSPC. */
  'cannot-write-file': { found: string; message: string };
  'cannot-write-stdout': { found: string; message: string };
  'system-error': { found: string; message: string; path?: string };
  internal: { message: string };

  // The frame of error messages
  'more-faults': { count: number };
  /** What stands in front of the advice. */
  advice: { text: string };

  // Notes, warnings, details
  wrote: { path: string; bytes?: number; format?: string };
  'threads-take-turns': { threads: number; processors: number };
  'no-effect-without': { option: string; needs: readonly string[] };
  'no-effect-on-format': { option: string; format: string };
  'token-without-use': object;
  'hidden-word-left-out': { format: string };
  'explain-offered': object;
  'random-vectors': { seeds: string };
  'same-vectors': object;
  computed: {
    problem?: { number: number; of: number };
    engine: string;
    ms: number;
    dtype: string;
    nQ: number;
    nK: number;
    dK: number;
    dV: number;
    heads: number;
    batch: number;
  };
  'kernel-lacks-stages': object;
  'kernel-refused': { reason: Refusal };
  'kernel-not-used': { reason: Refusal };
  'read-source': { source: string; holds: string };
  'read-problems': { source: string; count: number };
  'hf-layer': { layer: number; of: number; name: string; kind: string };
  'hf-command': { command: string };
  'hf-arrays-missing': { options: readonly string[] };
  'last-layer-shown': { layer: number; of: number };
  'stage-unchanged': { name: string; equal: string };
  'stages-absent': { names: readonly string[] };
  'none-held-out': object;
  'training-interrupted': { epochs: number };
  'words-only-held-out': { words: readonly string[]; more: boolean };
  'weights-not-saved': object;
  'weights-saved': { path: string; sentence: string; token: string };
  'key-offered': object;

  // Progress
  measuring: { n: number; dtype: string; causal: boolean; number: number; of: number };
  'trying-mistakes': { tried: number };
  'computing-every-stage': { scores: number; seconds: number };
  computing: { done: number; seconds: number; left: number };
}

export const { dataError, usageError } = errorsOf<CommandFacts>();

/** A code of the table with its numbers and names: what is handed to the sayer. */
export function fact<Code extends keyof CommandFacts & string>(
  code: Code,
  ...parts: object extends CommandFacts[Code] ? [parts?: CommandFacts[Code]] : [parts: CommandFacts[Code]]
): Fact {
  return { code, ...parts[0] };
}
