import type { Tensor } from '../core/index.js';
import type { ExpressionFact } from './facts.js';
import type { BinaryFunction, ManyFunction, UnaryFunction } from './functions.js';
import type { Operator, Test } from './operators.js';

/** An expression that has passed the allow-list. True is 1, false is 0; conditions take 0 and nan for false. */
export type Expression =
  | { readonly kind: 'number'; readonly value: number }
  /** `slot`: which argument of the compiled function. */
  | { readonly kind: 'variable'; readonly name: string; readonly slot: number }
  | { readonly kind: 'unary'; readonly fn: UnaryFunction; readonly of: Expression }
  | { readonly kind: 'binary'; readonly fn: BinaryFunction; readonly left: Expression; readonly right: Expression }
  | { readonly kind: 'operator'; readonly op: Operator; readonly left: Expression; readonly right: Expression }
  /** An array of `--let`, by as many whole numbers as it has axes. `places`: the slots of i and j, for a message. */
  | {
      readonly kind: 'element';
      readonly name: string;
      readonly array: Tensor;
      readonly of: readonly Expression[];
      readonly places: readonly (readonly [name: string, slot: number])[];
    }
  | { readonly kind: 'call'; readonly fn: ManyFunction; readonly of: readonly Expression[] }
  /** 0 <= i - j < 3: one part more than tests. */
  | { readonly kind: 'chain'; readonly tests: readonly Test[]; readonly parts: readonly Expression[] }
  | { readonly kind: 'where'; readonly condition: Expression; readonly yes: Expression; readonly no: Expression };

/** Something wrong at a place of the text (UTF-16 units from 0). */
export interface Mistake {
  readonly at: number;
  readonly fact: ExpressionFact;
}
