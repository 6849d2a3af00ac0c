import { AttnError, type FaultKind } from '../core/index.js';
import { faultOf, picture } from './fault.js';
import { evaluator } from './evaluate.js';
import { fold } from './fold.js';
import { parse } from './mathjs.js';
import { type ArrayNames, NO_ARRAYS, VARIABLES, type Context } from './names.js';
import { misplaced } from './structure.js';
import { scan, type Token } from './tokens.js';
import { translate } from './translate.js';
import type { Expression, Mistake } from './tree.js';

export const LONGEST = 500;
const MOST_FAULTS = 20;

/**
 * Text → checked tree, constants folded. Length, characters, nesting and the order of values and operators are checked before
 * mathjs sees anything, names and argument counts on its tree.
 *
 * @throws AttnError of the given kind, with a caret under every wrong place
 */
export function expressionOf(
  text: string,
  context: Context,
  where: string,
  kind: FaultKind,
  arrays: ArrayNames = NO_ARRAYS,
): Expression {
  const fail = (mistakes: readonly Mistake[]): never => {
    const shown = mistakes.slice(0, MOST_FAULTS).map((mistake) => faultOf(mistake, text, where));
    const more = mistakes.length - shown.length;
    throw new AttnError(
      kind,
      more > 0 ? [...shown, { where, what: `and ${more} more mistakes in the expression` }] : shown,
    );
  };

  if (text.length > LONGEST) fail([{ at: LONGEST, what: `the expression is longer than ${LONGEST} characters` }]);
  const tokens = scan(text);
  const wrong = misplaced(tokens, text.trimEnd().length);
  if (wrong) fail([wrong]);
  const { tree, mistakes } = translate(parse(respell(tokens)), tokens.filter(standsInTree), VARIABLES[context], arrays);
  if (mistakes.length > 0) fail(mistakes.toSorted((a, b) => a.at - b.at));
  return fold(tree);
}

/** The value of an expression without variables; it must be finite. */
export function numberOf(text: string, where: string, kind: FaultKind): number {
  const value = evaluator(expressionOf(text, 'number', where, kind))(0, 0, 0, 0, 0, 0, 0);
  if (Number.isFinite(value)) return value;
  const name = Number.isNaN(value) ? 'nan (not a number)' : value > 0 ? 'inf' : '-inf';
  throw new AttnError(kind, {
    where,
    what: `the expression gives ${name}`,
    detail: picture(text.trim(), 0)[0],
    fix: 'a finite value, or inf, -inf or nan alone',
  });
}

/** Brackets and commas have no node of their own. */
function standsInTree({ kind }: Token): boolean {
  return kind !== 'open' && kind !== 'close' && kind !== 'comma';
}

/**
 * The text as mathjs gets it: checked pieces with blanks between them, and no name of the user's. Two habits of mathjs are
 * avoided by spelling: at `%` it reads ahead, nested 2ⁿ times, at `mod` it does not; and in `a ? b ? c : d : e` it needs
 * brackets around the middle.
 *
 * @example respell(scan('j % 2 ? cos(i) : 1')) // gives 'x mod 2 ? ( x ( x ) ) : 1'
 */
export function respell(tokens: readonly Token[]): string {
  return tokens.map(({ kind, text }) => (kind === 'name' ? 'x' : (SPELLING.get(text) ?? text))).join(' ');
}

const SPELLING: ReadonlyMap<string, string> = new Map([
  ['%', 'mod'],
  ['?', '? ('],
  [':', ') :'],
]);
