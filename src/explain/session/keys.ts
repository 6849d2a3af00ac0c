const NAMES: ReadonlyMap<string, string> = new Map([
  ['\r', 'enter'],
  ['\n', 'enter'],
  [' ', 'space'],
  ['\u007f', 'backspace'],
  ['\b', 'backspace'],
  ['\u0003', 'interrupt'],
  ['\u0004', 'end'],
  ['\u001b', 'escape'],
  ['\u001b[C', 'right'],
  ['\u001bOC', 'right'],
  ['\u001b[D', 'left'],
  ['\u001bOD', 'left'],
  ['\u001b[A', 'up'],
  ['\u001bOA', 'up'],
  ['\u001b[B', 'down'],
  ['\u001bOB', 'down'],
  ['\u001b[5~', 'pageup'],
  ['\u001b[6~', 'pagedown'],
]);

/**
 * What was typed, key by key: a name for the special ones, the character itself for the others, nothing for sequences we do not know.
 *
 * @param chunk as it came from a terminal in raw mode
 * @see https://invisible-island.net/xterm/ctlseqs/ctlseqs.html
 * @example keysIn('a\u001b[C\r') // => ['a', 'right', 'enter']
 */
export function keysIn(chunk: string): string[] {
  return (chunk.match(/\u001b\[[0-9;?]*[A-Za-z~]|\u001bO[A-Za-z]|[^]/gu) ?? []).flatMap((key) => {
    const name = NAMES.get(key);
    if (name) return [name];
    return key.length > 1 && key.startsWith('\u001b') ? [] : [key];
  });
}
