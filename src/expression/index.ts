import type { CellFunction, FaultKind, Place, ScaleSizes, ScoreFunction, SizeFunction } from '../core/index.js';
import { evaluator } from './evaluate.js';
import { bind, names } from './fold.js';
import { type ArrayNames, type Context, VARIABLES } from './names.js';
import type { Evaluate } from './operators.js';
import { plainNumber } from './plain.js';
import { slopeOf } from './slope.js';
import type { Expression } from './tree.js';

export { looksLikeExpression } from './looks.js';
export { t5Bucket } from './functions.js';
export { type ArrayNames, isTaken } from './names.js';

// Small formulas over + - * / ^ % and brackets; < <= > >= == != and chains of them (0 <= i - j < 3 means both); and or xor
// not; c ? a : b and where(c, a, b); the functions of functions.ts; pi e inf nan true false. As in mathjs, -2^2 is -4, 2^3^2
// is 2^9, and a % b is the floor modulo mod(a, b). True is 1 and false 0; a condition is false when it is 0 or nan.
// Multiplication is always written. mathjs parses, on first use only; nothing is evaluated by it.

/**
 * The value of a cell or a flag without variables: `0.5`, `1/2`, `sqrt(2)/2`, `inf`, `-inf`, `nan`.
 *
 * @param where the place for errors: `--temperature`, `q.csv:3:2`
 * @param kind of the error: `data` for cells, `usage` for flags
 * @throws AttnError also when the result is not finite though neither inf nor nan was written alone
 * @example await compileNumber('sqrt(2)/2', 'q.csv:1:1') // => 0.7071067811865476
 */
export async function compileNumber(text: string, where: string | Place, kind: FaultKind = 'data'): Promise<number> {
  const plain = plainNumber(text);
  if (plain !== undefined) return plain;
  const { numberOf } = await import('./compile.js');
  return numberOf(text, where, kind);
}

/**
 * `--mask`, `--bias`: a number for every cell, from i, j, h, b, n_q, n_k, P.
 *
 * @param arrays what else it may name
 * @throws AttnError
 * @example (await compileCell('j <= i and i - j < 3', '--mask')).at(5, 4, 0, 0, 8, 8) // => 1
 */
export async function compileCell(
  text: string,
  where: string | Place,
  kind: FaultKind = 'usage',
  arrays?: ArrayNames,
): Promise<CellFunction> {
  const at = evaluator(await treeOf(text, 'cell', where, kind, arrays));
  return { text, at: (i, j, h, b, nQ, nK, past = 0) => at(i, j, h, b, nQ, nK, past) };
}

/**
 * `--score-mod`: a new score from s, i, j, h, b, n_q, n_k, and its exact derivative by s. At a kink the derivative is
 * PyTorch's: abs has 0 at 0, of a tie in min and max each side gets half.
 *
 * @throws AttnError
 * @example (await compileScore('s - 0.1*abs(i - j)', '--score-mod')).at(1, 3, 1, 0, 0, 4, 4) // => 0.8
 */
export async function compileScore(
  text: string,
  where: string | Place,
  kind: FaultKind = 'usage',
  arrays?: ArrayNames,
): Promise<ScoreFunction> {
  const tree = await treeOf(text, 'score', where, kind, arrays);
  return { text, at: evaluator(tree), slope: slopeOf(tree, 0) };
}

/**
 * `--scale`: a number from d_k, d_v, d_model, n_q, n_k, P, and i, h, b where it differs by row.
 *
 * @throws AttnError
 * @example (await compileScale('1/sqrt(d_k)', '--scale')).at({ d_k: 64, d_v: 8, d_model: 8, n_q: 4, n_k: 4 }) // => 0.125
 */
export async function compileScale(
  text: string,
  where: string | Place,
  kind: FaultKind = 'usage',
  arrays?: ArrayNames,
): Promise<SizeFunction> {
  const tree = await treeOf(text, 'scale', where, kind, arrays);
  const row = ['i', 'h', 'b'].map(slotOfScale);
  const bound = (sizes: ScaleSizes): Evaluate =>
    evaluator(bind(tree, new Map(SIZES.map((name) => [slotOfScale(name), sizes[name] ?? 0]))));
  return {
    text,
    at: (sizes) => bound(sizes)(0, 0, 0, 0, 0, 0, 0),
    ...(names(tree, new Set(row)) && {
      rows: (sizes) => {
        const at = bound(sizes);
        return (i, h, b) => at(i, h, b, 0, 0, 0, 0);
      },
    }),
  };
}

const SIZES = ['d_k', 'd_v', 'd_model', 'n_q', 'n_k', 'P'] as const satisfies readonly (keyof ScaleSizes)[];

function slotOfScale(name: string): number {
  return (VARIABLES.scale as readonly string[]).indexOf(name);
}

/** mathjs is loaded here, when the first expression comes, and not before. */
async function treeOf(
  text: string,
  context: Context,
  where: string | Place,
  kind: FaultKind,
  arrays?: ArrayNames,
): Promise<Expression> {
  const { expressionOf } = await import('./compile.js');
  return expressionOf(text, context, where, kind, arrays);
}
