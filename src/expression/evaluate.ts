import { elementOf, type Tensor } from '../core/index.js';
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
    case 'element':
      return element(tree.name, tree.array, tree.of.map(evaluator), tree.places);
    case 'call':
      return call(tree.fn.at, tree.of.map(evaluator));
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

/** One number of an array. Tables of one and two axes, by far the most, are read without a list of indices. */
function element(
  name: string,
  array: Tensor,
  of: readonly Evaluate[],
  places: readonly (readonly [name: string, slot: number])[],
): Evaluate {
  const { shape, data } = array;
  const [first, second] = of;
  const [rows = 0, columns = 0] = shape;
  const inside = (index: number, length: number): boolean => index >= 0 && index < length && Number.isInteger(index);
  const checked = (indices: readonly number[], ...slots: readonly number[]): number =>
    elementOf(name, array, indices, Object.fromEntries(places.map(([variable, slot]) => [variable, slots[slot]!])));
  if (of.length === 1)
    return (a, b, c, d, e, f, g) => {
      const x = first!(a, b, c, d, e, f, g);
      return inside(x, rows) ? data[x]! : checked([x], a, b, c, d, e, f, g);
    };
  if (of.length === 2)
    return (a, b, c, d, e, f, g) => {
      const x = first!(a, b, c, d, e, f, g);
      const y = second!(a, b, c, d, e, f, g);
      return inside(x, rows) && inside(y, columns) ? data[x * columns + y]! : checked([x, y], a, b, c, d, e, f, g);
    };
  return (a, b, c, d, e, f, g) =>
    checked(
      of.map((index) => index(a, b, c, d, e, f, g)),
      a,
      b,
      c,
      d,
      e,
      f,
      g,
    );
}

function call(at: (...values: readonly number[]) => number, of: readonly Evaluate[]): Evaluate {
  return (a, b, c, d, e, f, g) => at(...of.map((value) => value(a, b, c, d, e, f, g)));
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
