import { evaluator } from './evaluate.js';
import type { Expression } from './tree.js';

/** Computes what holds no variable, once: in `i < 4 * 75` the product is not made anew for every cell. */
export function fold(tree: Expression): Expression {
  const folded = foldParts(tree);
  const known = folded.kind !== 'variable' && partsOf(folded).every((part) => part.kind === 'number');
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
    case 'chain':
      return tree.parts;
    case 'where':
      return [tree.condition, tree.yes, tree.no];
  }
}

function foldParts(tree: Expression): Expression {
  switch (tree.kind) {
    case 'number':
    case 'variable':
      return tree;
    case 'unary':
      return { ...tree, of: fold(tree.of) };
    case 'binary':
    case 'operator':
      return { ...tree, left: fold(tree.left), right: fold(tree.right) };
    case 'chain':
      return { ...tree, parts: tree.parts.map(fold) };
    case 'where':
      return { ...tree, condition: fold(tree.condition), yes: fold(tree.yes), no: fold(tree.no) };
  }
}
