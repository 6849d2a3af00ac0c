import type { FactOf } from '../core/index.js';
import type { Context } from './names.js';

export type { Context };

/** What can be wrong with an expression. `words/` has the sentences. */
export interface ExpressionFacts {
  'expression-empty': object;
  'expression-too-long': { most: number };
  'expression-too-many-parts': { most: number };
  'expression-too-deep': { most: number };
  /** Those of one expression beyond the ones that are shown. */
  'expression-more-mistakes': { count: number };

  // Characters.
  /** `&&` is `and` here. */
  'expression-foreign-operator': { found: string; expected: string };
  'expression-foreign-character': { found: string; of?: ForeignThing };

  // The order of values and operators.
  'expression-value-missing': { before: string } & PerCent;
  /** `word`: an operator that the next name resembles; `product`: what stands on the two sides. */
  'expression-operator-missing': { before: string; word?: string; product?: readonly [left: string, right: string] };
  'expression-ends-early': PerCent;
  'expression-not-between': object;
  'expression-not-operand': object;
  'expression-comma-outside': { decimal?: string };
  'expression-nothing-between': { open: string; close: string };
  'expression-bracket-not-open': object;
  'expression-bracket-not-closed': { found: string };
  'expression-bracket-mismatch': { found: string; expected: string; open: string };
  'expression-colon-alone': object;
  'expression-question-alone': object;

  // Names and numbers.
  'expression-number-too-large': { found: string };
  /** `elsewhere`: the kinds of expressions that know the name; `instead`: what other languages call so. */
  'expression-unknown-name': {
    found: string;
    expected: readonly string[];
    elsewhere?: readonly Context[];
    instead?: string;
    near?: string;
  };
  'expression-unknown-function': { found: string; expected: readonly string[]; instead?: string; near?: string };
  'expression-function-alone': { found: string };
  'expression-number-called': { found: string };
  'expression-array-called': { found: string };
  'expression-not-array': { found: string; is?: 'number' | 'function'; near?: string };
  'expression-array-axes': { name: string; found: number; expected: number };
  'expression-argument-count': { name: string; found: number; expected: ArgumentCount };

  // What the parser may know and an expression may not hold.
  'expression-product-unwritten': object;
  'expression-operator-refused': { found: string };
  'expression-node-refused': { found: string };

  'expression-not-finite': { found: number };
}

/** What a piece that has no place in an expression would begin. */
export type ForeignThing = 'text' | 'list' | 'object' | 'second-expression' | 'point' | 'comment';

/** How many values a function takes; without `most`, any number from `least` on. */
export interface ArgumentCount {
  readonly least: number;
  readonly most?: number;
  /** How it is called: `where(condition, a, b)`. */
  readonly form?: string;
}

/** A % stands where it may be meant as per cent. */
export interface PerCent {
  perCent: boolean;
}

export type ExpressionFact = FactOf<ExpressionFacts>;
