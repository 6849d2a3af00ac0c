import { closest } from '../words/index.js';
import type { ExpressionFact, PerCent } from './facts.js';
import { foreign } from './foreign.js';
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
      return mistake(at, { code: 'expression-too-many-parts', most: MOST_PARTS });
    }
    const before = tokens[n - 1];

    if (kind === 'open') {
      const callee = before?.kind === 'name' ? before : undefined;
      if (text === '[' && !callee) return foreign(token);
      if (!valueNext && !callee) return missingOperator(before!, token);
      if (levels.length > DEEPEST) return mistake(at, { code: 'expression-too-deep', most: DEEPEST });
      levels.push({ open: token, questions: [], ...(callee && { callee }) });
      valueNext = true;
    } else if (kind === 'close') {
      if (text === ']' && !level.open) return foreign(token);
      if (!level.open) return mistake(at, { code: 'expression-bracket-not-open' });
      const expected = level.open.text === '[' ? ']' : ')';
      if (text !== expected)
        return mistake(at, { code: 'expression-bracket-mismatch', found: text, expected, open: level.open.text });
      const empty = before === level.open;
      if (empty && (text === ']' || !level.callee))
        return mistake(at, { code: 'expression-nothing-between', open: level.open.text, close: text });
      if (valueNext && !empty) return missingValue(before, token);
      if (level.questions.length > 0) return unanswered(level);
      levels.pop();
      valueNext = false;
    } else if (kind === 'comma') {
      if (valueNext) return missingValue(before, token);
      if (!level.callee)
        return mistake(at, { code: 'expression-comma-outside', ...decimalComma(before, tokens[n + 1]) });
      if (level.questions.length > 0) return unanswered(level);
      valueNext = true;
    } else if (kind === 'operator') {
      if (valueNext && !SIGNS.has(text)) return missingValue(before, token);
      if (!valueNext && text === 'not') return mistake(at, { code: 'expression-not-between' });
      if (text === '?') level.questions.push(token);
      if (text === ':' && !level.questions.pop()) {
        return mistake(at, { code: 'expression-colon-alone' });
      }
      valueNext = true;
    } else {
      if (!valueNext) return missingOperator(before!, token);
      valueNext = false;
    }
  }

  const level = levels.at(-1)!;
  if (tokens.length === 0) return mistake(0, { code: 'expression-empty' });
  if (valueNext && tokens.at(-1) !== level.open)
    return mistake(end, { code: 'expression-ends-early', ...perCent(tokens.at(-1)) });
  if (level.open) return mistake(level.open.at, { code: 'expression-bracket-not-closed', found: level.open.text });
  return level.questions.length > 0 ? unanswered(level) : undefined;
}

function missingValue(before: Token | undefined, { text, at }: Token): Mistake {
  return mistake(at, { code: 'expression-value-missing', before: text, ...perCent(before) });
}

function mistake(at: number, fact: ExpressionFact): Mistake {
  return { at, fact };
}

function perCent(before: Token | undefined): PerCent {
  return { perCent: before?.text === '%' };
}

function unanswered(level: Level): Mistake {
  return mistake(level.questions.at(-1)!.at, { code: 'expression-question-alone' });
}

function missingOperator(before: Token, token: Token): Mistake {
  const missing = { code: 'expression-operator-missing', before: token.text } as const;
  const word = token.kind === 'name' ? closest(token.text, WORD_OPERATORS) : undefined;
  if (word !== undefined) return mistake(token.at, { ...missing, word });
  if (before.kind === 'number' && token.kind === 'number') return mistake(token.at, missing);
  const left = before.kind === 'close' ? '(…)' : before.text;
  return mistake(token.at, { ...missing, product: [left, token.kind === 'open' ? '(…)' : token.text] });
}

function decimalComma(before: Token | undefined, after: Token | undefined): { decimal?: string } {
  const numbers = before?.kind === 'number' && after?.kind === 'number';
  return numbers ? { decimal: `${before.text}.${after.text}` } : {};
}
