import { WORD_OPERATORS } from './names.js';

export type TokenKind = 'number' | 'name' | 'operator' | 'open' | 'close' | 'comma' | 'foreign';

/** A piece of the text. */
export interface Token {
  readonly kind: TokenKind;
  readonly text: string;
  /** Where it begins, in UTF-16 units from 0. */
  readonly at: number;
}

// Operators of other languages come first, so that "**" is one of those and not two of ours.
const PIECES = new RegExp(
  [
    String.raw`(?<space>\s+)`,
    String.raw`(?<number>(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?)`,
    String.raw`(?<name>[\p{L}_$][\p{L}\p{M}\p{Nd}_$]*)`,
    String.raw`(?<foreign>===|!==|<<|>>|<>|=>|=<|\*\*|\/\/|&&|\|\|)`,
    String.raw`(?<operator><=|>=|==|!=|[-+*/^%<>?:])`,
    String.raw`(?<open>[([])`,
    String.raw`(?<close>[)\]])`,
    String.raw`(?<comma>,)`,
    String.raw`(?<other>.)`,
  ].join('|'),
  'gsu',
);

/** Cuts a text into pieces; what belongs to no expression is a `foreign` piece. Never throws. */
export function scan(text: string): Token[] {
  const tokens: Token[] = [];
  for (const match of text.matchAll(PIECES)) {
    const kind = Object.entries(match.groups!).find(([, piece]) => piece !== undefined)![0];
    if (kind !== 'space') {
      tokens.push({ kind: kind === 'other' ? 'foreign' : (kind as TokenKind), text: match[0], at: match.index });
    }
  }
  return tokens.map((token, n) =>
    isWordOperator(token, tokens[n - 1], tokens[n + 1]) ? { ...token, kind: 'operator' } : token,
  );
}

/** In mod(7, 4) a name that is called, in 7 mod (4) an operator. `not (…)` reads the same either way. */
function isWordOperator({ text }: Token, before: Token | undefined, after: Token | undefined): boolean {
  const afterValue =
    before?.kind === 'number' ||
    before?.kind === 'close' ||
    (before?.kind === 'name' && !WORD_OPERATORS.has(before.text));
  return WORD_OPERATORS.has(text) && (afterValue || text === 'not' || after?.kind !== 'open');
}
