import type { PlaceWords } from '../sentence.js';

export const place: PlaceWords = {
  line: (number) => `dòng ${number}`,
  column: (number) => `cột ${number}`,
  problem: (number, of) => `bài toán ${number}/${of}`,
  excerptOf: ({ line, row, block, title }) => {
    if (line !== undefined) return `dòng ${line} là`;
    if (title === undefined) return '';
    const name = title === '' ? 'ma trận' : title;
    if (row !== undefined) return `hàng ${row} của ${name} là`;
    return block === undefined ? `${name} là` : `khối ${block} của ${name} là`;
  },
};
