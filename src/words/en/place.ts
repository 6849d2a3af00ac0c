import type { PlaceWords } from '../sentence.js';

export const place: PlaceWords = {
  line: (number) => `line ${number}`,
  column: (number) => `column ${number}`,
  problem: (number, of) => `problem ${number} of ${of}`,
  excerptOf: ({ line, row, block, title }) => {
    if (line !== undefined) return `line ${line} is`;
    if (title === undefined) return '';
    const name = title === '' ? 'the matrix' : title;
    if (row !== undefined) return `row ${row} of ${name} is`;
    return block === undefined ? `${name} is` : `block ${block} of ${name} is`;
  },
};
