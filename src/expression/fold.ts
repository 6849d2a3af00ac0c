import { evaluator } from './evaluate.js';
import type { Expression } from './tree.js';

/** Computes what holds no variable, once: in `i < 4 * 75` the product is not made anew for every cell. */
export function fold(tree: Expression): Expression {
  const folded = withParts(tree, fold);
  // An index that an array does not have is said of the cell where it is asked for.
  const known =
    folded.kind !== 'variable' && folded.kind !== 'element' && partsOf(folded).every((part) => part.kind === 'number');
  if (known) return { kind: 'number', value: evaluator(folded)(0, 0, 0, 0, 0, 0, 0) };
  if (folded.kind === 'where' && folded.condition.kind === 'number')
    return folded.condition.value ? folded.yes : folded.no;
  return folded;
}

/** The parts of a node, in the order of the text. */
function partsOf(tree: Expression): readonly Expression[] {
  switch (tree.kind) {
    case 'number':
    case 'variable':
      return [];
    case 'unary':
      return [tree.of];
    case 'binary':
    case 'operator':
      return [tree.left, tree.right];
    case 'element':
    case 'call':
      return tree.of;
    case 'chain':
      return tree.parts;
    case 'where':
      return [tree.condition, tree.yes, tree.no];
  }
}

/** The same node over other parts. */
function withParts(tree: Expression, change: (part: Expression) => Expression): Expression {
  switch (tree.kind) {
    case 'number':
    case 'variable':
      return tree;
    case 'unary':
      return { ...tree, of: change(tree.of) };
    case 'binary':
    case 'operator':
      return { ...tree, left: change(tree.left), right: change(tree.right) };
    case 'element':
    case 'call':
      return { ...tree, of: tree.of.map(change) };
    case 'chain':
      return { ...tree, parts: tree.parts.map(change) };
    case 'where':
      return { ...tree, condition: change(tree.condition), yes: change(tree.yes), no: change(tree.no) };
  }
}

/**
 * The expression with some of its variables known: numbers stand for them from here on.
 *
 * @param known by slot
 */
export function bind(tree: Expression, known: ReadonlyMap<number, number>): Expression {
  return fold(replaced(tree, known));
}

/** Does it hold one of these variables? */
export function names(tree: Expression, slots: ReadonlySet<number>): boolean {
  return tree.kind === 'variable' ? slots.has(tree.slot) : partsOf(tree).some((part) => names(part, slots));
}

function replaced(tree: Expression, known: ReadonlyMap<number, number>): Expression {
  const value = tree.kind === 'variable' ? known.get(tree.slot) : undefined;
  return value === undefined ? withParts(tree, (part) => replaced(part, known)) : { kind: 'number', value };
}
