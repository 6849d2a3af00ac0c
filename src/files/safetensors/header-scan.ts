/** What a safetensors header may not have and JSON.parse would pass over in silence, or choke on. */
export interface HeaderScan {
  /** Keys that stand twice in one object, in the order met. */
  readonly repeated: readonly string[];
  /** The first character outside of strings that has no place here (a sign, a point, `null`), and where. */
  readonly strange?: { readonly character: string; readonly at: number };
  /** Whether lists and objects nest deeper than any header does. */
  readonly deep: boolean;
}

/** { tensor: { shape: [ */
const DEEPEST = 3;
const ALLOWED = new Set('{}[],:0123456789 \t\n\r');

/**
 * One pass over the text of a header, before JSON.parse: that keeps the last of two equal keys in silence, and needs
 * seconds for ten million brackets.
 *
 * @example scanHeader('{"a": 1, "a": 2}').repeated // => ['a']
 */
export function scanHeader(text: string): HeaderScan {
  const keys: Set<string>[] = [];
  const repeated: string[] = [];
  let depth = 0;
  for (let at = 0; at < text.length; at++) {
    const character = text[at] as string;
    if (character === '"') {
      const end = stringEnd(text, at);
      if (isKey(text, end)) {
        const key = unescaped(text.slice(at, end));
        if (keys[depth]?.has(key)) repeated.push(key);
        keys[depth]?.add(key);
      }
      at = end - 1;
    } else if (character === '{' || character === '[') {
      depth++;
      if (depth > DEEPEST) return { repeated, deep: true };
      keys[depth] = new Set();
    } else if (character === '}' || character === ']') {
      depth--;
    } else if (!ALLOWED.has(character)) {
      return { repeated, strange: { character, at }, deep: false };
    }
  }
  return { repeated, deep: false };
}

/** One past the closing quote of the string that begins at `start`, or the end of the text. */
function stringEnd(text: string, start: number): number {
  for (let at = start + 1; at < text.length; at++) {
    if (text[at] === '\\') at++;
    else if (text[at] === '"') return at + 1;
  }
  return text.length;
}

function isKey(text: string, end: number): boolean {
  let at = end;
  while (at < text.length && ' \t\n\r'.includes(text[at] as string)) at++;
  return text[at] === ':';
}

/** `"a\u0062"` and `"ab"` are one key. */
function unescaped(quoted: string): string {
  if (!quoted.includes('\\')) return quoted.slice(1, -1);
  try {
    return JSON.parse(quoted) as string;
  } catch {
    return quoted; // JSON.parse of the whole header will say what is wrong
  }
}
