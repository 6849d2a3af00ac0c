import { closest } from '../core/index.js';
import { foreign, quoted } from './foreign.js';
import { WORD_OPERATORS } from './names.js';
import type { Token } from './tokens.js';
import type { Mistake } from './tree.js';

/** Far beyond any mask; a parser that calls itself needs a bound. */
export const DEEPEST = 50;
/** Names, numbers and operators. */
export const MOST_PARTS = 200;

const SIGNS: ReadonlySet<string> = new Set(['+', '-', 'not']);

/** An open bracket, or the whole text. */
interface Level {
  readonly open?: Token;
  readonly callee?: Token;
  /** The `?` that still wait for their `:`. */
  readonly questions: Token[];
}

/**
 * The first thing that is out of place: values and operators must alternate, brackets and `? :` must match. mathjs would
 * read more than that (2 i, [1, 2], 1:3, "text", f(x) = x): all of it ends here, before mathjs sees the text.
 */
export function misplaced(tokens: readonly Token[], end: number): Mistake | undefined {
  const levels: Level[] = [{ questions: [] }];
  let parts = 0;
  let valueNext = true;

  for (const [n, token] of tokens.entries()) {
    const level = levels.at(-1)!;
    const { kind, text, at } = token;
    if (kind === 'foreign') return foreign(token);
    if (kind !== 'open' && kind !== 'close' && kind !== 'comma' && ++parts > MOST_PARTS) {
      return { at, what: `the expression has more than ${MOST_PARTS} names, numbers and operators` };
    }
    const before = tokens[n - 1];

    if (kind === 'open') {
      const callee = before?.kind === 'name' ? before : undefined;
      if (text === '[' && !callee) return foreign(token);
      if (!valueNext && !callee) return missingOperator(before!, token);
      if (levels.length > DEEPEST) return { at, what: `more than ${DEEPEST} brackets inside each other` };
      levels.push({ open: token, questions: [], ...(callee && { callee }) });
      valueNext = true;
    } else if (kind === 'close') {
      if (text === ']' && !level.open) return foreign(token);
      if (!level.open) return { at, what: "')' without '('" };
      const expected = level.open.text === '[' ? ']' : ')';
      if (text !== expected) return { at, what: `unexpected '${text}': ${quoted(level.open.text)} is still open` };
      const empty = before === level.open;
      if (empty && (text === ']' || !level.callee))
        return { at, what: `nothing between '${level.open.text}' and '${text}'` };
      if (valueNext && !empty) return missingValue(before, token);
      if (level.questions.length > 0) return unanswered(level);
      levels.pop();
      valueNext = false;
    } else if (kind === 'comma') {
      if (valueNext) return missingValue(before, token);
      if (!level.callee)
        return { at, what: "',' outside the brackets of a function", fix: decimalComma(before, tokens[n + 1]) };
      if (level.questions.length > 0) return unanswered(level);
      valueNext = true;
    } else if (kind === 'operator') {
      if (valueNext && !SIGNS.has(text)) return missingValue(before, token);
      if (!valueNext && text === 'not')
        return { at, what: "'not' stands before a condition, not between two", fix: 'write and not, or not, or !=' };
      if (text === '?') level.questions.push(token);
      if (text === ':' && !level.questions.pop()) {
        return { at, what: "':' without '?'", fix: 'write condition ? a : b; ranges are not known here' };
      }
      valueNext = true;
    } else {
      if (!valueNext) return missingOperator(before!, token);
      valueNext = false;
    }
  }

  const level = levels.at(-1)!;
  if (tokens.length === 0) return { at: 0, what: 'the expression is empty' };
  if (valueNext && tokens.at(-1) !== level.open)
    return { at: end, what: 'the expression ends where a value is expected', ...perCent(tokens.at(-1)) };
  if (level.open) return { at: level.open.at, what: `'${level.open.text}' is never closed` };
  return level.questions.length > 0 ? unanswered(level) : undefined;
}

function missingValue(before: Token | undefined, { text, at }: Token): Mistake {
  return { at, what: `a value is missing before ${quoted(text)}`, ...perCent(before) };
}

function perCent(before: Token | undefined): { fix?: string } {
  return before?.text === '%' ? { fix: 'write /100 for per cent; a % b is the remainder' } : {};
}

function unanswered(level: Level): Mistake {
  return { at: level.questions.at(-1)!.at, what: "'?' without ':'", fix: 'write condition ? a : b' };
}

function missingOperator(before: Token, token: Token): Mistake {
  const what = `an operator is missing before ${quoted(token.text)}`;
  const word = token.kind === 'name' ? closest(token.text, WORD_OPERATORS) : undefined;
  if (word !== undefined) return { at: token.at, what, fix: `write ${word}` };
  if (before.kind === 'number' && token.kind === 'number') return { at: token.at, what };
  const [left, right] = [before.kind === 'close' ? '(…)' : before.text, token.kind === 'open' ? '(…)' : token.text];
  return { at: token.at, what, fix: `write ${left} * ${right} if you mean the product` };
}

function decimalComma(before: Token | undefined, after: Token | undefined): string {
  const numbers = before?.kind === 'number' && after?.kind === 'number';
  return numbers ? `use a decimal point: ${before.text}.${after.text}` : 'one value only';
}
