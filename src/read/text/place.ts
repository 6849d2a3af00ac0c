/** Where an offset of a text is, in words for an error message. */
export type Place = (offset: number) => string;

/**
 * Places in a file: `name:line:column`, both from 1; columns count characters (code points), as editors do.
 *
 * @example placeInFile('k.json', '[1,\n x]')(5) // => 'k.json:2:2'
 */
export function placeInFile(name: string, text: string): Place {
  const locate = locator(text);
  return (offset) => {
    const { line, column } = locate(offset);
    return `${name}:${line}:${column}`;
  };
}

/**
 * Places in a literal on the command line: its flag and the column (and the line, when it has several).
 *
 * @example placeInLiteral('--q', '[1 x]')(3) // => '--q column 4'
 */
export function placeInLiteral(flag: string, text: string): Place {
  const locate = locator(text);
  return (offset) => {
    const { line, column } = locate(offset);
    return line === 1 && !text.includes('\n') ? `${flag} column ${column}` : `${flag} line ${line} column ${column}`;
  };
}

/** Line and column, both from 1, of an offset. The line starts are looked for once, at the first question. */
export function locator(text: string): (offset: number) => { line: number; column: number } {
  let starts: number[] | undefined;
  return (offset) => {
    starts ??= lineStarts(text);
    let low = 0;
    let high = starts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (starts[middle]! <= offset) low = middle;
      else high = middle - 1;
    }
    return { line: low + 1, column: [...text.slice(starts[low], offset)].length + 1 };
  };
}

function lineStarts(text: string): number[] {
  const starts = [0];
  for (const end of text.matchAll(/\r\n|\n|\r/g)) starts.push(end.index + end[0].length);
  return starts;
}
