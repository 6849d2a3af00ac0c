/** One key of an object: how it is written, and where it and its value begin. */
export interface JsonKey {
  /** RFC 6901 pointer of the value: `/q/data`. */
  readonly pointer: string;
  readonly key: string;
  readonly keyAt: number;
  readonly valueAt: number;
  /** The same key stood before it in the same object. */
  readonly repeated: boolean;
}

interface Frame {
  readonly pointer: string;
  /** Absent in an array. */
  readonly keys?: Set<string>;
  index: number;
}

const QUOTE = 34,
  COMMA = 44,
  OPEN_LIST = 91,
  CLOSE_LIST = 93,
  OPEN_OBJECT = 123,
  CLOSE_OBJECT = 125;

/**
 * All keys of a JSON text with their places. `JSON.parse` tells neither places nor repeated keys, so the text, known to be
 * valid, is walked once more; numbers are stepped over, nesting costs no stack.
 *
 * @param text valid JSON
 * @example jsonKeys('{"a": 1}')[0] // => { pointer: '/a', key: 'a', keyAt: 1, valueAt: 6, repeated: false }
 */
export function jsonKeys(text: string): JsonKey[] {
  const found: JsonKey[] = [];
  // Lists of numbers alone hold no key.
  if (!text.includes('{')) return found;

  const frames: Frame[] = [];
  let frame: Frame = { pointer: '', keys: new Set(), index: 0 };
  let child = '';
  let expectKey = false;
  const nextSign = signFinder(text);
  for (let at = 0; at < text.length; at++) {
    if (!frame.keys) {
      // In a list of numbers only its end matters; items are counted where one holds keys.
      const from = at;
      at = nextSign(at);
      if (text.charCodeAt(at) !== CLOSE_LIST) frame.index += commas(text, from, at);
    }
    switch (text.charCodeAt(at)) {
      case QUOTE: {
        const end = endOfString(text, at);
        if (expectKey) {
          const key = JSON.parse(text.slice(at, end)) as string;
          const valueAt = startOfValue(text, end);
          child = `${frame.pointer}/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`;
          found.push({ pointer: child, key, keyAt: at, valueAt, repeated: frame.keys!.has(key) });
          frame.keys!.add(key);
          expectKey = false;
          at = valueAt - 1;
        } else {
          at = end - 1;
        }
        break;
      }
      case COMMA:
        expectKey = true;
        break;
      case OPEN_OBJECT:
      case OPEN_LIST: {
        const isObject = text.charCodeAt(at) === OPEN_OBJECT;
        const pointer = frames.length === 0 ? '' : frame.keys ? child : `${frame.pointer}/${frame.index}`;
        frames.push(frame);
        frame = isObject ? { pointer, keys: new Set(), index: 0 } : { pointer, index: 0 };
        expectKey = isObject;
        break;
      }
      case CLOSE_OBJECT:
      case CLOSE_LIST:
        frame = frames.pop()!;
        expectKey = false;
        break;
    }
  }
  return found;
}

/** Finds the next quote or bracket at or after an offset; native searches that are not repeated before they are passed. */
function signFinder(text: string): (from: number) => number {
  const signs = ['"', '[', ']', '{'].map((sign) => ({ sign, at: -1 }));
  return (from) => {
    let nearest = Infinity;
    for (const entry of signs) {
      if (entry.at < from) {
        const found = text.indexOf(entry.sign, from);
        entry.at = found < 0 ? Infinity : found;
      }
      nearest = Math.min(nearest, entry.at);
    }
    return nearest;
  };
}

function commas(text: string, from: number, to: number): number {
  let count = 0;
  for (let at = from; at < to; at++) if (text.charCodeAt(at) === COMMA) count++;
  return count;
}

function endOfString(text: string, quote: number): number {
  let at = quote + 1;
  while (text.charCodeAt(at) !== QUOTE) at += text[at] === '\\' ? 2 : 1;
  return at + 1;
}

function startOfValue(text: string, afterKey: number): number {
  const colon = text.indexOf(':', afterKey);
  let at = colon + 1;
  while (/\s/.test(text[at]!)) at++;
  return at;
}
