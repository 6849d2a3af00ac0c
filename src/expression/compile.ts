import { AttnError, type FaultIn, type FaultKind, type Place } from '../core/index.js';
import type { ExpressionFacts } from './facts.js';
import { excerptAt, faultOf } from './fault.js';
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
  where: string | Place,
  kind: FaultKind,
  arrays: ArrayNames = NO_ARRAYS,
): Expression {
  const fail = (mistakes: readonly Mistake[]): never => {
    const shown = mistakes.slice(0, MOST_FAULTS).map((mistake) => faultOf(mistake, text, where));
    const count = mistakes.length - shown.length;
    throw new AttnError(kind, count > 0 ? [...shown, moreMistakes(count, where)] : shown);
  };

  if (text.length > LONGEST) fail([{ at: LONGEST, fact: { code: 'expression-too-long', most: LONGEST } }]);
  const tokens = scan(text);
  const wrong = misplaced(tokens, text.trimEnd().length);
  if (wrong) fail([wrong]);
  const { tree, mistakes } = translate(parse(respell(tokens)), tokens.filter(standsInTree), VARIABLES[context], arrays);
  if (mistakes.length > 0) fail(mistakes.toSorted((a, b) => a.at - b.at));
  return fold(tree);
}

/** The value of an expression without variables; it must be finite. */
export function numberOf(text: string, where: string | Place, kind: FaultKind): number {
  const value = evaluator(expressionOf(text, 'number', where, kind))(0, 0, 0, 0, 0, 0, 0);
  if (Number.isFinite(value)) return value;
  const fault: FaultIn<ExpressionFacts> = {
    code: 'expression-not-finite',
    where,
    found: value,
    excerpt: { written: excerptAt(text.trim(), 0).written },
  };
  throw new AttnError(kind, fault);
}

function moreMistakes(count: number, where: string | Place): FaultIn<ExpressionFacts> {
  return { code: 'expression-more-mistakes', where, count };
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
