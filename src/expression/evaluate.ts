import type { Evaluate, Test } from './operators.js';
import type { Expression } from './tree.js';

/** Each argument of the compiled function, by its slot. */
const SLOTS: readonly Evaluate[] = [
  (a) => a,
  (_a, b) => b,
  (_a, _b, c) => c,
  (_a, _b, _c, d) => d,
  (_a, _b, _c, _d, e) => e,
  (_a, _b, _c, _d, _e, f) => f,
  (_a, _b, _c, _d, _e, _f, g) => g,
];

/**
 * A checked expression as one plain function: a closure for each node, nothing interpreted, no code made from text.
 *
 * @example evaluator(tree)(3, 1, 0, 0, 4, 4, 0)
 */
export function evaluator(tree: Expression): Evaluate {
  switch (tree.kind) {
    case 'number': {
      const { value } = tree;
      return () => value;
    }
    case 'variable':
      return SLOTS[tree.slot]!;
    case 'unary': {
      const { at } = tree.fn;
      const x = evaluator(tree.of);
      return (a, b, c, d, e, f, g) => at(x(a, b, c, d, e, f, g));
    }
    case 'binary': {
      const { at } = tree.fn;
      const x = evaluator(tree.left);
      const y = evaluator(tree.right);
      return (a, b, c, d, e, f, g) => at(x(a, b, c, d, e, f, g), y(a, b, c, d, e, f, g));
    }
    case 'operator':
      return tree.op.join(evaluator(tree.left), evaluator(tree.right));
    case 'chain':
      return chain(tree.tests, tree.parts.map(evaluator));
    case 'where': {
      const condition = evaluator(tree.condition);
      const yes = evaluator(tree.yes);
      const no = evaluator(tree.no);
      return (a, b, c, d, e, f, g) => (condition(a, b, c, d, e, f, g) ? yes : no)(a, b, c, d, e, f, g);
    }
  }
}

/** Every part is computed once: "a < b and b < c" would compute b twice, and chains within chains 2ⁿ times. */
function chain(tests: readonly Test[], parts: readonly Evaluate[]): Evaluate {
  return (a, b, c, d, e, f, g) => {
    let left = parts[0]!(a, b, c, d, e, f, g);
    for (let n = 0; n < tests.length; n++) {
      const right = parts[n + 1]!(a, b, c, d, e, f, g);
      if (!tests[n]!(left, right)) return 0;
      left = right;
    }
    return 1;
  };
}
