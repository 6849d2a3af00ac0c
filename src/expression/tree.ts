import type { BinaryFunction, UnaryFunction } from './functions.js';
import type { Operator, Test } from './operators.js';

/** An expression that has passed the allow-list. True is 1, false is 0; conditions take 0 and nan for false. */
export type Expression =
  | { readonly kind: 'number'; readonly value: number }
  /** `slot`: which argument of the compiled function. */
  | { readonly kind: 'variable'; readonly name: string; readonly slot: number }
  | { readonly kind: 'unary'; readonly fn: UnaryFunction; readonly of: Expression }
  | { readonly kind: 'binary'; readonly fn: BinaryFunction; readonly left: Expression; readonly right: Expression }
  | { readonly kind: 'operator'; readonly op: Operator; readonly left: Expression; readonly right: Expression }
  /** 0 <= i - j < 3: one part more than tests. */
  | { readonly kind: 'chain'; readonly tests: readonly Test[]; readonly parts: readonly Expression[] }
  | { readonly kind: 'where'; readonly condition: Expression; readonly yes: Expression; readonly no: Expression };

/** Something wrong at a place of the text (UTF-16 units from 0). */
export interface Mistake {
  readonly at: number;
  readonly what: string;
  readonly fix?: string;
}
