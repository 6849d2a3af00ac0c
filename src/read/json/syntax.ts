import { printParseErrorCode, type ParseErrorCode } from 'jsonc-parser';
import type { ReadFault } from '../facts.js';

/** A place where the text is no JSON: its extent, and what is wrong there. */
export interface SyntaxFault {
  readonly at: number;
  readonly length: number;
  readonly fault: ReadFault;
}

/**
 * What is wrong where the JSON scanner stumbled. The usual slips are known by name: NaN, single quotes, a comma too many,
 * numbers as programming languages write them, an expression without quotes.
 *
 * @param code jsonc-parser's error
 * @param offset where it was noticed
 */
export function syntaxFault(text: string, code: ParseErrorCode, offset: number): SyntaxFault {
  const { at, found } = wordAt(text, offset);
  const name = printParseErrorCode(code);
  const say = (fault: ReadFault): SyntaxFault => ({ at, length: found.length, fault });

  if (found === '') return atPunctuation(text, name, offset);
  if (/^[+-]?(?:nan|inf(?:inity)?)$/i.test(found)) return say({ code: 'json-number-word', found });
  if (name === 'EndOfFileExpected' && /^\D/.test(found)) return say({ code: 'json-more-than-one', found });
  if (found.startsWith("'")) return say({ code: 'json-single-quotes', found });
  if (found.startsWith('"')) return say({ code: 'json-text-not-closed' });
  if (found.startsWith('//') || found.startsWith('/*')) return say({ code: 'json-comment' });
  if (/^(?:none|true|false)$/i.test(found)) return say({ code: 'json-constant', found });
  if (/^[+-]?[\d.]+(?:e[+-]?\d*)?$/i.test(found))
    return say({ code: /^-?(?:0|[1-9]\d*)$/.test(found) ? 'json-comma-missing' : 'json-number-form', found });
  if (/[\d)]/.test(found) && /[-+*/^(]/.test(found)) return say({ code: 'json-bare-expression', found });
  const value = /^\s*:[^,}\n]*/.exec(text.slice(at + found.length, at + found.length + 200));
  if (value) return { ...say({ code: 'json-bare-key', found }), length: found.length + value[0].length };
  return say({ code: 'json-not-number', found });
}

function atPunctuation(text: string, name: string, offset: number): SyntaxFault {
  const say = (fault: ReadFault): SyntaxFault => ({ at: offset, length: 1, fault });
  const found = text[offset];
  if (found === undefined) return say({ code: 'json-ends-early' });
  if (/,\s*$/.test(text.slice(Math.max(0, offset - 200), offset))) return say({ code: 'json-comma-extra', found });
  if (found === ';') return say({ code: 'json-semicolon' });
  if (name === 'EndOfFileExpected') return say({ code: 'json-already-closed', found });
  if (name === 'CommaExpected') return say({ code: 'json-comma-missing', found });
  return say({ code: 'json-value-missing', found });
}

/** What stands at an offset, up to the next blank, bracket or comma on either side. */
function wordAt(text: string, offset: number): { at: number; found: string } {
  const quoted = /["']/.test(text[offset] ?? '');
  if (quoted) return { at: offset, found: /^(["'])[^"'\n\],]{0,40}\1?/.exec(text.slice(offset, offset + 44))![0] };
  const before = /[^\s,;:[\]{}"']*$/.exec(text.slice(Math.max(0, offset - 40), offset))![0];
  const after = /^[^\s,;:[\]{}"']*/.exec(text.slice(offset, offset + 40))![0];
  return { at: offset - before.length, found: after === '' ? '' : before + after };
}
