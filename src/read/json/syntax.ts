import { printParseErrorCode, type ParseErrorCode } from 'jsonc-parser';
import type { TextFault } from '../../core/index.js';

/** A place where the text is no JSON: its extent, and what to say of it. */
export interface SyntaxFault {
  readonly at: number;
  readonly length: number;
  readonly fault: Pick<TextFault, 'what' | 'fix'>;
}

/**
 * What to say where the JSON scanner stumbled. The usual slips are known by name: NaN, single quotes, a comma too many,
 * numbers as programming languages write them, an expression without quotes.
 *
 * @param code jsonc-parser's error
 * @param offset where it was noticed
 */
export function syntaxFault(text: string, code: ParseErrorCode, offset: number): SyntaxFault {
  const { at, found } = wordAt(text, offset);
  const name = printParseErrorCode(code);
  const say = (what: string, fix?: string): SyntaxFault => ({
    at,
    length: found.length,
    fault: { what, ...(fix && { fix }) },
  });
  const instead = `expected a number, found ${found}`;

  if (found === '') return atPunctuation(text, name, offset);
  if (/^[+-]?(?:nan|inf(?:inity)?)$/i.test(found)) {
    return say(
      instead,
      `JSON has no ${found}: write "${found.toLowerCase().replace('infinity', 'inf').replace('+', '')}" in quotes`,
    );
  }
  if (name === 'EndOfFileExpected' && /^\D/.test(found))
    return say(`expected the end, found ${found}`, 'give one matrix or one object');
  if (found.startsWith("'")) return say(`found single quotes: ${found}`, 'JSON wants double quotes: "…"');
  if (found.startsWith('"')) return say('the text in quotes does not end', 'close it with " on the same line');
  if (found.startsWith('//') || found.startsWith('/*')) return say('JSON has no comments', 'take the comment out');
  if (/^(?:none|true|false)$/i.test(found)) return say(instead, 'JSON writes true, false and null');
  if (/^[+-]?[\d.]+(?:e[+-]?\d*)?$/i.test(found)) {
    if (/^-?(?:0|[1-9]\d*)$/.test(found))
      return say(`expected a comma before ${found}`, 'put commas between the cells');
    return say(instead, 'JSON numbers look like 12, -0.5 or 1e-3: no +, a digit on both sides of the point');
  }
  if (/[\d)]/.test(found) && /[-+*/^(]/.test(found)) return say(instead, `put an expression in quotes: "${found}"`);
  const value = /^\s*:[^,}\n]*/.exec(text.slice(at + found.length, at + found.length + 200));
  if (value) {
    return {
      ...say(`expected a key in double quotes, found ${found}`, `write "${found}"`),
      length: found.length + value[0].length,
    };
  }
  return say(instead);
}

function atPunctuation(text: string, name: string, offset: number): SyntaxFault {
  const say = (what: string, fix: string): SyntaxFault => ({ at: offset, length: 1, fault: { what, fix } });
  const sign = text[offset];
  if (sign === undefined) return say('the text ends too early', 'close every [ with ] and every { with }');
  if (/,\s*$/.test(text.slice(Math.max(0, offset - 200), offset)))
    return say(`one comma too many before ${sign}`, 'take out the comma');
  if (sign === ';') return say('expected , or ] between the cells, found ;', 'write rows as [[1, 2], [3, 4]]');
  if (name === 'EndOfFileExpected')
    return say(`one ${sign} too many: everything is closed already`, `take out the ${sign}`);
  if (name === 'CommaExpected') return say(`expected a comma before ${sign}`, 'put commas between the cells');
  return say(`expected a value, found ${sign}`, 'write a number there, or take out what is too much');
}

/** What stands at an offset, up to the next blank, bracket or comma on either side. */
function wordAt(text: string, offset: number): { at: number; found: string } {
  const quoted = /["']/.test(text[offset] ?? '');
  if (quoted) return { at: offset, found: /^(["'])[^"'\n\],]{0,40}\1?/.exec(text.slice(offset, offset + 44))![0] };
  const before = /[^\s,;:[\]{}"']*$/.exec(text.slice(Math.max(0, offset - 40), offset))![0];
  const after = /^[^\s,;:[\]{}"']*/.exec(text.slice(offset, offset + 40))![0];
  return { at: offset - before.length, found: after === '' ? '' : before + after };
}
