import { evaluator } from './evaluate.js';
import type { BinaryFunction } from './functions.js';
import type { Evaluate } from './operators.js';
import type { Expression } from './tree.js';

/**
 * The exact derivative of an expression by one of its variables: forward mode, the chain rule at every node of the same tree.
 * A part that does not move adds nothing, whatever its factor: where(i > 3, s, -inf) has slope 1 or 0, never nan.
 * https://en.wikipedia.org/wiki/Automatic_differentiation#Automatic_differentiation_using_dual_numbers
 *
 * @param slot the variable: which argument of the compiled function
 */
export function slopeOf(tree: Expression, slot: number): Evaluate {
  return moving(tree, slot) ?? (() => 0);
}

/** Undefined where the variable does not occur, or only in conditions. */
function moving(tree: Expression, slot: number): Evaluate | undefined {
  switch (tree.kind) {
    case 'number':
    case 'chain':
    case 'element': // an index is a whole number, and jumps
    case 'call':
      return undefined;
    case 'variable':
      return tree.slot === slot ? () => 1 : undefined;
    case 'unary': {
      const inner = moving(tree.of, slot);
      const { slope } = tree.fn;
      if (!inner || !slope) return undefined;
      const x = evaluator(tree.of);
      return (a, b, c, d, e, f, g) => {
        const moved = inner(a, b, c, d, e, f, g);
        return moved === 0 ? 0 : moved * slope(x(a, b, c, d, e, f, g));
      };
    }
    case 'binary':
      return ofTwo(tree.fn.slopes, tree.left, tree.right, slot);
    case 'operator':
      return tree.op.slopes && ofTwo(tree.op.slopes, tree.left, tree.right, slot);
    case 'where': {
      const yes = moving(tree.yes, slot);
      const no = moving(tree.no, slot);
      if (!yes && !no) return undefined;
      const condition = evaluator(tree.condition);
      return (a, b, c, d, e, f, g) => (condition(a, b, c, d, e, f, g) ? yes : no)?.(a, b, c, d, e, f, g) ?? 0;
    }
  }
}

function ofTwo(
  slopes: BinaryFunction['slopes'],
  left: Expression,
  right: Expression,
  slot: number,
): Evaluate | undefined {
  const byLeft = moving(left, slot);
  const byRight = moving(right, slot);
  if (!byLeft && !byRight) return undefined;
  const x = evaluator(left);
  const y = evaluator(right);
  const [leftSlope, rightSlope] = slopes;
  return (a, b, c, d, e, f, g) => {
    const movedLeft = byLeft ? byLeft(a, b, c, d, e, f, g) : 0;
    const movedRight = byRight ? byRight(a, b, c, d, e, f, g) : 0;
    if (movedLeft === 0 && movedRight === 0) return 0;
    const at = x(a, b, c, d, e, f, g);
    const to = y(a, b, c, d, e, f, g);
    return (
      (movedLeft === 0 ? 0 : movedLeft * leftSlope(at, to)) + (movedRight === 0 ? 0 : movedRight * rightSlope(at, to))
    );
  };
}
